"""How long processes stood ready to run without being given a processor.

What a test states in seconds it states of the program, not of a machine that does other work meanwhile: the
kernel knows how long a thread waited for its turn, and that is taken off. Where it does not tell (systems
other than Linux) nothing is taken off.
"""

import os
import time
from pathlib import Path

PROC = Path("/proc")


class Stopwatch:
    """Seconds since it was made, without those for which the processes were starved.

    Of each process the thread that waited longest counts. The test's own process is always among them.
    """

    def __init__(self, *pids: int) -> None:
        self._pids = {os.getpid(), *pids}
        self._before = {pid: _waits(pid) for pid in self._pids}
        self._begin = time.monotonic()

    def starved(self) -> float:
        """The seconds taken off so far."""
        return sum(self._starved(pid) for pid in self._pids)

    def seconds(self) -> float:
        """The seconds that count so far."""
        return max(0.0, time.monotonic() - self._begin - self.starved())

    def _starved(self, pid: int) -> float:
        before = self._before[pid]
        return max((now - before.get(thread, 0.0) for thread, now in _waits(pid).items()), default=0.0)


def family(pid: int) -> set[int]:
    """A process and those it started."""
    found = {pid}
    for path in PROC.glob(f"{pid}/task/*/children"):
        try:
            children = path.read_text().split()
        except OSError:
            continue
        for child in children:
            found |= family(int(child))
    return found


def _waits(pid: int) -> dict[str, float]:
    """Seconds for which each thread of a process has waited for a processor."""
    found = {}
    for path in PROC.glob(f"{pid}/task/*/schedstat"):
        try:
            found[path.parent.name] = int(path.read_text().split()[1]) / 1e9
        except (OSError, IndexError):  # it has ended meanwhile
            continue
    return found
