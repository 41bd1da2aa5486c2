"""Whatever is tried in whatever order by whomever, a case keeps to what its lifecycle promises."""

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from agency.cases.agreement import digest
from agency.cases.lifecycle import CASE, OPEN
from agency.cases.models import Case
from tests.support.agency import CODE, SIGNER, TERMS, Agency
from tongban.audit.models import AuditEvent
from tongban.errors import DomainError

#: Every verb by whoever may; each order also tries it by everybody else.
VERBS: dict[str, Callable[[Agency], tuple[Any, ...]]] = {
    "accept": lambda _: (),
    "refuse": lambda _: ("理由。",),
    "withdraw": lambda _: ("理由。",),
    "assign": lambda a: a.chosen,
    "draft": lambda _: (TERMS,),
    "send_back": lambda _: ("理由。",),
    "seal": lambda a: (a.seen(), SIGNER),
    "countersign": lambda a: (a.seen(),),
    "terminate": lambda _: ("理由。",),
    "enter_code": lambda _: (CODE,),
}


def check(session: Session, case: Case) -> None:
    """What holds at every moment."""
    carried = case.agent_id is not None
    assert carried == (case.deputy_id is not None) == (case.assigned_at is not None)
    assert case.agent_id != case.deputy_id or not carried
    assert (case.ended_at is None) == (case.state in OPEN)
    assert (case.open_code is not None) == (case.state in OPEN and case.project_code is not None)
    assert (case.rules_hash is not None) == (case.screened_at is not None and case.state != "refused")
    if case.state in ("screened", "assigned", "awaiting_applicant_seal", "awaiting_centre_seal", "active"):
        assert case.screened_at is not None
    if case.active_at is not None:
        assert case.applicant_seal is not None
        assert case.centre_seal is not None
        assert case.agreement is not None
        bound = digest(case.agreement)
        assert case.applicant_seal["digest"] == case.centre_seal["digest"] == bound
    _check_trace(session, case)


def _check_trace(session: Session, case: Case) -> None:
    """The chain tells one way through the table, from the first state to the present one."""
    events = session.query(AuditEvent).filter_by(thing_kind="case", thing_id=case.id)
    state = CASE.initial
    for event in events.order_by(AuditEvent.seq):
        if event.after is None:
            continue
        transition = CASE.find(state, event.event)
        assert transition is not None
        assert (event.before, event.after) == (state, transition.target)
        state = event.after
    assert state == case.state


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_acts_breaks_a_case(agency: Agency, seed: int) -> None:
    chance = random.Random(seed)
    agency.request(project_code=None, code_by_agent=True)
    people = [agency.owner, agency.head, *agency.agents]
    tries = list(itertools.product(VERBS, people))
    for _ in range(40):
        verb, party = chance.choice(tries)
        # The ends come seldom, so that most orders get far.
        if verb in ("refuse", "withdraw", "terminate") and chance.random() < 0.9:
            continue
        before = agency.state()
        try:
            agency.act(verb, party, *VERBS[verb](agency))
        except DomainError:
            assert agency.state() == before
        with agency.db() as session:
            check(session, agency.case(session))
