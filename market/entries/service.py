"""Registering and quoting, replacing a quote, withdrawing: all before the end, by the moment of receipt."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from market.enrolments.models import Enrolment, Practitioner
from market.entries.eligibility import Refusal, moments_of
from market.entries.judge import EntryJudge
from market.entries.lifecycle import ENTRY
from market.entries.models import Entry, Quote, RefusedEntry, RelationFlag
from market.entries.parties import party_of
from market.entries.receipts import sign_entry, sign_refusal, sign_withdrawal
from market.entries.relations import signals
from market.entries.sealed import seal_quote
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.selection import METHODS
from tongban.arrival import tickets
from tongban.clock import local
from tongban.db.locking import lock_row
from tongban.errors import InvalidField, NotAllowed
from tongban.receipts import ReceiptBook, new_number
from tongban.receipts.models import Receipt
from tongban.rules import RulesProvider
from tongban.sealing import SealKeys
from tongban.security import Permission
from tongban.work import Work


@dataclass(frozen=True)
class Arrival:
    """What is known of the request an entry came with: when it was received, and its ticket and digest."""

    received_at: datetime
    ticket_id: str | None
    digest: str


@dataclass(frozen=True)
class Offer:
    """What the entrant sends: the value (None where the method asks for none), who leads the work, a random
    value, the form's own key.
    """

    value_fen: int | None
    practitioner_id: int
    nonce: str
    form_key: str


class EntryService:
    """The verbs of an entrant. An outcome is a receipt (``Quote``) or a refusal with a receipt of its own."""

    def __init__(
        self, work: Work, provider: RulesProvider, keys: SealKeys, judge: EntryJudge, book: ReceiptBook
    ) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._keys = keys
        self._judge = judge
        self._book = book

    def submit(self, need: Need, offer: Offer, arrival: Arrival) -> Quote | RefusedEntry:
        """Register and quote, or replace one's quote. Sending the same form twice is sending it once.

        Raises NotAllowed, or InvalidField for a price or person that the need does not admit.
        """
        self._work.require(Permission.MARKET_ENTRY_SUBMIT)
        org_id = self._org_id()
        known = self._session.scalar(select(Quote).filter_by(form_key=offer.form_key))
        if known is not None:
            return self._same_form(known, org_id)
        lock_row(self._session, need)
        rules = rules_of(self._session, self._provider, need, self._work.now)
        refusal = self._late(need, arrival) or self._ineligible(need, org_id, rules)
        if refusal is not None:
            return self._refuse(need, org_id, refusal, arrival)
        self._check_offer(need, offer, org_id)
        quote = self._accept(need, offer, arrival, org_id)
        self._settle(arrival, "accepted")
        return quote

    def check(self, need: Need) -> tuple[Refusal, ...]:
        """What would be refused if the intermediary registered now; shown before it types a price."""
        rules = rules_of(self._session, self._provider, need, self._work.now)
        moments = moments_of(need.ends_at, need.ends_at, need.signing_expected)
        return self._judge.refusals(need, self._org_id(), moments, rules)

    def withdraw(self, entry: Entry, arrival: Arrival) -> Receipt:
        """Withdraw before the end; afterwards leaving is a waiver, not a withdrawal (§2.4).

        The receipt names the commitment that is void from now on.
        """
        need = entry.need
        lock_row(self._session, need)
        late = self._late(need, arrival)
        if late is not None:
            raise InvalidField("confirm", late.text)
        rules = rules_of(self._session, self._provider, need, self._work.now)
        if rules.value("market.entry.withdraw_until") == "never":
            raise InvalidField("confirm", "按本地区规定，报名提交后不能撤回。")
        quote = entry.quotes[-1]
        receipt = sign_withdrawal(self._book, self._work, need, quote, arrival.received_at)
        ENTRY.fire(self._work, entry, "withdraw", receipt=receipt.number)
        self._settle(arrival, "withdrawn")
        return receipt

    def _org_id(self) -> int:
        if self._work.actor.org_id is None:
            raise NotAllowed
        return self._work.actor.org_id

    def _same_form(self, quote: Quote, org_id: int) -> Quote:
        if quote.entry.org_id != org_id:
            raise NotAllowed
        return quote

    def _late(self, need: Need, arrival: Arrival) -> Refusal | None:
        if need.state == "registering" and arrival.received_at < need.ends_at:
            return None
        if need.published_at is None or need.state == "aborted":
            return Refusal("not_open", "这项采购现在不接受报名。")
        late_by = arrival.received_at - need.ends_at
        if late_by.total_seconds() < 0:
            # Held in time, yet the list is frozen: only a process that was given up for dead gets here.
            return Refusal("frozen", "名单已冻结，这次提交未能计入。请凭回执联系运营机构。")
        moment = local(arrival.received_at)
        seconds = f"{late_by.total_seconds():,.3f}"
        return Refusal(
            "late", f"您的提交于 {moment:%H:%M:%S}.{moment:%f} 收到，晚于截止时间 {seconds} 秒，不能计入。"
        )

    def _ineligible(self, need: Need, org_id: int, rules: NeedRules) -> Refusal | None:
        moments = moments_of(need.ends_at, need.ends_at, need.signing_expected)
        found = self._judge.refusals(need, org_id, moments, rules)
        if not found:
            return None
        return Refusal(found[0].code, "\n".join(refusal.text for refusal in found))

    def _check_offer(self, need: Need, offer: Offer, org_id: int) -> None:
        unfit = METHODS[need.method].refuse_value(offer.value_fen, need.ceiling_fen)
        if unfit is not None:
            raise InvalidField("value", unfit)
        person = self._session.get(Practitioner, offer.practitioner_id)
        if person is None or person.left_at is not None or person.enrolment.org_id != org_id:
            raise InvalidField("practitioner", "请从贵单位登记的执业人员中选择项目负责人。")

    def _accept(self, need: Need, offer: Offer, arrival: Arrival, org_id: int) -> Quote:
        entry = self._session.scalar(select(Entry).filter_by(need_id=need.id, org_id=org_id))
        if entry is None:
            entry = Entry(
                number=f"BM-{secrets.token_hex(8).upper()}",
                need_id=need.id,
                org_id=org_id,
                region=need.region,
                nonce=offer.nonce,
                practitioner_id=offer.practitioner_id,
                registered_at=arrival.received_at,
            )
            self._work.add([entry])
        else:
            entry.practitioner_id, entry.nonce = offer.practitioner_id, offer.nonce
        seq = 1 + max((quote.seq for quote in entry.quotes), default=0)
        bound, sealed = seal_quote(self._keys, need.number, entry, seq, offer.value_fen)
        quote = Quote(
            entry=entry,
            seq=seq,
            form_key=offer.form_key,
            commitment=bound,
            sealed=sealed,
            received_at=arrival.received_at,
            receipt_number=new_number(),
        )
        self._work.add([quote])
        sign_entry(self._book, self._work, need, quote)
        ENTRY.fire(self._work, entry, "quote", seq=seq, commitment=bound, receipt=quote.receipt_number)
        self._flag_relations(need, entry)
        return quote

    def _flag_relations(self, need: Need, entry: Entry) -> None:
        others = self._session.scalars(
            select(Entry).where(Entry.need_id == need.id, Entry.id != entry.id, Entry.state == "submitted")
        ).all()
        parties = [party_of(self._session, other) for other in others]
        for signal in signals(party_of(self._session, entry), parties):
            key = {
                "need_id": need.id,
                "kind": signal.kind,
                "first_entry_id": signal.first,
                "second_entry_id": signal.second,
            }
            if self._session.scalar(select(RelationFlag.id).filter_by(**key)) is None:
                self._work.add([RelationFlag(**key, evidence=signal.evidence, raised_at=self._work.now)])
                self._work.as_system().record(entry, "relation_flagged", {"kind": signal.kind})

    def _refuse(self, need: Need, org_id: int, refusal: Refusal, arrival: Arrival) -> RefusedEntry:
        row = RefusedEntry(
            need_id=need.id,
            org_id=org_id,
            receipt_number=new_number(),
            received_at=arrival.received_at,
            digest=arrival.digest,
            reason_code=refusal.code,
            reason=refusal.text,
        )
        self._work.add([row])
        sign_refusal(self._book, self._work, need, row)
        enrolment = self._session.scalar(select(Enrolment).filter_by(org_id=org_id))
        if enrolment is not None:
            facts = {"need": need.number, "reason": refusal.code, "receipt": row.receipt_number}
            self._work.record(enrolment, "entry_refused", facts)
        self._settle(arrival, f"refused {refusal.code}")
        return row

    def _settle(self, arrival: Arrival, outcome: str) -> None:
        if arrival.ticket_id is not None:
            tickets.settle(self._session, arrival.ticket_id, outcome, at=self._work.now)
