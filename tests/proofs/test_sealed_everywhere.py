"""A price quoted for a need that is not opened yet is written nowhere, and shown to nobody but its bidder.

It is quoted on a real site in every way that goes right or wrong; then it is looked for in the dump of the
database, in all files (logs, index, attachments, backups are copies of these), and on the pages of everybody.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from market.entries.models import Entry, RefusedEntry
from market.needs.models import Need
from tests.access.browser import fill, form_of
from tests.access.practice import CONFIRMED, the
from tests.proofs import sites
from tests.proofs.crawl import addresses, crawl
from tests.proofs.secrets_of import everywhere, found, spellings
from tests.proofs.stage import END, Stage
from tests.proofs.wire import Sent, visit
from tests.support.market import SECOND
from tests.support.sites import Site, until
from tests.support.templates import Templates
from tongban.accounts.sessions import COOKIE
from tongban.money import daxie

PRICE = 87_654_321  # 876,543.21 yuan
TYPED = "876543.21"
PEOPLE = ("", "owner1", "operator", "authority", "supervisor", "admin", "observer", "firm2", "firm4")


class Sealed:
    """A real site with a need that is not opened yet, and its application for reading pages."""

    def __init__(self, stage: Stage, site: Site) -> None:
        self.stage, self.site = stage, site
        self.number = stage.posted(ceiling_fen="900000.00")
        self.firm = stage.firm("封缄测绘咨询有限公司")
        self.rival = stage.firm("另一家咨询有限公司")
        self.refused = stage.firm("资质将到期咨询有限公司", until=date(2026, 3, 6))

    def send(self, login: str, *, drop: str = "", session: str | None = None, **changes: Any) -> int:
        """Send the form of an entry, without the control named, to the real site; the answer's status."""
        page, client = f"/needs/{self.number}/entry", self.stage.client(login)
        answers = self.stage.quote_answers(login, TYPED) | CONFIRMED | changes
        controls = [pair for pair in fill(form_of(client, page, "form"), answers) if pair[0] != drop]
        sent = Sent(self.site.url, page, session or client.cookies[COOKIE], controls)
        sent.complete()
        return sent.answer()[0]

    def quote_in_every_way(self) -> None:
        """What goes through, what is refused, and what fails; each carries the price."""
        assert self.send(self.firm, drop="__confirmed__") == 200  # the page that asks whether it is right
        assert self.send(self.firm, drop="promise") == 422
        assert self.send(self.firm, drop="practitioner") == 422
        assert self.send(self.firm, drop="csrf_token") == 400
        assert self.send(self.firm, session="no-such-session") in (400, 403)
        assert self.send(self.refused) == 303
        assert self.send(self.firm) == 303
        assert self.send(self.firm) == 303  # once more, replacing the first
        for rival, yuan in ((self.rival, "890000.00"), ("firm4", "895000.00")):
            assert self.send(rival, value=yuan) == 303

    def pages(self, login: str) -> dict[str, bytes]:
        client = self.stage.client(login) if login else self.stage.visitor()
        return crawl(client, ["/", f"/search?q={TYPED}", *addresses(self.stage, [self.number])], per_shape=1)


@pytest.fixture
def sealed(engine_kind: str, templates: Templates) -> Iterator[Sealed]:
    with templates.fresh("practice") as place:
        stage = Stage(place)
        site = sites.start(engine_kind, place)
        yield Sealed(stage, site)
        site.stop()
        stage.close()


def test_the_search_itself_would_find_it() -> None:
    words = spellings(PRICE)
    for trace in (f"value={TYPED}", "876,543.21 元", '{"value_fen": 87654321}', daxie(PRICE)):
        assert found(words, trace.encode())
    for before in ("", "a", "ab"):
        assert found(words, b64encode(f"{before}{TYPED} yuan".encode()))


def test_before_the_opening_nowhere_and_afterwards_on_the_record(sealed: Sealed) -> None:
    words, stage = spellings(PRICE), sealed.stage
    sealed.quote_in_every_way()
    with stage.session() as session:
        assert len(the(session, Entry, org_id=stage.people[sealed.firm].org_id).quotes) == 2
        assert session.scalars(select(RefusedEntry.reason_code)).all() == ["qualification"]

    traces = {name: found(words, content) for name, content in everywhere(stage.place)}
    assert "serve-0.log" in traces
    assert len(traces) > 5
    assert {name: hits for name, hits in traces.items() if hits} == {}
    for login in PEOPLE:
        for address, body in sealed.pages(login).items():
            hits = [word for word in found(words, body) if address != f"/search?q={TYPED}" or b"," in word]
            assert not hits, (login, address)
    for path in ("/metrics", "/healthz", "/needs.atom", f"/needs/{sealed.number}/selection.json"):
        assert not found(words, visit(sealed.site.url + path)[1])
    # The bidder alone sees it, on its own pages.
    assert b"876,543.21" in b"".join(crawl(stage.client(sealed.firm), ["/desk"]).values())

    stage.move_to(END + 8 * SECOND)
    until(lambda: _state(sealed) == "award_notice", 60)
    status, page = visit(f"{sealed.site.url}/needs/{sealed.number}/selection")
    assert (status, b"876,543.21" in page) == (200, True)
    assert b"87654321" in visit(f"{sealed.site.url}/needs/{sealed.number}/selection.json")[1]


def _state(sealed: Sealed) -> str:
    with sealed.stage.session() as session:
        return str(the(session, Need, number=sealed.number).state)
