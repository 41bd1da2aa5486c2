"""A signed checkpoint is taken after every opening and every award, besides those of every ten minutes."""

from sqlalchemy import select

from market.awards.models import Award
from market.catalogue.items import ServiceItem
from tests.support.market import REGION, SECOND, Market, Party, at
from tongban.audit.checkpoints import fold
from tongban.audit.models import AuditCheckpoint, AuditHead
from tongban.audit.signing import load_or_create
from tongban.audit.verify import verify

END = at(10)


def entered(market: Market, item: ServiceItem, count: int = 3) -> list[Party]:
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(count)]
    for n, firm in enumerate(firms):
        market.quote(need_id, firm, 1_000_000 * (n + 1))
    return firms


def whys(market: Market) -> list[str]:
    with market.db() as session:
        return [row.why for row in session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.seq))]


def test_after_the_opening_and_after_the_letter(market: Market, item: ServiceItem) -> None:
    entered(market, item)
    market.run_to(END + 6 * SECOND)
    # The award goes up in the same change as the opening: whichever row comes first finds all of it.
    assert len(whys(market)) == 1
    market.run_to(at(13, 17, 31))
    assert whys(market)[-1] == "award"
    with market.db() as session:
        rows = list(session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.seq)))
        assert {row.region for row in rows} == {REGION}
        award = session.scalars(select(Award)).one()
        assert ("award", award.id) in fold(rows)
        key = load_or_create(market.folder / "audit.key")
        assert list(verify(session, key.public_hex)) == []


def test_an_opening_without_result_is_fixed_too(market: Market, item: ServiceItem) -> None:
    entered(market, item, 1)
    market.run_to(END + 6 * SECOND)
    assert whys(market) == ["opening"]


def test_a_reserve_that_follows_is_fixed(market: Market, item: ServiceItem) -> None:
    firms = entered(market, item)
    market.run_to(END + 6 * SECOND)
    before = len(whys(market))
    market.run_to(at(11, 9))
    with market.db.begin() as session:
        award = session.scalars(select(Award)).one()
        market.awards(session, firms[0]).decline(award, "人手不足")
    market.run_to(at(11, 9, 1))
    assert whys(market)[before:] == ["award"]
    with market.db() as session:
        heads = session.scalars(select(AuditHead).filter_by(thing_kind="award")).all()
        assert all(head.checkpoint_seq > 0 for head in heads)
