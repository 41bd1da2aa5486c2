"""Every operation by which a program changes something: who may, and a request that works for the first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from market.contracts.models import Contract, Deliverable
from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from market.evaluations.models import Evaluation
from market.needs.models import Need
from tests.access.posts import rest
from tests.access.posts.base import ALL, FIRMS, OPEN_END, OWNER1, OWNERS
from tests.access.practice import REGION, SERVICE, PracticeSite, the
from tongban.fields import Upload
from tongban.files.stash import DiskStash
from tongban.notices.models import Notice

Path = Callable[[PracticeSite], str]
Body = Callable[[PracticeSite, str], Any]
LATER, REASON = "2026-04-02T17:00:00+08:00", {"reason": "项目暂缓。"}


@dataclass(frozen=True)
class Act:
    """One operation; ``again``: what becomes of the same request with another key, sent after the first."""

    name: str
    who: tuple[str, ...]
    path: Path
    body: Body = lambda _site, _login: {}
    method: str = "POST"
    again: str = "refused"

    def may(self, login: str) -> bool:
        """Whether somebody may."""
        return self.who == ALL or login in self.who


def at(path: str) -> Path:
    """An address that is of nothing in particular."""
    return lambda _site: path


def plain(**values: Any) -> Body:
    """A body that is the same for everybody."""
    return lambda _site, _login: values


def need_of(path: str, make: Callable[[PracticeSite], str]) -> Path:
    """An address of a need that is brought about first."""
    return lambda site: path.format(make(site))


def need_body(**more: Any) -> dict[str, Any]:
    """What a program sends of a need."""
    return {
        "title": "年产 5 万吨食品加工项目环境影响报告表编制",
        "project_name": "年产 5 万吨食品加工项目",
        "scope": "编制环境影响报告表并配合审批。",
        "service_days": 20,
        "ceiling_fen": 12_000_000,
        "method": "lowest_price",
        "ends_at": OPEN_END.isoformat(),
        "contact_name": "张三",
        "contact_phone": "0739-0000001",
        **more,
    }


def quote_body(site: PracticeSite, login: str) -> dict[str, Any]:
    """What a firm sends; whoever is none sends somebody else's practitioner."""
    with site.session() as session:
        org_id = site.people[login].org_id
        own = session.scalar(select(Practitioner.id).where(Practitioner.enrolment.has(org_id=org_id)))
    return {"value": 800_000, "practitioner": str(own or 1), "promise": True}


def with_file(**values: Any) -> Body:
    """A body with a file that the person has sent before."""

    def make(site: PracticeSite, login: str) -> dict[str, Any]:
        stash = DiskStash(site.registry["tongban.site"].path("stash"), site.people[login].user_id)
        content = b"%PDF-1.7\n made up\n%%EOF"
        upload = Upload("文件.pdf", content, "application/pdf", len(content), "ab" * 32)
        return {**values, "file": stash.stash(upload)}

    return make


def entered(site: PracticeSite) -> str:
    """A need that firm2 has registered for."""
    number = site.published(OPEN_END)
    site.quote(number, "firm2", "9000.00")
    return number


def put(model: Any, path: str, phase: str, state: str) -> Path:
    """What came of a need, put into the state that the operation is for."""

    def make(site: PracticeSite) -> str:
        contract = site.contract(phase)
        with site.session() as session:
            found = the(session, Contract, number=contract)
            thing = found if model is Contract else the(session, model, contract_id=found.id)
            session.execute(model.__table__.update().where(model.id == thing.id).values(state=state))
            return path.format(thing.number)

    return make


def enrolment(login: str, path: str, **changes: Any) -> Path:
    """A firm's enrolment, put into the state that the operation is for."""

    def make(site: PracticeSite) -> str:
        with site.session() as session:
            table, org_id = Enrolment.__table__, site.people[login].org_id
            session.execute(table.update().where(table.c.org_id == org_id).values(**changes))
            return path.format(the(session, Enrolment, org_id=org_id).number)

    return make


