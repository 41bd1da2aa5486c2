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
        query = select(Notice).where(Notice.user_id == self.request.actor.user_id)
        page: Page[Notice] = page_of(
            self.request.db, query, (Notice.id.desc(),), self.request.params.get("after")
        )
        return {"page": page}

    @view_config(route_name="notices.open", request_method="POST", permission=Permission.NOTICES_OWN)
    def open(self) -> HTTPSeeOther:
        notice = self.request.db.get(Notice, int(self.request.matchdict["id"]))
        if notice is None or notice.user_id != self.request.actor.user_id:
            raise NotFound("没有找到这条通知。")
        if notice.read_at is None:
            notice.read_at = self.request.now
        return HTTPSeeOther(notice.url)
