"""The inbox: one's own notices only, read one by one or all at once."""

from typing import Any

from sqlalchemy import select

from tests.tongban.notices.conftest import Award
from tests.tongban.portal.conftest import Site, site
from tongban.notices.models import Notice
from tongban.notices.service import notify_user
from tongban.security import SYSTEM, Role
from tongban.work import Work

__all__ = ["site"]


def tell(site: Site, user_id: int, *events: str) -> None:
    with site.sessions.begin() as session:
        work = Work(session, SYSTEM, site.clock.now())
        for event in events:
            notify_user(work, Award(), event, user_id, f"通知{event}", "请办理。", f"/awards/{event}")


def unread(site: Site) -> set[str]:
    with site.sessions() as session:
        return set(session.scalars(select(Notice.title).where(Notice.read_at.is_(None))))


def lead(page: Any) -> str:
    return str(page.html.select_one(".page-head__lead").text)


def test_opening_a_notice_marks_it_read_and_leads_to_its_page(site: Site) -> None:
    user_id = site.sign_in(Role.OWNER_ADMIN)
    assert "还没有通知" in site.app.get("/notices").text
    tell(site, user_id, "a", "b")
    page = site.app.get("/notices")
    assert "2 条未读" in lead(page)
    action = page.html.select_one(".inbox form")["action"]
    assert site.post(action).location.endswith("/awards/b")
    assert unread(site) == {"通知a"}
    only = site.app.get("/notices?show=unread")
    assert [item.button.text for item in only.html.select(".inbox__item")] == ["通知a"]


def test_all_can_be_marked_read_and_only_ones_own(site: Site) -> None:
    other = site.sign_in(Role.OWNER_ADMIN, login="other")
    tell(site, other, "other")
    tell(site, site.sign_in(Role.OWNER_ADMIN), "a", "b")
    assert "通知other" not in site.app.get("/notices").text
    site.post("/notices/read")
    assert unread(site) == {"通知other"}
    assert "没有未读通知" in lead(site.app.get("/notices"))


def test_nobody_opens_somebody_elses_notice(site: Site) -> None:
    tell(site, site.sign_in(Role.OWNER_ADMIN, login="other"), "secret")
    with site.sessions() as session:
        notice_id = session.scalars(select(Notice.id)).one()
    site.sign_in(Role.OWNER_ADMIN)
    site.post(f"/notices/{notice_id}", status=404)
    site.post("/notices/99999999999999999999", status=404)
    assert unread(site) == {"通知secret"}


def test_a_long_inbox_goes_on_over_pages_without_gaps(site: Site) -> None:
    tell(site, site.sign_in(Role.OWNER_ADMIN), *[f"{n:02}" for n in range(45)])
    seen: list[str] = []
    path: str | None = "/notices"
    while path:
        page = site.app.get(path)
        seen += [item.button.text for item in page.html.select(".inbox__item")]
        onward = page.html.select_one("a[rel=next]")
        path = onward["href"] if onward else None
    assert seen == [f"通知{n:02}" for n in reversed(range(45))]
