"""Reading the kinds of qualification from their data files, and refusing what does not hold together."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from market.qualifications.kinds import (
    Basis,
    CountsAs,
    FactName,
    Grade,
    Kind,
    Kinds,
    Limit,
    Nature,
    Regime,
    Specialty,
)
from market.qualifications.reading import DataError, Entry
from market.qualifications.validate import kind_problems, set_problems

DATA = Path(__file__).with_name("data")
MARKS = ("found", "background")


class KindsError(DataError):
    """The kinds of qualification may not be used as they stand."""


@cache
def load_kinds() -> Kinds:
    """The kinds that come with the product. Raises KindsError."""
    return read_kinds(
        {path.name: tomllib.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.toml"))}
    )


def read_kinds(files: Mapping[str, Mapping[str, Any]]) -> Kinds:
    """Kinds from parsed files by name. Raises KindsError with every problem, each naming file and entry."""
    problems: list[str] = []
    facts: dict[str, FactName] = {}
    kinds: dict[str, Kind] = {}
    for file, data in files.items():
        top = Entry(data, file, problems)
        facts |= {fact.key: fact for fact in map(_fact, top.entries("fact"))}
        for entry in top.entries("kind"):
            kind = _kind(entry, file)
            if kind.code in kinds:
                entry.fault("代码重复")
            kinds[kind.code] = kind
        top.finish()
    known = Kinds(kinds, facts)
    problems += [f"{kind.code}：{text}。" for kind in known for text in kind_problems(kind, known)]
    problems += set_problems(known)
    if problems:
        raise KindsError(problems)
    return known


def _fact(entry: Entry) -> FactName:
    fact = FactName(
        key=entry.text("key", required=True),
        name=entry.text("name", required=True),
        unit=entry.text("unit"),
        options=entry.texts("options"),
    )
    entry.finish()
    return fact


def _kind(entry: Entry, file: str) -> Kind:
    code = entry.text("code", required=True)
    entry.where = f"{file}：{code or '（没有代码）'}"
    kind = Kind(
        code=code,
        name=entry.text("name", required=True),
        nature=Nature(entry.choice("nature", [n.value for n in Nature]) or Nature.LICENCE),
        issuer=entry.text("issuer"),
        basis=read_basis(entry.entries("basis")),
        regimes=tuple(_regime(e) for e in entry.entries("regime")),
        specialties=tuple(_specialty(e) for e in entry.entries("specialties")),
        abolished_on=entry.day("abolished_on"),
        replaced_by=entry.text("replaced_by"),
        note=entry.text("note"),
        mark=entry.choice("mark", MARKS),
        source=entry.text("source"),
    )
    if kind.mark == "found" and not kind.source:
        entry.fault("标为 found 的条目要写明 source")
    entry.finish()
    return kind


def read_basis(entries: Iterable[Entry]) -> tuple[Basis, ...]:
    """Documents and articles."""
    found: list[Basis] = []
    for entry in entries:
        found.append(Basis(entry.text("document", required=True), entry.text("article")))
        entry.finish()
    return tuple(found)


def _regime(entry: Entry) -> Regime:
    regime = Regime(
        name=entry.text("name", required=True),
        since=entry.day("since"),
        honoured_until=entry.day("honoured_until"),
        grades=tuple(_grade(e) for e in entry.entries("grades")),
    )
    entry.finish()
    return regime


def _grade(entry: Entry) -> Grade:
    other = entry.entry("counts_as")
    grade = Grade(
        name=entry.text("name", required=True),
        rank=entry.integer("rank", required=True) or 0,
        limits=tuple(_limit(e) for e in entry.entries("limits")),
        counts_as=None
        if other is None
        else CountsAs(other.text("grade", required=True), other.day("since"), other.day("until")),
    )
    entry.finish()
    return grade


def _limit(entry: Entry) -> Limit:
    limit = Limit(
        fact=entry.text("fact", required=True),
        below=entry.decimal("below"),
        maximum=entry.decimal("maximum"),
        one_of=entry.texts("one_of"),
        specialties=entry.texts("specialties"),
        only_if=entry.pairs("only_if"),
    )
    entry.finish()
    return limit


def _specialty(entry: Entry) -> Specialty:
    specialty = Specialty(
        entry.text("name", required=True), entry.texts("covers"), retired=entry.flag("retired")
    )
    entry.finish()
    return specialty
