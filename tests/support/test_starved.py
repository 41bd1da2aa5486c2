"""A stopwatch that takes off what a busy machine takes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.starved import Stopwatch, family

LINUX = Path("/proc/self/schedstat").exists()
BUSY = "import time; end = time.monotonic() + 1.5\nwhile time.monotonic() < end: pass"


def test_sleeping_counts_in_full() -> None:
    watch = Stopwatch()
    time.sleep(0.3)
    assert watch.seconds() + watch.starved() >= 0.3
    assert watch.seconds() > 0.1


@pytest.mark.parametrize("others", [3 * (os.cpu_count() or 1)])
def test_waiting_for_a_processor_does_not(others: int) -> None:
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(others)]
    watch = Stopwatch(*(process.pid for process in busy))
    time.sleep(1)
    starved = watch.starved()
    for process in busy:
        process.wait()
    assert (starved > 0.2) is LINUX


def test_a_process_that_has_ended_is_no_trouble() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    watch = Stopwatch(ended.pid)
    ended.wait()
    assert watch.seconds() < 60


def test_a_family_is_a_process_and_its_children() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert (child.pid in family(os.getpid())) is LINUX
        assert os.getpid() in family(os.getpid())
    finally:
        child.communicate()
