"""The end of a selection: the record is made and checked, somebody is chosen or the need fails."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from market.awards.service import AwardService
from market.documents import next_document
from market.entries.eligibility import moments_of
from market.entries.judge import EntryJudge
from market.entries.lifecycle import ENTRY
from market.entries.models import Entry
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.notices import tell_failed
from market.needs.rules import NeedRules, rules_of
from market.needs.secret import open_secret
from market.opening.models import SelectionResult
from market.selection import Beacon, Verdict, build_record, verify_record
from market.selection import Entry as RecordEntry
from tongban.audit.checkpoints import CHECKPOINT
from tongban.calendar import CalendarService
from tongban.rules import RulesProvider
from tongban.sealing import SealKeys
from tongban.work import Work


class Concluding:
    """What follows from the published list, once nothing more is waited for. The need must be locked."""

    def __init__(self, work: Work, provider: RulesProvider, keys: SealKeys, judge: EntryJudge) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._keys = keys
        self._judges = judge

    def conclude(self, need: Need, result: SelectionResult, beacon: Beacon | None) -> None:
        """Reveal the secret, rank, publish the record, and choose; or fail.

        Raises SealError when a key is missing, RuntimeError when the record does not hold: then nothing
        happens, and the timer says so.
        """
        rules = rules_of(self._session, self._provider, need, self._work.now)
        entries = self._entries(need)
        self._work.lock(*entries.values())
        record = self._record(need, result, beacon)
        verdict = verify_record(record)
        if not verdict.ok or record["commit"] != need.commit or record["snapshot"] != result.snapshot:
            raise RuntimeError(f"the record of {need.number} does not hold: {verdict.why_en}")
        result.record = record
        by_id = {str(entry["id"]): entries[str(entry["label"])] for entry in record["entries"]}
        self._decide(need, rules, verdict, record, by_id)

    def fail(self, need: Need, reason: str, why: str | None = None) -> None:
        """Nobody is chosen; ``reason`` is of the closed list of ``market.needs.failure``."""
        rules = rules_of(self._session, self._provider, need, self._work.now)
        entries = list(self._entries(need).values())
        self._work.lock(*entries)
        need.failure, need.reason, need.finished_at = reason, why, self._work.now
        need.failed_number = next_document(self._session, rules, "failed_notice", need.region, self._work.now)
        for entry in entries:
            if entry.state == "valid":
                ENTRY.fire(self._work, entry, "lose")
        NEED.fire(self._work, need, "fail", reason=reason, notice=need.failed_number)
        self._work.enqueue("search.index", need, {"kind": "need", "id": need.id})
        tell_failed(self._work, need, [entry.org_id for entry in entries])

    def _entries(self, need: Need) -> dict[str, Entry]:
        query = select(Entry).where(Entry.need_id == need.id, Entry.label.is_not(None)).order_by(Entry.id)
        return {str(entry.label): entry for entry in self._session.scalars(query)}

    def _record(self, need: Need, result: SelectionResult, beacon: Beacon | None) -> dict[str, Any]:
        listing = result.listing or {}
        return build_record(
            need_id=need.number,
            method=need.method,
            params=need.params,
            entries=[RecordEntry(**entry) for entry in listing["entries"]],
            secret=open_secret(self._keys, need),
            beacon=beacon,
        )

    def _decide(
        self,
        need: Need,
        rules: NeedRules,
        verdict: Verdict,
        record: Mapping[str, Any],
        by_id: Mapping[str, Entry],
    ) -> None:
        ranking: list[str] = record["ranking"]
        for rank, key in enumerate(ranking, start=1):
            by_id[key].rank = rank
        if verdict.winner is None:
            self.fail(need, verdict.failed.reason if verdict.failed else "no_result")
            return
        candidates = [by_id[key] for key in (verdict.winner, *verdict.reserves)]
        chosen = self._first_still_valid(need, rules, candidates)
        if chosen is None:
            self.fail(need, "no_result", "抽取时，中选和候补的报名均已失效")
            return
        for entry in (by_id[key] for key in ranking):
            if entry.state == "valid":
                event = "win" if entry is chosen else "reserve" if entry in candidates else "lose"
                ENTRY.fire(self._work, entry, event, rank=entry.rank)
        NEED.fire(self._work, need, "result", ranking=ranking, seed=record["seed"])
        AwardService(self._work, self._provider, CalendarService(self._session), self._judges).propose(
            need, chosen, rank=chosen.rank or 0
        )
        self._work.enqueue(CHECKPOINT, need, {"region": need.region, "why": "draw"})

    def _first_still_valid(self, need: Need, rules: NeedRules, candidates: Sequence[Entry]) -> Entry | None:
        """The first in order who may still be chosen; days may lie between the list and the draw.

        The list and the ranking stand as they were published; who lost the right meanwhile is passed over.
        """
        for entry in candidates:
            moments = moments_of(need.ends_at, self._work.now, need.signing_expected)
            found = self._judges.refusals(need, entry.org_id, moments, rules)
            if not found:
                return entry
            entry.reason_code, entry.reason = found[0].code, found[0].text
            ENTRY.fire(self._work, entry, "exclude", reason=found[0].code)
        return None
