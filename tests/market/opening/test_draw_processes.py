"""Several processes at the same moment: one value is fixed, one draw is made, by whichever comes first."""

import pytest
from sqlalchemy import func, select

from market.awards.models import Award
from market.needs.models import Need
from market.opening.models import Beacon, SelectionResult
from market.selection import verify_record
from tests.market.opening.processes import start, together
from tests.support.market import SECOND, Market, Party, at, service_of
from tongban.audit.models import AuditEvent
from tongban.db.engine import Engines
from tongban.security import Role

END = at(10)


@pytest.fixture
def listed(market: Market) -> int:
    """A draw that waits for its public value; the need's id."""
    item = service_of(market)
    need_id = market.publish(item, END, method="draw")
    for firm in [market.firm(item) for _ in range(3)]:
        market.quote(need_id, firm, None)
    market.run_to(END + 6 * SECOND)
    market.clock.set(END + 60 * SECOND)
    return need_id


def url(engines: Engines) -> str:
    return engines.write.url.render_as_string(hide_password=False)


def witnesses(market: Market, count: int) -> list[Party]:
    return [market.party("公证处", Role.WITNESS) for _ in range(count)]


def test_of_three_witnesses_one_fixes_the_value(market: Market, engines: Engines, listed: int) -> None:
    place, now = url(engines), market.clock.now()
    processes = [
        start("fix", place, market.folder, now, str(listed), str(w.org_id), str(w.user_id), f"值{n}")
        for n, w in enumerate(witnesses(market, 3))
    ]
    said = together(processes)
    assert sorted(said)[:2] == ["refused", "refused"], said
    with market.db() as session:
        assert session.scalars(select(Beacon.value)).one() == sorted(said)[2]


def test_of_three_workers_one_draws(market: Market, engines: Engines, listed: int) -> None:
    market.fix(listed, witnesses(market, 1)[0], "4417")
    place, now = url(engines), market.clock.now()
    said = together([start("draw", place, market.folder, now, str(listed)) for _ in range(3)])
    assert said == ["award_notice"] * 3, said
    with market.db() as session:
        assert session.scalar(select(func.count()).select_from(Award)) == 1
        results = select(func.count()).select_from(AuditEvent).filter_by(event="result", thing_id=listed)
        assert session.scalar(results) == 1
        assert session.get_one(Need, listed).state == "award_notice"
        assert verify_record(session.scalars(select(SelectionResult.record)).one()).ok
