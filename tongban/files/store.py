"""Putting files away and getting them back."""

import os
import secrets
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.errors import NotFound
from tongban.fields import Upload
from tongban.files.models import StoredFile
from tongban.work import Thing, Work


class FileStore:
    """The files of one site: rows in the database, bytes under ``folder`` by digest."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def put(self, work: Work, upload: Upload, thing: Thing) -> StoredFile:
        """Store a file of a thing; the same bytes are stored once."""
        _write_once(blob_path(self._folder, upload.sha256), upload.content)
        work.session.flush()
        row = StoredFile(
            key=secrets.token_urlsafe(32),
            name=upload.name,
            media_type=upload.media_type,
            size=upload.size,
            sha256=upload.sha256,
            uploaded_by=work.actor.user_id,
            uploaded_at=work.now,
            thing_kind=thing.thing_kind,
            thing_id=thing.id,
        )
        work.add([row])
        return row

    def find(self, key: str) -> StoredFile:
        """The file of a key. Raises NotFound."""
        row = self._session.scalar(select(StoredFile).filter_by(key=key))
        if row is None:
            raise NotFound("没有找到这个文件。")
        return row

    def content(self, row: StoredFile) -> bytes:
        """The bytes of a file. Raises NotFound when they are gone from the data folder."""
        path = blob_path(self._folder, row.sha256)
        if not path.exists():
            raise NotFound("文件内容缺失，请联系运营机构。")
        return path.read_bytes()


def blob_path(folder: Path, sha256: str) -> Path:
    """Where the bytes of a digest lie."""
    return folder / sha256[:2] / sha256[2:4] / sha256


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
