"""A copy of what is mutated and what its tests need, apart from the work tree."""

import os
import shutil
import subprocess

from tests.mutation.survivors import ROOT

FOLDER = ROOT / ".cache" / "mutation"
#: Where mutmut keeps what it made.
MUTANTS = FOLDER / "mutants"
#: What the tests of the mutated modules read.
NEEDED = ("tongban", "market", "search_index", "agency", "plugins", "tests", "docs")
FILES = ("pyproject.toml", "setup.py", "development.ini")


def prepare() -> None:
    """Copy the tree as git knows it or would add it; what an earlier run made is gone."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *NEEDED, *FILES]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if (source := ROOT / name).exists():
            target = FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def environment() -> dict[str, str]:
    """The environment of a run on the copy: the modules of the work tree are out of reach."""
    return {**os.environ, "PYTHONPATH": str(FOLDER)}
