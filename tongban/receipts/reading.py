"""Reading receipts for whoever may see them: pages and the interface for programs ask here."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from tongban.db.keyset import Page, page_of
from tongban.errors import NotFound
from tongban.receipts.document import OPENING
from tongban.receipts.faces import ReceiptFace, face_of
from tongban.receipts.models import Receipt

ABSENT = "没有找到这张回执。"


def readable_receipt(request: Request, number: str) -> tuple[Receipt, ReceiptFace]:
    """The receipt of a number, for ``request.actor``. Raises NotFound where it may not be read."""
    receipt = request.db.scalar(select(Receipt).filter_by(number=number))
    face = face_of(request, receipt) if receipt is not None else None
    if receipt is None or face is None or not face.may_read(request, receipt):
        raise NotFound(ABSENT)
    return receipt, face


def receipt_document(request: Request, number: str, *, own: bool = False) -> dict[str, Any]:
    """The signed document of a number, for ``request.actor``.

    ``own`` adds what only the entrant's copy carries (the entry and the random value behind its commitment),
    where there is such. Raises NotFound where it may not be read.
    """
    receipt, face = readable_receipt(request, number)
    document = receipt.document()
    opening = face.page(request, receipt).opening if own else None
    return {**document, OPENING: opening} if opening is not None else document


def receipts_of_org(request: Request, after: str | None) -> Page[Receipt]:
    """The receipts of the organisation acted for, the latest first."""
    query = select(Receipt).where(Receipt.org_id == request.actor.org_id)
    return page_of(request.db, query, (Receipt.id.desc(),), after)


def readable(request: Request, receipts: Iterable[Receipt]) -> Iterator[Receipt]:
    """Those of the receipts that ``request.actor`` may see: a colleague in another part sees fewer."""
    for receipt in receipts:
        face = face_of(request, receipt)
        if face is not None and face.may_read(request, receipt):
            yield receipt
