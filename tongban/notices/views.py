"""One's own notices."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config
from sqlalchemy import select

from tongban.db.keyset import Page, page_of
from tongban.errors import NotFound
from tongban.notices.models import Notice
from tongban.security import Permission
from tongban.web.components import Chip, ChipGroup
from tongban.web.nav import has_route

#: The only value of the filter in the address.
UNREAD = "unread"


class NoticeViews:
    """The inbox; opening a notice marks it read and leads to its page."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="notices.list",
        request_method="GET",
        permission=Permission.NOTICES_OWN,
        renderer="tongban:notices/templates/list.jinja2",
    )
    def inbox(self) -> dict[str, Any]:
        request = self.request
        only_unread = request.GET.get("show") == UNREAD
        query = select(Notice).where(Notice.user_id == request.actor.user_id)
        if only_unread:
            query = query.where(Notice.read_at.is_(None))
        page: Page[Notice] = page_of(request.db, query, (Notice.id.desc(),), request.GET.get("after"))
        here = request.route_path("notices.list")
        chips = (
            Chip("全部", here, active=not only_unread),
            Chip("未读", f"{here}?show={UNREAD}", active=only_unread, count=request.unread_notices),
        )
        return {
            "page": page,
            "only_unread": only_unread,
            "chips": [ChipGroup("显示", chips)],
            "account": request.route_path("accounts.own") if has_route(request, "accounts.own") else "",
        }

    @view_config(route_name="notices.open", request_method="POST", permission=Permission.NOTICES_OWN)
    def open(self) -> HTTPSeeOther:
        notice = self.request.db.get(Notice, int(self.request.matchdict["id"]))
        if notice is None or notice.user_id != self.request.actor.user_id:
            raise NotFound("没有找到这条通知。")
        if notice.read_at is None:
            notice.read_at = self.request.now
        return HTTPSeeOther(notice.url)

    @view_config(route_name="notices.read_all", request_method="POST", permission=Permission.NOTICES_OWN)
    def read_all(self) -> HTTPSeeOther:
        unread = select(Notice).where(Notice.user_id == self.request.actor.user_id, Notice.read_at.is_(None))
        for notice in self.request.db.scalars(unread):
            notice.read_at = self.request.now
        self.request.flash("全部通知已标为已读。")
        return HTTPSeeOther(self.request.route_path("notices.list"))
