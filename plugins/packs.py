"""The packs of the database, read into plain values, and the epoch that tells caches of a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugins.statements import Statement
from tongban.canonical import canonical, sha256_hex
from tongban.clock import local
from tongban.rules.answers import PackRef
from tongban.rules.models import RulePack, RulesEpoch

#: Files of one region in the order they are asked: what comes with the product or a package yields to the
#: file that the county itself put into the site's folder.
KINDS = ("bundled", "python", "local")

#: From when the first version of a plugin counts that names no day: also for recomputing what was before.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pack:
    """One version of one plugin of one region, detached from any session."""

    source: str
    region: str
    kind: str
    name: str
    version: int
    label: str
    hash: str
    content: Mapping[str, Any]
    effective_from: datetime
    approved: bool
    enabled: bool

    @property
    def shown_version(self) -> str:
        """What people call this version: a package's own, a rule file's running number."""
        return self.label if self.kind == "python" else str(self.version)

    @property
    def order(self) -> tuple[int, str]:
        """Later wins within a region."""
        return KINDS.index(self.source.split(":", 1)[0]), self.source

    @cached_property
    def rules(self) -> dict[str, tuple[Statement, ...]]:
        """What the pack says about each key."""
        stored: Mapping[str, Any] = self.content["rules"]
        return {key: tuple(map(Statement.from_json, said)) for key, said in stored.items()}

    @property
    def begins(self) -> date | None:
        """The first day it counts, in China's time; None for what always did."""
        return None if self.effective_from <= ALWAYS else local(self.effective_from).date()

    @property
    def has_code(self) -> bool:
        """Whether the package answers or decides something by program."""
        return bool(self.content.get("code"))

    def ref(self) -> PackRef:
        """A short name for it, kept in snapshots."""
        return PackRef(self.source, self.region, self.name, self.shown_version, self.kind, self.hash)


@dataclass(frozen=True)
class Epoch:
    """The state of the packs; equal epochs mean equal packs."""

    number: int
    token: str


def to_pack(row: RulePack) -> Pack:
    """The plain value of a row."""
    return Pack(
        source=row.source,
        region=row.region,
        kind=row.kind,
        name=row.name,
        version=row.version,
        label=row.label,
        hash=row.hash,
        content=row.content,
        effective_from=row.effective_from,
        approved=row.approved_by is not None,
        enabled=row.enabled,
    )


def packs_of(session: Session, regions: Sequence[str]) -> list[Pack]:
    """All versions of all plugins of the given regions."""
    query = select(RulePack).where(RulePack.region.in_(regions)).order_by(RulePack.id)
    return [to_pack(row) for row in session.scalars(query)]


def read_epoch(session: Session) -> Epoch:
    """The present epoch; zero when nothing was ever loaded."""
    row = session.execute(select(RulesEpoch.epoch, RulesEpoch.token)).first()
    return Epoch(row.epoch, row.token) if row else Epoch(0, "")


def lock_epoch(session: Session) -> RulesEpoch:
    """The epoch's row, locked, so that two loads run one after the other; made on first use."""
    query = select(RulesEpoch).with_for_update()
    row = session.scalar(query)
    if row is not None:
        return row
    session.flush()
    try:
        with session.begin_nested():
            session.add(RulesEpoch(id=1, epoch=0, token=""))
    except IntegrityError:  # another process made it in the meantime
        pass
    return session.scalars(query).one()


def move_on(epoch: RulesEpoch, now: datetime, changed: Sequence[str]) -> None:
    """Tell every cache that packs changed; ``changed`` says which and to what content."""
    history = [epoch.token, now.isoformat(), *changed]
    epoch.epoch += 1
    epoch.token = sha256_hex(canonical(history))
