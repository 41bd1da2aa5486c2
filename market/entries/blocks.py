"""What a need's page says to one intermediary of its own entry, and to staff of ties between entrants."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from pyramid.renderers import render
from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import aliased

from market.entries.models import Entry, RefusedEntry, RelationFlag
from market.entries.relations import KINDS
from market.entries.words import state_label
from market.needs.models import Need
from tongban.accounts.models import Organisation
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Column, Fact, Table
from tongban.web.filters import datetime_text


def own_block(request: Request, need: Need) -> Markup | None:
    """The entry of the organisation acted for, and what it sent that was refused; nobody else's."""
    org_id = request.actor.org_id
    if org_id is None or not permits(request.actor, Permission.MARKET_ENTRY_SUBMIT):
        return None
    entry = request.db.scalar(select(Entry).filter_by(need_id=need.id, org_id=org_id))
    refused = request.db.scalars(
        select(RefusedEntry).filter_by(need_id=need.id, org_id=org_id).order_by(RefusedEntry.id.desc())
    ).all()
    if entry is None and not refused:
        return None
    facts = own_facts(entry) if entry is not None else []
    href = request.route_path("entries.show", number=entry.number) if entry is not None else ""
    return _drawn(request, "own_block", {"facts": facts, "href": href, "refused": refused})


def own_facts(entry: Entry) -> list[Fact]:
    """Where the entry stands, in the order in which one asks."""
    last = entry.quotes[-1] if entry.quotes else None
    facts = [Fact("状态", state_label(entry), hint=entry.reason or "")]
    if entry.label:
        facts.append(Fact("公布名单中的代号", entry.label))
    if last is not None:
        hint = f"第 {last.seq} 次提交，以这一次为准" if last.seq > 1 else ""
        facts.append(Fact("收到时间", datetime_text(last.received_at, seconds=True), hint=hint))
        facts.append(Fact("回执号", last.receipt_number))
    if entry.rank is not None:
        facts.append(Fact("名次", f"第 {entry.rank} 名"))
    return facts


def flags_block(request: Request, need: Need) -> Markup | None:
    """Ties between entrants, once the list is out: before, nobody may know who takes part (§2.5)."""
    if need.opened_at is None or not permits(request.actor, Permission.MARKET_FLAG_READ, need):
        return None
    rows = [_flag_row(*row) for row in _flags(request, need)]
    if not rows:
        return None
    columns = (Column("关联", main=True), Column("两家单位"), Column("依据"), Column("发现时间", "datetime"))
    table = Table(f"共 {len(rows)} 条", columns, rows)
    return _drawn(request, "flags_block", {"table": table})


def _flags(request: Request, need: Need) -> Sequence[Any]:
    first, second = aliased(Entry), aliased(Entry)
    one, other = aliased(Organisation), aliased(Organisation)
    query = (
        select(RelationFlag, one.name, other.name)
        .join(first, first.id == RelationFlag.first_entry_id)
        .join(second, second.id == RelationFlag.second_entry_id)
        .join(one, one.id == first.org_id)
        .join(other, other.id == second.org_id)
        .where(RelationFlag.need_id == need.id)
        .order_by(RelationFlag.id)
    )
    return request.db.execute(query).all()


def _flag_row(flag: RelationFlag, one: str, other: str) -> tuple[Any, ...]:
    shared = str(flag.evidence.get("shared", ""))
    return KINDS.get(flag.kind, flag.kind), f"{one}、{other}", shared, flag.raised_at


def _drawn(request: Request, name: str, values: dict[str, Any]) -> Markup:
    page = render(f"market:entries/templates/{name}.jinja2", values, request=request)
    return Markup(page)  # noqa: S704 - made by our own template, which escapes every value
