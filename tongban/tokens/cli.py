"""``tongban token``: tokens of programs from the command line."""

import json
from datetime import datetime
from typing import Any

import click
from sqlalchemy import select

from tongban.accounts.models import Membership, Organisation, User
from tongban.cli import Context, pass_context
from tongban.clock import local
from tongban.errors import DomainError
from tongban.tokens.models import ApiToken
from tongban.tokens.service import DEFAULT_DAYS, MAX_DAYS, Tokens, tokens_of
from tongban.work import Work

_JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
_USER = click.option("--user", "login", required=True, help="登录名。")


@click.group("token")
def token_group() -> None:
    """程序接口的访问令牌：开出、查看、撤销。"""


def _real_now(ctx: Context) -> datetime:
    return ctx.clock.now() - ctx.clock.offset()


def _find(work: Work, login: str) -> User:
    user = work.session.scalar(select(User).filter_by(login=login))
    if user is None:
        raise click.ClickException(f"没有登录名为 {login} 的账号。")
    if user.state != "active":
        raise click.ClickException(f"账号 {login} 已停用，不能开出令牌。")
    return user


def _organisation(work: Work, user: User, uscc: str | None) -> Organisation | None:
    """The organisation named, else the first one the person belongs to."""
    query = (
        select(Organisation)
        .join(Membership)
        .where(Membership.user_id == user.id, Membership.revoked_at.is_(None), Organisation.state == "active")
        .order_by(Organisation.id)
    )
    found = work.session.scalar((query.filter(Organisation.uscc == uscc) if uscc else query).limit(1))
    if uscc and found is None:
        raise click.ClickException(f"{user.login} 不属于统一社会信用代码为 {uscc} 的单位。")
    return found


@token_group.command("create")
@_USER
@click.option("--name", default="命令行", show_default=True, help="用途，例如对接的系统名称。")
@click.option("--org", "uscc", help="代表哪个单位（统一社会信用代码）；不写则是其第一个单位。")
@click.option(
    "--days",
    type=click.IntRange(1, MAX_DAYS),
    default=DEFAULT_DAYS,
    show_default=True,
    help="有效天数。",
)
@_JSON
@pass_context
def create(ctx: Context, login: str, name: str, uscc: str | None, days: int, as_json: bool) -> None:
    """开出令牌；令牌只显示这一次。"""
    with ctx.work() as work:
        user = _find(work, login)
        org = _organisation(work, user, uscc)
        try:
            text, token = Tokens(work, _real_now(ctx)).create(user, org.id if org else None, name[:60], days)
        except DomainError as error:
            raise click.ClickException(error.message) from None
        shown = {"token": text, **_row(token, org)}
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    who = f"{login}（{org.name}）" if org else login
    click.echo(f"{who}的访问令牌（只显示一次），有效期至 {local(token.expires_at):%Y-%m-%d %H:%M}：\n{text}")


@token_group.command("list")
@_USER
@_JSON
@pass_context
def list_tokens(ctx: Context, login: str, as_json: bool) -> None:
    """列出一个人的令牌，不显示令牌本身。"""
    with ctx.work() as work:
        rows = [_row(token, token.org) for token in tokens_of(work.session, _find(work, login).id)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        ended = f"已撤销 {row['revoked_at']}" if row["revoked_at"] else f"有效期至 {row['expires_at']}"
        click.echo(f"{row['id']}\t{row['name']}\t{row['organisation'] or ''}\t{ended}")


@token_group.command("revoke")
@click.argument("token_id", type=click.IntRange(1))
@pass_context
def revoke(ctx: Context, token_id: int) -> None:
    """撤销令牌；编号见 tongban token list。"""
    with ctx.work() as work:
        token = work.session.get(ApiToken, token_id)
        if token is None:
            raise click.ClickException(f"没有编号为 {token_id} 的令牌。")
        Tokens(work, _real_now(ctx)).revoke(token)
    click.echo("令牌已撤销。")


def _row(token: ApiToken, org: Organisation | None) -> dict[str, Any]:
    moments = {name: getattr(token, name) for name in ("created_at", "expires_at", "revoked_at")}
    return {
        "id": token.id,
        "name": token.name,
        "organisation": org.name if org else None,
        **{name: local(at).isoformat() if at else None for name, at in moments.items()},
    }
