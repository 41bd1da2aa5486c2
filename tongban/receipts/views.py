"""The pages of receipts: one, one's organisation's, and the keys they are signed with."""

import json
from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from tongban.audit.signing import key_id
from tongban.canonical import sha256_hex
from tongban.receipts.book import PublishedKey, published_keys
from tongban.receipts.document import KIND_TITLES, message, received_text
from tongban.receipts.faces import ReceiptPage, digest_value
from tongban.receipts.models import Receipt
from tongban.receipts.reading import readable, readable_receipt, receipt_document, receipts_of_org
from tongban.receipts.uploads import KIND
from tongban.receipts.verify import beijing_time
from tongban.receipts.wiring import KEY
from tongban.security import Permission
from tongban.web.components import Column, Fact, Link, Seal, Table
from tongban.web.filters import datetime_text
from tongban.web.nav import place_path


class ReceiptViews:
    """What a receipt says, to whoever it belongs to; for everybody else it does not exist."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="receipts.show",
        request_method="GET",
        permission=Permission.DESK,
        renderer="tongban:receipts/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        request = self.request
        receipt, face = readable_receipt(request, request.matchdict["number"])
        document = request.route_path("receipts.document", number=receipt.number)
        verify = place_path(request, "verify")
        proof = f"{verify}?record={document}" if verify else request.route_path("receipts.keys")
        page = face.page(request, receipt)
        return {
            "receipt": receipt,
            "page": page,
            "facts": _facts(receipt, page),
            "fingerprint": key_id(receipt.key),
            "document": document,
            "seal": Seal("核验", sha256_hex(message(receipt.document())), proof, "核验这张回执"),
        }

    @view_config(route_name="receipts.document", request_method="GET", permission=Permission.DESK)
    def document(self) -> Response:
        return self._file("receipt", own=False)

    @view_config(route_name="receipts.own", request_method="GET", permission=Permission.DESK)
    def own(self) -> Response:
        return self._file("own", own=True)

    @view_config(
        route_name="receipts.list",
        request_method="GET",
        permission=Permission.DESK,
        renderer="tongban:receipts/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        page = receipts_of_org(self.request, self.request.GET.get("after"))
        columns = (
            Column("回执", main=True),
            Column("收到时间"),
            Column("所属编号"),
            Column("回执号", "link"),
        )
        rows = [self._row(receipt) for receipt in readable(self.request, page.rows)]
        return {"page": page, "table": Table(f"本页 {len(rows)} 张", columns, rows)}

    def _row(self, receipt: Receipt) -> tuple[Any, ...]:
        number = receipt.number
        link = Link(number, self.request.route_path("receipts.show", number=number))
        of = receipt.of.get("need") or receipt.of.get("number")
        title = f"文件：{receipt.of['file']}" if receipt.kind == KIND else KIND_TITLES[receipt.kind]
        return title, datetime_text(receipt.received_at, seconds=True), of, link

    def _file(self, name: str, *, own: bool) -> Response:
        number = self.request.matchdict["number"]
        document = receipt_document(self.request, number, own=own)
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        response = Response(text, content_type="application/json", charset="utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{number}-{name}.json"'
        return response


def _facts(receipt: Receipt, page: ReceiptPage) -> list[Fact]:
    """What the receipt states, in one list: the moment first, then what it is for, then what binds it."""
    exact = f"精确到微秒：{beijing_time(received_text(receipt.received_at))}"
    facts = [Fact("收到时间", datetime_text(receipt.received_at, seconds=True), hint=exact), *page.facts]
    facts.append(Fact(page.commitment_term, digest_value(receipt.commitment), hint=page.commitment_hint))
    if page.opening is not None:
        hint = "与“留底”一同保存，开启前不要告诉别人。"
        facts.append(Fact("随机数", digest_value(page.opening["nonce"]), hint=hint))
    return facts


class KeyViews:
    """The keys that this site signs receipts with; public, so that copies exist outside."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def _keys(self) -> Sequence[PublishedKey]:
        return published_keys(self.request.db, self.request.registry[KEY])

    @view_config(
        route_name="receipts.keys",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="tongban:receipts/templates/keys.jinja2",
    )
    def page(self) -> dict[str, Any]:
        return {"keys": self._keys}

    @view_config(route_name="receipts.keys_json", request_method="GET", permission=Permission.PUBLIC)
    def document(self) -> Response:
        keys = [
            {
                "key": key.public_hex,
                "fingerprint": key.fingerprint,
                "current": key.current,
                "since": received_text(key.since) if key.since else None,
                "until": received_text(key.until) if key.until else None,
            }
            for key in self._keys
        ]
        body = {"format": "tongban-keys/1", "keys": keys}
        return Response(json.dumps(body, indent=2) + "\n", content_type="application/json", charset="utf-8")
