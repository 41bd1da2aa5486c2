"""Which tests are run for which module."""

from pathlib import Path

from tests.mutation.workplace import FOLDER

#: What tests a module, by the beginning of its path.
TESTS = {
    "market/selection/": "tests/market/selection",
    "tongban/strict.py": "tests/market/selection",
    "tongban/money.py": "tests/tongban/test_money.py",
    "tongban/calendar/": "tests/tongban/calendar",
}
#: Tests that use no fixture of ``tests/conftest.py``: without it the whole site need not be imported.
ALONE = {"tests/market/selection", "tests/tongban/test_money.py"}
PLUGINS = ("tests.mutation.plugin", "no:cacheprovider", "no:playwright", "no:base_url", "no:schemathesis")


def tests_of(path: Path) -> str:
    """The tests of a module in the copy."""
    name = path.relative_to(FOLDER).as_posix()
    return next(tests for prefix, tests in TESTS.items() if name.startswith(prefix))


def arguments(tests: str) -> list[str]:
    """How pytest runs them: quietly, with SQLite alone, until the first failure."""
    words = [
        "-x",
        "-q",
        "--tb=short",
        "-k",
        "not postgresql",
        "-m",
        "not soak",
        "--hypothesis-profile=mutation",
    ]
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    for plugin in PLUGINS:
        words += ["-p", plugin]
    if tests in ALONE:
        words += [f"--confcutdir={(FOLDER / tests).parent if tests.endswith('.py') else FOLDER / tests}"]
    return [*words, tests]
