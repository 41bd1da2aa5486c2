"""Lists by keyset: ``?after=`` begins where the last page ended, ``limit`` says how much of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

import colander
from sqlalchemy import Select

from tongban import fields
from tongban.db.keyset import PAGE_SIZE, page_of
from tongban.rest.errors import Fault, Invalid
from tongban.rest.operation import Call, Reply
from tongban.rest.paths import PREFIX

T = TypeVar("T")
MAX_LIMIT = 100


def list_query(*nodes: colander.SchemaNode) -> colander.SchemaNode:
    """The query of a list: filters of its own, the place to go on from, the number of rows."""
    query = fields.Schema()
    for one in nodes:
        query.add(one)
    query.add(fields.text("从这里接着读：上一页 next 里的值", name="after", required=False, max=1000))
    limit = fields.whole("每页条数", name="limit", min=1, max=MAX_LIMIT, required=False, missing=PAGE_SIZE)
    query.add(limit)
    return query


def page_reply(
    call: Call,
    query: Select[tuple[T]],
    order: Sequence[Any],
    row: Callable[[T], Any],
    keep: Callable[[Sequence[T]], Iterable[T]] = iter,
) -> Reply:
    """One page of a query, of which only what ``keep`` lets through is answered.

    Raises Invalid for a cursor that is none of this list.
    """
    after = call.query.get("after")
    page = page_of(call.db, query, order, after, call.query["limit"])
    if after and page.is_first:
        raise Invalid([Fault("after", "这个位置无效，请从第一页读起。", in_query=True)])
    following = ""
    if page.next_cursor:
        kept = [(name, value) for name, value in call.request.GET.items() if name != "after"]
        path = call.request.path.removeprefix(PREFIX)
        following = f"{path}?{urlencode([*kept, ('after', page.next_cursor)])}"
    items = [row(one) for one in keep(page.rows)]
    return Reply({"items": items, "next": PREFIX + following if following else None}, following=following)


def whole_reply(rows: Sequence[Any], row: Callable[[Any], Any]) -> Reply:
    """A list that is short enough to be given whole."""
    return Reply({"items": [row(one) for one in rows], "next": None})
