"""What an entry adds to what others can see before the opening: nothing, on no page, not even a number.

Everything that a rival, the owner, the market's operator and the public can read is read before and after
four firms enter; time stands still, so that every difference comes from the entries.
"""

import re
from datetime import date
from difflib import unified_diff

import pytest
from sqlalchemy import select
from webtest import TestApp

from market.entries.models import Entry, Quote, RefusedEntry
from tests.access.practice import the
from tests.proofs.crawl import addresses, crawl
from tests.proofs.stage import Stage
from tongban.clock import FixedClock
from tongban.outbox.wiring import make_runner

#: What differs from one reading of a page to the next whoever has entered: tokens, keys, random values.
RANDOM = re.compile(rb"[\w-]{32,}")
LOOKING = ("", "owner1", "firm2", "operator", "admin")
PRICES = ("8100.00", "8200.00", "8300.00")


@pytest.fixture
def still(stage: Stage) -> Stage:
    """The stage, its time standing."""
    stage.registry["tongban.clock"] = FixedClock(stage.registry["tongban.clock"].now())
    return stage


def client_of(stage: Stage, login: str) -> TestApp:
    return stage.client(login) if login else stage.visitor()


def seen(stage: Stage, login: str, names: list[str]) -> dict[str, bytes]:
    client = client_of(stage, login)
    client.get("/")  # what it was still to be told once
    pages = crawl(client, ["/", *addresses(stage, names)], per_shape=1)
    return {address: RANDOM.sub(b"", body) for address, body in pages.items()}


def differences(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    found = []
    for address, body in after.items():
        lines = (text.decode(errors="replace").splitlines() for text in (before[address], body))
        found += [f"{address}: {line}" for line in unified_diff(*lines, n=0, lineterm="")]
    return found


def test_entries_leave_no_trace_for_anyone_else(still: Stage) -> None:
    number = still.posted()
    firms = [still.firm(f"无人知晓第{n}咨询公司") for n in range(3)]
    for login in (*LOOKING[1:], *firms, "firm4"):
        still.client(login)  # how many browsers are signed in is public
    names = [number]
    make_runner(still.registry).run_once()
    before = {login: seen(still, login, names) for login in LOOKING}
    for firm, yuan in zip(firms, PRICES, strict=True):
        still.quote(number, firm, yuan)
    still.act("firm4", f"/needs/{number}/entry", **still.quote_answers("firm4", "8400.00"))
    make_runner(still.registry).run_once()
    for login in LOOKING:
        after = seen(still, login, names)
        assert set(after) == set(before[login]), login
        assert not differences(before[login], after), login


def test_of_entries_and_receipts_their_firm_alone_has_pages(still: Stage) -> None:
    number = still.posted()
    firm = still.firm("无人知晓咨询公司")
    still.quote(number, firm, "8100.00")
    still.quote(number, still.firm("将过期咨询公司", until=date(2026, 3, 6)), "8200.00")
    with still.session() as session:
        entry = the(session, Entry, org_id=still.people[firm].org_id)
        receipts = [session.scalars(select(Quote.receipt_number).filter_by(entry_id=entry.id)).one()]
        receipts += session.scalars(select(RefusedEntry.receipt_number)).all()
        pages = [f"/entries/{entry.number}", *(f"/receipts/{receipt}" for receipt in receipts)]
    for login in LOOKING:
        client = client_of(still, login)
        for page in pages:
            assert client.get(page, status="*").status_int in (303, 403, 404), (login, page)
    assert "8,100.00" in still.client(firm).get(pages[0])
