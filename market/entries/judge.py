"""The one judge of entries: the market's own rules, then what the region's plugins add."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from market.entries.candidates import candidate_of, terms_of
from market.entries.eligibility import Candidate, Refusal, refusals
from market.hookspecs import EntryFacts, MarketHooks
from market.needs.models import Need
from market.needs.rules import NeedRules
from market.qualifications import Kinds, Moment, held_text
from tongban.accounts.models import Organisation


class EntryJudge:
    """Asked at registration, at the opening, and when a reserve is to follow (§2.4).

    ``hooks`` are the plugins themselves where nothing is written, else what they said before the transaction
    (``market.entries.foresight``).
    """

    def __init__(self, session: Session, kinds: Kinds, hooks: MarketHooks) -> None:
        self._session = session
        self._kinds = kinds
        self._hooks = hooks

    def refusals(
        self, need: Need, org_id: int, moments: Sequence[Moment], rules: NeedRules
    ) -> tuple[Refusal, ...]:
        """All reasons against the organisation's entry; empty when it may take part."""
        candidate = candidate_of(self._session, org_id)
        own = refusals(candidate, terms_of(need, rules), moments, self._kinds)
        local = self._hooks.entry_refusals(rules, entry_facts(self._session, need, candidate, self._kinds))
        return (*own, *(Refusal(said.code, f"{said.reason}{said.basis}") for said in local))


def entry_facts(session: Session, need: Need, candidate: Candidate, kinds: Kinds) -> EntryFacts:
    """What plugins are told about an organisation that enters a need."""
    org = session.get_one(Organisation, candidate.org_id)
    return EntryFacts(
        need_number=need.number,
        need_region=need.region,
        item_code=need.service_code,
        method=need.method,
        uscc=org.uscc or "",
        organisation_kind=org.kind,
        organisation_region=org.region,
        qualifications=tuple(held_text(held, kinds) for held in candidate.held),
    )
