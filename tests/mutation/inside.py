"""Mutants of functions and methods: mutmut's own run, and what came of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.survivors import Change
from tests.mutation.workplace import FOLDER, MUTANTS

#: Exit codes of a run of tests that noticed the mutant: a failure, an internal error, the limit of time.
KILLED = {1, 3, 24, 36, 152, 255, -24}


def run(prefix: str, jobs: int) -> None:
    """Try the mutants whose names begin like this; ends the command where mutmut itself fails."""
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(jobs)]
    wanted = [f"{prefix}*"] if prefix else []
    if subprocess.run([*command, *wanted], cwd=FOLDER, check=False).returncode:
        sys.exit("mutmut did not finish")


def results(prefix: str) -> tuple[int, set[Change]]:
    """How many mutants were tried, and those that no test noticed. Works in the folder of the copy."""
    tried, survivors = 0, set()
    for path, codes in _recorded():
        for name, code in codes.items():
            if name.startswith(prefix):
                tried += 1
                if code not in KILLED:
                    survivors.add(_change(name, path))
    return tried, survivors


def _recorded() -> Iterator[tuple[str, dict[str, int | None]]]:
    for meta in sorted(MUTANTS.rglob("*.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        yield meta.relative_to(MUTANTS).as_posix().removesuffix(".meta"), codes


def _change(name: str, path: str) -> Change:
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.utils.format_utils import orig_function_and_class_names_from_key

    function, owner = orig_function_and_class_names_from_key(name)
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    where = ".".join(part for part in (module, owner, function) if part)
    lines = get_diff_for_mutant(name, path=path).splitlines()[2:]
    was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Change(where, was, now)
