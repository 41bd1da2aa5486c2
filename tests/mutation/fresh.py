"""Mutants of what runs while a module is imported: each has a run of pytest of its own."""

import importlib.util
import os
import resource
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path

from tests.mutation import parts
from tests.mutation.child import Pool, start
from tests.mutation.mutants import Mutant, dotted
from tests.mutation.workplace import FOLDER

#: Processor time, far beyond what the tests take: an endless loop ends here.
SECONDS = 120


class Mutated(SourceFileLoader):
    """Imports the module at its own path from another text, past any stored byte code."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source.encode()

    def path_stats(self, path: str) -> dict[str, int]:
        """None, so that no byte code is looked for or written."""
        raise OSError

    def get_data(self, path: str) -> bytes:
        """The other text."""
        return self.source


class Finder:
    """Finds one module, before all others look for it."""

    def __init__(self, path: Path, source: str) -> None:
        self.name = dotted(path)
        self.loader = Mutated(self.name, str(path), source)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The module, or nothing."""
        return importlib.util.spec_from_loader(name, self.loader) if name == self.name else None


def survivors(
    mutants: Sequence[Mutant], tests: str, jobs: int, tell: Callable[[int, int], object]
) -> list[Mutant]:
    """Those that these tests do not notice. Ends the command when they fail without any mutant."""
    if mutants:
        path = mutants[0].path
        unbroken = partial(_run, path, path.read_text(encoding="utf-8"), tests)
        if os.waitpid(start(unbroken, output := FOLDER / "output.txt"), 0)[1]:
            sys.exit(output.read_text(encoding="utf-8") + f"\n{tests} fails without a mutant")
    pool = Pool(jobs)
    for number, mutant in enumerate(mutants):
        pool.add(number, partial(start, partial(_run, mutant.path, mutant.source, tests)))
        tell(number + 1, len(pool.unnoticed))
    return [mutants[number] for number in pool.finish()]


def _run(path: Path, source: str, tests: str) -> int:
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    sys.meta_path.insert(0, Finder(path, source))
    return int(pytest.main(parts.arguments(tests)))
