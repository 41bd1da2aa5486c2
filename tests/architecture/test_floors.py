"""Floors: a package imports from lower floors only, and nothing imports the plugins."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Lowest first.
FLOORS = ("tongban", "search_index", "market", "agency", "plugins")
#: The one module through which the agency knows the market.
LINK = "agency/market_link.py"


def imports(path: Path) -> Iterator[str]:
    """The modules a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            yield node.module or ""


def files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_imports_from_lower_floors_only(package: str) -> None:
    higher = FLOORS[FLOORS.index(package) + 1 :]
    found = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files(package)
        for module in imports(path)
        if module.split(".")[0] in higher
    ]
    assert not found


def test_the_agency_knows_the_market_through_one_module() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files("agency")
        for module in imports(path)
        if module.split(".")[0] == "market" and path.relative_to(ROOT).as_posix() != LINK
    ]
    assert not found


def test_tests_are_no_part_of_the_product() -> None:
    found = [
        str(path.relative_to(ROOT))
        for package in FLOORS
        for path in files(package)
        if any(module.split(".")[0] == "tests" for module in imports(path))
    ]
    assert not found


@pytest.mark.parametrize(
    "module", ["tongban.rules", "market.selection", "market.qualifications", "tongban.fields"]
)
def test_what_is_pure_knows_neither_request_nor_response(module: str) -> None:
    folder = ROOT / Path(*module.split("."))
    # The wiring of a package may know Pyramid's configurator; what it wires may not.
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        if path.name != "__init__.py"
        for name in imports(path)
        if name.split(".")[0] in ("pyramid", "webob", "deform")
    ]
    assert not found


def test_services_know_no_request() -> None:
    services = [path for package in FLOORS for path in files(package) if path.name == "service.py"]
    assert services
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in services
        for name in imports(path)
        if name.split(".")[0] in ("pyramid", "webob", "deform", "colander")
    ]
    assert not found


def test_the_selection_and_the_qualifications_know_no_database() -> None:
    for package in ("market/selection", "market/qualifications"):
        for path in sorted((ROOT / package).rglob("*.py")):
            assert not [name for name in imports(path) if name.split(".")[0] == "sqlalchemy"], path
