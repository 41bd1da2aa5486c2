"""C18: many processes save, one writes the index, one rebuilds it, some are killed."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from sqlalchemy import func, select

from search_index.backend import IndexBusy
from search_index.queue import waiting
from search_index.whoosh_store import WhooshBackend
from search_index.whoosh_store.folder import Folder
from tests.search_index.library import Library, Notice
from tests.search_index.processes import start
from tests.support.starved import Stopwatch

#: Within how many seconds a change is found, in every process.
STATED_S = 10.0
SAVING_S = 8


@pytest.fixture
def worker(library: Library, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """The site's worker; gone at the end, however the test ends."""
    process = start("work", url_of(library), folder)
    ready(process)
    yield process
    kill(process)


def url_of(library: Library) -> str:
    return library.sessions.kw["bind"].url.render_as_string(hide_password=False)


def ended_well(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    return output


def ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def seconds_until_found(library: Library, text: str, *processes: "subprocess.Popen[str]") -> float:
    """In seconds of the ``processes``: those for which the machine gave them no processor are not theirs."""
    watch = Stopwatch(*(process.pid for process in processes))
    while not library.ask(text).keys:
        assert watch.seconds() < STATED_S, f"{text} was not found in time"
        time.sleep(0.05)
    return watch.seconds()


def wait_for_the_outbox(library: Library, worker: "subprocess.Popen[str]") -> None:
    """Batches run ahead of the rows they take along; these are still to be marked."""
    watch = Stopwatch(worker.pid)
    while watch.seconds() < 60:
        with library.reads() as session:
            left = waiting(session)
        assert left.parked == 0
        if left.pending == 0:
            return
        time.sleep(0.1)
    raise AssertionError(f"{left.pending} changes were never marked")


def test_no_save_fails_and_every_change_is_found_in_time_while_an_index_is_built(
    library: Library, folder: Path, worker: "subprocess.Popen[str]"
) -> None:
    url = url_of(library)
    savers = [start("save", url, folder, str(SAVING_S), name) for name in "甲乙丙丁戊己庚辛"]
    rebuilds = 0
    waits = []
    while any(process.poll() is None for process in savers):
        rebuilding = start("rebuild", url, folder)
        number = library.add(f"探针{rebuilds}", index=False)
        library.enqueue(number)
        waits.append(seconds_until_found(library, f'"探针{rebuilds}"', worker, rebuilding))
        ended_well(rebuilding)
        rebuilds += 1
    assert rebuilds >= 2
    saved = sum(int(ended_well(process)) for process in savers)
    assert saved > 8 * SAVING_S
    last = library.add("最后一件", index=False)
    library.enqueue(last)
    seconds_until_found(library, "最后一件", worker)
    wait_for_the_outbox(library, worker)
    assert worker.poll() is None

    with library.reads() as session:
        documents = session.scalar(select(func.count(Notice.id)))
    assert library.ask("").total == documents
    assert library.indexer.differences() == []
    assert max(waits) < STATED_S


def test_a_killed_writer_leaves_a_whole_index_and_no_lock(library: Library, folder: Path) -> None:
    dice = random.Random(9)
    for number in range(20):
        library.add(f"原第{number}件", body="水土保持方案" * 40, index=False)
    library.indexer.rebuild()
    for kills in range(8):
        writer = start("hammer", url_of(library), folder)
        ready(writer)
        time.sleep(dice.uniform(0.05, 0.4))
        kill(writer)

        assert library.ask("").total == 20
        watch = Stopwatch()
        library.change(1, title=f"杀掉{kills}次之后")
        assert watch.seconds() < 2.0, "no lock had to be waited for"
        assert library.titles(f"杀掉{kills}次") == [f"杀掉{kills}次之后"]
    for number in range(1, 21):
        library.index(number)
    assert library.indexer.differences() == []


def test_a_killed_rebuild_changes_nothing_and_the_next_one_cleans_up(library: Library, folder: Path) -> None:
    for number in range(300):
        library.add(f"第{number}件", body="水土保持方案" * 40, index=False)
    library.indexer.rebuild()
    rebuilding = start("rebuild", url_of(library), folder)
    ready(rebuilding)
    while len(list(folder.glob("build-*"))) < 2:
        time.sleep(0.01)
    kill(rebuilding)
    assert (folder / "journal").exists()

    assert library.ask("").total == 300
    library.change(1, title="照常")
    assert library.titles("照常") == ["照常"]
    assert not (folder / "journal").exists(), "the next writer saw that nobody builds any more"

    library.indexer.rebuild()
    assert len(list(folder.glob("build-*"))) == 1
    assert library.indexer.differences() == []


def test_one_rebuild_at_a_time(library: Library, folder: Path) -> None:
    with Folder(folder).rebuilding(), pytest.raises(IndexBusy, match="另一个重建"):
        library.indexer.rebuild()
    assert library.indexer.rebuild().documents == {"notice": 0, "guide": 0}


def test_a_writer_waits_its_turn_and_then_asks_to_be_called_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = library.add("公告", index=False)
    monkeypatch.setattr(Folder, "locked", partialmethod(Folder.locked, wait_s=0.1))
    with Folder(folder).locked(), pytest.raises(IndexBusy, match="另一个进程"):
        library.index(number)
    library.index(number)
    assert library.titles("公告") == ["公告"]


def test_a_reader_opened_before_sees_the_next_change(library: Library, folder: Path) -> None:
    other = WhooshBackend(folder)
    with library.reads() as session:
        assert other.digests(session) == {}
        library.add("公告")
        assert list(other.digests(session)) == ["notice:1"]
        library.indexer.rebuild()
        assert list(other.digests(session)) == ["notice:1"]


def test_many_small_commits_do_not_pile_up(library: Library, folder: Path) -> None:
    numbers = [library.add(f"第{number}件") for number in range(12)]
    for round_ in range(8):
        for number in numbers:
            library.change(number, title=f"第{number}件改{round_}次")
    (build,) = folder.glob("build-*")

    assert len(list(build.glob("*.seg"))) < 20
    assert library.ask("").total == 12
    assert library.indexer.differences() == []
