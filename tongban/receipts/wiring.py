"""Puts receipts into the application: the book, faces, pages."""

from pyramid.config import Configurator
from pyramid.registry import Registry

from tongban.audit.signing import SigningKey
from tongban.files.store import FileStore
from tongban.receipts.book import ReceiptBook
from tongban.receipts.faces import FACES, add_receipt_face
from tongban.receipts.uploads import KIND, PLACES, UploadFace, Uploads, add_upload_place
from tongban.work import Work

#: Receipts are signed with the key that signs checkpoints.
KEY = "tongban.audit_key"


def receipt_book(registry: Registry) -> ReceiptBook:
    """The site's receipts, signed with its key."""
    key: SigningKey = registry[KEY]
    return ReceiptBook(key)


def uploads_of(work: Work, registry: Registry) -> Uploads:
    """Where a service takes files in."""
    store = FileStore(work.session, registry["tongban.site"].path("files"))
    return Uploads(store, receipt_book(registry))


def includeme(config: Configurator) -> None:
    """Directives for the features that issue receipts; the pages of receipts and of keys."""
    config.registry[FACES] = {}
    config.registry[PLACES] = {}
    config.add_directive("add_receipt_face", add_receipt_face, action_wrap=False)
    config.add_directive("add_upload_place", add_upload_place, action_wrap=False)
    config.add_receipt_face(KIND, UploadFace())
    config.add_route("receipts.list", "/receipts")
    config.add_route("receipts.show", "/receipts/{number}")
    config.add_route("receipts.document", "/receipts/{number}/receipt.json")
    config.add_route("receipts.own", "/receipts/{number}/own.json")
    config.add_route("receipts.keys", "/keys")
    config.add_route("receipts.keys_json", "/keys.json")
    config.scan("tongban.receipts.views")
