"""Mutants of what mutmut's own run leaves out: constants, class attributes, decorated functions.

Such code runs once, while its module is imported; hence each mutant has a process of its own.
"""

import os
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from tests.mutation.child import preload, start
from tests.mutation.survivors import Change
from tests.mutation.workplace import FOLDER

#: What tests a module, by the beginning of its path.
TESTS = {
    "market/selection/": "tests/market/selection",
    "tongban/strict.py": "tests/market/selection",
    "tongban/money.py": "tests/tongban/test_money.py",
    "tongban/calendar/": "tests/tongban/calendar",
}


def run(prefix: str, jobs: int) -> tuple[int, set[Change]]:
    """Try the mutants of modules that begin like this: how many there are, and which no test noticed.

    Ends the command when the tests fail without any mutant.
    """
    files = [path for path in mutated_files() if _dotted(path).startswith(prefix)]
    preload()
    for path in {_tests(path): path for path in files}.values():
        if not _finished({_start(path, path.read_text(encoding="utf-8")): None}):
            sys.exit(f"{_tests(path)} fails without a mutant")
    mutants = [(path, *mutant) for path in files for mutant in mutants_of(path)]
    running: dict[int, Change | None] = {}
    survivors: set[Change | None] = set()
    for number, (path, change, source) in enumerate(mutants, 1):
        if len(running) >= jobs:
            survivors |= _finished(running)
        running[_start(path, source)] = change
        print(f"\r    {number}/{len(mutants)}, {len(survivors)} survived", end="", flush=True)
    while running:
        survivors |= _finished(running)
    print()
    return len(mutants), {change for change in survivors if change}


def _start(path: Path, source: str) -> int:
    settings = _settings()
    ignored = "ignore::pytest.PytestAssertRewriteWarning"
    options = ["-x", "-q", "-W", ignored, *settings["pytest_add_cli_args"], "-k", "not postgresql"]
    return start(path, source, [*options, _tests(path)])


def _finished(running: dict[int, Change | None]) -> set[Change | None]:
    """Wait for one of the processes: its mutant when the tests noticed nothing, else nothing."""
    pid, status = os.wait()
    change = running.pop(pid)
    return set() if status else {change}


def _tests(path: Path) -> str:
    name = path.relative_to(FOLDER).as_posix()
    return next(tests for prefix, tests in TESTS.items() if name.startswith(prefix))


def _dotted(path: Path) -> str:
    return path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", ".")


def _settings() -> dict[str, Any]:
    text = (FOLDER / "pyproject.toml").read_text(encoding="utf-8")
    settings: dict[str, Any] = tomllib.loads(text)["tool"]["mutmut"]
    return settings


def mutated_files() -> list[Path]:
    """The files that the configuration of mutmut names."""
    settings = _settings()
    files = sorted(path for glob in settings["only_mutate"] for path in FOLDER.glob(glob))
    left_out = settings["do_not_mutate"]
    return [
        path
        for path in files
        if not any(fnmatch(path.relative_to(FOLDER).as_posix(), glob) for glob in left_out)
    ]


def mutants_of(path: Path) -> Iterator[tuple[Change, str]]:
    """Every mutant of a file outside plain functions, as a change and as the whole source."""
    code = path.read_text(encoding="utf-8")
    module, mutations = _mutations(path, code)
    for mutation in mutations:
        if _is_mutmuts_own(mutation.contained_by_top_level_function):
            continue
        source = module.deep_replace(mutation.original_node, mutation.mutated_node).code
        was, now = _differing(code, source)
        yield Change(_dotted(path), was, now), source


def _is_mutmuts_own(function: Any) -> bool:
    """Whether mutmut mutates what stands in here: functions with no decorator, and methods of a class."""
    import libcst as cst

    names = [getattr(decorator.decorator, "value", "") for decorator in getattr(function, "decorators", ())]
    return isinstance(function, cst.FunctionDef) and names in ([], ["classmethod"], ["staticmethod"])


def _mutations(path: Path, code: str) -> tuple[Any, list[Any]]:
    import libcst as cst
    from libcst.metadata import MetadataWrapper
    from mutmut.mutation.file_mutation import MutationVisitor, get_ignored_lines, mutation_operators

    class Everywhere(MutationVisitor):
        def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
            if isinstance(node, cst.FunctionDef) and node.decorators:
                return False
            return super()._skip_node_and_children(node)

    wrapper = MetadataWrapper(cst.parse_module(code))
    visitor = Everywhere(mutation_operators, get_ignored_lines(str(path), code, wrapper))
    return wrapper.visit(visitor), visitor.mutations


def _differing(old: str, new: str) -> tuple[str, str]:
    from difflib import unified_diff

    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return was, now
