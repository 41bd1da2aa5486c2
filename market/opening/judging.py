"""Judging every entry again at the opening, and the list that is published of it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.credit.service import score
from market.entries.eligibility import Refusal, moments_of
from market.entries.judge import EntryJudge
from market.entries.lifecycle import ENTRY
from market.entries.models import Quote, RelationFlag
from market.entries.sealed import binds, open_quote
from market.needs.models import Need
from market.needs.rules import NeedRules
from market.opening.related import related_exclusions
from market.selection import Entry as RecordEntry
from market.selection import received_text
from tongban.sealing import SealKeys
from tongban.work import Work

#: Excluded because what was unsealed is not what the commitment binds: tampering with the database.
BROKEN = Refusal("commitment", "开启的报价与密封时的承诺值不符。")


class Judging:
    """Opens what was sealed and says of each entry whether it is valid; the entries must be locked."""

    def __init__(self, work: Work, keys: SealKeys, judge: EntryJudge) -> None:
        self._work = work
        self._session: Session = work.session
        self._keys = keys
        self._judges = judge

    def entries(self, need: Need, quotes: Sequence[Quote], rules: NeedRules) -> list[RecordEntry]:
        """Every entry with its value and credit, valid or excluded with the reason. Raises SealError."""
        excluded = related_exclusions(
            self._session.scalars(select(RelationFlag).filter_by(need_id=need.id)).all(),
            [quote.entry_id for quote in quotes],
            str(rules.value("market.recusal.related_policy")),
        )
        return [
            self._one(need, quote, place, rules, excluded.get(quote.entry_id))
            for place, quote in enumerate(quotes, start=1)
        ]

    def _one(
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
            label=entry.label or f"报名人{place}",
            nonce=entry.nonce,
            status="valid" if refusal is None else "excluded",
            reason=None if refusal is None else refusal.code,
            value=opened.value_fen,
            credit=entry.credit,
            received=received_text(quote.received_at),
        )
