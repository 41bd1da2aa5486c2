"""C10: a deadline typed as 09:00 is 09:00 in China at every step, however often the form is saved again."""

import re
from datetime import UTC, datetime

from sqlalchemy import select

from market.needs.models import Need
from tests.access.browser import fill, form_of
from tests.access.practice import REGION, SERVICE, need_answers, the
from tests.proofs.stage import Stage
from tests.support.market import at
from tongban.notices.models import Notice

NINE = at(1, 9, month=12)
IN_UTC = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def stored(stage: Stage, number: str) -> datetime:
    with stage.session() as session:
        ends_at: datetime = the(session, Need, number=number).ends_at
        return ends_at


def test_saving_again_does_not_move_the_deadline(stage: Stage) -> None:
    number = stage.draft(NINE)
    assert stored(stage, number) == IN_UTC
    owner, page = stage.client("owner1"), f"/needs/{number}/edit"
    for _ in range(3):
        form = form_of(owner, page, "form")
        shown = next(f.value for name, f in form.field_order if name and name.endswith("ends_at"))
        assert shown == "2026-12-01T09:00"
        assert owner.post(page, fill(form, {}), status=303)
        assert stored(stage, number) == IN_UTC
    assert "2026年12月1日 09:00" in owner.get(f"/needs/{number}").text


def test_sheets_pages_feed_and_notices_name_the_same_hour(stage: Stage) -> None:
    number = stage.submitted(NINE)
    sheets = (("owner1", f"/needs/{stage.draft(NINE)}/submit"), ("operator", f"/needs/{number}/check"))
    pages = [stage.client(login).get(page).text for login, page in sheets]
    stage.act("operator", f"/needs/{number}/check", decision="publish")
    pages += [stage.visitor().get(page).text for page in (f"/needs/{number}", "/needs", "/needs.atom")]
    for text in pages:
        assert "2026年12月1日 09:00" in text
        assert not re.search(r"2026年12月1日 (01|17):00", text)
    with stage.session() as session:
        bodies = session.scalars(select(Notice.body)).all()
        assert not any("17:00" in body and "12月1日" in body for body in bodies)


def test_a_bare_date_is_not_guessed_at(stage: Stage) -> None:
    """The form asks for a time of day; a date alone is answered beside the field and kept."""
    owner, page = stage.client("owner1"), f"/needs/new?region={REGION}&service={SERVICE}"
    answers = need_answers(NINE) | {"ends_at": "2026-12-01"}
    response = owner.post(page, fill(form_of(owner, page, "form"), answers), status=422)
    assert 'value="2026-12-01"' in response.text
    field = response.html.find(id=re.compile("ends_at-error$"))
    assert field is not None
    assert field.get_text(strip=True)