def changed(path: str) -> Path:
    """An admitted firm with something that waits for its check."""

    def make(site: PracticeSite) -> str:
        with site.session() as session:
            one = the(session, Enrolment, org_id=site.people["firm4"].org_id)
            table = Enrolment.__table__
            values = {"state": "active", "proposed_services": ["ZJ-CH-01"]}
            session.execute(table.update().where(table.c.id == one.id).values(**values))
            return path.format(one.number)

    return make


def held(path: str, model: Any) -> Path:
    """A qualification or a practitioner of firm1."""

    def make(site: PracticeSite) -> str:
        with site.session() as session:
            one = the(session, Enrolment, org_id=site.people["firm1"].org_id)
            table = Enrolment.__table__
            session.execute(table.update().where(table.c.id == one.id).values(state="active"))
            open_ = {"superseded_at": None} if model is QualificationRecord else {"left_at": None}
            query = select(model.id).filter_by(enrolment_id=one.id, **open_).order_by(model.id.desc())
            return path.format(session.scalar(query.limit(1)))

    return make


def notice(site: PracticeSite) -> str:
    """An unread notice of owner1."""
    with site.session() as session:
        query = select(Notice.id).filter_by(user_id=site.people["owner1"].user_id, read_at=None)
        return f"/notices/{session.scalar(query.limit(1))}/read"


def failed(site: PracticeSite) -> str:
    """A need that failed and was not run again."""
    with site.session() as session:
        one = the(session, Need, number=site.numbers["failed"])
        table = Need.__table__
        session.execute(table.update().where(table.c.parent_need_id == one.id).values(parent_need_id=None))
        return f"/needs/{one.number}/rerun"


