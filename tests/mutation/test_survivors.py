"""The list of mutants that survive agrees with the code and with the page that shows it."""

from pathlib import Path

import pytest

from tests.mutation.__main__ import report
from tests.mutation.survivors import PAGE, ROOT, Change, listed, page


def source_of(where: str) -> str:
    """The source of the module that a dotted name begins with."""
    parts = where.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length]).with_suffix(".py")
        if path.exists():
            return path.read_text(encoding="utf-8")
    raise AssertionError(f"no module for {where}")


def test_the_page_shows_the_list() -> None:
    made = page(listed())
    assert PAGE.read_text(encoding="utf-8") == made, "python -m tests.mutation --page > docs/mutants.md"


@pytest.mark.parametrize("change", listed(), ids=lambda change: change.where)
def test_every_listed_mutant_changes_lines_that_are_there(change: Change) -> None:
    lines = {line.strip() for line in source_of(change.where).splitlines()}
    assert set(change.was.splitlines()) <= lines
    assert change.was != change.now


def test_a_mutant_is_listed_once_and_with_a_reason(tmp_path: Path) -> None:
    mutant = '[[group]]\nwhy = "{}"\nmutant = [{{ where = "a", was = "b", now = "c" }}]\n'
    file = tmp_path / "list.toml"
    for text in (mutant.format(" "), mutant.format("x") + mutant.format("y")):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="without a reason, or twice"):
            listed(file)


@pytest.mark.parametrize(
    ("survived", "listed_too", "status"), [("a", "a", 0), ("ab", "a", 1), ("a", "ab", 1), ("", "", 0)]
)
def test_the_command_fails_when_other_mutants_survive_than_those_listed(
    survived: str, listed_too: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    survivors, known = ({Change(name, "x", "y") for name in names} for names in (survived, listed_too))
    assert report(survivors, known) == status
    said = capsys.readouterr().err
    assert ("No test notices" in said) == bool(survivors - known)
    assert ("killed or no longer made" in said) == bool(known - survivors)
