"""Signed time receipts: what was received, when, and a signature that anyone can check.

``docs/receipts.md`` has the format. Features sign through ``ReceiptBook`` and ``Uploads`` and give their
receipts a face (``config.add_receipt_face``); ``receipt_document`` reads one for whoever may.
"""

from pyramid.config import Configurator

from tongban.receipts.book import ReceiptBook, new_number, receipt_for
from tongban.receipts.document import Said
from tongban.receipts.reading import receipt_document

__all__ = ["ReceiptBook", "Said", "includeme", "new_number", "receipt_document", "receipt_for"]


def includeme(config: Configurator) -> None:
    """The directives, pages and the book."""
    config.include("tongban.receipts.wiring")
