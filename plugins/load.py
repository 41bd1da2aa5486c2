"""Taking plugins into the table of packs. The table is the truth; folders and packages only propose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from plugins.offers import Offer, read_offers
from plugins.packs import ALWAYS, lock_epoch, move_on
from plugins.problems import Problem, problem
from plugins.python_plugins import PythonPlugin
from tongban.audit.record import record
from tongban.clock import TZ
from tongban.errors import DomainError
from tongban.regions.models import Region
from tongban.regions.service import ensure_region
from tongban.rules.models import RulePack
from tongban.security import SYSTEM, Actor

#: Who answers for a file that was put into a folder of the site: whoever may write there.
FOLDER = "规则文件夹"


@dataclass
class LoadReport:
    """What a load did; the lists hold pack numbers."""

    loaded: list[str] = field(default_factory=list)
    approved: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[str]:
        """All packs that changed."""
        return [*self.loaded, *self.approved, *self.withdrawn]

    def lines(self) -> list[str]:
        """The report for the person at the terminal."""
        parts = (("装载", self.loaded), ("批准", self.approved), ("停用（改属其他地区）", self.withdrawn))
        done = [f"{word}：{'、'.join(numbers)}" for word, numbers in parts if numbers]
        return [*(done or ["规则没有变化。"]), *(f"未装载：{one}" for one in self.problems)]


def load_packs(
    session: Session,
    now: datetime,
    folders: Iterable[Path],
    *,
    python: Sequence[PythonPlugin] = (),
    approved_by: str | None = FOLDER,
    actor: Actor = SYSTEM,
) -> LoadReport:
    """Read every rule file of the folders, and what Python plugins bring, into the table.

    A file equal to its last version changes nothing; other content becomes a new version and moves the epoch
    on. A file with any fault is refused whole: what it said before stays in force. With ``approved_by`` None,
    new versions are stored but do not answer until the same content is loaded with an approver.
    """
    offers = read_offers(folders, python)
    report = LoadReport(problems=offers.problems, notes=offers.notes)
    if offers.good:
        epoch = lock_epoch(session)
        load = _Load(session, now, approved_by, actor, report)
        for offer in load.with_places(offers.good):
            load.take(offer)
        if report.changed:
            move_on(epoch, now, load.trail)
        session.flush()
    return report


def set_enabled(
    session: Session, region: str, source: str, enabled: bool, now: datetime, actor: Actor = SYSTEM
) -> int:
    """Switch a plugin of one region on or off; returns how many versions there are (0: no such plugin)."""
    epoch = lock_epoch(session)
    query = select(RulePack).filter_by(region=region, source=source).order_by(RulePack.version)
    rows = list(session.scalars(query.with_for_update()))
    if rows and rows[-1].enabled != enabled:
        for row in rows:
            row.enabled = enabled
        _record(session, rows[-1], "enabled" if enabled else "disabled", now, actor)
        move_on(epoch, now, [rows[-1].number, str(enabled)])
    return len(rows)


def latest_versions(session: Session) -> dict[tuple[str, str], RulePack]:
    """The newest version of every plugin by region and source, approved or not."""
    rows = session.scalars(select(RulePack).options(defer(RulePack.content)).order_by(RulePack.version))
    return {(row.region, row.source): row for row in rows}


def pending(session: Session, offers: Sequence[Offer]) -> bool:
    """Whether the table lacks something of what is offered."""
    latest = latest_versions(session)
    rows = [(latest.get((offer.file.region, offer.source)), offer.hash) for offer in offers]
    return any(row is None or row.hash != key or row.approved_by is None for row, key in rows)


@dataclass
class _Load:
    session: Session
    now: datetime
    approved_by: str | None
    actor: Actor
    report: LoadReport
    latest: dict[tuple[str, str], RulePack] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.latest = latest_versions(self.session)

    def with_places(self, offers: Sequence[Offer]) -> list[Offer]:
        """The offers whose regions exist now. A file may name a parent that a later file brings."""
        ready: list[Offer] = []
        waiting = list(offers)
        while waiting:
            failed: list[tuple[Offer, DomainError]] = []
            for offer in waiting:
                try:
                    self._place(offer)
                    ready.append(offer)
                except DomainError as error:
                    failed.append((offer, error))
            if len(failed) == len(waiting):
                self.report.problems += [problem(offer.shown, error.message) for offer, error in failed]
                break
            waiting = [offer for offer, _ in failed]
        return ready

    def _place(self, offer: Offer) -> None:
        file = offer.file
        if offer.names_place or self.session.get(Region, file.region) is None:
            ensure_region(self.session, file.region, file.name, file.parent)

    def take(self, offer: Offer) -> None:
        """Store a new version, approve a waiting one, or leave things as they are."""
        last = self.latest.get((offer.file.region, offer.source))
        if last is None or last.hash != offer.hash:
            row = _new_version(offer, last, self.now, self.approved_by)
            self.session.add(row)
            self._done(self.report.loaded, row, "loaded")
            self.latest[row.region, row.source] = row
        elif last.approved_by is None and self.approved_by is not None:
            last.approved_by, last.approved_at = self.approved_by, self.now
            self._done(self.report.approved, last, "approved")
        else:
            self.report.unchanged += 1
        if offer.kind == "toml":
            self._withdraw_elsewhere(offer)

    def _withdraw_elsewhere(self, offer: Offer) -> None:
        # A file whose region code was corrected must not go on answering for the wrong region.
        for (region, source), row in self.latest.items():
            if source == offer.source and region != offer.file.region and row.enabled:
                for version in self.session.scalars(select(RulePack).filter_by(region=region, source=source)):
                    version.enabled = False
                self._done(self.report.withdrawn, row, "withdrawn")

    def _done(self, listed: list[str], row: RulePack, event: str) -> None:
        listed.append(row.number)
        self.trail += [row.number, event, row.hash]
        _record(self.session, row, event, self.now, self.actor)


def _new_version(offer: Offer, last: RulePack | None, now: datetime, approved_by: str | None) -> RulePack:
    version = last.version + 1 if last else 1
    file = offer.file
    return RulePack(
        number=f"{file.region}:{offer.source}:{version}",
        region=file.region,
        source=offer.source,
        kind=offer.kind,
        name=file.name,
        version=version,
        label=file.label,
        hash=offer.hash,
        content=file.content(),
        effective_from=_begins(offer, last, now),
        approved_by=approved_by,
        approved_at=now if approved_by else None,
        loaded_at=now,
        enabled=last.enabled if last else True,
    )


def _begins(offer: Offer, last: RulePack | None, now: datetime) -> datetime:
    """A file without a date counts at once; a plugin's first one also for recomputing what was before."""
    day = offer.file.effective_from
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=TZ)
    return now if last else ALWAYS


def _record(session: Session, row: RulePack, event: str, now: datetime, actor: Actor) -> None:
    session.flush()
    record(
        session,
        thing_kind=RulePack.thing_kind,
        thing_id=row.id,
        region=row.region,
        at=now,
        actor=actor,
        source="cli",
        event=event,
        public={"number": row.number, "hash": row.hash, "approved_by": row.approved_by},
    )
