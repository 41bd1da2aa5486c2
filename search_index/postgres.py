"""The index of a site on several machines: a table in the site's own PostgreSQL, terms as a ``tsvector``."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, case, cast, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import SQLCoreOperations

from search_index.backend import Found, IndexStatus, IndexUnavailable, Source, Wanted, Writer
from search_index.counting import tally
from search_index.documents import Visibility, parse_key
from search_index.entries import FORMAT
from search_index.models import StoredDocument as Stored
from search_index.models import org_tag, region_tag
from search_index.postgres_writing import MARKER, TableWriter, lock_keys, set_marker
from search_index.query import Query
from search_index.visibility import Viewer

#: Keys one transaction of a rebuild covers.
CHUNK = 200
#: How often a rebuild looks again at what changed under its hands before it gives up.
ROUNDS = 5

MISSING = "索引还没有建立"
OTHER_FORMAT = "索引的格式与程序版本不符"


class PostgresBackend:
    """Documents in the table ``search_document``; written by any number of workers at once."""

    name = "postgresql"

    def __init__(self, engine: Engine) -> None:
        """``engine`` writes. Raises ValueError for another database than PostgreSQL."""
        if engine.dialect.name != "postgresql":
            raise ValueError("tongban.search = postgresql 只能与 PostgreSQL 数据库一起使用。")
        self._engine = engine

    def search(self, session: Session, wanted: Wanted) -> Found:
        """Answer a question in the reader's session."""
        with _reading(session):
            return _answer(session, wanted)

    @contextmanager
    def writing(self, keys: Collection[str]) -> Iterator[Writer]:
        """Write a batch in a transaction of its own that locks just these keys."""
        with Session(self._engine) as session:
            try:
                lock_keys(session, keys)
            except SQLAlchemyError as error:
                raise IndexUnavailable(f"索引表无法写入（{type(error).__name__}）") from error
            yield TableWriter(session)
            session.commit()

    def digest(self, session: Session, key: str) -> str | None:
        """The digest of one document; of none that an older format wrote."""
        with _reading(session):
            return session.scalar(select(Stored.digest).where(Stored.key == key, Stored.format == FORMAT))

    def digests(self, session: Session) -> dict[str, str]:
        """The key and digest of every document."""
        with _reading(session):
            rows = session.execute(select(Stored.key, Stored.digest).where(Stored.key != MARKER))
            return dict(rows.tuples().all())

    def status(self, session: Session) -> IndexStatus:
        """Counts the documents."""
        try:
            return IndexStatus(documents=len(self.digests(session)), healthy=True)
        except IndexUnavailable as error:
            return IndexStatus(documents=0, healthy=False, problem=error.why)

    def rebuild(self, source: Source) -> Mapping[str, int]:
        """Write every document again, take out what the database no longer has, prove the count."""
        expected: set[str] = set()
        todo = {*source.keys(), *self._stored_keys()}
        for _ in range(ROUNDS):
            self._write_again(source, sorted(todo), expected)
            todo = expected ^ self._stored_keys()
            if not todo:
                break
        else:
            raise IndexUnavailable(f"重建未通过核对：有 {len(todo)} 条与数据库不一致")
        with Session(self._engine) as session:
            set_marker(session)
            session.commit()
        return Counter(parse_key(key)[0] for key in expected)

    def _write_again(self, source: Source, keys: list[str], expected: set[str]) -> None:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            with self.writing(chunk) as writer:
                for key, entry in source.entries(chunk):
                    if entry is None:
                        writer.drop(key)
                        expected.discard(key)
                    else:
                        writer.put(entry)
                        expected.add(key)

    def _stored_keys(self) -> set[str]:
        with Session(self._engine) as session:
            return set(session.scalars(select(Stored.key).where(Stored.key != MARKER)))


@contextmanager
def _reading(session: Session) -> Iterator[None]:
    """A complete index of the present format, or IndexUnavailable."""
    try:
        # A savepoint: after an error here the same session still serves the search in the database.
        with session.begin_nested():
            _require_built(session)
            yield
    except SQLAlchemyError as error:
        raise IndexUnavailable(f"索引表无法读取（{type(error).__name__}）") from error


def _require_built(session: Session) -> None:
    built = session.scalar(select(Stored.format).where(Stored.key == MARKER))
    if built is None:
        raise IndexUnavailable(MISSING)
    if built != FORMAT:
        raise IndexUnavailable(OTHER_FORMAT)


def _answer(session: Session, wanted: Wanted) -> Found:
    hits = and_(_visible(wanted.viewer), *_matches(wanted.query))
    counted = select(Stored.kind, Stored.region, Stored.region_chain, func.count()).where(hits)
    groups = session.execute(counted.group_by(Stored.kind, Stored.region, Stored.region_chain)).all()
    total, kinds, regions = tally(
        ((kind, region, tuple(chain.split()), number) for kind, region, chain, number in groups),
        wanted.kind,
        wanted.region,
    )
    page = select(Stored.key).where(hits, *_narrowed(wanted)).order_by(*_order(wanted.query))
    keys = session.scalars(page.offset(wanted.offset).limit(wanted.limit))
    return Found(tuple(keys), total, kinds, regions)


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    """The rule of ``visibility.visible`` in SQL; the contract suite holds the two together."""
    alternatives = [and_(Stored.visibility == Visibility.PUBLIC, Stored.public_us <= viewer.now_us)]
    if viewer.org_id is not None:
        alternatives.append(_has_all([org_tag(viewer.org_id)]))
    if viewer.staff_regions:
        regions = " | ".join(_quoted(region_tag(code)) for code in sorted(viewer.staff_regions))
        alternatives.append(and_(Stored.visibility == Visibility.STAFF, _terms_match(regions)))
    return or_(false(), *alternatives)


def _matches(query: Query) -> Iterator[ColumnElement[bool]]:
    terms = sorted({term for clause in query.clauses for term in clause.terms})
    if terms:
        yield _has_all(terms)
    for clause in query.clauses:
        if not clause.proved:
            yield Stored.text.contains(clause.needle, autoescape=True)


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.kind is not None:
        yield Stored.kind == wanted.kind
    if wanted.region is not None:
        yield _has_all([region_tag(wanted.region)])


def _order(query: Query) -> list[SQLCoreOperations[Any]]:
    """The thing whose number was typed, then by words found in number or title, then the newest."""
    in_head = [case((Stored.head.contains(needle, autoescape=True), 1), else_=0) for needle in query.needles]
    exact = case((Stored.number == query.whole, 0), else_=1)
    found = sum(in_head, start=literal(0))
    return [exact, found.desc(), Stored.updated_us.desc(), Stored.key.collate("C")]


def _has_all(terms: list[str]) -> ColumnElement[bool]:
    return _terms_match(" & ".join(map(_quoted, terms)))


def _terms_match(question: str) -> ColumnElement[bool]:
    return Stored.terms.bool_op("@@")(cast(literal(question), TSQUERY))


def _quoted(term: str) -> str:
    """A term as a literal of tsquery's: quoted, so that nothing in it is an operator."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
