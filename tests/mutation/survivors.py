"""The mutants that no test can kill, each with its reason, and the page that lists them."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("survivors.toml")
PAGE = ROOT / "docs" / "mutants.md"

HEAD = """# Mutants that survive

`make mutation` breaks the selection (`market/selection/`, `tongban/strict.py`), money
(`tongban/money.py`) and the calendar (`tongban/calendar/`) in small ways, one at a time: another number,
another comparison, an argument less, a text changed, by the operators of mutmut. It runs the fast tests
of those modules against each. A mutant that no test notices must stand on this page with the reason why
no test could, or the command fails. It fails as well when a mutant of this page is killed or no longer
made.

- A broken function is put in place after pytest has collected the tests, in a forked process that runs the
  tests which call it. What runs once, at import (constants, class attributes), has a run of pytest of its
  own for each mutant; so has a broken function that survived and is not on this page.
- `make mutation ARGS=tongban.money` tries modules whose names begin so; `ARGS="--jobs 1"` leaves a
  processor free.
- The command works on a copy in `.cache/mutation/`.
- Left out are lists of names (`__init__.py`, `__all__`), names for types (mypy checks them), the schema
  (`models.py`, which the tests of migrations compare with the database), registration (`wiring.py`) and the
  words of the terminal (`cli.py`, `cli_words.py`).

This page is made from `tests/mutation/survivors.toml` by `python -m tests.mutation --page`.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant by what it changes, for mutmut's numbers move with every edit.

    ``where`` is the dotted name of the function (of the module for code outside functions); ``was`` and
    ``now`` are the differing lines, without indentation.
    """

    where: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.where}\n{marked('-', self.was)}\n{marked('+', self.now)}"


def marked(sign: str, lines: str) -> str:
    """The lines of one side of a difference."""
    return "\n".join(f"    {sign} {line}" for line in lines.splitlines())


def listed(path: Path = LIST) -> dict[Change, str]:
    """The survivors that are known, with the reason of each. Raises ValueError for one without a reason."""
    found: dict[Change, str] = {}
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
        why = group["why"].strip()
        for mutant in group["mutant"]:
            change = Change(mutant["where"], mutant["was"].strip(), mutant["now"].strip())
            if not why or change in found:
                raise ValueError(f"without a reason, or twice: {change}")
            found[change] = why
    return found


def page(survivors: dict[Change, str]) -> str:
    """``docs/mutants.md``: by reason, in the order of the list."""
    by_reason: dict[str, list[Change]] = defaultdict(list)
    for change, why in survivors.items():
        by_reason[why].append(change)
    parts = [HEAD]
    for why, changes in by_reason.items():
        parts.append(f"## {' '.join(why.split())}\n")
        for change in changes:
            lines = [f"- {line}" for line in change.was.splitlines()]
            lines += [f"+ {line}" for line in change.now.splitlines()]
            parts.append(f"`{change.where}`\n")
            parts.append("```diff\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)
