"""Every address that takes forms: who may send them there, and one that works, made from the page itself.

An address that does not stand here fails the tests: whoever adds one says who may, and shows it working.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from market.enrolments.models import Enrolment, QualificationRecord
from tests.access.practice import (
    CONFIRMED,
    FILE,
    REGION,
    SERVICE,
    PracticeSite,
    add_person,
    need_answers,
    the,
)
from tests.support.market import at
from tongban.accounts.models import Membership, Organisation, User
from tongban.notices.models import Notice
from tongban.outbox.models import PARKED, OutboxRow
from tongban.security import Role

OPEN_END = at(30)
OWNER1 = ("owner1", "delegate1", "both")
OWNERS = (*OWNER1, "owner2", "far_owner")
FIRMS = ("firm1", "firm2", "firm3", "firm4", "far_firm")
ADMINS = ("admin", "regionadmin")
#: Everybody with an account; of one's own things everybody is the master.
ALL = ("*",)

Where = Callable[[PracticeSite], str]
Answers = Mapping[str, Any] | Callable[[PracticeSite], Mapping[str, Any]]


@dataclass(frozen=True)
class Post:
    """One address: the route, who may, and a form that works for the first of them.

    ``path`` brings about what the address is of. ``page`` is where the form stands, if not there; ``marker``
    its ``__formid__``, None for a bare button. ``again`` says what the same form does when it is sent once
    more: "refused", "nothing" or "anew".
    """

    route: str
    who: tuple[str, ...]
    path: Where
    answers: Answers = field(default_factory=dict)
    page: Where | None = None
    marker: str | None = "form"
    again: str = "refused"
    public: bool = False

    def filled(self, site: PracticeSite) -> dict[str, Any]:
        """The answers, already past the page that asks whether they are right."""
        answers = self.answers(site) if callable(self.answers) else self.answers
        return {**answers, **CONFIRMED}

    def leads_elsewhere(self, login: str, location: str | None) -> bool:
        """A firm that has not begun to enrol is shown where to begin."""
        own_pages = self.route.startswith("enrolment.") and login == "far_firm"
        return own_pages and (location or "").endswith("/enrolment")

    def may(self, login: str) -> bool:
        """Whether somebody may."""
        return self.who == ALL or login in self.who


def at_path(path: str) -> Where:
    """An address that is of nothing in particular."""
    return lambda _site: path


def _need(path: str, make: Callable[[PracticeSite], str]) -> Where:
    return lambda site: path.format(make(site))


def _open_need(site: PracticeSite) -> str:
    return site.published(OPEN_END)


def _entered_need(site: PracticeSite) -> str:
    number = site.published(OPEN_END)
    site.quote(number, "firm2", "9000.00")
    return number


def _person(
    role: Role = Role.OBSERVER, org: str = "supervisor", **changes: Any
) -> Callable[[PracticeSite], str]:
    """A new colleague of somebody; the login."""

    def make(site: PracticeSite) -> str:
        with site.session() as session:
            now = site.registry["tongban.clock"].now()
            login = f"somebody{session.query(User).count()}"
            user, _seat = add_person(session, login, site.people[org].org_id or 0, role, REGION, now)
            if changes:
                session.execute(User.__table__.update().where(User.id == user.id).values(**changes))
            return login

    return make


def _seat_of(login: str, site: PracticeSite) -> int:
    with site.session() as session:
        user = the(session, User, login=login)
        return int(the(session, Membership, user_id=user.id).id)


def _admin(path: str, make: Callable[[PracticeSite], str] | None = None) -> Where:
    return lambda site: f"/admin/accounts/{(make or _person())(site)}{path}"


def _revocable(site: PracticeSite) -> str:
    login = _person()(site)
    return f"/admin/accounts/{login}/roles/{_seat_of(login, site)}/revoke"


def _member(site: PracticeSite) -> str:
    login = _person(Role.OWNER_DELEGATE, "owner1")(site)
    return f"/org/members/{_seat_of(login, site)}/revoke"


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


def _notice(site: PracticeSite) -> str:
    with site.session() as session:
        query = select(Notice.id).filter_by(user_id=site.people["owner1"].user_id, read_at=None)
        return f"/notices/{session.scalar(query.limit(1))}"


def _parked(site: PracticeSite) -> str:
    with site.session() as session:
        now = site.registry["tongban.clock"].now()
        row = OutboxRow(
            handler="search.index",
            thing_kind="need",
            thing_id=1,
            payload={},
            status=PARKED,
            created_at=now,
            not_before=now,
        )
        session.add(row)
        session.flush()
        return f"/admin/jobs/outbox/{row.id}/retry"


def _other_org(site: PracticeSite) -> dict[str, str]:
    with site.session() as session:
        return {"org_id": str(the(session, Organisation, name="演练示范新材料有限公司").id)}


def _phase(path: str, phase: str, of: str = "contract") -> Where:
    return lambda site: path.format(getattr(site, of)(phase))


_SCORES = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), "5")


def _market() -> list[Post]:
    reason = {"reason": "项目暂缓。"}
    return [
        Post(
            "needs.new",
            OWNERS,
            at_path(f"/needs/new?region={REGION}&service={SERVICE}"),
            need_answers(OPEN_END),
            again="anew",
        ),
        Post(
            "needs.edit",
            OWNER1,
            _need("/needs/{}/edit", lambda s: s.draft(OPEN_END)),
            {"title": "改过的名称"},
        ),
        Post("needs.submit", OWNER1, _need("/needs/{}/submit", lambda s: s.draft(OPEN_END))),
        Post(
            "needs.check",
            ("operator",),
            _need("/needs/{}/check", lambda s: s.submitted(OPEN_END)),
            {"decision": "publish"},
        ),
        Post("needs.abort", (*OWNER1, "authority"), _need("/needs/{}/abort", _open_need), reason),
        Post(
            "needs.rerun",
            OWNER1,
            lambda s: f"/needs/{s.numbers['failed']}/rerun",
            {"ends_at": "2026-03-30T17:00"},
        ),
        Post(
            "entries.new",
            FIRMS,
            _need("/needs/{}/entry", _open_need),
            lambda s: s.quote_answers("firm1", "8000.00"),
            again="nothing",
        ),
        Post(
            "entries.withdraw",
            ("firm2",),
            _need("/needs/{}/entry/withdraw", _entered_need),
            {"confirm": True},
        ),
        Post("awards.decline", ("firm1",), _phase("/awards/{}/decline", "decline", "award"), reason),
        Post(
            "contracts.new",
            ("firm1", *OWNER1),
            _phase("/awards/{}/contract", "letter", "award"),
            {"signed_on": "2026-03-20", **FILE},
        ),
        # The supplier has filed it: only the other side may confirm.
        Post("contracts.confirm", OWNER1, _phase("/contracts/{}/confirm", "filed"), {"decision": "confirm"}),
        Post("deliverables.submit", ("firm1",), _phase("/contracts/{}/deliverable", "in_force"), FILE),
        Post(
            "deliverables.decide",
            OWNER1,
            _phase("/contracts/{}/acceptance", "delivered"),
            {"decision": "accept"},
        ),
        Post("evaluations.new", OWNER1, _phase("/contracts/{}/evaluation", "accepted"), _SCORES),
    ]


def _enrolments() -> list[Post]:
    measure = {"reason": "资料与事实不符。"}
    ticked = {"confirm": True}
    promises = {"p1": True, "p2": True, "p3": True}
    certificate = {
        "certificate_number": "演练检测 9 号",
        "valid_from": "2026-01-01",
        "valid_until": "2031-12-31",
    }
    own3 = ("firm3", *(firm for firm in FIRMS if firm != "firm3"))
    return [
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
            again="nothing",
        ),
        Post(
            "enrolment.qualification",
            ("firm1",),
            _record("/enrolment/qualifications/{}"),
            {"issuer": "另一机关"},
            again="nothing",
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


def _accounts() -> list[Post]:
    colleague = {"name": "新同事", "login": "colleague9"}
    granted = {"role": "window_clerk", "uscc": "11990000000000115K", "region": REGION}
    members = ("owner1", "owner2", "far_owner", *FIRMS)
    return [
        Post("accounts.own", ALL, at_path("/account"), {"name": "改过名"}, marker="own", again="anew"),
        Post("accounts.sessions", ALL, at_path("/account/sessions"), marker=None, again="anew"),
        Post(
            "accounts.switch",
            ("both", "owner2"),
            at_path("/account/switch"),
            _other_org,
            marker=None,
            again="anew",
        ),
        Post("accounts.members", members, at_path("/org/members"), colleague, marker="new"),
        Post("accounts.member_revoke", ("owner1",), _member, marker=None, again="nothing"),
        Post(
            "accounts.admin_new",
            ADMINS,
            at_path("/admin/accounts/new"),
            {"name": "新人", "login": "newperson9", "region": REGION},
            marker="person",
        ),
        Post("accounts.admin_show", ADMINS, _admin(""), granted, marker="grant", again="nothing"),
        Post("accounts.admin_revoke", ADMINS, _revocable, marker=None, again="nothing"),
        Post("accounts.admin_password", ADMINS, _admin("/password"), marker=None, again="anew"),
        Post("accounts.admin_enable", ADMINS, _admin("/enable", _person(state="disabled")), marker=None),
        Post(
            "accounts.admin_leave",
            ADMINS,
            _admin("/leave"),
            {"to": "supervisor"},
            marker="hand-over",
            again="anew",
        ),
        Post("accounts.admin_disable", ADMINS, _admin("/disable"), marker=None),
    ]


def _rest() -> list[Post]:
    moved = {"how": "at", "at": "2026-03-20T09:59"}
    return [
        Post("notices.open", ("owner1",), _notice, marker=None, again="nothing"),
        Post("notices.read_all", ALL, at_path("/notices/read"), marker=None, again="nothing"),
        Post("admin.jobs.retry", ADMINS, _parked, marker=None, again="anew"),
        Post(
            "practice.clock",
            (*ADMINS, "operator", "far_operator"),
            at_path("/practice/clock"),
            moved,
            marker=None,
        ),
    ]


def _public() -> list[Post]:
    signed = {"login": "owner2", "password": "lianxi-2026"}
    registered = {
        "part": "owner",
        "kind": "person",
        "name": "自然人甲",
        "region": REGION,
        "phone": "13800000000",
        "person_name": "自然人甲",
        "login": "naturalperson9",
        "password": "一句好记又够长的话 9",
        "password_again": "一句好记又够长的话 9",
    }
    page = at_path("/sign-in")
    return [
        Post("accounts.sign_in", ALL, page, signed, marker="sign-in", public=True),
        Post("accounts.resume", ALL, at_path("/sign-in/resume"), signed, page, marker="sign-in", public=True),
        Post(
            "accounts.practice",
            ALL,
            at_path("/sign-in/practice"),
            {"login": "owner2"},
            marker=None,
            public=True,
        ),
        Post("accounts.sign_out", ALL, at_path("/sign-out"), marker=None, public=True),
        Post("accounts.enrol", ALL, at_path("/sign-up"), registered, marker="sign-up", public=True),
    ]


POSTS = [*_market(), *_enrolments(), *_accounts(), *_rest(), *_public()]
