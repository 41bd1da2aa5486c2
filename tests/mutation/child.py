"""Forked processes in which the copy is imported, and nothing of the work tree."""

import contextlib
import importlib
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from tests.mutation.survivors import ROOT
from tests.mutation.workplace import FOLDER, environment

OURS = {"tongban", "market", "search_index", "agency", "plugins", "tests"}


def preload() -> None:
    """Import the libraries that the tests use, so that no child has to; nothing of this project."""
    code = "import sys, tests.conftest, hypothesis; print(*sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=FOLDER, env=environment(), capture_output=True, text=True, check=True)
    for name in done.stdout.split():
        if name.partition(".")[0] not in OURS and name != "__main__":
            with contextlib.suppress(ImportError), warnings.catch_warnings(action="ignore"):
                importlib.import_module(name)


def start(work: Callable[[], int], output: Path | str = os.devnull) -> int:
    """Fork a process that does this work in the folder of the copy and ends with its answer; its number."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
            del sys.modules[name]
        sys.path[:] = [str(FOLDER), *(entry for entry in sys.path if Path(entry).resolve() != ROOT)]
        os.chdir(FOLDER)
        code = work()
    finally:
        sys.stdout.flush()
        os._exit(code)


class Pool:
    """So many processes at a time, each of which tries something."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.running: dict[int, int] = {}
        self.unnoticed: list[int] = []

    def add(self, number: int, begin: Callable[[], int]) -> None:
        """Begin it as soon as there is room; ``number`` is noted when it ends with 0."""
        if len(self.running) >= self.jobs:
            self._wait()
        self.running[begin()] = number

    def finish(self) -> list[int]:
        """Wait for all: the numbers of those whose tests noticed nothing."""
        while self.running:
            self._wait()
        return sorted(self.unnoticed)

    def _wait(self) -> None:
        pid, status = os.wait()
        number = self.running.pop(pid, None)
        if number is not None and not status:
            self.unnoticed.append(number)
