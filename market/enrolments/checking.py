"""What the platform decides about an enrolment: check, publicity, changes, suspension, expulsion."""

from datetime import date

from market.catalogue.service import catalogue_of
from market.enrolments.certificates import settle_claims
from market.enrolments.dues import due_after, live_rules, rules_of
from market.enrolments.editing import require_version
from market.enrolments.errors import NothingWaiting
from market.enrolments.holdings import has_changes, has_lapsed, in_force, items_of, people, waiting
from market.enrolments.lifecycle import ENROLMENT
from market.enrolments.models import Enrolment, QualificationRecord
from market.enrolments.notices import tell_org
from market.enrolments.service import release
from market.qualifications import Kinds
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.errors import InvalidField
from tongban.lifecycle import GuardFailed
from tongban.rules import RulesProvider
from tongban.security import Permission
from tongban.work import Work

PUBLICITY_TIMER = "enrolment.publicity"


class CheckService:
    """The verbs of operator and authority, and of the platform itself where a period ends."""

    def __init__(self, work: Work, provider: RulesProvider, calendars: CalendarService, kinds: Kinds) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._calendars = calendars
        self._kinds = kinds

    def admit(self, enrolment: Enrolment, version: int) -> None:
        """The check is passed: admitted at once, or after the publicity period of the region's rules."""
        self._begin(enrolment, version)
        rules = rules_of(self._work, self._provider, enrolment)
        days = int(rules.value("market.enrol.publicity_wd"))
        if not days:
            ENROLMENT.fire(self._work, enrolment, "activate")
            self._activated(enrolment)
            return
        ENROLMENT.fire(self._work, enrolment, "publicise", days=days)
        until = due_after(self._work, self._calendars, rules, days)
        enrolment.publicity_until = until
        self._work.schedule(PUBLICITY_TIMER, enrolment, until)
        self._index(enrolment)
        words = f"{local(until):%m月%d日 %H:%M}"
        body = f"贵单位已通过形式核验，公示至 {words}，期满无异议即入驻。"
        tell_org(self._work, enrolment, f"publicise-{enrolment.version}", "入驻公示开始", body)

    def end_publicity(self, enrolment: Enrolment) -> None:
        """The publicity period is over without an objection upheld; acts by itself, and only once."""
        self._work.lock(enrolment)
        due = enrolment.publicity_until
        if enrolment.state != "publicity" or due is None or due > self._work.now:
            return
        ENROLMENT.fire(self._work, enrolment, "activate")
        self._activated(enrolment)

    def send_back(self, enrolment: Enrolment, reason: str, version: int) -> None:
        """Return the enrolment with reasons, from the check or out of the publicity period."""
        self._begin(enrolment, version)
        ENROLMENT.fire(self._work, enrolment, "return", reason=reason)
        enrolment.reason, enrolment.publicity_until = reason, None
        self._work.cancel(PUBLICITY_TIMER, enrolment)
        self._index(enrolment)
        body = f"入驻资料被退回修改：{reason}"
        tell_org(self._work, enrolment, f"return-{enrolment.version}", "入驻资料被退回", body)

    def approve_changes(self, enrolment: Enrolment, version: int) -> None:
        """What waited is in force from now on, and what it replaces no longer is. Raises NothingWaiting."""
        self._begin(enrolment, version)
        self._something_waits(enrolment)
        records = [record.id for record in waiting(enrolment)]
        added = list(enrolment.proposed_services)
        ENROLMENT.fire(self._work, enrolment, "approve_changes", records=records, services=added)
        self._take_force(enrolment)
        enrolment.service_codes = [*enrolment.service_codes, *added]
        self._changes_done(enrolment)
        body = "贵单位提交的变更已通过核验，即日起生效。"
        tell_org(self._work, enrolment, f"approve-{enrolment.version}", "入驻变更已生效", body)

    def refuse_changes(self, enrolment: Enrolment, reason: str, version: int) -> None:
        """Nothing of what waited comes into force; the old data stay valid. Raises NothingWaiting."""
        self._begin(enrolment, version)
        self._something_waits(enrolment)
        ENROLMENT.fire(self._work, enrolment, "refuse_changes", reason=reason)
        for record in waiting(enrolment):
            record.superseded_at = self._work.now
            record.extra = {**record.extra, "refused": reason}
        settle_claims(self._session, enrolment)
        for person in people(enrolment):
            if person.checked_at is None:
                person.left_at, person.left_key = self._work.now, person.id
        self._changes_done(enrolment)
        body = f"贵单位提交的变更未通过核验：{reason}。原有资料继续有效。"
        tell_org(self._work, enrolment, f"refuse-{enrolment.version}", "入驻变更未通过", body)

    def suspend(self, enrolment: Enrolment, reason: str, until: date | None = None) -> None:
        """Suspend, for a time or until reinstated; acts at once. Raises InvalidField for a past day."""
        self._work.require(Permission.MARKET_ENROLMENT_SUSPEND, enrolment)
        self._future(until)
        day = until.isoformat() if until else None
        ENROLMENT.fire(self._work, enrolment, "suspend", reason=reason, until=day)
        enrolment.reason, enrolment.barred_until = reason, until
        self._index(enrolment)
        tell_org(
            self._work,
            enrolment,
            f"suspend-{enrolment.version}",
            "入驻已暂停",
            f"贵单位的入驻已暂停：{reason}",
        )

    def reinstate(self, enrolment: Enrolment) -> None:
        """End a suspension. Raises GuardFailed before its last day has passed, or while nothing is valid."""
        self._work.require(Permission.MARKET_ENROLMENT_CHECK, enrolment)
        self._work.lock(enrolment)
        if enrolment.state == "suspended":
            self._may_return(enrolment)
        ENROLMENT.fire(self._work, enrolment, "reinstate")
        enrolment.reason = enrolment.barred_until = None
        self._index(enrolment)
        body = "贵单位的入驻已恢复，可以继续报名。"
        tell_org(self._work, enrolment, f"reinstate-{enrolment.version}", "入驻已恢复", body)

    def expel(self, enrolment: Enrolment, reason: str, until: date | None = None) -> None:
        """Expel, with the last day of the ban on coming back; without one it is for good."""
        self._work.require(Permission.MARKET_CREDIT_POST, enrolment)
        self._future(until)
        day = until.isoformat() if until else None
        ENROLMENT.fire(self._work, enrolment, "expel", reason=reason, until=day)
        enrolment.reason, enrolment.barred_until = reason, until
        release(self._work, enrolment)
        self._index(enrolment)
        tell_org(self._work, enrolment, "expel", "已被清退", f"贵单位已被清退：{reason}")

    def _begin(self, enrolment: Enrolment, version: int) -> None:
        self._work.require(Permission.MARKET_ENROLMENT_CHECK, enrolment)
        self._work.lock(enrolment)
        require_version(enrolment, version)

    def _activated(self, enrolment: Enrolment) -> None:
        self._take_force(enrolment)
        enrolment.activated_at, enrolment.publicity_until, enrolment.reason = self._work.now, None, None
        self._index(enrolment)
        body = "贵单位已入驻，可以报名参加符合资质要求的采购。"
        tell_org(self._work, enrolment, f"activate-{enrolment.version}", "入驻成功", body)

    def _take_force(self, enrolment: Enrolment) -> None:
        """Everything that waited is checked now; a record that replaces another one ends it."""
        by_id: dict[int, QualificationRecord] = {record.id: record for record in enrolment.qualifications}
        for record in waiting(enrolment):
            record.checked_at = self._work.now
            old = by_id.get(record.extra.get("replaces", 0))
            if old is not None and old.superseded_at is None:
                old.superseded_at = self._work.now
        settle_claims(self._session, enrolment)
        for person in people(enrolment):
            person.checked_at = person.checked_at or self._work.now

    def _changes_done(self, enrolment: Enrolment) -> None:
        enrolment.proposed_services = []
        enrolment.change_submitted_at = enrolment.change_due = None
        self._index(enrolment)

    def _something_waits(self, enrolment: Enrolment) -> None:
        if not has_changes(enrolment):
            raise NothingWaiting

    def _may_return(self, enrolment: Enrolment) -> None:
        today = local(self._work.now).date()
        until = enrolment.barred_until
        if until is not None and today <= until:
            raise GuardFailed(f"暂停期到 {until.year}年{until.month}月{until.day}日，期满后才能恢复。")
        rules = live_rules(self._work, self._provider, enrolment.region)
        items = items_of(enrolment.service_codes, catalogue_of(self._session, rules))
        if has_lapsed(items, in_force(enrolment), today, self._kinds):
            raise GuardFailed("各项服务所需的资质都已过期，机构更新资质并通过核验后才能恢复。")

    def _future(self, until: date | None) -> None:
        if until is not None and until < local(self._work.now).date():
            raise InvalidField("until", "这一天已经过去，请核对。")

    def _index(self, enrolment: Enrolment) -> None:
        enrolment.edited_at = self._work.now
        self._work.enqueue("search.index", enrolment, {"kind": "enrolment", "id": enrolment.id})
