"""Correction notices (更正公告): a later end of registration, told to everybody who has registered (§2.3)."""

from datetime import datetime

from market.documents import next_document
from market.needs.checks import ENDS_AT, check_end_day
from market.needs.lifecycle import NEED
from market.needs.models import Need, NeedCorrection
from market.needs.notices import tell_corrected
from market.needs.rules import NeedRules, rules_of
from market.opening.closing_timer import CLOSE_TIMER
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.service import Dues
from tongban.errors import InvalidField
from tongban.lifecycle import GuardFailed
from tongban.rules import RulesProvider
from tongban.security import Permission
from tongban.work import Work


class CorrectionService:
    """What may still change in a published notice, and how that is made known."""

    def __init__(self, work: Work, provider: RulesProvider, calendars: CalendarService) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._dues = Dues(work, calendars)

    def extend(self, need: Need, ends_at: datetime, reason: str) -> NeedCorrection:
        """Move the end of registration to a later moment, before it has come; entries stay as they are.

        It never moves earlier: entrants rely on the published end. Raises NotAllowed, GuardFailed after the
        end, InvalidField for an end that is not later or that the rules refuse.
        """
        self._work.require(Permission.MARKET_NEED_EDIT, need)
        self._work.lock(need)
        rules = rules_of(self._session, self._provider, need, self._work.now)
        self._check(need, ends_at, rules)
        correction = NeedCorrection(
            need_id=need.id,
            region=need.region,
            number=next_document(self._session, rules, "correction_notice", need.region, self._work.now),
            made_at=self._work.now,
            made_by=self._work.actor.user_id,
            reason=reason,
            old_ends_at=need.ends_at,
            new_ends_at=ends_at,
        )
        self._work.add([correction])
        NEED.fire(
            self._work,
            need,
            "extend",
            reason=reason,
            notice=correction.number,
            old=correction.old_ends_at.isoformat(),
            new=correction.new_ends_at.isoformat(),
        )
        self._move_end(need, correction)
        return correction

    def _check(self, need: Need, ends_at: datetime, rules: NeedRules) -> None:
        if need.state != "registering" or self._work.now >= need.ends_at:
            raise GuardFailed("报名已经截止，不能再推迟。")
        if need.beacon_named:
            # By a later end the named value could be known while entries still come in.
            raise GuardFailed(
                f"公告已指定按“{need.beacon_named}”抽取，推迟后它可能在截止前就已产生，因此不能推迟。"
                "确需推迟的，请废置后重新发布，另行指定。"
            )
        if ends_at <= need.ends_at:
            end = f"{local(need.ends_at):%Y-%m-%d %H:%M}"
            raise InvalidField(ENDS_AT, f"只能推迟，不能提前：新的截止时间要晚于 {end}。")
        check_end_day(ends_at, self._work.now, rules, self._dues.calendar(rules))

    def _move_end(self, need: Need, correction: NeedCorrection) -> None:
        need.ends_at = correction.new_ends_at
        self._work.cancel(CLOSE_TIMER, need)
        self._work.schedule(CLOSE_TIMER, need, need.ends_at)
        self._session.refresh(need, ["corrections"])
        self._work.enqueue("search.index", need, {"kind": "need", "id": need.id})
        tell_corrected(self._work, need, correction)
