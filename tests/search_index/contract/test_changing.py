"""The index follows the database: at least once, in any order, and never backwards."""

from datetime import timedelta

import pytest

from search_index.backend import IndexUnavailable
from search_index.entries import make_entry
from search_index.postgres import PostgresBackend
from search_index.source import DatabaseSource
from search_index.whoosh_store import WhooshBackend
from tests.search_index.library import NOW, Library, Notice, load
from tongban.regions.models import Region


def test_a_change_a_removal_and_a_return_are_seen_at_once(library: Library) -> None:
    number = library.add("旧题目")
    library.change(number, title="新题目")
    assert (library.titles("旧题目"), library.titles("新题目")) == ([], ["新题目"])

    library.remove(number)
    assert library.ask("").total == 0

    library.add("又来了", id=number)
    assert library.titles("又来") == ["又来了"]


def test_the_same_call_twice_and_in_any_order_ends_the_same(library: Library) -> None:
    first, second = library.add("甲", index=False), library.add("乙", index=False)
    library.remove(second, index=False)
    for number in (second, first, first, second, first, 999):
        library.index(number)
    library.index(first, kind="unknown")

    assert library.titles("") == ["甲"]
    assert library.indexer.differences() == []


def test_an_older_copy_from_a_lagging_replica_replaces_nothing(library: Library) -> None:
    number = library.add("第一版")
    with library.reads() as session:
        old = load("notice")(session, number)
    assert old is not None
    library.change(number, title="第二版")

    with library.backend.writing([old.key]) as writer:
        assert writer.put(make_entry(old)) is False

    assert library.titles("第二版") == ["第二版"]


def test_without_a_count_of_changes_the_moment_of_the_last_one_decides(library: Library) -> None:
    number = library.add("旧", version=0, updated_at=NOW + timedelta(hours=1))
    with library.sessions.begin() as session:
        notice = session.get_one(Notice, number)
        notice.title, notice.updated_at = "更旧", NOW
    library.index(number)
    assert library.titles("") == ["更旧"]
    assert library.titles("更旧") == []

    with library.sessions.begin() as session:
        notice = session.get_one(Notice, number)
        notice.title, notice.updated_at = "新", NOW + timedelta(hours=2)
    library.index(number)
    assert library.titles("新") == ["新"]


def test_with_a_count_of_changes_only_the_count_decides(library: Library) -> None:
    number = library.add("旧", updated_at=NOW + timedelta(hours=1))
    library.change(number, title="新", updated_at=NOW)

    assert library.titles("新") == ["新"]


def test_unchanged_documents_are_not_written_again(library: Library) -> None:
    numbers = [library.add(f"第{n}件") for n in range(3)]

    assert library.indexer.sync([f"notice:{number}" for number in numbers]) == 0


def test_what_waits_in_the_outbox_goes_along_in_one_batch(library: Library) -> None:
    numbers = [library.add(f"第{n}件", index=False) for n in range(12)]
    for number in numbers:
        library.enqueue(number)

    library.index(numbers[0])

    assert library.ask("").total == 12


def test_one_record_that_cannot_be_read_stops_no_other(library: Library) -> None:
    good, bad = library.add("好记录", index=False), library.add("坏记录", index=False)
    for number in (bad, good):
        library.enqueue(number)

    library.index(good)
    assert library.titles("好记录") == ["好记录"]
    with pytest.raises(RuntimeError):
        library.index(bad)

    done = library.indexer.rebuild()
    assert (done.documents, done.failed) == ({"notice": 1, "guide": 0}, (f"notice:{bad}",))
    assert [(d.key, d.what) for d in library.indexer.differences()] == [(f"notice:{bad}", "unreadable")]


def test_a_rolled_back_save_leaves_nothing(library: Library) -> None:
    with library.sessions() as session:
        session.add(Notice(number="1", title="没有保存"))
        session.flush()
        session.rollback()
    library.index(1)

    assert library.ask("没有保存").total == 0


def test_a_rebuild_counts_what_the_database_has(library: Library) -> None:
    for n in range(4):
        library.add(f"第{n}件", index=False)
    library.add("事项", kind="guide", index=False)
    gone = library.add("要删的")
    library.remove(gone, index=False)

    assert library.indexer.rebuild().documents == {"notice": 4, "guide": 1}
    assert library.ask("").total == 5
    assert library.indexer.differences() == []


def test_check_names_each_kind_of_difference(library: Library) -> None:
    missing = library.add("缺", index=False)
    stale = library.add("旧")
    library.change(stale, title="新", index=False)
    surplus = library.add("多")
    library.remove(surplus, index=False)

    assert [(d.key, d.what) for d in library.indexer.differences()] == [
        (f"notice:{missing}", "missing"),
        (f"notice:{stale}", "stale"),
        (f"notice:{surplus}", "surplus"),
    ]


def test_a_rename_of_a_place_is_a_difference(library: Library) -> None:
    number = library.add("公告")
    with library.sessions.begin() as session:
        session.get_one(Region, "430582").name = "新邵东市"

    assert [d.what for d in library.indexer.differences()] == ["stale"]
    library.index(number)
    assert library.titles("新邵东市") == ["公告"]


def test_what_changes_while_an_index_is_built_is_in_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, removed = library.add("改"), library.add("删")
    library.add("留")
    plain = DatabaseSource.keys

    def keys_then_changes(source: DatabaseSource) -> list[str]:
        keys = plain(source)
        library.change(changed, title="改过")
        library.remove(removed)
        library.add("新来")
        return keys

    monkeypatch.setattr(DatabaseSource, "keys", keys_then_changes)
    done = library.indexer.rebuild()
    monkeypatch.undo()

    assert done.documents == {"notice": 3, "guide": 0}
    assert set(library.titles("")) == {"留", "改过", "新来"}
    assert library.indexer.differences() == []


def test_an_index_that_was_never_built_does_not_answer(library: Library) -> None:
    backend = library.backend
    if isinstance(backend, WhooshBackend):
        library.backend = WhooshBackend(backend._folder.root / "elsewhere")
    else:
        assert isinstance(backend, PostgresBackend)
        with backend.writing(["@built"]) as writer:
            writer.drop("@built")

    with pytest.raises(IndexUnavailable):
        library.ask("公告")
    with library.reads() as session:
        assert library.backend.status(session).healthy is False
        assert library.backend.status(session).problem == "索引还没有建立"
    library.indexer.rebuild()
    assert library.ask("公告").total == 0


def test_an_index_of_another_format_asks_for_a_rebuild(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add("公告", updated_at=NOW + timedelta(seconds=1))
    for module in ("postgres", "postgres_writing", "whoosh_store.folder"):
        monkeypatch.setattr(f"search_index.{module}.FORMAT", 2)

    with pytest.raises(IndexUnavailable, match="格式"):
        library.ask("公告")
    library.indexer.rebuild()
    assert library.titles("公告") == ["公告"]
