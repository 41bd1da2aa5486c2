"""``tongban user``: people and their roles from the command line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tongban.accounts.leaving import Leaving, providers_of
from tongban.accounts.logins import Login
from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.organisations import KINDS, Organisations
from tongban.accounts.people import People, one_time_password
from tongban.accounts.places import typed_region
from tongban.cli import Context, pass_context
from tongban.errors import DomainError
from tongban.fields import Refused, parse_phone, parse_uscc
from tongban.fields.names import PersonName
from tongban.security import Role
from tongban.work import Work


@click.group("user")
def user_group() -> None:
    """账号：查看、开通、停用、重设密码、授予身份。"""


@contextmanager
def _plain_refusals() -> Iterator[None]:
    try:
        yield
    except (DomainError, Refused) as error:
        raise click.ClickException(getattr(error, "message", str(error))) from None


def _find(work: Work, login: str) -> User:
    user = work.session.scalar(select(User).filter_by(login=login))
    if user is None:
        raise click.ClickException(f"没有登录名为 {login} 的账号。")
    return user


@user_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@pass_context
def list_users(ctx: Context, as_json: bool) -> None:
    """列出全部账号和身份。"""
    query = select(User).options(selectinload(User.memberships).joinedload(Membership.org)).order_by(User.id)
    with ctx.session() as session:
        rows = [_row(user) for user in session.scalars(query)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        roles = "；".join(f"{r['role']}@{r['region']}（{r['organisation']}）" for r in row["roles"])
        click.echo(f"{row['login']}\t{row['name']}\t{row['state']}\t{roles}")


def _row(user: User) -> dict[str, Any]:
    held = [m for m in user.memberships if m.revoked_at is None]
    roles = [{"role": m.role, "region": m.region, "organisation": m.org.name} for m in held]
    return {
        "login": user.login,
        "name": user.name,
        "state": user.state,
        "region": user.region,
        "roles": roles,
    }


@user_group.command("add")
@click.argument("login")
@click.option("--name", required=True, help="姓名。")
@click.option("--region", required=True, help="所在地区，代码或全称。")
@click.option("--phone", help="联系电话。")
@pass_context
def add(ctx: Context, login: str, name: str, region: str, phone: str | None) -> None:
    """开通账号；初始密码只显示这一次。"""
    password = one_time_password()
    with _plain_refusals(), ctx.work() as work:
        user = People(work).add(
            Login().take(login),
            PersonName().take(name),
            password,
            typed_region(work.session, region),
            phone=parse_phone(phone) if phone else None,
            initial=True,
        )
    click.echo(f"已开通 {user.login}，初始密码（只显示一次）：{password}")


@user_group.command("password")
@click.argument("login")
@pass_context
def password(ctx: Context, login: str) -> None:
    """重设密码并结束其全部登录；新密码只显示这一次。"""
    new = one_time_password()
    with _plain_refusals(), ctx.work() as work:
        People(work).reset_password(_find(work, login), new)
    click.echo(f"{login} 的新密码（只显示一次）：{new}")


@user_group.command("disable")
@click.argument("login")
@click.option("--to", "to_login", help="先把名下的事项移交给这个登录名。")
@pass_context
def disable(ctx: Context, login: str, to_login: str | None) -> None:
    """停用账号；名下还有须移交的事项时不停用。"""
    with _plain_refusals(), ctx.work() as work:
        leaving, user = Leaving(work, providers_of(ctx.registry)), _find(work, login)
        if to_login:
            leaving.hand_over(user, to_login)
        leaving.disable(user)
    click.echo(f"{login} 已停用。")


@user_group.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--org", "uscc", required=True, help="所属单位的统一社会信用代码。")
@click.option("--org-name", help="单位名称；只在单位还没有登记时需要。")
@click.option(
    "--org-kind",
    type=click.Choice(list(KINDS)),
    default="agency",
    show_default=True,
    help="新建单位时的类型。",
)
@click.option("--region", required=True, help="适用地区，代码或全称。")
@pass_context
def grant(
    ctx: Context, login: str, role: str, uscc: str, org_name: str | None, org_kind: str, region: str
) -> None:
    """在一个单位和地区授予身份。"""
    with _plain_refusals(), ctx.work() as work:
        code = typed_region(work.session, region)
        org = _organisation(work, parse_uscc(uscc), org_name, org_kind, code)
        Organisations(work).grant(_find(work, login), org, Role(role), code)
    click.echo(f"{login} 现在是{org.name}的 {role}（{code}）。")


def _organisation(work: Work, uscc: str, name: str | None, kind: str, region: str) -> Organisation:
    organisations = Organisations(work)
    found = organisations.by_uscc(uscc)
    if found is None and not name:
        raise click.ClickException("这个单位还没有登记，请用 --org-name 写明它的名称。")
    return found or organisations.register(kind, name or "", region, uscc=uscc)
