"""Files survive a refused form for their uploader alone, are stored once, and are swept when nobody asks."""

import os
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.support.templates import START
from tongban.canonical import sha256_hex
from tongban.errors import NotFound
from tongban.fields import Upload
from tongban.files.stash import KEEP, DiskStash, sweep
from tongban.files.store import FileStore, blob_path
from tongban.security import SYSTEM
from tongban.work import Work

CONTENT = b"%PDF-1.4 content"
UPLOAD = Upload("合同.pdf", CONTENT, "application/pdf", len(CONTENT), sha256_hex(CONTENT))


class Thing:
    thing_kind: ClassVar[str] = "contract"
    id = 7
    region = "990001"


def test_a_stashed_file_comes_back_to_its_uploader_only(tmp_path: Path) -> None:
    key = DiskStash(tmp_path, 1).stash(UPLOAD)
    assert DiskStash(tmp_path, 1).fetch(key) == UPLOAD
    assert DiskStash(tmp_path, 2).fetch(key) is None
    assert DiskStash(tmp_path, None).fetch(key) is None


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "x" * 43, "\0", "a/b"])
def test_a_key_that_is_none_finds_nothing(tmp_path: Path, key: str) -> None:
    assert DiskStash(tmp_path, 1).fetch(key) is None


def test_old_stashed_files_are_swept_and_young_ones_stay(tmp_path: Path) -> None:
    stash = DiskStash(tmp_path, 1)
    old, young = stash.stash(UPLOAD), stash.stash(UPLOAD)
    for path in tmp_path.glob(f"{old}.*"):
        past = path.stat().st_mtime - KEEP.total_seconds() - 60
        os.utime(path, (past, past))
    assert sweep(tmp_path) == 2
    assert stash.fetch(old) is None
    assert stash.fetch(young) == UPLOAD


def test_the_same_bytes_are_stored_once_and_named_by_each_thing(
    db: "sessionmaker[Session]", tmp_path: Path
) -> None:
    with db.begin() as session:
        store = FileStore(session, tmp_path)
        work = Work(session, SYSTEM, START, "web")
        first, second = store.put(work, UPLOAD, Thing()), store.put(work, UPLOAD, Thing())
        assert first.key != second.key
        assert [p for p in tmp_path.rglob("*") if p.is_file()] == [blob_path(tmp_path, UPLOAD.sha256)]
        assert store.content(store.find(second.key)) == CONTENT
        with pytest.raises(NotFound):
            store.find("x" * 43)


def test_bytes_that_are_gone_are_said_to_be_gone(db: "sessionmaker[Session]", tmp_path: Path) -> None:
    with db.begin() as session:
        store = FileStore(session, tmp_path)
        row = store.put(Work(session, SYSTEM, START, "web"), UPLOAD, Thing())
        blob_path(tmp_path, UPLOAD.sha256).unlink()
        with pytest.raises(NotFound, match="缺失"):
            store.content(row)
