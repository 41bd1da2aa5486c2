"""From the published list to the draw: the public value is fixed, once; then the draw follows by itself.

The value is committed in a transaction of its own before anything is computed from it, so that no failure of
the draw can make room for another value.
"""

from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.entries.judge import EntryJudge
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import rules_of
from market.opening.concluding import Concluding
from market.opening.dues import BEACON_DUE, BEACON_TIMER, DRAW_TIMER
from market.opening.models import Beacon, SelectionResult
from market.opening.notices import tell_fixed
from market.opening.recusal import recusal_reason
from market.selection import METHODS, received_text
from market.selection import Beacon as RecordBeacon
from market.selection.terms import NOTICE
from tongban.audit.checkpoints import CHECKPOINT
from tongban.calendar import CalendarService
from tongban.dues.recompute import Recompute
from tongban.errors import DomainError, NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.rules import RulesProvider
from tongban.sealing import SealKeys
from tongban.security import Permission, Role
from tongban.work import Work

NO_BEACON_WORDS = "公开随机值没有在时限内确定"


class Recused(DomainError):
    """The person has an interest in the selection, or the platform in their hands."""

    code: ClassVar[str] = "draw.recused"
    status: ClassVar[int] = 403
    message = "您应当回避这次抽取。"


class AlreadyFixed(DomainError):
    """There is a public value already; it never changes."""

    code: ClassVar[str] = "draw.fixed"
    message = "这次抽取的公开随机值已经确定，不能更改。"


def beacon_of(session: Session, need: Need) -> Beacon | None:
    """The public value of a draw, once it is fixed."""
    return session.scalar(select(Beacon).filter_by(need_id=need.id))


class BeaconService:
    """The act of the witness, or of whoever looks up the value that the notice named."""

    def __init__(self, work: Work, provider: RulesProvider) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider

    def fix(self, need: Need, value: str) -> Beacon:
        """Fix the public value. The same value sent twice by the same person is sent once.

        Raises NotAllowed, Recused, AlreadyFixed, WrongState, or GuardFailed out of time.
        """
        self._work.require(Permission.MARKET_DRAW_BEACON, need)
        self._work.lock(need)
        known = beacon_of(self._session, need)
        if known is not None:
            if (known.value, known.user_id) == (value, self._work.actor.user_id):
                return known
            raise AlreadyFixed
        source = self.check(need)
        result = self._session.scalars(select(SelectionResult).filter_by(need_id=need.id)).one()
        beacon = self._write(need, value, source, str(result.snapshot))
        NEED.fire(
            self._work,
            need,
            "beacon",
            value=value,
            source=source,
            at=received_text(beacon.at),
            snapshot=beacon.snapshot,
        )
        system = self._work.as_system()
        system.cancel(BEACON_TIMER, need)
        system.schedule(DRAW_TIMER, need, self._work.now)
        system.enqueue(CHECKPOINT, need, {"region": need.region, "why": "beacon"})
        tell_fixed(system, need, beacon)
        return beacon

    def check(self, need: Need) -> str:
        """Whether this person may fix the value now; returns its source. Raises as ``fix`` does."""
        if beacon_of(self._session, need) is not None:
            raise AlreadyFixed
        if need.state != "selecting" or need.opened_at is None or need.beacon_due is None:
            raise GuardFailed("这项采购现在不等待公开随机值。")
        rules = rules_of(self._session, self._provider, need, self._work.now)
        source = METHODS[need.method].beacon(rules)
        if source != NOTICE and not self._work.actor.holds(Role.WITNESS, region=need.region):
            raise NotAllowed("这次抽取的公开随机值由见证人确定，运营人员不能代填。")
        reason = recusal_reason(self._session, need, self._work.actor, source)
        if reason is not None:
            raise Recused(reason)
        if self._work.now <= need.opened_at:
            raise GuardFailed("名单刚刚公布，公开随机值必须在此之后确定，请稍等一秒再试。")
        if self._work.now >= need.beacon_due:
            raise GuardFailed("确定公开随机值的时限已过。")
        return source

    def _write(self, need: Need, value: str, source: str, snapshot: str) -> Beacon:
        actor = self._work.actor
        if actor.user_id is None or actor.org_id is None:
            raise NotAllowed
        beacon = Beacon(
            need_id=need.id,
            value=value,
            source=source,
            at=self._work.now,
            user_id=actor.user_id,
            org_id=actor.org_id,
            snapshot=snapshot,
        )
        self._work.add([beacon])
        return beacon


class DrawService:
    """What follows by itself: the draw, or the failure when nobody fixed the value in time."""

    def __init__(self, work: Work, provider: RulesProvider, keys: SealKeys, judge: EntryJudge) -> None:
        self._work = work.as_system()
        self._session = work.session
        self._concluding = Concluding(self._work, provider, keys, judge)
        self._recompute = Recompute(work, provider, CalendarService(work.session))

    def draw(self, need: Need) -> None:
        """Draw with the public value that is fixed; does nothing when that is done. Raises SealError."""
        self._work.lock(need)
        beacon = beacon_of(self._session, need)
        if need.state != "selecting" or beacon is None:
            return
        result = self._session.scalars(select(SelectionResult).filter_by(need_id=need.id)).one()
        fixed = RecordBeacon(beacon.value, beacon.source, received_text(beacon.at))
        self._concluding.conclude(need, result, fixed)

    def give_up(self, need: Need) -> None:
        """Nobody fixed the value: the need fails. Does nothing when somebody did, or the date has moved."""
        self._work.lock(need)
        self._recompute.one(BEACON_DUE, need)
        late = need.beacon_due is not None and need.beacon_due <= self._work.now
        if need.state == "selecting" and late and beacon_of(self._session, need) is None:
            self._concluding.fail(need, "no_result", NO_BEACON_WORDS)
