"""Filing the contract, confirming it, delivering, accepting (§2.8)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.awards.service import AwardService
from market.contracts.dues import ACCEPTANCE_DUE, DEEM_TIMER, DUE_AT, FILE_DUE
from market.contracts.lifecycle import CONTRACT, DELIVERABLE
from market.contracts.models import Contract, Deliverable
from market.contracts.notices import tell_firm, tell_other_side, tell_owner
from market.documents import next_document
from market.evaluations.service import EvaluationService
from market.needs.lifecycle import NEED
from market.needs.rules import NeedRules, rules_of
from tongban.calendar import CalendarService, Unit
from tongban.clock import local
from tongban.dues.recompute import Recompute
from tongban.dues.service import Dues, Limit
from tongban.errors import InvalidField, NotAllowed
from tongban.fields import Upload
from tongban.lifecycle import GuardFailed
from tongban.money import format_yuan
from tongban.numbering import next_number
from tongban.receipts.uploads import Uploads
from tongban.rules import RulesProvider
from tongban.security import Permission
from tongban.work import Work


@dataclass(frozen=True)
class Signed:
    """What is filed of a signed contract."""

    amount_fen: int
    signed_on: date
    service_days: int
    service_days_unit: str
    file: Upload


class ContractService:
    """The verbs of both sides of a contract."""

    def __init__(
        self,
        work: Work,
        provider: RulesProvider,
        calendars: CalendarService,
        uploads: Uploads,
        awards: AwardService,
    ) -> None:
        self._work = work
        self._system = work.as_system()
        self._session = work.session
        self._provider = provider
        self._dues = Dues(work, calendars)
        self._recompute = Recompute(work, provider, calendars)
        self._uploads = uploads
        self._awards = awards

    def file(self, award: Award, signed: Signed) -> Contract:
        """One side uploads the signed contract; the price must be the awarded one, to the fen."""
        self._work.require(Permission.MARKET_CONTRACT_FILE, award)
        self._work.lock(award)
        self._check(award, signed)
        if award.state != "letter_issued":
            raise GuardFailed("中选通知书发出后才能登记合同。")
        contract = self._session.scalar(select(Contract).filter_by(award_id=award.id))
        due = self._file_due(award, signed)
        if contract is None:
            contract = Contract(
                number=next_number(self._session, "HT", award.region, local(self._work.now).year),
                award_id=award.id,
                region=award.region,
                owner_org_id=award.owner_org_id,
                org_id=award.org_id,
                file_id=0,
                filed_at=self._work.received,
                **self._facts(signed, due),
            )
            self._work.add([contract])
            facts = {"award": award.number, "signed_on": str(signed.signed_on)}
            self._work.record(contract, "file", {**facts, "late": contract.filed_at >= due.at})
        else:
            CONTRACT.fire(self._work, contract, "upload", signed_on=str(signed.signed_on))
            for name, value in self._facts(signed, due).items():
                setattr(contract, name, value)
        self._dues.keep(contract, FILE_DUE.name, due)
        contract.file_id = self._uploads.take(self._work, signed.file, contract).id
        tell_other_side(self._system, contract, self._other(contract))
        return contract

    def confirm(self, contract: Contract) -> None:
        """The other side confirms: the contract is in force and the deliverable falls due."""
        self._require_other_side(contract)
        award, need = contract.award, contract.award.need
        self._work.lock(award, contract, need)
        contract.filing_number = next_document(
            self._session, self._rules(contract), "contract_filing", contract.region, self._work.now
        )
        CONTRACT.fire(self._work, contract, "confirm", filing=contract.filing_number)
        contract.confirmed_at = self._work.now
        AWARD.fire(self._system, award, "contract")
        NEED.fire(self._system, need, "start_service")
        self._awards.settle_reserves(need)
        deliverable = self._deliverable(contract)
        tell_firm(
            self._system,
            contract,
            "in_force",
            "合同生效",
            f"请在 {local(deliverable.due_at):%Y-%m-%d} 前提交成果。",
        )
        self._index(contract)

    def send_back(self, contract: Contract, reason: str) -> None:
        """The other side does not agree with what was uploaded."""
        self._require_other_side(contract)
        CONTRACT.fire(self._work, contract, "return", reason=reason)
        contract.reason = reason
        tell_other_side(self._system, contract, contract.uploaded_by_org_id)

    def deliver(self, deliverable: Deliverable, file: Upload, note: str | None) -> None:
        """The intermediary hands in the report or drawing."""
        contract = deliverable.contract
        rules, now = self._rules(contract), self._work.received
        DELIVERABLE.fire(self._work, deliverable, "submit", late=now >= deliverable.due_at)
        deliverable.file_id = self._uploads.take(self._work, file, deliverable).id
        deliverable.note, deliverable.submitted_at = note, now
        if deliverable.receipt_number is None:
            deliverable.receipt_number = next_document(
                self._session, rules, "deliverable_receipt", contract.region, now
            )
        due = self._dues.after_receipt(rules, now, int(rules.value("market.acceptance.wd")))
        deliverable.acceptance_due = self._dues.keep(deliverable, ACCEPTANCE_DUE.name, due)
        self._system.schedule(DEEM_TIMER, deliverable, deliverable.acceptance_due)
        tell_owner(
            self._system,
            contract,
            f"deliver-{deliverable.file_id}",
            "成果待验收",
            "中介机构已提交成果，请在时限内验收。",
        )

    def return_deliverable(self, deliverable: Deliverable, reason: str) -> None:
        """The owner sends the deliverable back with what must be mended."""
        DELIVERABLE.fire(self._work, deliverable, "return", reason=reason)
        deliverable.reason = reason
        self._system.cancel(DEEM_TIMER, deliverable)
        tell_firm(
            self._system,
            deliverable.contract,
            f"return-{deliverable.file_id}",
            "成果被退回修改",
            f"退回原因：{reason}",
        )

    def accept(self, deliverable: Deliverable) -> None:
        """The owner accepts; the contract is fulfilled and a rating falls due."""
        self._accept(deliverable, "accept", self._work)
        self._system.cancel(DEEM_TIMER, deliverable)

    def deem_accepted(self, deliverable: Deliverable) -> None:
        """The acceptance period has passed in silence; acts only where the region's rule says so."""
        self._recompute.one(ACCEPTANCE_DUE, deliverable)
        rules = self._rules(deliverable.contract)
        due = deliverable.acceptance_due
        if deliverable.state != "submitted" or due is None or due > self._work.now:
            return
        # A provisional date is no ground for silence to count as consent (§6.1).
        official = self._dues.calendar(rules).is_official(local(due).date())
        if rules.value("market.acceptance.deemed") and official:
            self._accept(deliverable, "deem_accepted", self._system)
        else:
            tell_owner(
                self._system,
                deliverable.contract,
                "acceptance-late",
                "成果验收已逾期",
                "验收时限已过，请尽快验收或退回。",
            )

    def _accept(self, deliverable: Deliverable, event: str, work: Work) -> None:
        contract = deliverable.contract
        need = contract.award.need
        self._work.lock(contract, deliverable, need)
        DELIVERABLE.fire(work, deliverable, event)
        deliverable.accepted_at = self._work.now
        CONTRACT.fire(self._system, contract, "fulfil")
        NEED.fire(self._system, need, "deliver")
        rules = self._rules(contract)
        days = int(rules.value("market.evaluation.wd"))
        due = self._dues.after(rules, local(self._work.now).date(), days)
        EvaluationService(self._system, self._provider).fall_due(contract, due)
        tell_firm(self._system, contract, event, "成果已验收", "成果已验收，业主将作出服务评价。")
        self._index(contract)

    def _deliverable(self, contract: Contract) -> Deliverable:
        unit = Unit(contract.service_days_unit.lower())
        due = self._dues.after(self._rules(contract), contract.signed_on, contract.service_days, unit)
        deliverable = Deliverable(
            number=next_number(self._session, "CG", contract.region, local(self._work.now).year),
            contract_id=contract.id,
            region=contract.region,
            owner_org_id=contract.owner_org_id,
            org_id=contract.org_id,
            due_at=due.at,
        )
        self._work.add([deliverable])
        self._dues.keep(deliverable, DUE_AT.name, due)
        facts = {"contract": contract.number, "due": due.due.date.isoformat()}
        self._system.record(deliverable, "fall_due", facts)
        return deliverable

    def _check(self, award: Award, signed: Signed) -> None:
        if signed.amount_fen != award.amount_fen:
            awarded = format_yuan(award.amount_fen)
            raise InvalidField("amount_fen", f"合同金额须等于中选金额 {awarded} 元。")
        today = local(self._work.now).date()
        if signed.signed_on > today:
            raise InvalidField("signed_on", "签订日期不能晚于今天。")
        if award.letter_at is not None and signed.signed_on < local(award.letter_at).date():
            issued = local(award.letter_at).date()
            raise InvalidField("signed_on", f"签订日期不能早于中选通知书发出之日 {issued:%Y-%m-%d}。")

    def _file_due(self, award: Award, signed: Signed) -> Limit:
        rules = rules_of(self._session, self._provider, award.need, self._work.now)
        return self._dues.after(rules, signed.signed_on, int(rules.value("market.contract.file_wd")))

    def _facts(self, signed: Signed, due: Limit) -> dict[str, Any]:
        return {
            "amount_fen": signed.amount_fen,
            "signed_on": signed.signed_on,
            "service_days": signed.service_days,
            "service_days_unit": signed.service_days_unit,
            "uploaded_by_org_id": self._work.actor.org_id,
            "uploaded_at": self._work.received,
            "file_due": due.at,
        }

    def _require_other_side(self, contract: Contract) -> None:
        self._work.require(Permission.MARKET_CONTRACT_CONFIRM, contract)
        if self._work.actor.org_id == contract.uploaded_by_org_id:
            raise NotAllowed("合同要由对方确认，上传的一方不能自己确认。")

    @staticmethod
    def _other(contract: Contract) -> int:
        mine = contract.uploaded_by_org_id
        return contract.org_id if mine == contract.owner_org_id else contract.owner_org_id

    def _rules(self, contract: Contract) -> NeedRules:
        return rules_of(self._session, self._provider, contract.award.need, self._work.now)

    def _index(self, contract: Contract) -> None:
        need = contract.award.need
        self._system.enqueue("search.index", need, {"kind": "need", "id": need.id})
