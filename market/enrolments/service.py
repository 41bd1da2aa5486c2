"""What an intermediary does with its own enrolment: basic data, sending it to the check, leaving."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from market.awards.models import Award
from market.catalogue.service import catalogue_of
from market.contracts.lifecycle import CONTRACT
from market.contracts.models import Contract
from market.enrolments.dues import due_after_receipt, live_rules
from market.enrolments.editing import edited, open_for_edit, require_version
from market.enrolments.holdings import items_of, people, present, standings
from market.enrolments.lifecycle import EDITABLE, ENROLMENT
from market.enrolments.models import Enrolment
from market.enrolments.notices import tell_checkers
from market.qualifications import Kinds
from tongban.accounts.models import Organisation
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.errors import InvalidField, NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.numbering import next_number
from tongban.rules import RuleSet, RulesProvider, pin
from tongban.security import Permission
from tongban.work import Work

#: Awards that still bind the intermediary.
BINDING = ("proposed", "confirmed", "letter_issued")


class EnrolmentService:
    """The verbs of an intermediary on its own enrolment."""

    def __init__(self, work: Work, provider: RulesProvider, calendars: CalendarService, kinds: Kinds) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._calendars = calendars
        self._kinds = kinds

    def own(self, region: str) -> Enrolment:
        """The enrolment of the organisation acted for; a draft in ``region`` if it has none yet.

        Raises NotAllowed, or GuardFailed for who may not enrol in the region.
        """
        self._work.require(Permission.MARKET_ENROLMENT_EDIT)
        org_id = self._work.actor.org_id
        if org_id is None:
            raise NotAllowed
        known = self._session.scalar(select(Enrolment).filter_by(org_id=org_id))
        if known is not None:
            return known
        org = self._session.get_one(Organisation, org_id)
        self._may_enrol(org, self._rules(region))
        enrolment = Enrolment(
            number=next_number(self._session, "RZ", region, local(self._work.now).year),
            org_id=org_id,
            region=region,
            created_at=self._work.now,
            edited_at=self._work.now,
        )
        self._work.add([enrolment])
        self._work.record(enrolment, "create", {"org": org_id})
        return enrolment

    def edit(
        self, enrolment: Enrolment, values: Mapping[str, Any], services: Sequence[str], version: int
    ) -> None:
        """Change introduction, contact and services. Raises StaleEdit, NotEditable or NotAllowed.

        Once admitted, a service given up counts at once; a new one only after its check.
        """
        open_for_edit(self._work, enrolment)
        require_version(enrolment, version)
        self._choose(enrolment, services)
        for name in ("introduction", "contact_name", "contact_phone"):
            setattr(enrolment, name, values.get(name))
        self._edited(enrolment)
        self._work.record(enrolment, "edit", {"services": list(services)})

    def submit(self, enrolment: Enrolment, explanations: Mapping[str, str], version: int) -> None:
        """Send the enrolment to the operator's formal check; the commitments were ticked on the form.

        Raises InvalidField for a service whose qualification is missing and not explained, GuardFailed for
        what else is missing.
        """
        self._work.require(Permission.MARKET_ENROLMENT_EDIT, enrolment)
        self._work.lock(enrolment)
        if enrolment.state in EDITABLE:
            require_version(enrolment, version)
            self._complete(enrolment, explanations)
        rules = self._rules(enrolment.region)
        services = list(enrolment.service_codes)
        ENROLMENT.fire(self._work, enrolment, "submit", services=services, commitments=True)
        enrolment.explanations = dict(explanations)
        enrolment.rules_hash = pin(self._session, rules, now=self._work.now)
        enrolment.submitted_at, enrolment.reason = self._work.now, None
        enrolment.check_due = self._check_due(enrolment, rules)
        enrolment.edited_at = self._work.now
        tell_checkers(self._work, enrolment, f"submit-{enrolment.version}", "入驻待核验")

    def withdraw(self, enrolment: Enrolment) -> None:
        """Leave the platform; its practitioners are free to join another unit.

        Raises GuardFailed while an award or a contract is open.
        """
        self._work.require(Permission.MARKET_ENROLMENT_EDIT, enrolment)
        self._nothing_open(enrolment)
        ENROLMENT.fire(self._work, enrolment, "withdraw")
        release(self._work, enrolment)
        enrolment.proposed_services = []
        enrolment.change_submitted_at = enrolment.change_due = None
        enrolment.edited_at = self._work.now
        self._work.enqueue("search.index", enrolment, {"kind": "enrolment", "id": enrolment.id})

    def _choose(self, enrolment: Enrolment, services: Sequence[str]) -> None:
        if enrolment.state in EDITABLE:
            enrolment.service_codes = list(services)
            return
        if not services:
            raise GuardFailed("至少保留一项服务。不再提供服务的，请办理退出。")
        enrolment.proposed_services = [c for c in services if c not in enrolment.service_codes]
        enrolment.service_codes = [c for c in enrolment.service_codes if c in services]

    def _complete(self, enrolment: Enrolment, explanations: Mapping[str, str]) -> None:
        rules = self._rules(enrolment.region)
        self._may_enrol(enrolment.org, rules)
        if not (enrolment.contact_name and enrolment.contact_phone and enrolment.introduction):
            raise GuardFailed("请先填写单位简介、联系人和联系电话。")
        items = items_of(enrolment.service_codes, catalogue_of(self._session, rules))
        if not items:
            raise GuardFailed("请至少选择一项提供的服务。")
        today = local(self._work.now).date()
        for standing in standings(items, present(enrolment), today, self._kinds):
            if not standing.met and not explanations.get(standing.item.code):
                raise InvalidField(
                    f"why.{field_of(standing.item.code)}",
                    f"“{standing.item.name}”的资质还没有填报，请补充资质，或者说明情况。",
                )

    def _may_enrol(self, org: Organisation, rules: RuleSet) -> None:
        allowed = bool(rules.value("market.intermediary.allow_individual_business"))
        if org.kind == "individual_business" and not allowed:
            raise GuardFailed("本地区规定个体工商户不能入驻。")
        if org.kind == "person":
            raise GuardFailed("自然人不能作为中介机构入驻。")

    def _nothing_open(self, enrolment: Enrolment) -> None:
        award = select(Award.number).where(Award.org_id == enrolment.org_id, Award.state.in_(BINDING))
        done = [state.name for state in CONTRACT.states.values() if state.final]
        contract = select(Contract.number).where(
            Contract.org_id == enrolment.org_id, Contract.state.not_in(done)
        )
        for query in (award, contract):
            number = self._session.scalar(query.limit(1))
            if number is not None:
                raise GuardFailed(f"{number} 尚未办结，办结后才能退出。")

    def _rules(self, region: str) -> RuleSet:
        return live_rules(self._work, self._provider, region)

    def _check_due(self, enrolment: Enrolment, rules: RuleSet) -> Any:
        days = int(rules.value("market.enrol.check_wd"))
        return due_after_receipt(self._work, self._calendars, rules, days)

    def _edited(self, enrolment: Enrolment) -> None:
        edited(self._work, enrolment, self._check_due(enrolment, self._rules(enrolment.region)))


def field_of(code: str) -> str:
    """The name of the form field that belongs to a service; names of fields carry no hyphens or dots."""
    return "s_" + "".join(c if c.isalnum() else "_" for c in code)


def release(work: Work, enrolment: Enrolment) -> None:
    """Let every practitioner of the unit go, so that another one may name them."""
    for person in people(enrolment):
        person.left_at, person.left_key = work.now, person.id
