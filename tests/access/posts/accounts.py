"""Accounts: one's own, one's colleagues', everybody's; and what visitors may send."""

from collections.abc import Callable
from typing import Any

from tests.access.posts.base import ADMINS, ALL, FIRMS, Post, Where, at_path
from tests.access.practice import REGION, PracticeSite, add_person, the
from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.practice import practice_password
from tongban.security import Role


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


def _other_org(site: PracticeSite) -> dict[str, str]:
    with site.session() as session:
        return {"org_id": str(the(session, Organisation, name="演练示范新材料有限公司").id)}


colleague = {"name": "新同事", "login": "colleague9"}
granted = {"role": "window_clerk", "uscc": "11990000000000115K", "region": REGION}
members = ("owner1", "owner2", "owner3", "far_owner", *FIRMS)
POSTS = [
    Post("accounts.own", ALL, at_path("/account"), {"name": "改过名"}, marker="own", again="anew"),
    Post("accounts.sessions", ALL, at_path("/account/sessions"), marker=None, again="anew"),
    Post(
        "accounts.switch",
        ("owner2", "both"),
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

signed = {"login": "owner2", "password": practice_password()}
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
PUBLIC = [
    Post("accounts.sign_in", ALL, page, signed, marker="sign-in"),
    Post("accounts.resume", ALL, at_path("/sign-in/resume"), signed, page, marker="sign-in"),
    Post(
        "accounts.practice",
        ALL,
        at_path("/sign-in/practice"),
        {"login": "owner2"},
        marker=None,
    ),
    Post("accounts.sign_out", ALL, at_path("/sign-out"), marker=None),
    Post("accounts.enrol", ALL, at_path("/sign-up"), registered, marker="sign-up"),
]
