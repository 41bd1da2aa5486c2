"""Taking an uploaded file: stored, and answered with a receipt for its bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.errors import NotAllowed
from tongban.fields import Upload
from tongban.files.access import may_read
from tongban.files.models import StoredFile
from tongban.files.store import FileStore
from tongban.receipts.book import ReceiptBook, new_number
from tongban.receipts.document import Said
from tongban.receipts.faces import ReceiptPage
from tongban.receipts.models import Receipt
from tongban.web.components import Fact, Link
from tongban.work import Thing, Work

KIND = "upload"
PLACES = "tongban.upload_places"


class Numbered(Thing, Protocol):
    """A thing that people know by a number."""

    number: Any


class Uploads:
    """Where organisations' files are taken in: every one gets a receipt in the same transaction."""

    def __init__(self, store: FileStore, book: ReceiptBook) -> None:
        self._store = store
        self._book = book

    def take(self, work: Work, upload: Upload, thing: Numbered) -> StoredFile:
        """Store a file of a thing and sign for it. Raises NotAllowed for who acts for no organisation."""
        if work.actor.org_id is None:
            raise NotAllowed
        file = self._store.put(work, upload, thing)
        of: dict[str, str | int] = {
            "thing": thing.thing_kind,
            "number": str(thing.number),
            "file": file.name,
            "size": file.size,
        }
        said = Said(new_number(), KIND, of, thing.region, work.received, file.sha256)
        receipt = self._book.issue(work, said, subject_id=file.id, org_id=work.actor.org_id)
        facts = {"sha256": file.sha256, "size": file.size, "receipt": receipt.number}
        work.record(thing, "upload", facts)
        return file


@dataclass(frozen=True)
class UploadPlace:
    """What files of a kind of thing are called, and the page on which one of them stands."""

    title: str
    link: Callable[[Request, StoredFile], Link | None]


def add_upload_place(config: Configurator, thing_kind: str, place: UploadPlace) -> None:
    """Configurator directive: where the files of a kind of thing stand."""
    config.registry[PLACES][thing_kind] = place


class UploadFace:
    """Receipts of uploads: for the organisation that sent the file, and for whoever may read the file."""

    def may_read(self, request: Request, receipt: Receipt) -> bool:
        """The uploader's organisation, or the rule of the file."""
        if request.actor.org_id is not None and receipt.org_id == request.actor.org_id:
            return True
        file = request.db.get(StoredFile, receipt.subject_id)
        return file is not None and may_read(request, file)

    def page(self, request: Request, receipt: Receipt) -> ReceiptPage:
        """The file by name, size and digest."""
        file = request.db.get_one(StoredFile, receipt.subject_id)
        place: UploadPlace | None = request.registry[PLACES].get(file.thing_kind)
        name: Any = file.name
        if may_read(request, file):
            name = Link(file.name, request.route_path("files.download", key=file.key))
        return ReceiptPage(
            title="文件已收到",
            lead=place.title if place else "",
            word="已收到",
            lines=("服务器收到了完整的文件，并为它的内容签名。以后文件改动一个字节，都与这张回执对不上。",),
            facts=(
                Fact("文件", name),
                Fact("大小", f"{file.size:,} 字节"),
                Fact("所属编号", receipt.of["number"]),
            ),
            back=place.link(request, file) if place else None,
            commitment_term="文件摘要",
            commitment_hint="文件内容的 SHA-256。用任何计算 SHA-256 的工具都可以核对手中的文件。",
        )


def upload_receipts(session: Session, file_ids: Iterable[int | None]) -> dict[int, Receipt]:
    """The receipts of files, by the file's id."""
    ids = [file_id for file_id in file_ids if file_id]
    query = select(Receipt).where(Receipt.kind == KIND, Receipt.subject_id.in_(ids))
    return {receipt.subject_id: receipt for receipt in session.scalars(query)} if ids else {}


def upload_receipt_links(request: Request, file_ids: Iterable[int | None]) -> dict[int, Link]:
    """Links to the receipts of files, by the file's id; for pages on which the files stand."""
    return {
        file_id: Link("上传回执", request.route_path("receipts.show", number=receipt.number))
        for file_id, receipt in upload_receipts(request.db, file_ids).items()
    }
