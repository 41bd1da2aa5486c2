"""What intermediaries do with their own enrolment, and what staff does."""

from typing import Any

from sqlalchemy import select

from market.enrolments.models import Enrolment, QualificationRecord
from tests.access.posts.base import FIRMS, Post, Where
from tests.access.practice import FILE, PracticeSite, the


def _enrolment(login: str, path: str, **changes: Any) -> Where:
    """An intermediary's enrolment, put into the state that the page is for."""

    def make(site: PracticeSite) -> str:
        with site.session() as session:
            table, org_id = Enrolment.__table__, site.people[login].org_id
            if changes:
                session.execute(table.update().where(table.c.org_id == org_id).values(**changes))
            return path.format(the(session, Enrolment, org_id=org_id).number)

    return make


def _record(path: str) -> Where:
    def make(site: PracticeSite) -> str:
        with site.session() as session:
            enrolment = the(session, Enrolment, org_id=site.people["firm1"].org_id)
            table = Enrolment.__table__
            session.execute(table.update().where(table.c.id == enrolment.id).values(state="active"))
            query = select(QualificationRecord.id).filter_by(enrolment_id=enrolment.id, superseded_at=None)
            return path.format(session.scalar(query.limit(1)))

    return make


def _practitioner(site: PracticeSite) -> str:
    with site.session() as session:
        enrolment = the(session, Enrolment, org_id=site.people["firm1"].org_id)
        return f"/enrolment/practitioners/{enrolment.practitioners[-1].id}/leave"


measure = {"reason": "资料与事实不符。"}
ticked = {"confirm": True}
promises = {"p1": True, "p2": True, "p3": True}
certificate = {
    "certificate_number": "演练检测 9 号",
    "valid_from": "2026-01-01",
    "valid_until": "2031-12-31",
}
own3 = ("firm3", *(firm for firm in FIRMS if firm != "firm3"))
POSTS = [
    Post(
        "enrolments.check",
        ("operator",),
        _enrolment("firm4", "/enrolments/{}/check"),
        {"decision": "pass"},
    ),
    Post(
        "enrolments.suspend",
        ("authority",),
        _enrolment("firm3", "/enrolments/{}/suspend", state="active"),
        measure,
    ),
    Post(
        "enrolments.reinstate",
        ("operator",),
        _enrolment("firm3", "/enrolments/{}/reinstate", state="suspended"),
        ticked,
    ),
    Post(
        "enrolments.expel",
        ("authority",),
        _enrolment("firm3", "/enrolments/{}/expel", state="active"),
        measure,
    ),
    Post(
        "enrolment.basics",
        FIRMS,
        _enrolment("firm1", "/enrolment/basics", state="active"),
        {"introduction": "改过的简介。"},
    ),
    Post("enrolment.submit", own3, _enrolment("firm3", "/enrolment/submit", state="returned"), promises),
    Post("enrolment.withdraw", own3, _enrolment("firm3", "/enrolment/withdraw", state="active"), ticked),
    Post(
        "enrolment.qualification_new",
        FIRMS,
        _enrolment("firm1", "/enrolment/qualifications/new?kind=cma", state="active"),
        {**certificate, **FILE},
        again="anew",
    ),
    Post(
        "enrolment.qualification",
        ("firm1",),
        _record("/enrolment/qualifications/{}"),
        {"issuer": "另一机关"},
        again="anew",
    ),
    Post(
        "enrolment.qualification_remove",
        ("firm1",),
        _record("/enrolment/qualifications/{}/remove"),
        ticked,
    ),
    Post(
        "enrolment.practitioner",
        FIRMS,
        _enrolment("firm1", "/enrolment/practitioners/new", state="active"),
        {
            "name": "新来者",
            "listed": "其他",
            "unlisted": "某某工程师",
            "certificate_number": "YL-XX-0001",
        },
    ),
    Post("enrolment.practitioner_leave", ("firm1",), _practitioner, ticked),
]