#: Firms that have begun to enrol; the practice accounts of the second county stand behind.
enrolled = tuple(firm for firm in FIRMS if firm != "far_firm")
own3 = ("firm3", *(firm for firm in enrolled if firm != "firm3"))
moves_time = next(post.who for post in rest.POSTS if post.route == "practice.clock")
basics = {
    "introduction": "改过的简介。",
    "contact_name": "张三",
    "contact_phone": "0739-0000001",
    "services": [SERVICE, "ZJ-CH-01"],
}
certificate = {
    "kind": "cma",
    "certificate_number": "演练检测 9 号",
    "valid_from": "2026-01-01",
    "valid_until": "2031-12-31",
}
person = {"name": "新来者", "listed": "其他", "unlisted": "某某工程师", "certificate_number": "YL-XX-0007"}
scores = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), 5)
signed = {"amount_fen": 1_000_000, "signed_on": "2026-03-20", "service_days": 20, "service_days_unit": "WD"}
ACTS = [
    Act(
        "needs.create", OWNERS, at("/needs"), plain(**need_body(region=REGION, service=SERVICE)), again="anew"
    ),
    Act(
        "needs.edit",
        OWNER1,
        need_of("/needs/{}", lambda s: s.draft(OPEN_END)),
        plain(**need_body(title="改过的名称")),
        method="PUT",
        again="anew",
    ),
    Act("needs.submit", OWNER1, need_of("/needs/{}/submit", lambda s: s.draft(OPEN_END))),
    Act("needs.publish", ("operator",), need_of("/needs/{}/publish", lambda s: s.submitted(OPEN_END))),
    Act(
        "needs.return",
        ("operator",),
        need_of("/needs/{}/return", lambda s: s.submitted(OPEN_END)),
        plain(**REASON),
    ),
    Act(
        "needs.abort",
        (*OWNER1, "authority"),
        need_of("/needs/{}/abort", lambda s: s.published(OPEN_END)),
        plain(**REASON),
    ),
    Act(
        "needs.extend",
        OWNER1,
        need_of("/needs/{}/extend", lambda s: s.published(OPEN_END)),
        plain(ends_at=LATER, **REASON),
    ),
    Act("needs.rerun", OWNER1, failed, plain(ends_at=LATER)),
    Act(
        "entries.quote",
        FIRMS,
        need_of("/needs/{}/entry/quote", lambda s: s.published(OPEN_END)),
        quote_body,
        again="anew",
    ),
    Act("entries.withdraw", ("firm2",), need_of("/needs/{}/entry/withdraw", entered)),
    Act(
        "opening.beacon",
        ("witness",),
        lambda s: f"/needs/{s.numbers['listed']}/beacon",
        plain(value="4417"),
        again="nothing",
    ),
    Act("awards.decline", ("firm1",), lambda s: f"/awards/{s.award('decline')}/decline", plain(**REASON)),
    Act(
        "contracts.file",
        ("firm1", *OWNER1),
        lambda s: f"/awards/{s.award('letter')}/contract",
        with_file(**signed),
    ),
    Act(
        "contracts.return",
        OWNER1,
        put(Contract, "/contracts/{}/return", "filed", "uploaded"),
        plain(**REASON),
    ),
    Act("contracts.confirm", OWNER1, put(Contract, "/contracts/{}/confirm", "filed", "uploaded")),
    Act(
        "contracts.submit_deliverable",
        ("firm1",),
        put(Deliverable, "/deliverables/{}/submit", "in_force", "due"),
        with_file(note="报批稿"),
    ),
    Act(
        "contracts.return_deliverable",
        OWNER1,
        put(Deliverable, "/deliverables/{}/return", "delivered", "submitted"),
        plain(**REASON),
    ),
    Act(
        "contracts.accept_deliverable",
        OWNER1,
        put(Deliverable, "/deliverables/{}/accept", "delivered", "submitted"),
    ),
    Act(
        "evaluations.rate",
        OWNER1,
        put(Evaluation, "/evaluations/{}/rate", "accepted", "due"),
        plain(**scores, comment="按期完成。"),
    ),
    Act(
        "enrolments.edit",
        FIRMS,
        enrolment("firm1", "/enrolment", state="active"),
        plain(**basics),
        method="PUT",
        again="anew",
    ),
    Act(
        "enrolments.add_qualification",
        enrolled,
        enrolment("firm1", "/enrolment/qualifications", state="active"),
        with_file(**certificate),
        again="anew",
    ),
    Act(
        "enrolments.remove_qualification",
        ("firm1",),
        held("/enrolment/qualifications/{}/remove", QualificationRecord),
    ),
    Act(
        "enrolments.add_practitioner",
        enrolled,
        enrolment("firm1", "/enrolment/practitioners", state="active"),
        plain(**person),
    ),
    Act("enrolments.part", ("firm1",), held("/enrolment/practitioners/{}/leave", Practitioner)),
    Act(
        "enrolments.submit",
        own3,
        enrolment("firm3", "/enrolment/submit", state="returned"),
        plain(commitments=True),
    ),
    Act("enrolments.withdraw", own3, enrolment("firm3", "/enrolment/withdraw", state="active")),
    Act(
        "enrolments.return",
        ("operator",),
        enrolment("firm4", "/enrolments/{}/return", state="submitted"),
        plain(**REASON),
    ),
    Act(
        "enrolments.activate", ("operator",), enrolment("firm4", "/enrolments/{}/activate", state="submitted")
    ),
    Act(
        "enrolments.refuse_changes", ("operator",), changed("/enrolments/{}/refuse-changes"), plain(**REASON)
    ),
    Act("enrolments.approve_changes", ("operator",), changed("/enrolments/{}/approve-changes")),
    Act(
        "enrolments.suspend",
        ("authority",),
        enrolment("firm4", "/enrolments/{}/suspend", state="active"),
        plain(**REASON),
    ),
    Act(
        "enrolments.reinstate",
        ("operator",),
        enrolment("firm4", "/enrolments/{}/reinstate", state="suspended", barred_until=None),
    ),
    Act(
        "enrolments.expel",
        ("authority",),
        enrolment("firm3", "/enrolments/{}/expel", state="active"),
        plain(**REASON),
    ),
    Act("notices.read", ("owner1",), notice, again="nothing"),
    Act(
        "rest.clock",
        moves_time,
        at("/practice/clock"),
        plain(to="2026-03-20T09:59:00+08:00"),
    ),
]
