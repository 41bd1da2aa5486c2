"""The intermediary's desk: needs it could enter, entries it made, its own enrolment."""

from collections.abc import Sequence
from datetime import datetime

from pyramid.request import Request
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from market.desk.common import LIMIT, is_firm
from market.enrolments.lifecycle import EDITABLE, ENROLMENT
from market.enrolments.models import Enrolment
from market.entries.models import Entry
from market.entries.words import state_label, what_is_sent
from market.needs.lifecycle import NEED
from market.needs.models import Need
from tongban.portal.blocks import DeskItem
from tongban.web.components import StateLabel


def open_needs(request: Request) -> Sequence[DeskItem]:
    """Open needs for services the intermediary offers and has not entered yet, those that end first."""
    enrolled = _own(request)
    if enrolled is None or enrolled.state != "active" or not enrolled.service_codes:
        return ()
    entered = select(Entry.id).where(Entry.need_id == Need.id, Entry.org_id == request.actor.org_id)
    query = (
        select(Need)
        .where(
            Need.state == "registering",
            Need.ends_at > request.now,
            Need.service_code.in_(enrolled.service_codes),
            Need.owner_org_id != request.actor.org_id,
            ~entered.exists(),
        )
        .order_by(Need.ends_at, Need.id)
        .limit(LIMIT)
    )
    return [
        DeskItem(
            title=need.title,
            url=request.route_path("needs.show", number=need.number),
            state=StateLabel.of(NEED.states[need.state]),
            due=need.ends_at,
            why="属于贵单位登记的服务事项，还没有报名；资质在报名时核对。",
            number=need.number,
            region=need.region,
            since=need.published_at,
        )
        for need in request.db.scalars(query)
    ]


def entries(request: Request) -> Sequence[DeskItem]:
    """Entries that are sealed until the end, and those that wait for a draw."""
    if not is_firm(request):
        return ()
    query = (
        select(Entry)
        .options(joinedload(Entry.need))
        .join(Need, Need.id == Entry.need_id)
        .where(
            Entry.org_id == request.actor.org_id,
            or_(
                (Entry.state == "submitted") & Need.state.in_(("registering", "closed")),
                (Entry.state == "valid") & (Need.state == "selecting"),
            ),
        )
        .order_by(Need.ends_at, Entry.id)
        .limit(LIMIT)
    )
    return [
        DeskItem(
            title=entry.need.title,
            url=request.route_path("entries.show", number=entry.number),
            state=state_label(entry),
            due=_until(entry.need),
            why=_why(entry),
            number=entry.number,
            waiting=True,
            region=entry.need.region,
            since=entry.registered_at,
        )
        for entry in request.db.scalars(query)
    ]


def _until(need: Need) -> datetime | None:
    """The end of registration, then that of waiting for the public value."""
    return need.ends_at if need.state == "registering" else need.beacon_due


def _why(entry: Entry) -> str:
    if entry.state == "valid":
        return f"名单已公布，贵单位的代号是{entry.label}；确定公开随机值后自动抽取。"
    return f"{what_is_sent(entry.need)}已密封，截止前可以修改或撤回；截止后自动开启。"


def enrolment(request: Request) -> Sequence[DeskItem]:
    """The intermediary's own enrolment while something is to be done about it."""
    if not is_firm(request):
        return ()
    enrolled = _own(request)
    if enrolled is None:
        url = request.route_path("enrolment.edit")
        why = "入驻核验通过后才能报名。"
        return [DeskItem("申请入驻", url, StateLabel("未入驻"), None, why, "")]
    if enrolled.state not in (*EDITABLE, "submitted", "publicity", "suspended"):
        return ()
    waiting = enrolled.state in ("submitted", "publicity")
    reasons = {"returned": f"退回原因：{enrolled.reason or '见入驻资料'}", "draft": "填好后提交核验。"}
    otherwise = "等运营机构核验。" if waiting else enrolled.reason or "见入驻资料。"
    return [
        DeskItem(
            title="入驻资料",
            url=request.route_path("enrolment.edit"),
            state=StateLabel.of(ENROLMENT.states[enrolled.state]),
            due=enrolled.check_due if enrolled.state == "submitted" else enrolled.publicity_until,
            why=reasons.get(enrolled.state, otherwise),
            number=enrolled.number,
            waiting=waiting,
        )
    ]


def _own(request: Request) -> Enrolment | None:
    if not is_firm(request):
        return None
    found: Enrolment | None = request.db.scalar(select(Enrolment).filter_by(org_id=request.actor.org_id))
    return found
