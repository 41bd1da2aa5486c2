"""Posting a need, checking it, publishing it, giving it up, running it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from market.catalogue.items import ServiceItem
from market.documents import next_document
from market.needs.checks import (
    check_beacon,
    check_ends_at,
    check_method,
    check_owner,
    names_beacon,
    require_version,
)
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.notices import tell_aborted, tell_checkers, tell_owner
from market.needs.price_basis import COSTS
from market.needs.rules import rules_of
from market.needs.secret import make_secret
from market.opening.closing_timer import CLOSE_TIMER
from market.selection import METHODS
from tongban.accounts.models import Organisation
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.service import Dues
from tongban.errors import NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.numbering import next_number
from tongban.rules import RuleSet, RulesProvider, pin
from tongban.sealing import SealKeys
from tongban.security import Permission
from tongban.work import Work

#: Columns that a form fills as they are.
_PLAIN = (
    "title",
    "project_name",
    "project_code",
    "scope",
    "service_days",
    "service_days_unit",
    "ceiling_fen",
    "fund_source",
    "method",
    "ends_at",
    "signing_expected",
    "recusal",
    "beacon_named",
    "contact_name",
    "contact_phone",
    "complaint_phone",
    "copies",
)


class NeedService:
    """The verbs of a need up to its publishing, and its ends before an award."""

    def __init__(
        self,
        work: Work,
        provider: RulesProvider,
        calendars: CalendarService,
        keys: SealKeys,
        templates: Mapping[str, str],
    ) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._dues = Dues(work, calendars)
        self._keys = keys
        self._templates = templates

    def create(self, item: ServiceItem, values: Mapping[str, Any]) -> Need:
        """A new draft. Raises NotAllowed, or InvalidField for what the region's rules refuse."""
        self._work.require(Permission.MARKET_NEED_CREATE)
        actor = self._work.actor
        if actor.org_id is None or actor.user_id is None:
            raise NotAllowed
        region = str(values["region"])
        check_owner(self._session.get_one(Organisation, actor.org_id), self._rules(region))
        self._check(region, values)
        need = Need(
            number=next_number(self._session, "XQ", region, local(self._work.now).year),
            region=region,
            owner_org_id=actor.org_id,
            created_by=actor.user_id,
            created_at=self._work.now,
        )
        _fill(need, item, values)
        self._work.add([need])
        self._work.record(need, "create", {"service": item.code})
        return need

    def edit(self, need: Need, item: ServiceItem, values: Mapping[str, Any], version: int) -> None:
        """Change a draft or a returned need. Raises StaleEdit when someone else changed it meanwhile."""
        self._work.require(Permission.MARKET_NEED_EDIT, need)
        self._work.lock(need)
        require_version(need, version)
        if need.state not in ("draft", "returned"):
            raise GuardFailed("公告已提交核验，不能再修改。需要修改的，请运营机构退回后再改。")
        self._check(need.region, values)
        _fill(need, item, values)
        self._work.record(need, "edit", {"service": item.code})

    def submit(self, need: Need) -> None:
        """Send a draft or returned need to the operator's formal check."""
        rules = self._rules(need.region)
        check_owner(need.owner, rules)
        self._check_method(need, rules)
        check_ends_at(need.ends_at, self._work.now, rules, self._dues.calendar(rules))
        NEED.fire(self._work, need, "submit")
        need.submitted_at = self._work.now
        days = int(rules.value("market.check.publish_wd"))
        due = self._dues.after_receipt(rules, self._work.now, days)
        need.check_due = self._dues.keep(need, "check_due", due)
        tell_checkers(self._work, need)

    def publish(self, need: Need) -> None:
        """Publish the notice: the rules stick from here on, and the commitment of the draw stands in it.

        Raises InvalidField when too little of the registration window would be left.
        """
        rules = self._rules(need.region)
        check_ends_at(need.ends_at, self._work.now, rules, self._dues.calendar(rules))
        self._check_method(need, rules)
        number = next_document(self._session, rules, "need_notice", need.region, self._work.now)
        NEED.fire(self._work, need, "publish", notice=number)
        need.notice_number = number
        need.rules_hash = pin(self._session, rules, now=self._work.now, templates=self._templates)
        need.params = self._params(need, rules)
        need.published_at = self._work.now
        make_secret(self._keys, need)
        self._work.schedule(CLOSE_TIMER, need, need.ends_at)
        self._work.enqueue("search.index", need, {"kind": "need", "id": need.id})
        tell_owner(self._work, need, "publish", "公告已发布", f"“{need.title}”已通过核验并发布。")

    def send_back(self, need: Need, reason: str) -> None:
        """Return a need to its owner, with the reason."""
        NEED.fire(self._work, need, "return", reason=reason)
        need.reason = reason
        tell_owner(
            self._work, need, f"return-{need.version}", "需求被退回", f"“{need.title}”被退回修改：{reason}"
        )

    def abort(self, need: Need, reason: str) -> None:
        """Give the need up for a stated reason (废置); a notice stays, marked, under a number of its own."""
        self._work.lock(need)
        number = self._abort_number(need)
        NEED.fire(self._work, need, "abort", reason=reason, notice=number)
        need.abort_number = number
        need.reason, need.finished_at = reason, self._work.now
        self._work.cancel(CLOSE_TIMER, need)
        self._work.enqueue("search.index", need, {"kind": "need", "id": need.id})
        tell_aborted(self._work, need)

    def _abort_number(self, need: Need) -> str | None:
        """What was never published is given up without a notice."""
        if NEED.find(need.state, "abort") is None or need.published_at is None:
            return None
        rules = rules_of(self._session, self._provider, need, self._work.now)
        return next_document(self._session, rules, "abort_notice", need.region, self._work.now)

    def rerun(self, need: Need, ends_at: datetime, beacon_named: str | None = None) -> Need:
        """A new need linked to a failed one (重新采购). Raises GuardFailed beyond the limit of runs.

        ``beacon_named``: a public value that is yet to come, where the region draws by one.
        """
        self._work.require(Permission.MARKET_NEED_RERUN, need)
        self._work.lock(need)
        self._may_rerun(need)
        rules = self._rules(need.region)
        check_ends_at(ends_at, self._work.now, rules, self._dues.calendar(rules))
        fresh = Need(
            number=next_number(self._session, "XQ", need.region, local(self._work.now).year),
            created_by=self._work.actor.user_id,
            created_at=self._work.now,
            parent_need_id=need.id,
            run_no=need.run_no + 1,
            ends_at=ends_at,
            beacon_named=beacon_named,
            **{name: getattr(need, name) for name in _COPIED},
        )
        self._work.add([fresh])
        self._work.record(fresh, "rerun", {"parent": need.number, "run": fresh.run_no})
        self._work.record(need, "rerun_as", {"need": fresh.number})
        self.submit(fresh)
        return fresh

    def _check_method(self, need: Need, rules: RuleSet) -> None:
        """The method as the region has it now, which is what the notice will be bound to."""
        check_method(need.method, rules)
        check_beacon(need.method, need.beacon_named, rules)
        if not names_beacon(need.method, rules):
            need.beacon_named = None

    def _may_rerun(self, need: Need) -> None:
        if need.state != "failed":
            raise GuardFailed("只有流标的需求才能重新采购。")
        known = self._session.query(Need.number).filter_by(parent_need_id=need.id).scalar()
        if known is not None:
            raise GuardFailed(f"这条需求已经重新采购，编号 {known}。")
        limit = int(self._provider.pinned(self._session, str(need.rules_hash)).value("market.fail.max_runs"))
        if need.run_no >= limit:
            raise GuardFailed(f"按本地区规定，同一需求最多采购 {limit} 次，已达上限。")

    def _params(self, need: Need, rules: RuleSet) -> dict[str, Any]:
        """The parameters of the selection record, fixed in the notice."""
        own = METHODS[need.method].params(need.ceiling_fen, rules)
        return {"minimum": self._minimum(need, rules), **own}

    def _minimum(self, need: Need, rules: RuleSet) -> int:
        """The least number of valid entries; a re-run may lower it by the region's fallback chain (§2.7)."""
        minimum = int(rules.value("market.min_participants")[need.method])
        steps = list(rules.value("market.fail.fallback_chain"))[: need.run_no - 1]
        lowered = [int(step.rsplit("_", 1)[1]) for step in steps if step.startswith("lower_to_")]
        return min([minimum, *lowered])

    def _check(self, region: str, values: Mapping[str, Any]) -> None:
        rules = self._rules(region)
        check_method(str(values["method"]), rules)
        check_beacon(str(values["method"]), values.get("beacon_named"), rules)
        check_ends_at(values["ends_at"], self._work.now, rules, self._dues.calendar(rules))

    def _rules(self, region: str) -> RuleSet:
        return self._provider.for_region(region, self._work.now, self._session)


_COPIED = (
    "region",
    "owner_org_id",
    "title",
    "service_code",
    "service",
    "project_name",
    "project_code",
    "scope",
    "facts",
    "requirement",
    "service_days",
    "service_days_unit",
    "copies",
    "ceiling_fen",
    "price_basis",
    "fund_source",
    "method",
    "signing_expected",
    "recusal",
    "contact_name",
    "contact_phone",
    "complaint_phone",
)


def _fill(need: Need, item: ServiceItem, values: Mapping[str, Any]) -> None:
    for name in _PLAIN:
        setattr(need, name, values.get(name))
    need.service_code, need.service = item.code, item.to_json()
    asked = item.qualification.requirement.to_json() if item.qualification else {}
    need.requirement = dict(values.get("requirement") or asked)
    need.facts = dict(values.get("facts") or {})
    need.price_basis = {
        "tax": values.get("tax"),
        "tax_rate_bp": values.get("tax_rate_bp"),
        **{key: values.get(key) for key in COSTS},
        "copies": values.get("copies"),
        "revisions": values.get("revisions"),
    }
