"""What the list of accounts draws: filters and rows."""

from collections.abc import Iterable

from pyramid.request import Request

from tongban.accounts.directory import Wanted
from tongban.accounts.lifecycle import ACCOUNT
from tongban.accounts.models import User
from tongban.accounts.places import place_title
from tongban.security import Role
from tongban.security.roles import ROLE_TITLES
from tongban.web.components import Chip, ChipGroup, Column, Link, StateLabel, Table
from tongban.web.page import PageContext

COLUMNS = (
    Column("姓名", kind="link", main=True),
    Column("登录名"),
    Column("单位和身份"),
    Column("地区"),
    Column("状态", kind="state"),
)


def filter_chips(request: Request, wanted: Wanted) -> list[ChipGroup]:
    """State and role, as links that keep the rest of the address."""
    frame = PageContext(request)

    def chip(name: str, value: str, title: str) -> Chip:
        active = getattr(wanted, name) == value
        return Chip(title, frame.href(**{name: None if active else value, "after": None}), active)

    states = tuple(chip("state", state.name, state.title) for state in ACCOUNT.states.values())
    roles = tuple(chip("role", role.value, ROLE_TITLES[role]) for role in Role)
    return [ChipGroup("状态", states), ChipGroup("身份", roles)]


def people_table(request: Request, users: Iterable[User]) -> Table:
    """The rows of one page."""
    places: dict[str, str] = {}

    def place(code: str) -> str:
        if code not in places:
            places[code] = place_title(request.db, code)
        return places[code]

    rows = [
        (
            Link(user.name, request.route_path("accounts.admin_show", login=user.login)),
            user.login,
            _seats(user),
            place(user.region),
            StateLabel.of(ACCOUNT.states[user.state]),
        )
        for user in users
    ]
    return Table("账号，新开通的在前", COLUMNS, rows)


def _seats(user: User) -> list[str] | str:
    held = [m for m in user.memberships if m.revoked_at is None]
    return [f"{m.org.name} · {ROLE_TITLES[Role(m.role)]}" for m in held] or "还没有身份"
