"""Opening and selection: unseal, judge every entry again, rank by the pure rules, publish the record."""

import json
from collections.abc import Mapping

from sqlalchemy import select

from market.awards.service import AwardService
from market.credit.service import score
from market.documents import next_document
from market.entries.eligibility import Refusal, moments_of
from market.entries.judge import EntryJudge
from market.entries.lifecycle import ENTRY
from market.entries.models import Entry, Quote, RelationFlag
from market.entries.sealed import binds, open_quote
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.notices import tell_failed
from market.needs.rules import NeedRules, rules_of
from market.needs.secret import open_secret
from market.opening.closing import PADDING, final_quotes
from market.opening.models import SelectionResult
from market.opening.related import related_exclusions
from market.selection import Entry as RecordEntry
from market.selection import Verdict, build_record, received_text, verify_record
from tongban.audit.checkpoints import CHECKPOINT
from tongban.calendar import CalendarService
from tongban.rules import RulesProvider
from tongban.sealing import SealKeys
from tongban.work import Work

#: Excluded because what was unsealed is not what the commitment binds: tampering with the database.
BROKEN = Refusal("commitment", "开启的报价与密封时的承诺值不符。")


class OpeningService:
    """Opens a closed need and selects; the record of it can be recomputed by anyone."""

    def __init__(self, work: Work, provider: RulesProvider, keys: SealKeys, judge: EntryJudge) -> None:
        self._work = work.as_system()
        self._session = work.session
        self._provider = provider
        self._keys = keys
        self._judges = judge

    def open(self, need: Need) -> None:
        """Open and select; does nothing when that is done. Raises SealError when a key is missing."""
        self._work.lock(need)
        if need.state != "closed":
            return
        result = self._session.scalars(select(SelectionResult).filter_by(need_id=need.id)).one()
        rules = rules_of(self._session, self._provider, need, self._work.now)
        quotes = final_quotes(self._session, need)
        self._work.lock(*(quote.entry for quote in quotes))
        entries = self._judge(need, quotes, rules)
        record = build_record(
            need_id=need.number,
            method=need.method,
            params=need.params,
            entries=entries,
            secret=open_secret(self._keys, need),
        )
        verdict = verify_record(record)
        if not verdict.ok:
            raise RuntimeError(f"the record of {need.number} does not hold: {verdict.why_en}")
        self._publish(need, result, record)
        by_id = {entry.id: quote.entry for entry, quote in zip(entries, quotes, strict=True)}
        self._decide(need, rules, verdict, record["ranking"], by_id)
        self._work.enqueue(CHECKPOINT, need, {"region": need.region, "why": "opening"})

    def _judge(self, need: Need, quotes: list[Quote], rules: NeedRules) -> list[RecordEntry]:
        """Every entry with its value and credit, valid or excluded with the reason."""
        excluded = related_exclusions(
            self._session.scalars(select(RelationFlag).filter_by(need_id=need.id)).all(),
            [quote.entry_id for quote in quotes],
            str(rules.value("market.recusal.related_policy")),
        )
        return [
            self._judge_one(need, quote, place, rules, excluded.get(quote.entry_id))
            for place, quote in enumerate(quotes, start=1)
        ]

    def _judge_one(
        self, need: Need, quote: Quote, place: int, rules: NeedRules, related: Refusal | None
    ) -> RecordEntry:
        entry = quote.entry
        opened = open_quote(self._keys, entry, quote)
        refusal = None if binds(need.number, entry, quote, opened) else BROKEN
        if refusal is None:
            moments = moments_of(need.ends_at, self._work.now, need.signing_expected)
            found = self._judges.refusals(need, entry.org_id, moments, rules)
            refusal = found[0] if found else related
        # What the commitment binds counts, not what stands in the row beside it.
        entry.value_fen, entry.nonce, quote.nonce = opened.value_fen, opened.random, opened.nonce
        entry.credit = score(self._session, entry.org_id, self._work.now, rules)
        if refusal is None:
            ENTRY.fire(self._work, entry, "admit")
        else:
            entry.reason_code, entry.reason = refusal.code, refusal.text
            ENTRY.fire(self._work, entry, "exclude", reason=refusal.code)
        return RecordEntry(
            id=f"E{place:05d}",
            label=entry.label or f"报价人{place}",
            nonce=entry.nonce,
            status="valid" if refusal is None else "excluded",
            reason=None if refusal is None else refusal.code,
            value=opened.value_fen,
            credit=entry.credit,
            received=received_text(quote.received_at),
        )

    def _publish(self, need: Need, result: SelectionResult, record: dict[str, object]) -> None:
        if result.sealed_padding is not None:
            result.padding = json.loads(self._keys.unseal(PADDING, need.number, result.sealed_padding))
        result.record, result.opened_at = record, self._work.now
        need.opened_at = self._work.now
        NEED.fire(self._work, need, "open", snapshot=record["snapshot"], seed=record["seed"])

    def _decide(
        self,
        need: Need,
        rules: NeedRules,
        verdict: Verdict,
        ranking: list[str],
        by_id: Mapping[str, Entry],
    ) -> None:
        if verdict.failed is not None or verdict.winner is None:
            self._fail(need, rules, verdict, by_id)
            return
        for rank, key in enumerate(ranking, start=1):
            by_id[key].rank = rank
            event = "win" if rank == 1 else "reserve" if key in verdict.reserves else "lose"
            ENTRY.fire(self._work, by_id[key], event, rank=rank)
        NEED.fire(self._work, need, "result", ranking=ranking)
        AwardService(self._work, self._provider, CalendarService(self._session), self._judges).propose(
            need, by_id[verdict.winner], rank=1
        )

    def _fail(self, need: Need, rules: NeedRules, verdict: Verdict, by_id: Mapping[str, Entry]) -> None:
        need.failure = verdict.failed.reason if verdict.failed else "no_result"
        need.finished_at = self._work.now
        need.failed_number = next_document(self._session, rules, "failed_notice", need.region, self._work.now)
        for entry in by_id.values():
            if entry.state == "valid":
                ENTRY.fire(self._work, entry, "lose")
        NEED.fire(self._work, need, "fail", reason=need.failure, notice=need.failed_number)
        tell_failed(self._work, need, [entry.org_id for entry in by_id.values()])
