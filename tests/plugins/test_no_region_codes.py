"""Core code never tests a region code: codes stand in rule files and data files only."""

import ast
import csv
import re
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NATION = "000000"
TABLE = resources.files("tongban.regions") / "data" / "regions.csv"
CODES = {line["code"] for line in csv.DictReader(TABLE.read_text(encoding="utf-8-sig").splitlines())}
TOKEN = re.compile(r"(?<![0-9A-Za-z#.])([0-9]{6})(?:-[A-Z]{1,8})?(?![0-9A-Za-z]|\.[0-9])")


def sources(*suffixes: str) -> list[Path]:
    packages = ("tongban", "search_index", "market", "agency")
    found = [path for name in packages for path in (ROOT / name).rglob("*") if path.suffix in suffixes]
    return [path for path in found if "data" not in path.relative_to(ROOT).parts]


def said_in(path: Path) -> str:
    """What a file says to the machine or to people; docstrings and comments may give examples."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in remarks)
    return "\n".join(str(node.value) for node in constants)


def codes_in(text: str) -> list[str]:
    """Region codes in a text: of the table, or any six digits with a zone's letters."""
    return [found[0] for found in TOKEN.finditer(text) if found[1] in CODES or "-" in found[0]]


def test_no_region_code_stands_outside_plugins_and_data_files() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {code}"
        for path in sources(".py", ".jinja2", ".pt", ".js", ".css", ".typ")
        for code in codes_in(said_in(path))
    }
    assert not found


def test_code_of_the_plugins_knows_no_region_either() -> None:
    found = {p.name for p in (ROOT / "plugins").glob("*.py") if codes_in(said_in(p))}
    assert not found


@pytest.mark.parametrize("text", ['if region == "430582":', "region='999999-X'", "[430000]"])
def test_the_search_would_find_one(text: str) -> None:
    assert codes_in(text)


@pytest.mark.parametrize("text", ["#430582", "1430582", "430000.00", "430582abc", "999999", NATION])
def test_the_search_leaves_other_numbers_alone(text: str) -> None:
    assert not codes_in(text)
