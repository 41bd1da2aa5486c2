"""Asking the region's plugins about entries before the transaction that needs their answers.

A hook may take seconds; while a transaction waits for one, nobody else could write. So whoever is going to
judge entries asks first, on a reading session, and brings the answers along. What the plugins were told is
looked up again inside: an enrolment that changed in between was not asked about, and is asked again.
"""

from collections.abc import Iterable, Mapping

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.entries.candidates import candidate_of
from market.entries.judge import entry_facts
from market.entries.models import Entry
from market.hookspecs import REGISTRY_KEY, EntryFacts, HookSilent, MarketHooks, NoHooks, Refusal
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.qualifications import load_kinds
from tongban.clock import Clock
from tongban.errors import DomainError
from tongban.rules import REGISTRY_KEY as RULES
from tongban.rules import Rules


class Unforeseen(DomainError):
    """Something changed after the plugins were asked. Trying again asks them anew."""

    code = "entry.unforeseen"
    message = "报名资料刚刚有变动，请重新提交。"


class Foreseen:
    """What the plugins said beforehand; a question they were not asked is never answered by a guess."""

    def __init__(self, said: Mapping[tuple[str, EntryFacts], tuple[Refusal, ...]]) -> None:
        self._said = said

    def entry_refusals(self, rules: Rules, facts: EntryFacts) -> tuple[Refusal, ...]:
        """What was said about these very facts under these very rules. Raises Unforeseen."""
        found = self._said.get((rules.hash, facts))
        if found is None:
            raise Unforeseen
        return found


#: For services that judge nobody.
NOBODY = Foreseen({})


def foresee_entrant(registry: Registry, number: str, org_id: int | None) -> MarketHooks:
    """What the plugins say of an organisation that enters, or looks at the form. Raises CodeAbsent.

    A plugin that does not answer keeps nobody out here: the same question is asked again at the opening, and
    there it must be answered.
    """
    with registry["tongban.reads"]() as session:
        need = session.scalar(select(Need).filter_by(number=number))
        if need is None or need.published_at is None or org_id is None:
            return NOBODY
        ask = _Ask(session, registry, need)
        try:
            return ask.about([org_id])
        except HookSilent:
            return ask.nothing_against(org_id)


def foresee_entries(session: Session, registry: Registry, need: Need, states: Iterable[str]) -> MarketHooks:
    """What the plugins say of everybody whose entry is in one of the states.

    Raises CodeAbsent, HookSilent: a selection waits for its county's own check.
    """
    query = select(Entry.org_id).where(Entry.need_id == need.id, Entry.state.in_(list(states)))
    return _Ask(session, registry, need).about(session.scalars(query.order_by(Entry.id)))


class _Ask:
    """Questions about one need's entrants."""

    def __init__(self, session: Session, registry: Registry, need: Need) -> None:
        clock: Clock = registry["tongban.clock"]
        self._session, self._need = session, need
        self._hooks: MarketHooks = registry.get(REGISTRY_KEY) or NoHooks()
        self._kinds = load_kinds()
        self._rules: NeedRules = rules_of(session, registry[RULES], need, clock.now())

    def about(self, org_ids: Iterable[int]) -> Foreseen:
        facts = [self._facts(org_id) for org_id in org_ids]
        return Foreseen({(self._rules.hash, f): self._hooks.entry_refusals(self._rules, f) for f in facts})

    def nothing_against(self, org_id: int) -> Foreseen:
        return Foreseen({(self._rules.hash, self._facts(org_id)): ()})

    def _facts(self, org_id: int) -> EntryFacts:
        return entry_facts(self._session, self._need, candidate_of(self._session, org_id), self._kinds)
