"""The same form twice at the same moment, on a real site; on PostgreSQL to two processes: it acts once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from market.entries.models import Entry
from market.needs.models import Need
from tests.access.browser import fill, form_of
from tests.access.practice import CONFIRMED, REGION, SERVICE, need_answers, the
from tests.proofs import sites
from tests.proofs.stage import END, Stage
from tests.proofs.wire import Sent
from tests.support.sites import Site
from tests.support.templates import Templates
from tongban.accounts.sessions import COOKIE

TITLE = "只应有一份的草稿"


@dataclass
class Running:
    """A real site and the application on its database."""

    stage: Stage
    site: Site

    def twice(self, login: str, page: str, **answers: Any) -> set[tuple[int, str]]:
        """The two answers: status and where they lead; one when both are alike."""
        client = self.stage.client(login)
        controls = fill(form_of(client, page, "form"), answers | CONFIRMED)
        urls = (self.site.urls[0], self.site.urls[-1])
        clicks = [Sent(url, page, client.cookies[COOKIE], controls) for url in urls]
        for click in clicks:
            click.complete()
        answered = [click.answer() for click in clicks]
        return {(status, re.sub(r"^http://[^/]+", "", location)) for status, location in answered}


@pytest.fixture(scope="module")
def running(engine_kind: str, templates: Templates) -> Iterator[Running]:
    with templates.fresh("practice") as place:
        stage = Stage(place)
        site = sites.start(engine_kind, place)
        yield Running(stage, site)
        site.stop()
        stage.close()


@pytest.mark.parametrize("attempt", range(3))
def test_is_one_quote_with_one_receipt(running: Running, attempt: int) -> None:
    stage = running.stage
    number, firm = stage.posted(), stage.firm(f"双击第{attempt}咨询公司")
    answers = running.twice(firm, f"/needs/{number}/entry", **stage.quote_answers(firm, "8000.00"))
    ((status, location),) = answers
    assert status == 303
    assert location.startswith("/receipts/")
    with stage.session() as session:
        assert len(the(session, Entry, org_id=stage.people[firm].org_id).quotes) == 1


def test_is_one_draft(running: Running) -> None:
    page = f"/needs/new?region={REGION}&service={SERVICE}"
    ((status, _location),) = running.twice("owner1", page, **(need_answers(END) | {"title": TITLE}))
    assert status == 303
    with running.stage.session() as session:
        assert session.scalar(select(func.count()).where(Need.title == TITLE)) == 1


def test_is_one_publication(running: Running) -> None:
    number = running.stage.submitted()
    ((status, _location),) = running.twice("operator", f"/needs/{number}/check", decision="publish")
    assert status == 303
    with running.stage.session() as session:
        assert the(session, Need, number=number).state == "registering"
