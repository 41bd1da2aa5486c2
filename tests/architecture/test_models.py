"""Tables: exact money, instants with an offset, names for every constraint, numbers that are unique."""

import re
from typing import Any

import pytest
from sqlalchemy import DateTime, Enum, Float, LargeBinary, Numeric, Table, UniqueConstraint

from tongban.db import Base, Fen, UtcDateTime
from tongban.db.models import import_all

import_all()
TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)

#: Tables that repeat what stands elsewhere.
COPIES = {"search_document"}
#: Numbers that somebody else gave out.
OF_OTHERS = {"certificate_number"}

#: In a fixed order, so that all workers of a run collect the same tests.
MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)

each = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def of_type(table: Table, *types: type[Any]) -> list[str]:
    return [column.name for column in table.columns if isinstance(column.type, types)]


@each
def test_no_column_is_inexact(table: Table) -> None:
    assert not of_type(table, Float, Numeric, Enum, LargeBinary)


@each
def test_every_instant_has_an_offset(table: Table) -> None:
    bare = [
        c.name for c in table.columns if isinstance(c.type, DateTime) and not isinstance(c.type, UtcDateTime)
    ]
    assert not bare
    named = [c.name for c in table.columns if c.name.endswith("_at")]
    assert set(named) <= set(of_type(table, UtcDateTime))


@each
def test_every_amount_is_in_fen(table: Table) -> None:
    named = {column.name for column in table.columns if column.name.endswith("_fen")}
    assert named == set(of_type(table, Fen))


@pytest.mark.parametrize("table", [t for t in TABLES if t.name not in COPIES], ids=lambda table: table.name)
def test_every_number_people_read_is_unique_by_itself_or_in_its_region(table: Table) -> None:
    numbered = [c.name for c in table.columns if re.fullmatch(r"(?:\w+_)?number", c.name)]
    lists = [set(u.columns.keys()) for u in table.constraints if isinstance(u, UniqueConstraint)]
    elsewhere = [name for name in numbered if name not in OF_OTHERS]
    assert all({name} in lists or {"region", name} in lists for name in elsewhere)


@each
def test_every_constraint_and_index_has_a_name(table: Table) -> None:
    assert all(constraint.name for constraint in table.constraints)
    assert all(index.name for index in table.indexes)


@each
def test_names_fit_into_postgresql(table: Table) -> None:
    names = [str(named.name) for named in (*table.constraints, *table.indexes)]
    assert all(len(name) <= 63 for name in (*names, table.name, *table.columns.keys()))


@pytest.mark.parametrize("mapper", MAPPERS, ids=lambda mapper: mapper.class_.__name__)
def test_what_has_a_chain_says_its_kind_and_region(mapper: Any) -> None:
    thing = mapper.class_
    assert thing.__doc__, "a table says what a row is"
    if kind := kind_of(thing):
        assert re.fullmatch(r"[a-z_]+", kind)
        assert hasattr(thing, "region")


def test_kinds_are_told_apart() -> None:
    kinds = [kind for mapper in Base.registry.mappers if (kind := kind_of(mapper.class_))]
    assert len(kinds) == len(set(kinds))


def kind_of(thing: type[Any]) -> str | None:
    """The kind that a class of things states; a column of that name says whose thing a row is of."""
    kind = getattr(thing, "thing_kind", None)
    return kind if isinstance(kind, str) else None
