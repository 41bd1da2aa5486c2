"""Receipts for programs."""

from functools import partial
from typing import Any

from sqlalchemy import select

from tongban import fields
from tongban.receipts.document import KIND_TITLES
from tongban.receipts.models import Receipt
from tongban.receipts.reading import readable, receipt_document
from tongban.rest.lists import list_query, page_reply
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import document, listed, shape
from tongban.security import Permission

RECEIPT = shape(
    "Receipt",
    "时间回执（tongban-receipt/1）",
    fields.text("格式", name="format"),
    fields.text("回执号", name="number"),
    fields.choice("种类", KIND_TITLES, name="kind"),
    document("所指的事项", name="of"),
    fields.region_code("地区", name="region"),
    fields.text("收到时间（UTC，微秒）", name="received"),
    fields.text("承诺值", name="commitment"),
    fields.text("公钥", name="key"),
    fields.text("签名", name="signature"),
)
OWN_RECEIPT = shape(
    "OwnReceipt",
    "本单位的时间回执",
    *(node.clone() for node in RECEIPT.children),
    document("承诺的内容和随机数，只在本单位自己的副本里", name="opening", required=False),
)


@operation(
    "GET", "/receipts", "本单位的时间回执", Permission.DESK, query=list_query(), answer=listed(RECEIPT)
)
def list_(call: Call) -> Reply:
    """The receipts of the organisation acted for that its person may see, the latest first."""
    query = select(Receipt).where(Receipt.org_id == call.actor.org_id)
    return page_reply(call, query, (Receipt.id.desc(),), _document, partial(readable, call.request))


def _document(receipt: Receipt) -> dict[str, Any]:
    return receipt.document()


@operation("GET", "/receipts/{number}", "一张时间回执", Permission.DESK, answer=OWN_RECEIPT)
def show(call: Call) -> Reply:
    """A receipt; whoever sent what it answers also gets what its commitment stands for."""
    found = receipt_document(call.request, call.number, own=True)
    return Reply({"opening": None, **found})
