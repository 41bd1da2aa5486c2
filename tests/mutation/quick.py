"""Mutants of functions: the tests are collected once; each mutant is put in place in a process forked then.

That process runs the tests that were seen to call the function. What survives because the function is called
while tests are collected, or because its answers were kept from then, needs a run of its own (``fresh``).
"""

import functools
import gc
import json
import os
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType, FunctionType

import pytest

from tests.mutation import parts
from tests.mutation.child import Pool, start
from tests.mutation.mutants import Mutant, Spot, spot_of
from tests.mutation.plugin import SHARED, TIMES
from tests.mutation.workplace import FOLDER

#: Processor seconds of a run with a mutant beyond twice the usual: an endless loop ends here.
SECONDS = 20
#: Seconds after which one that waits for something ends.
PATIENCE = 600
MEMORY = 4 << 30


@dataclass
class Trial:
    """A plugin of pytest that takes over once the tests are collected."""

    mutants: Sequence[Mutant]
    jobs: int
    #: Told how many are done and how many of these survived.
    tell: Callable[[int, int], object]
    survivors: list[int] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[Spot, list[pytest.Item]] = field(default_factory=lambda: defaultdict(list))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All tests once, to see what they call; then those concerned for each mutant."""
        wanted = {mutant.spot for mutant in self.mutants}
        live: dict[Spot | None, list[FunctionType]]
        live = {spot: found for spot, found in _functions().items() if spot in wanted}
        self._watch(
            session, {id(function.__code__): spot for spot, them in live.items() if spot for function in them}
        )
        if session.testsfailed:
            return True
        pool = Pool(self.jobs)
        for number, mutant in enumerate(self.mutants):
            begin = partial(self._start, session, mutant, live.get(mutant.spot, ()))
            pool.add(number, begin)
            self.tell(number + 1, len(pool.unnoticed))
        self.survivors = pool.finish()
        return True

    def _watch(self, session: pytest.Session, codes: dict[int, Spot]) -> None:
        seen: set[Spot] = set()

        def called(frame: FrameType, event: str, argument: object) -> None:
            if (spot := codes.get(id(frame.f_code))) is not None:
                seen.add(spot)

        threading.settrace(called)
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            seen.clear()
            start = time.process_time()
            sys.settrace(called)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - start
            for spot in seen:
                self.calls[spot].append(item)
        threading.settrace(None)
        for items in self.calls.values():
            items.sort(key=lambda item: self.seconds[item.nodeid])

    def _start(self, session: pytest.Session, mutant: Mutant, live: Iterable[FunctionType]) -> int:
        code = mutant.code()
        items = self.calls[mutant.spot] if mutant.spot else []
        limit = SECONDS + 2 * int(sum(self.seconds[item.nodeid] for item in items))
        if pid := os.fork():
            return pid
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        signal.alarm(PATIENCE)
        try:
            for function in live:
                function.__code__ = code
            _forget()
        except ValueError:
            os._exit(0)
        try:
            _run(session, items)
        finally:
            os._exit(1)


def _run(session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            os._exit(1)
    os._exit(0)


def _functions() -> dict[Spot, list[FunctionType]]:
    found: dict[Spot, list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            found[spot_of(thing.__code__)].append(thing)
    return found


def _forget() -> None:
    """Nothing that the unbroken functions answered is kept."""
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper):
            thing.cache_clear()


def survivors(
    mutants: Sequence[Mutant], tests: str, jobs: int, tell: Callable[[int, int], object]
) -> list[Mutant]:
    """Those that these tests do not notice. Ends the command when the tests fail without any mutant."""
    outcome, output = FOLDER / "outcome.json", FOLDER / "output.txt"
    _, status = os.waitpid(start(lambda: _try(Trial(mutants, jobs, tell), tests, outcome), output), 0)
    if status:
        sys.exit(output.read_text(encoding="utf-8") + f"\n{tests} fails without a mutant")
    numbers: list[int] = json.loads(outcome.read_text(encoding="utf-8"))
    return [mutants[number] for number in numbers]


def _try(trial: Trial, tests: str, outcome: Path) -> int:
    status = int(pytest.main(parts.arguments(tests), plugins=[trial]))
    outcome.write_text(json.dumps(trial.survivors), encoding="utf-8")
    if SHARED in os.environ:
        Path(os.environ[SHARED], TIMES).write_text(json.dumps(trial.seconds), encoding="utf-8")
    return status
