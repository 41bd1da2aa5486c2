"""The folder of an index: which build is in force, who may write, and what changed while another is built.

``CURRENT`` names the build in force; replacing this one small file is the swap. Locks are the operating
system's, so a killed process leaves none behind.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from search_index.backend import IndexBusy, IndexUnavailable
from search_index.entries import FORMAT

#: How long a writer waits for another batch, in seconds; the outbox tries again after that.
WRITE_WAIT_S = 10.0
#: How long the end of a rebuild waits for the writers.
SWAP_WAIT_S = 60.0

MISSING = "索引还没有建立"
OTHER_FORMAT = "索引的格式与程序版本不符"
REBUILDING = "另一个重建正在进行"
WRITING = "索引正被另一个进程写入"


@dataclass(frozen=True)
class Folder:
    """The folder that holds builds, the pointer to the one in force, locks and the journal of a rebuild."""

    root: Path

    @property
    def _pointer(self) -> Path:
        return self.root / "CURRENT"

    @property
    def _journal(self) -> Path:
        return self.root / "journal"

    def current(self) -> Path:
        """The build in force. Raises IndexUnavailable if there is none, or one of another format."""
        try:
            pointer = json.loads(self._pointer.read_bytes())
            name, its_format = str(pointer["build"]), pointer["format"]
        except FileNotFoundError:
            raise IndexUnavailable(MISSING) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnavailable("索引的登记文件无法读取") from error
        if its_format != FORMAT:
            raise IndexUnavailable(OTHER_FORMAT)
        build = self.root / name
        if not build.is_dir():
            raise IndexUnavailable(MISSING)
        return build

    def new_build(self) -> Path:
        """A fresh folder for a build."""
        build = self.root / f"build-{secrets.token_hex(8)}"
        build.mkdir(parents=True)
        return build

    def put_in_force(self, build: Path) -> None:
        """Swap: from here on everybody uses this build. Its files are on the disk before that."""
        for path in [*build.iterdir(), build]:
            _sync(path)
        draft = self.root / f"CURRENT.{secrets.token_hex(4)}"
        draft.write_text(json.dumps({"build": build.name, "format": FORMAT}), encoding="ascii")
        _sync(draft)
        draft.replace(self._pointer)
        _sync(self.root)

    def discard_others(self, keep: Path | None) -> None:
        """Remove the builds that are not in force; readers that still have them open keep their files."""
        for build in self.root.glob("build-*"):
            if build != keep:
                shutil.rmtree(build, ignore_errors=True)
        for draft in self.root.glob("CURRENT.*"):
            draft.unlink(missing_ok=True)

    @contextmanager
    def locked(self, wait_s: float = WRITE_WAIT_S) -> Iterator[None]:
        """Only one batch is written at a time. Raises IndexBusy after the wait."""
        with self._hold("write.lock", wait_s, WRITING):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Only one rebuild runs at a time; while it does, writers keep a journal. Raises IndexBusy."""
        with self._hold("rebuild.lock", 0.0, REBUILDING):
            with self.locked(SWAP_WAIT_S):
                self._journal.write_bytes(b"")
            try:
                yield
            finally:
                with suppress(OSError):
                    self._journal.unlink(missing_ok=True)

    def note(self, keys: Iterable[str]) -> None:
        """Called by a writer that holds the lock: a rebuild under way must read these again."""
        if not self._journal.exists():
            return
        try:
            with self._hold("rebuild.lock", 0.0, REBUILDING):
                self._journal.unlink(missing_ok=True)  # left behind by a rebuild that was killed
        except IndexBusy:
            with self._journal.open("a", encoding="utf-8") as journal:
                journal.writelines(f"{key}\n" for key in keys)

    def noted(self) -> list[str]:
        """The keys written since the rebuild began, each once."""
        return list(dict.fromkeys(self._journal.read_text(encoding="utf-8").split()))

    @contextmanager
    def _hold(self, name: str, wait_s: float, why: str) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.root / name))
            held = try_for(lock.acquire, timeout=wait_s, delay=0.02)
        except OSError as error:
            raise IndexUnavailable(f"索引目录不能写入：{error.strerror}") from error
        if not held:
            raise IndexBusy(why)
        try:
            yield
        finally:
            lock.release()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
