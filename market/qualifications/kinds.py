"""Kinds of qualification: certificates, registrations and the grades in which they come.

A kind changes over the years: grades are merged, specialties renamed, whole licences abolished. So a kind
has *regimes*, one per rule book, each with its grades and the last day on which its certificates count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

#: What a need says about its size: ``{"建筑面积_m2": 30000, "防雷类别": "三类"}``. Never a float.
FactValue = int | Decimal | str
Facts = Mapping[str, FactValue]


class Nature(StrEnum):
    """What stands behind a qualification."""

    LICENCE = "licence"
    REGISTRATION = "registration"
    CMA = "cma"
    VOLUNTARY = "voluntary"


NATURE_TITLES = {
    Nature.LICENCE: "行政许可",
    Nature.REGISTRATION: "无需许可，须登记或备案",
    Nature.CMA: "检验检测机构资质认定",
    Nature.VOLUNTARY: "自愿性评价",
}


@dataclass(frozen=True)
class FactName:
    """A fact about a need that a limit may ask for; ``unit`` is empty for a choice among ``options``."""

    key: str
    name: str
    unit: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limit:
    """What a grade may take on: ``below`` excludes its value, ``maximum`` includes it, ``one_of`` lists.

    ``specialties`` empty: whatever the specialty. ``only_if``: the limit applies when the facts say so.
    """

    fact: str
    below: Decimal | None = None
    maximum: Decimal | None = None
    one_of: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    only_if: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CountsAs:
    """Between two days (both included, None: open) a grade counts as another grade of the newest regime."""

    grade: str
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it applies on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Grade:
    """One grade of one regime. A higher rank is better; equal ranks of two regimes are equivalent."""

    name: str
    rank: int
    limits: tuple[Limit, ...] = ()
    counts_as: CountsAs | None = None


@dataclass(frozen=True)
class Regime:
    """One rule book: certificates issued from ``since`` on, honoured to ``honoured_until`` at the latest."""

    name: str
    since: date | None = None
    honoured_until: date | None = None
    grades: tuple[Grade, ...] = ()

    def grade(self, name: str) -> Grade | None:
        """The grade of that name, if this regime has it."""
        return next((g for g in self.grades if g.name == name), None)


@dataclass(frozen=True)
class Specialty:
    """A field of work; who holds it may also do what it ``covers`` (``*``: every field of the kind)."""

    name: str
    covers: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True)
class Basis:
    """Where a rule comes from."""

    document: str
    article: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of qualification; ``regimes`` stand newest first and are empty where there are no grades."""

    code: str
    name: str
    nature: Nature
    issuer: str = ""
    basis: tuple[Basis, ...] = ()
    regimes: tuple[Regime, ...] = ()
    specialties: tuple[Specialty, ...] = ()
    abolished_on: date | None = None
    replaced_by: str = ""
    note: str = ""
    mark: str = "background"
    source: str = ""

    def specialty(self, name: str) -> Specialty | None:
        """The specialty of that name."""
        return next((s for s in self.specialties if s.name == name), None)

    def regime_for(self, grade: str, issued_on: date | None) -> Regime | None:
        """The regime a certificate belongs to: the newest one begun by its day of issue that has the grade.

        Without a day of issue, the newest regime that has the grade.
        """
        for regime in self.regimes:
            begun = regime.since is None or issued_on is None or regime.since <= issued_on
            if begun and regime.grade(grade):
                return regime
        return None

    def grade_names(self, *, retired: bool = False) -> tuple[str, ...]:
        """Grades that are issued today, best first; with ``retired`` every grade there ever was."""
        regimes = self.regimes if retired else self.regimes[:1]
        ranks = {grade.name: grade.rank for regime in reversed(regimes) for grade in regime.grades}
        return tuple(sorted(ranks, key=lambda name: -ranks[name]))

    def abolished(self, on: date) -> bool:
        """Whether this licence no longer exists on a day, so that nobody may be asked for it."""
        return self.abolished_on is not None and self.abolished_on <= on


@dataclass(frozen=True)
class Kinds:
    """All kinds, and the facts their limits ask for. Raises KeyError for an unknown code."""

    by_code: Mapping[str, Kind]
    facts: Mapping[str, FactName]

    def __getitem__(self, code: str) -> Kind:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.by_code.values())

    def get(self, code: str) -> Kind | None:
        """The kind, or None."""
        return self.by_code.get(code)
