"""Closing: freezing the set of sealed quotes, and publishing one root over it.

The set is frozen once no ticket of a request received in time is open (design: one stated rule for the last
second). The root says nothing of how many entries there are; it fixes each of them.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.entries.models import Entry, Quote
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import rules_of
from market.opening.models import SelectionResult
from market.selection import METHODS
from tongban.arrival import tickets
from tongban.outbox.handlers import Later
from tongban.rules import RulesProvider
from tongban.sealing import SealKeys, closing_root, pad_commitments
from tongban.work import Work

PADDING = "closing-padding"
OPEN_TIMER = "need.open"
#: How soon a closing that had to wait looks again.
RETRY = timedelta(seconds=1)


def final_quotes(session: Session, need: Need) -> list[Quote]:
    """The last quote of every entry that stands, in the order in which the entrants registered."""
    entries = session.scalars(
        select(Entry).where(Entry.need_id == need.id, Entry.state == "submitted").order_by(Entry.id)
    ).all()
    return [entry.quotes[-1] for entry in entries]


class ClosingService:
    """Freezes the registration of a need whose end has come."""

    def __init__(
        self, work: Work, provider: RulesProvider, keys: SealKeys, offset: timedelta = timedelta(0)
    ) -> None:
        self._work = work.as_system()
        self._session = work.session
        self._provider = provider
        self._keys = keys
        self._offset = offset

    def close(self, need: Need, due_at: datetime) -> None:
        """Close the need at its end; does nothing when that is done or the end was moved.

        Raises Later while entries received in time may still be on their way.
        """
        self._work.lock(need)
        if need.state != "registering" or need.ends_at != due_at:
            return
        self._wait_for_the_last(need)
        quotes = final_quotes(self._session, need)
        who = "报价人" if METHODS[need.method].asks_quote else "报名人"
        for place, quote in enumerate(quotes, start=1):
            quote.entry.label = f"{who}{place}"
        result = self._freeze(need, [quote.commitment for quote in quotes])
        need.closed_at = need.ends_at
        NEED.fire(self._work, need, "close", due=need.ends_at.isoformat(), root=result.closing_root)
        self._work.schedule(OPEN_TIMER, need, self._work.now)

    def _wait_for_the_last(self, need: Need) -> None:
        rules = rules_of(self._session, self._provider, need, self._work.now)
        settled = need.ends_at + timedelta(seconds=int(rules.value("market.close.settle_s")))
        if self._work.now < settled:
            raise Later(settled, "等待截止前到达的报价入册")
        waiting = tickets.waiting_for(
            self._session, need.number, need.ends_at, now=self._work.now, offset=self._offset
        )
        if not waiting.clear:
            raise Later(self._work.now + RETRY, "截止前到达的报价仍在处理")

    def _freeze(self, need: Need, commitments: Sequence[str]) -> SelectionResult:
        padded = pad_commitments(commitments, secrets.token_bytes)
        result = SelectionResult(
            need_id=need.id,
            closed_at=need.ends_at,
            closing_root=closing_root(padded.leaves, need.number),
            closing_leaves=list(padded.leaves),
            sealed_padding=self._keys.seal(PADDING, need.number, json.dumps(padded.padding).encode()),
        )
        self._work.add([result])
        return result
