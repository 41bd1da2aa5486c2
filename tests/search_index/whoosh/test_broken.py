"""R12: files that are broken, gone or not writable. Search says so; one command puts it right."""

import errno
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session
from whoosh.filedb.filestore import FileStorage

from search_index.backend import IndexUnavailable, Wanted
from search_index.query import parse_query
from search_index.service import NOTICE, Search
from search_index.visibility import Viewer
from search_index.whoosh_store import WhooshBackend
from tests.search_index.library import NOW, Library


def build_of(folder: Path) -> Path:
    (build,) = folder.glob("build-*")
    return build


def cut_segment(folder: Path) -> None:
    for segment in build_of(folder).glob("*.seg"):
        os.truncate(segment, segment.stat().st_size // 2)


def empty_segment(folder: Path) -> None:
    for segment in build_of(folder).glob("*.seg"):
        os.truncate(segment, 0)


def empty_toc(folder: Path) -> None:
    for toc in build_of(folder).glob("*.toc"):
        toc.write_bytes(b"")


def garbage_in_toc(folder: Path) -> None:
    for toc in build_of(folder).glob("*.toc"):
        toc.write_bytes(b"\x00\xff" * 300)


def delete_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def delete_build(folder: Path) -> None:
    shutil.rmtree(build_of(folder))


def garble_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"\xff{")


def folder_is_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("")


DAMAGE = [
    cut_segment,
    empty_segment,
    empty_toc,
    garbage_in_toc,
    delete_folder,
    delete_build,
    garble_pointer,
    folder_is_a_file,
]


def ask(library: Library, text: str, backend: WhooshBackend | None = None) -> tuple[list[str], str | None]:
    search = Search(backend or library.backend, library.kinds)
    wanted = Wanted(parse_query(text, library.words), Viewer(now=NOW))
    with library.reads() as session:
        answer = search.ask(session, wanted)
        return [document.title for _, document in answer.documents], answer.notice


def status(library: Library, folder: Path) -> dict[str, Any]:
    with library.reads() as session:
        return Search(WhooshBackend(folder), library.kinds).status(session)


@pytest.mark.parametrize("damage", DAMAGE)
def test_search_goes_on_in_the_database_and_a_rebuild_puts_it_right(
    library: Library, folder: Path, damage: Callable[[Path], None]
) -> None:
    for number in range(29):
        library.add(f"第{number}件环评", body="水土保持方案" * 20, index=False)
    library.add("宏远食品厂环评", body="水土保持方案", index=False)
    library.indexer.rebuild()
    assert ask(library, "宏远") == (["宏远食品厂环评"], None)

    damage(folder)

    for backend in (None, WhooshBackend(folder)):
        titles, notice = ask(library, "宏远", backend)
        assert titles == ["宏远食品厂环评"]
        # A reader opened before may go on: its files are still whole.
        assert notice in ((NOTICE, None) if backend is None else (NOTICE,)), damage
    state = status(library, folder)
    assert state["healthy"] is False
    assert state["problem"]
    number = library.add("新的一件", index=False)
    with pytest.raises(IndexUnavailable):
        library.index(number)

    if folder.is_file():
        folder.unlink()
    assert library.indexer.rebuild().documents == {"notice": 31, "guide": 0}
    assert ask(library, "新的一件") == (["新的一件"], None)
    assert status(library, folder)["healthy"] is True
    assert len(list(folder.glob("build-*"))) == 1, "the broken build is gone"


def test_the_fallback_keeps_every_rule_of_who_may_see_what(library: Library, folder: Path) -> None:
    library.add("公开的环评")
    library.add("别家的环评", visibility="org", org_ids=[7])
    library.add("百分号%环评")
    delete_folder(folder)

    assert ask(library, "环评") == (["百分号%环评", "公开的环评"], NOTICE)
    assert ask(library, "百分号%环评")[0] == ["百分号%环评"]
    assert ask(library, '"号%环"')[0] == ["百分号%环评"]
    assert ask(library, '"开%环"')[0] == [], "% is no wildcard"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write away, from root too."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in folder.parents[:4]:
        path.chmod(path.stat().st_mode | 0o055)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_folder_that_cannot_be_written_still_answers(library: Library, folder: Path) -> None:
    first, second = library.add("旧的一件"), library.add("新的一件", index=False)
    with library.reads() as session:
        entry_before = library.backend.digests(session)
    with read_only(folder):
        with pytest.raises(IndexUnavailable, match="不能写入"), library.backend.writing(["notice:2"]):
            pass
        with library.reads() as session:
            assert library.backend.digests(session) == entry_before

    library.index(second)
    assert library.ask("").total == 2
    assert first


def test_a_full_disk_loses_the_batch_and_nothing_else(library: Library, folder: Path) -> None:
    library.add("旧的一件", body="测绘" * 50)
    second = library.add("新的一件", body="环评" * 5000, index=False)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    child = os.fork()
    if child == 0:  # its own limit on the size of files: 200 bytes, then EFBIG
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
            library.index(second)
        except IndexUnavailable as error:
            os._exit(7 if "磁盘已满" in error.why else 8)
        except BaseException:
            os._exit(9)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert soft

    assert library.titles("") == ["旧的一件"]
    library.index(second)
    assert sorted(library.titles("")) == ["新的一件", "旧的一件"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_an_error_in_the_middle_leaves_the_next_batch_free_to_write(
    library: Library, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    first, second = library.add("甲", index=False), library.add("乙", index=False)
    plain, calls = FileStorage.create_file, []

    def failing(storage: FileStorage, name: str, **options: Any) -> Any:
        calls.append(name)
        if len(calls) == 4:
            raise OSError(code, os.strerror(code))
        return plain(storage, name, **options)

    monkeypatch.setattr(FileStorage, "create_file", failing)
    with pytest.raises(IndexUnavailable):
        library.index(first)
    monkeypatch.undo()

    library.index(second)
    assert library.titles("") == ["乙"]
    library.index(first)
    assert library.ask("").total == 2


def test_a_failed_rebuild_leaves_the_old_index_in_force(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add("公告")

    def fails(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("search_index.whoosh_store.writing.fields_of", fails)
    with pytest.raises(OSError, match="full"):
        library.indexer.rebuild()
    monkeypatch.undo()

    assert library.titles("公告") == ["公告"]
    assert len(list(folder.glob("build-*"))) == 1
    assert not (folder / "journal").exists()


def test_saves_never_meet_the_index(library: Library, folder: Path) -> None:
    folder_is_a_file(folder)
    with library.sessions.begin() as session:
        assert isinstance(session, Session)
    assert library.add("照常保存", index=False)
