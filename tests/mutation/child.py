"""One run of tests in a forked process, with the source of one module replaced."""

import contextlib
import importlib
import importlib.util
import os
import resource
import subprocess
import sys
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path

from tests.mutation.survivors import ROOT
from tests.mutation.workplace import FOLDER, environment

OURS = {"tongban", "market", "search_index", "agency", "plugins", "tests"}
#: Processor time, far beyond what the tests take: an endless loop ends here.
SECONDS = 120


class Mutated(SourceFileLoader):
    """Imports the module at its own path from another text, past any stored byte code."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source.encode()

    def path_stats(self, path: str) -> dict[str, int]:  # type: ignore[override]
        """None, so that no byte code is looked for or written."""
        raise OSError

    def get_data(self, path: str) -> bytes:  # type: ignore[override]
        """The other text."""
        return self.source


class Finder:
    """Finds one module, before all others look for it."""

    def __init__(self, path: Path, source: str) -> None:
        self.name = path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", ".")
        self.loader = Mutated(self.name, str(path), source)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The module, or nothing."""
        return importlib.util.spec_from_loader(name, self.loader) if name == self.name else None


def preload() -> None:
    """Import the libraries that the tests use, so that no child has to; nothing of this project."""
    code = "import sys, tests.conftest, hypothesis; print(*sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=FOLDER, env=environment(), capture_output=True, text=True, check=True)
    for name in done.stdout.split():
        if name.partition(".")[0] not in OURS and name != "__main__":
            with contextlib.suppress(ImportError), warnings.catch_warnings(action="ignore"):
                importlib.import_module(name)


def start(path: Path, source: str, arguments: Sequence[str]) -> int:
    """Fork a process that runs pytest with this text for the module; its number."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        code = _run(path, source, arguments)
    finally:
        os._exit(code)


def _run(path: Path, source: str, arguments: Sequence[str]) -> int:
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[:] = [str(FOLDER), *(entry for entry in sys.path if Path(entry).resolve() != ROOT)]
    os.chdir(FOLDER)
    sys.meta_path.insert(0, Finder(path, source))  # type: ignore[arg-type]
    return int(pytest.main(list(arguments)))
