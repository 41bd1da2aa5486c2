"""Opening: unseal, judge every entry again, publish the list; then select, or wait for the public value."""

import json

from sqlalchemy import select

from market.entries.judge import EntryJudge
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.opening.closing import PADDING, final_quotes
from market.opening.concluding import Concluding
from market.opening.dues import BEACON_DUE, BEACON_TIMER
from market.opening.judging import Judging
from market.opening.models import SelectionResult
from market.opening.notices import tell_listed
from market.selection import METHODS, entry_list, shortfall, snapshot_hex
from market.selection import Entry as RecordEntry
from market.selection.terms import NO_BEACON
from tongban.audit.checkpoints import CHECKPOINT
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.service import Dues
from tongban.rules import RulesProvider
from tongban.sealing import SealKeys
from tongban.work import Work


class OpeningService:
    """Opens a closed need; the list it publishes is what everything later is computed from."""

    def __init__(self, work: Work, provider: RulesProvider, keys: SealKeys, judge: EntryJudge) -> None:
        self._work = work.as_system()
        self._session = work.session
        self._provider = provider
        self._keys = keys
        self._judging = Judging(self._work, keys, judge)
        self._concluding = Concluding(self._work, provider, keys, judge)
        self._dues = Dues(self._work, CalendarService(work.session))

    def open(self, need: Need) -> None:
        """Open, and select unless a public value is waited for; does nothing when that is done.

        Raises SealError when a key is missing.
        """
        self._work.lock(need)
        if need.state != "closed":
            return
        result = self._session.scalars(select(SelectionResult).filter_by(need_id=need.id)).one()
        rules = rules_of(self._session, self._provider, need, self._work.now)
        quotes = final_quotes(self._session, need)
        self._work.lock(*(quote.entry for quote in quotes))
        entries = self._judging.entries(need, quotes, rules)
        self._publish(need, result, entries)
        source = METHODS[need.method].beacon(rules)
        if source == NO_BEACON or shortfall(entries, need.params) is not None:
            self._concluding.conclude(need, result, None)
        else:
            self._wait(need, rules, source)
        self._work.enqueue(CHECKPOINT, need, {"region": need.region, "why": "opening"})

    def _publish(self, need: Need, result: SelectionResult, entries: list[RecordEntry]) -> None:
        if result.sealed_padding is not None:
            result.padding = json.loads(self._keys.unseal(PADDING, need.number, result.sealed_padding))
        result.listing = entry_list(need.number, need.method, need.params, entries)
        result.snapshot = snapshot_hex(need.number, need.method, need.params, entries)
        result.opened_at = need.opened_at = self._work.now
        NEED.fire(self._work, need, "open", snapshot=result.snapshot)
        self._work.enqueue("search.index", need, {"kind": "need", "id": need.id})

    def _wait(self, need: Need, rules: NeedRules, source: str) -> None:
        days = int(rules.value("market.draw.beacon_wd"))
        due = self._dues.after(rules, local(self._work.now).date(), days)
        need.beacon_due = self._dues.keep(need, BEACON_DUE.name, due)
        self._work.schedule(BEACON_TIMER, need, need.beacon_due)
        tell_listed(self._work, need, source)
