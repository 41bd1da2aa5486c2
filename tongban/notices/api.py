"""One's own notices for programs."""

from typing import Any

from sqlalchemy import select

from tongban import fields
from tongban.errors import NotFound
from tongban.notices.models import Notice
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import listed, shape
from tongban.security import Permission

NOTICE = shape(
    "Notice",
    "通知",
    fields.whole("编号", name="id"),
    fields.text("标题", name="title"),
    fields.long_text("内容", name="body"),
    fields.text("有关页面", name="url"),
    fields.moment("发出时间", name="created_at"),
    fields.moment("阅读时间", name="read_at", required=False),
)
_QUERY = list_query(fields.flag("只看未读", name="unread"))


@operation("GET", "/notices", "本人的通知", Permission.NOTICES_OWN, query=_QUERY, answer=listed(NOTICE))
def list_(call: Call) -> Reply:
    """One's own notices, newest first."""
    query = select(Notice).where(Notice.user_id == call.actor.user_id)
    if call.query["unread"]:
        query = query.where(Notice.read_at.is_(None))
    return page_reply(call, query, (Notice.id.desc(),), _as_it_is)


@operation("POST", "/notices/{id}/read", "标为已读", Permission.NOTICES_OWN, answer=NOTICE)
def read(call: Call) -> Reply:
    """Mark one of one's own notices as read."""
    notice = call.db.get(Notice, call.id)
    if notice is None or notice.user_id != call.actor.user_id:
        raise NotFound("没有找到这条通知。")
    notice.read_at = notice.read_at or call.now
    return Reply(notice)


def _as_it_is(notice: Notice) -> Any:
    return notice
