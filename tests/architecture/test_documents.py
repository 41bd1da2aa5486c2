"""The pages of the repository: what they name exists, what they tell people to type works."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from plugins.cli import plugin
from tongban.accounts.practice import practice_accounts, practice_password
from tongban.cli import main

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").glob("*.md"))]
ARCHITECTURE = ROOT / "docs" / "architecture.md"

each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_readme = pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text(page), re.S | re.M)


def spoken(page: Path) -> list[str]:
    """What stands as code in the sentences, without the blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text(page), flags=re.S | re.M))


@each
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text(page)):
        assert (page.parent / target).exists(), target


@each_readme
def test_every_page_of_docs_is_reached_from_the_readme(page: Path) -> None:
    assert not [other.name for other in PAGES[2:] if f"docs/{other.name}" not in text(page)]


# Commands


def commands(page: Path) -> list[str]:
    """Lines and words that begin with ``make`` or ``tongban``, without their remarks."""
    lines = [line.split("  #")[0].strip() for block in blocks(page, "sh") for line in block.splitlines()]
    found = [line.removeprefix("$ ") for line in lines] + spoken(page)
    return [line for line in found if re.match(r"(?:make|tongban) [a-z-]", line)]


@each
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {line.split()[1] for line in commands(page) if line.startswith("make ")}
    assert named <= targets, named - targets


@each
def test_every_command_exists_with_its_options(page: Path) -> None:
    for line in commands(page):
        if line.startswith("tongban "):
            for variant in _alternatives(line):
                _resolve(variant.split()[1:], line)


def _alternatives(line: str) -> list[str]:
    """``enable/disable`` and ``a|b`` stand for two commands."""
    match = re.search(r"(?<= )([a-z]+)[/|]([a-z]+)(?= |$)", line)
    return [line] if not match else [line.replace(match[0], word) for word in match.groups()]


def _resolve(words: list[str], line: str) -> None:
    command: click.Command = main
    known = {option for parameter in main.params for option in parameter.opts}
    for word in (word.strip("[]…,;") for word in words):
        if word.startswith("--"):
            assert word in known, f"{line}: {word}"
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z-]+", word):
            found = command.get_command(click.Context(command), word)
            assert found is not None, f"{line}: {word}"
            command = found
            known |= {option for parameter in command.params for option in parameter.opts}


@each_readme
def test_the_commands_of_the_readme_that_harm_nothing_run(page: Path, tmp_path: Path) -> None:
    """``--help`` of each as it is installed; ``make`` is asked what it would do."""
    for line in commands(page):
        words = line.split()
        if words[0] == "make":
            done = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, check=False)
        else:
            names = [word for word in words[1:] if re.fullmatch(r"[a-z]+", word)]
            call = [
                sys.executable,
                "-W",
                "ignore",
                "-c",
                "from tongban.cli import main; main()",
                *names,
                "--help",
            ]
            done = subprocess.run(
                call,
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                check=False,
            )
        assert done.returncode == 0, (line, done.stderr)


# What the README shows


@each_readme
def test_a_county_in_five_lines_is_a_valid_rule_file(page: Path, tmp_path: Path) -> None:
    (county,) = blocks(page, "toml")
    assert len(county.strip().splitlines()) == 5
    assert tomllib.loads(county)["plugin"]["region"] == "430582"
    file = tmp_path / "county.toml"
    file.write_text(county, encoding="utf-8")
    checked = CliRunner().invoke(plugin, ["check", str(file)], obj=None)
    assert checked.exit_code == 0, checked.output


@each_readme
def test_practice_accounts_are_listed_with_their_password(page: Path) -> None:
    named = set(spoken(page))
    assert {account.login for account in practice_accounts()} <= named
    assert practice_password() in named


def test_both_readmes_name_the_same_commands_and_pictures() -> None:
    named = [
        {" ".join(re.findall(r"(?<![^ ])[a-z=-]+", line)) for line in commands(page)} for page in READMES
    ]
    assert named[0] == named[1]
    pictures = [set(re.findall(r"docs/shots/[a-z-]+\.png", text(page))) for page in READMES]
    assert pictures[0] == pictures[1]


@each_readme
def test_the_readme_can_be_read_in_a_minute(page: Path) -> None:
    assert len(text(page).splitlines()) < 120


# The map


def test_the_map_names_files_that_exist() -> None:
    folders = "|".join(
        path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")
    )
    named = [name for name in spoken(ARCHITECTURE) if re.fullmatch(rf"(?:{folders})/[\w./-]*", name)]
    assert len(named) > 40
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_map_answers_the_questions_of_a_newcomer() -> None:
    rows = [line for line in text(ARCHITECTURE).splitlines() if line.startswith("| ")]
    assert len(rows) > 20


@each
def test_pages_say_nothing_of_empty_promises(page: Path) -> None:
    assert not re.findall(r"\b(?:TBD|coming soon|lorem)\b", text(page), re.IGNORECASE)
