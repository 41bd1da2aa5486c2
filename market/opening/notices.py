"""What people are told between the published list and the draw."""

from sqlalchemy import select

from market.entries.models import Entry
from market.needs.models import Need
from market.needs.notices import url_of
from market.opening.models import Beacon
from market.selection.terms import NOTICE
from tongban.clock import local
from tongban.notices.service import notify_org, notify_role
from tongban.security import Role
from tongban.work import Work


def tell_listed(work: Work, need: Need, source: str) -> None:
    """Tell who is to fix the public value, the owner, and each entrant by itself."""
    due = f"{local(need.beacon_due):%Y-%m-%d %H:%M}" if need.beacon_due else ""
    title, page = "请确定抽取用的公开随机值", f"{url_of(need)}/beacon"
    body = f"“{need.title}”的名单已公布，请在 {due} 前确定抽取用的公开随机值，逾期流标。"
    notify_role(work, need, "listed-witness", Role.WITNESS, title, body, page)
    if source == NOTICE:
        notify_role(work, need, "listed-operator", Role.MARKET_OPERATOR, title, body, page)
    told = f"“{need.title}”的名单和摘要已公布，等待确定公开随机值，最迟 {due}，确定后自动抽取。"
    for org_id in (need.owner_org_id, *_entrants(work, need)):
        notify_org(work, need, "listed", org_id, "名单已公布", told, f"{url_of(need)}/selection")


def tell_fixed(work: Work, need: Need, beacon: Beacon) -> None:
    """Tell the owner and each entrant what the value is; the draw follows by itself."""
    body = f"“{need.title}”的公开随机值已于 {local(beacon.at):%H:%M:%S} 确定：{beacon.value}。系统随即抽取。"
    for org_id in (need.owner_org_id, *_entrants(work, need)):
        notify_org(work, need, "beacon", org_id, "公开随机值已确定", body, f"{url_of(need)}/selection")


def _entrants(work: Work, need: Need) -> list[int]:
    query = select(Entry.org_id).where(Entry.need_id == need.id, Entry.label.is_not(None))
    return list(work.session.scalars(query.order_by(Entry.id)))
