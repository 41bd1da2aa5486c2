"""Putting files away and getting them back."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.errors import InvalidField, NotFound
from tongban.fields import Upload
from tongban.files.models import StoredFile
from tongban.work import Thing


class FileStore:
    """The files of one site: rows in the database, bytes under ``folder`` by digest."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def stash(self, upload: Upload, user_id: int | None, now: datetime) -> StoredFile:
        """Keep an upload, not yet bound to anything; the same bytes are stored once."""
        path = blob_path(self._folder, upload.sha256)
        if path.exists():
            # Tells the sweeping of orphans that these bytes are wanted again.
            os.utime(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
            with partial.open("wb") as file:
                file.write(upload.content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        row = StoredFile(
            key=secrets.token_urlsafe(32),
            name=upload.name,
            media_type=upload.media_type,
            size=upload.size,
            sha256=upload.sha256,
            uploaded_by=user_id,
            uploaded_at=now,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def find(self, key: str) -> StoredFile:
        """The file of a key. Raises NotFound."""
        row = self._session.scalar(select(StoredFile).filter_by(key=key))
        if row is None:
            raise NotFound("没有找到这个文件。")
        return row

    def bind(self, key: str, thing: Thing, user_id: int | None, field: str = "file") -> StoredFile:
        """Bind a stashed file to its thing, for good. Raises InvalidField if it is not one's own."""
        row = self._session.scalar(select(StoredFile).filter_by(key=key).with_for_update())
        if row is None or row.uploaded_by != user_id:
            raise InvalidField(field, "这个文件已失效，请重新选择。")
        place = (thing.thing_kind, thing.id)
        if row.thing_kind is not None and (row.thing_kind, row.thing_id) != place:
            raise InvalidField(field, "这个文件已用于别处，请重新选择。")
        row.thing_kind, row.thing_id = place
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
