"""A small public library of notices: the things that the tests make findable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Engine, String, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from search_index.backend import Backend, Found, Wanted
from search_index.documents import SearchDocument, Visibility
from search_index.indexer import Indexer
from search_index.kinds import Kind, Kinds, like
from search_index.query import parse_query
from search_index.visibility import Viewer
from search_index.words import Words
from tongban.db import UtcDateTime
from tongban.outbox import service as outbox
from tongban.regions.models import Region, RegionName

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NATION, PROVINCE, CITY, COUNTY, ZONE = "000000", "430000", "430500", "430582", "430500-JKQ"
CHAINS = {
    COUNTY: (NATION, PROVINCE, CITY, COUNTY),
    CITY: (NATION, PROVINCE, CITY),
    ZONE: (NATION, PROVINCE, CITY, ZONE),
}


class LibraryBase(DeclarativeBase):
    """Tables of the tests, apart from the product's."""


class Notice(LibraryBase):
    """Something with a title, a number and a text."""

    __tablename__ = "test_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), default="notice")
    number: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(String(16), default=COUNTY)
    visibility: Mapped[str] = mapped_column(String(8), default=Visibility.PUBLIC)
    org_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    public_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=NOW)
    version: Mapped[int] = mapped_column(default=1)


def load(kind: str) -> Callable[[Session, int], SearchDocument | None]:
    """The provider of one kind."""

    def load_one(session: Session, thing_id: int) -> SearchDocument | None:
        notice = session.get(Notice, thing_id)
        if notice is None or notice.kind != kind:
            return None
        if notice.title == "坏记录":
            raise RuntimeError("this record cannot be read")
        return SearchDocument(
            kind=kind,
            id=notice.id,
            title=notice.title,
            body=notice.body,
            number=notice.number,
            region=notice.region,
            region_chain=CHAINS[notice.region],
            visibility=Visibility(notice.visibility),
            url=f"/{kind}/{notice.number}",
            updated_at=notice.updated_at,
            org_ids=frozenset(notice.org_ids),
            public_from=notice.public_from,
            state="报名中",
            facets={"服务": "环境影响评价"},
            keywords=("环影评价",),
            version=notice.version,
        )

    return load_one


def ids(kind: str) -> Callable[[Session], Iterable[int]]:
    """All ids of one kind."""
    return lambda session: session.scalars(select(Notice.id).where(Notice.kind == kind)).all()


def make_kinds() -> Kinds:
    """Notices and guides."""
    kinds = Kinds()
    for name, title in (("notice", "公告"), ("guide", "事项")):
        find = like(Notice.title, Notice.number)
        kinds.add(Kind(name, title, load(name), ids(name), "search_index:templates/card.jinja2", find))
    return kinds


def add_regions(session: Session) -> None:
    """A county that was renamed, and a zone beside it."""
    rows = [
        (NATION, "中华人民共和国", None, "nation"),
        (PROVINCE, "湖南省", NATION, "province"),
        (CITY, "邵阳市", PROVINCE, "city"),
        (COUNTY, "邵东市", CITY, "county"),
        (ZONE, "邵阳经济技术开发区", CITY, "zone"),
    ]
    for code, name, parent, level in rows:
        session.add(Region(code=code, name=name, parent_code=parent, level=level, origin="table"))
        session.flush()
    session.add(RegionName(region_code=COUNTY, name="邵东县", valid_to="2019", source="official"))


@dataclass
class Library:
    """A database with notices, an index, and everything a test does with them."""

    sessions: "sessionmaker[Session]"
    reads: "sessionmaker[Session]"
    backend: Backend
    kinds: Kinds
    words: Words

    @property
    def indexer(self) -> Indexer:
        """What fills the index."""
        return Indexer(self.backend, self.kinds, self.reads)

    def add(self, title: str, *, index: bool = True, **facts: Any) -> int:
        """Store a notice and, unless told otherwise, index it."""
        facts.setdefault("public_from", NOW)
        with self.sessions.begin() as session:
            facts.setdefault("number", f"{COUNTY}-2026-{session.query(Notice).count() + 1:04d}")
            notice = Notice(title=title, **facts)
            session.add(notice)
            session.flush()
            thing_id, kind = notice.id, notice.kind
        if index:
            self.index(thing_id, kind)
        return thing_id

    def change(self, thing_id: int, *, index: bool = True, **facts: Any) -> None:
        """Change a notice; its version rises."""
        with self.sessions.begin() as session:
            notice = session.get_one(Notice, thing_id)
            for name, value in facts.items():
                setattr(notice, name, value)
            notice.version += 1
            kind = notice.kind
        if index:
            self.index(thing_id, kind)

    def remove(self, thing_id: int, *, index: bool = True) -> None:
        """Delete a notice."""
        with self.sessions.begin() as session:
            notice = session.get_one(Notice, thing_id)
            kind = notice.kind
            session.delete(notice)
        if index:
            self.index(thing_id, kind)

    def enqueue(self, thing_id: int, kind: str = "notice") -> None:
        """Ask the outbox to index a thing."""
        with self.sessions.begin() as session:
            outbox.enqueue(session, "search.index", kind, thing_id, {"kind": kind, "id": thing_id}, NOW)

    def index(self, thing_id: int, kind: str = "notice") -> None:
        """What the outbox does after a change."""
        self.indexer.handle(self.reads, {"kind": kind, "id": thing_id})

    def ask(self, text: str, *, viewer: Viewer | None = None, **narrowed: Any) -> Found:
        """Ask the index."""
        viewer = viewer or Viewer(now=NOW + timedelta(hours=1))
        with self.reads() as session:
            wanted = Wanted(parse_query(text, self.words), viewer, **narrowed)
            return self.backend.search(session, wanted)

    def titles(self, text: str, **more: Any) -> list[str]:
        """The titles of the hits, in order."""
        keys = self.ask(text, **more).keys
        with self.reads() as session:
            return [session.get_one(Notice, int(key.split(":")[1])).title for key in keys]


def make_tables(engine: Engine) -> None:
    """The tests' own tables and the regions."""
    LibraryBase.metadata.create_all(engine)
    with Session(engine) as session:
        add_regions(session)
        session.commit()
