"""``make mutation``: try the mutants and compare those that survive with the list of those that may."""

import argparse
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.mutation import fresh, parts, quick
from tests.mutation.child import preload
from tests.mutation.mutants import Mutant, mutants_of, mutated_files
from tests.mutation.plugin import SHARED
from tests.mutation.survivors import Change, listed, page
from tests.mutation.workplace import prepare
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
    preload()
    with shared_folder():
        tried, survivors = try_all(options.prefix, options.jobs)
    print(f"\n{tried} mutants in {round(time.monotonic() - start)} s")
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
    by_tests: dict[str, list[Mutant]] = defaultdict(list)
    for path in mutated_files(prefix):
        by_tests[parts.tests_of(path)].extend(mutants_of(path))
    survivors = {change for tests, mutants in by_tests.items() for change in try_part(mutants, tests, jobs)}
    return sum(map(len, by_tests.values())), survivors


def try_part(mutants: list[Mutant], tests: str, jobs: int) -> Iterator[Change]:
    """The survivors of these tests. One that the quick way finds and the list does not name is tried anew."""
    may = listed()
    inside = [mutant for mutant in mutants if mutant.spot]
    left = quick.survivors(inside, tests, jobs, teller(f"{tests}, functions"))
    yield from (mutant.change for mutant in left if mutant.change in may)
    anew = [mutant for mutant in left if mutant.change not in may]
    anew += [mutant for mutant in mutants if not mutant.spot]
    left = fresh.survivors(anew, tests, jobs, teller(f"{tests}, anew of {len(anew)}"))
    yield from (mutant.change for mutant in left)


def teller(what: str) -> Callable[[int, int], object]:
    """Says on the terminal how far it is, from child processes too."""
    terminal, start = os.dup(1), time.monotonic()

    def tell(done: int, survived: int) -> None:
        seconds = round(time.monotonic() - start)
        os.write(terminal, f"\r{what}: {done} tried, {survived} survived, {seconds} s   ".encode())

    return tell


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
