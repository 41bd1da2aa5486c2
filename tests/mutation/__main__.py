"""``make mutation``: try the mutants and compare those that survive with the list of those that may."""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.mutation import inside, outside
from tests.mutation.plugin import SHARED
from tests.mutation.survivors import Change, listed, page
from tests.mutation.workplace import FOLDER, prepare
from tests.support import scratch


def main() -> int:
    """0 when exactly the listed mutants survive."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("prefix", nargs="?", default="", help="a module or the beginning of its name")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many mutants at a time")
    parser.add_argument("--page", action="store_true", help="print docs/mutants.md and try nothing")
    options = parser.parse_args()
    if options.page:
        print(page(listed()), end="")
        return 0
    known = {change for change in listed() if change.where.startswith(options.prefix)}
    start = time.monotonic()
    prepare()
    with shared_folder():
        tried, survivors = try_all(options.prefix, options.jobs)
    print(f"{tried} mutants in {round(time.monotonic() - start)} s")
    return report(survivors, known)


@contextmanager
def shared_folder() -> Iterator[None]:
    """Where the runs find a database to copy."""
    folder = scratch.new_folder("mutation")
    os.environ[SHARED] = str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def try_all(prefix: str, jobs: int) -> tuple[int, set[Change]]:
    """How many mutants there are, and those that no test noticed."""
    inside.run(prefix, jobs)
    os.chdir(FOLDER)
    tried, survivors = inside.results(prefix)
    more, further = outside.run(prefix, jobs)
    return tried + more, survivors | further


def report(survivors: set[Change], known: set[Change]) -> int:
    """Say what differs from the list; 0 when nothing does."""
    for title, changes in (
        ("No test notices:", survivors - known),
        ("Listed in tests/mutation/survivors.toml, but killed or no longer made:", known - survivors),
    ):
        if changes:
            print(title, file=sys.stderr)
        for change in sorted(changes, key=str):
            print(f"  {change}", file=sys.stderr)
    if survivors == known:
        print(f"all killed but the {len(known)} of docs/mutants.md")
    return int(survivors != known)


if __name__ == "__main__":
    sys.exit(main())
