"""Other processes on the same library: ``python -m tests.search_index.processes JOB URL FOLDER …``."""

import itertools
import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from search_index.whoosh_store import WhooshBackend
from search_index.words import Words
from tests.search_index.library import NOW, Library, Notice, make_kinds
from tongban.clock import SystemClock
from tongban.db.engine import make_engines
from tongban.outbox import service as outbox
from tongban.outbox.handlers import Handlers
from tongban.outbox.runner import Runner
from tongban.outbox.worker import Worker

ROOT = Path(__file__).parents[2]
#: Seconds between two saves of one process.
PAUSE_S = 0.1


def start(job: str, url: str, folder: Path, *more: str) -> "subprocess.Popen[str]":
    """Start a job; its output tells what it did."""
    module = [sys.executable, "-W", "ignore", "-m", "tests.search_index.processes"]
    command = [*module, job, url, str(folder), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def open_library(url: str, folder: Path) -> Library:
    """The library as another process sees it."""
    engines = make_engines(url)
    return Library(
        sessions=sessionmaker(engines.write, expire_on_commit=False),
        reads=sessionmaker(engines.read, autoflush=False),
        backend=WhooshBackend(folder),
        kinds=make_kinds(),
        words=Words(folder.with_name("words")),
    )


def save(library: Library, seconds: str, name: str) -> None:
    """Publish and edit for a while, each time with a row in the outbox; prints how many saves."""
    dice = random.Random(name)
    mine: list[int] = []
    end = time.monotonic() + float(seconds)
    for number in itertools.count():
        if time.monotonic() > end:
            print(number)
            return
        with library.sessions.begin() as session:
            mine.append(_save_one(session, dice, mine, f"{name}的第{number}件"))
        time.sleep(PAUSE_S)


def _save_one(session: Session, dice: random.Random, mine: list[int], title: str) -> int:
    if mine and dice.random() < 0.4:
        notice = session.get_one(Notice, dice.choice(mine))
        notice.title, notice.version = title, notice.version + 1
    else:
        notice = Notice(title=title, number=title, body="施工图审查" * 30, public_from=NOW)
        session.add(notice)
    session.flush()
    outbox.enqueue(session, "search.index", "notice", notice.id, {"kind": "notice", "id": notice.id}, NOW)
    return notice.id


def work(library: Library) -> None:
    """The worker's loop, until it is killed."""
    handlers = Handlers()
    handlers.on("search.index", library.indexer.on_delivery)
    runner = Runner(library.sessions, library.reads, handlers, SystemClock())
    print("ready", flush=True)
    Worker(runner).run()


def hammer(library: Library) -> None:
    """Change and index without a pause, until it is killed in the middle of something."""
    print("ready", flush=True)
    for number in itertools.count():
        library.change(1 + number % 20, title=f"第{number}次")


def rebuild(library: Library) -> None:
    """Build the index anew."""
    print("ready", flush=True)
    print(sum(library.indexer.rebuild().documents.values()))


if __name__ == "__main__":
    job, url, folder, *more = sys.argv[1:]
    {"save": save, "work": work, "hammer": hammer, "rebuild": rebuild}[job](
        open_library(url, Path(folder)), *more
    )
