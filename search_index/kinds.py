"""The kinds of findable things: the package a thing belongs to says how its document is made."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from search_index.documents import SearchDocument

DEFAULT_CARD = "search_index:templates/card.jinja2"

Load = Callable[[Session, int], SearchDocument | None]
IterAll = Callable[[Session], Iterable[int]]
#: Ids of things whose title or number holds every needle, the newest first, at most as many as asked for.
Find = Callable[[Session, Sequence[str], int], Iterable[int]]
MaySee = Callable[[Request, SearchDocument], bool]


@dataclass(frozen=True)
class Kind:
    """One kind of thing and how it is read. ``find`` serves while the index is away."""

    name: str
    title: str
    load: Load
    iter_all: IterAll
    card_template: str
    find: Find
    may_see: MaySee | None = None


@dataclass
class Kinds:
    """All kinds of one application, in the order they were added."""

    by_name: dict[str, Kind] = field(default_factory=dict)

    def add(self, kind: Kind) -> None:
        """Raises ValueError for a name already taken, or one that cannot stand in a key."""
        if kind.name in self.by_name:
            raise ValueError(f"search kind {kind.name!r} is registered twice")
        if not kind.name.isidentifier():
            raise ValueError(f"search kind {kind.name!r} must be an identifier")
        self.by_name[kind.name] = kind

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.by_name.values())

    def get(self, name: str) -> Kind | None:
        """The kind of this name, if it is installed."""
        return self.by_name.get(name)


def like(*columns: InstrumentedAttribute[Any]) -> Find:
    """A ``find`` over text columns of one mapped class with an ``id``: every needle stands in one of them."""
    model = columns[0].class_

    def find(session: Session, needles: Sequence[str], limit: int) -> Iterable[int]:
        def somewhere(needle: str) -> ColumnElement[bool]:
            return or_(*(column.icontains(needle, autoescape=True) for column in columns))

        matching = select(model.id).where(and_(True, *map(somewhere, needles)))
        return session.scalars(matching.order_by(model.id.desc()).limit(limit)).all()

    return find


def scan(load: Load, iter_all: IterAll) -> Find:
    """The ``find`` of a kind that names no columns: reads at most 2,000 things, the highest ids first."""

    def find(session: Session, needles: Sequence[str], limit: int) -> Iterable[int]:
        found: list[int] = []
        for thing_id in sorted(iter_all(session), reverse=True)[:2_000]:
            document = load(session, thing_id)
            if document is None:
                continue
            head = f"{document.number} {document.title}".lower()
            if all(needle in head for needle in needles):
                found.append(thing_id)
            if len(found) == limit:
                break
        return found

    return find


def add_search_kind(
    config: Configurator,
    kind: str,
    title_zh: str,
    load: Load,
    iter_all: IterAll,
    card_template: str = DEFAULT_CARD,
    *,
    find: Find | None = None,
    may_see: MaySee | None = None,
) -> None:
    """Configurator directive: make the things of one kind findable.

    ``kind`` is the thing's ``thing_kind``. ``load`` gives the document as the database has it now, or None
    for a thing nobody may find (any more); ``iter_all`` gives the ids of all things. ``card_template`` shows
    one ``hit``. ``find`` (see ``like``) searches title and number while the index is away. ``may_see`` may
    forbid a hit that the document's own visibility allows; None adds nothing.
    """
    find = find or scan(load, iter_all)
    search_kinds(config.registry).add(Kind(kind, title_zh, load, iter_all, card_template, find, may_see))


def search_kinds(registry: Registry) -> Kinds:
    """The kinds of an application."""
    kinds: Kinds = registry.setdefault("tongban.search_kinds", Kinds())
    return kinds
