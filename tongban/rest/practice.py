"""Practice time and practice tokens. These operations exist on practice sites only."""

from datetime import datetime, timedelta

import colander
import isodate

from tongban import fields
from tongban.accounts.entering import first_organisation
from tongban.accounts.logins import Login, Secret
from tongban.accounts.models import User
from tongban.accounts.passwords import MAX_LENGTH
from tongban.accounts.signing_in import Gate
from tongban.errors import InvalidField
from tongban.fields.base import node
from tongban.outbox.advance import advance
from tongban.outbox.wiring import make_runner
from tongban.portal.moving import one_at_a_time
from tongban.portal.views.practice import FURTHEST
from tongban.rest.operation import Call, Reply, fixed, operation
from tongban.rest.shapes import shape
from tongban.security import Permission
from tongban.tokens.service import Tokens

CLOCK = shape("Clock", "演练时间", fields.moment("站点时间", name="now"))
TOKEN = shape(
    "PracticeToken",
    "演练账号的访问令牌",
    fields.text("令牌", name="token"),
    fields.text("登录名", name="user"),
    fields.text("单位", name="organisation", required=False),
    fields.moment("有效期至（真实时间）", name="expires_at"),
)
#: Less passes by itself while a request is handled.
LEAST = timedelta(seconds=1)
#: A practice token lives as long as a long day of practising.
TOKEN_DAYS, NAME = 1, "演练"


def _advance() -> colander.SchemaNode:
    hint = "ISO 8601 时段，例如 PT30M、P3D。advance 和 to 填一个。"
    return fields.text("向前调多久", name="advance", required=False, max=40, hint=hint)


def _to() -> colander.SchemaNode:
    return fields.moment("调到什么时候", name="to", required=False)


@operation(
    "POST",
    "/practice/clock",
    "向前调演练时间",
    Permission.ADMIN_PRACTICE_CLOCK,
    body=fixed(_advance, _to),
    answer=CLOCK,
    note="到期的事项（截止、开启、公示期满等）全部办完后才答复。",
)
def clock(call: Call) -> Reply:
    """Move practice time forward; answered after everything that fell due has run."""
    # Never touches call.db: on SQLite that would hold the lock the runner needs.
    request, registry = call.request, call.request.registry
    to = _target(call)
    with one_at_a_time():
        now = advance(registry["tongban.sessions"], request.clock, make_runner(registry, "clock"), to)
    return Reply({"now": now})


def _target(call: Call) -> datetime:
    by, to = call.values["advance"], call.values["to"]
    if (by is None) is (to is None):
        raise call.refuse("advance", "advance 和 to 填一个，只填一个。")
    if to is None:
        to = call.request.clock.now() + _duration(call, by)
    if to > call.request.clock.now() + FURTHEST:
        raise call.refuse("to" if by is None else "advance", f"一次最多向前调 {FURTHEST.days} 天。")
    return to


def _duration(call: Call, text: str) -> timedelta:
    try:
        found = isodate.parse_duration(text)
    except (isodate.ISO8601Error, ValueError, OverflowError, ArithmeticError):
        found = None
    # Months and years have no length of their own: isodate gives them as another type.
    if not isinstance(found, timedelta) or not LEAST <= found <= FURTHEST:
        raise call.refuse("advance", "时段写成 PT30M、P3D 这样，至少 1 秒，最多 400 天，不能用年和月。")
    return found


def _user() -> colander.SchemaNode:
    return node(Login(lenient=True), "登录名", name="user")


def _password() -> colander.SchemaNode:
    return node(Secret(max=4 * MAX_LENGTH), "密码", name="password")


@operation(
    "POST",
    "/practice/tokens",
    "用登录名和密码取得访问令牌（仅演练站点）",
    Permission.PUBLIC,
    body=fixed(_user, _password),
    answer=TOKEN,
    status=201,
    remembered=False,
    note="正式站点没有这项操作：令牌在账号页面或用命令 tongban token create 开出。",
)
def tokens(call: Call) -> Reply:
    """A token of a practice account, acting for the first organisation of the person."""
    request, values = call.request, call.values
    gate = Gate(request.registry["tongban.sessions"])
    try:
        user_id = gate.check(values["user"], values["password"], request.remote_addr or "", request.now)
    except InvalidField as wrong:
        raise call.refuse(wrong.field, wrong.message) from None
    user = call.db.get_one(User, user_id)
    org = first_organisation(request, user.id)
    service = Tokens(call.work.as_system(), request.real_now)
    service.make_room(user, NAME)
    text, token = service.create(user, org.id if org else None, NAME, TOKEN_DAYS)
    body = {
        "token": text,
        "user": user.login,
        "organisation": org.name if org else None,
        "expires_at": token.expires_at,
    }
    return Reply(body, status=201)
