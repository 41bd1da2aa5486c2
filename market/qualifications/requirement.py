"""What a need asks for: clauses, all of them or any of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from market.qualifications.kinds import Kind, Kinds, Nature
from market.qualifications.order import asked_grade
from market.qualifications.text import abolished_text


class Mode(StrEnum):
    """The switch of domain-rules §2.3: is one of the clauses enough, or must all hold?"""

    ANY = "any_of"
    ALL = "all_of"


@dataclass(frozen=True)
class Clause:
    """One kind, every listed specialty, in this grade or better (empty: whatever grade)."""

    kind: str
    specialties: tuple[str, ...] = ()
    grade: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON document that ``from_json`` reads back."""
        return {"kind": self.kind, "specialties": list(self.specialties), "grade": self.grade}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Clause":
        """Read what ``to_json`` wrote. Raises KeyError or TypeError for anything else."""
        return cls(data["kind"], tuple(data.get("specialties", ())), data.get("grade", ""))


@dataclass(frozen=True)
class Requirement:
    """The qualification asked for. No clauses: none is asked for."""

    mode: Mode = Mode.ANY
    clauses: tuple[Clause, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON document that ``from_json`` reads back."""
        return {"mode": self.mode.value, "clauses": [clause.to_json() for clause in self.clauses]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Requirement":
        """Read what ``to_json`` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        clauses = tuple(Clause.from_json(clause) for clause in data.get("clauses", ()))
        return cls(Mode(data.get("mode", Mode.ANY)), clauses)


def requirement_problems(requirement: Requirement, kinds: Kinds, on: date) -> list[str]:
    """Why a requirement may not be published on a day, in Chinese; empty if it may.

    What was abolished may not be asked for (优化营商环境条例第四十条), nor what does not exist.
    """
    problems: list[str] = []
    for clause in requirement.clauses:
        kind = kinds.get(clause.kind)
        if kind is None:
            problems.append(f"没有“{clause.kind}”这种资质。")
            continue
        problems += _clause_problems(clause, kind, on)
    return list(dict.fromkeys(problems))


def _clause_problems(clause: Clause, kind: Kind, on: date) -> list[str]:
    if kind.abolished(on):
        return [abolished_text(kind)]
    unknown = [name for name in clause.specialties if not kind.specialty(name)]
    problems = [f"{kind.name}没有“{name}”这个专业。" for name in unknown]
    if not clause.grade:
        return problems
    if asked_grade(kind, clause.grade) is None:
        problems.append(f"{kind.name}没有“{clause.grade}”这个等级。")
    elif clause.grade not in kind.grade_names():
        problems.append(f"{kind.name}已不再颁发{clause.grade}。")
    return problems


def requirement_cautions(requirement: Requirement, kinds: Kinds) -> list[str]:
    """What the owner should think twice about, in Chinese: voluntary ratings as a bar to entry."""
    named = dict.fromkeys(c.kind for c in requirement.clauses)
    asked = [kinds[code] for code in named if code in kinds]
    voluntary = [kind.name for kind in asked if kind.nature is Nature.VOLUNTARY]
    return [f"{name}是自愿性评价，作为参加条件可能限制竞争。" for name in voluntary]
