"""A plugin of pytest for runs with a mutant: what makes thousands of them bearable."""

import json
import os
from pathlib import Path

import pytest

#: Names the folder where all runs share one database to copy, so that not every mutant has to make it.
SHARED = "TONGBAN_MUTATION_FOLDER"
#: In that folder: how many seconds each test takes.
TIMES = "seconds.json"


def pytest_sessionstart() -> None:
    """Take the shared folder for this run's own."""
    if SHARED in os.environ:
        os.environ["TONGBAN_TEST_FOLDER"] = os.environ[SHARED]


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Profile ``mutation`` of hypothesis: the same examples every time, and none made smaller.

    Made known here, not at import, so that pytest can still rewrite the assertions of hypothesis.
    """
    from hypothesis import HealthCheck, Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile(
        "mutation",
        derandomize=True,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=[HealthCheck.too_slow],
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests run first, for most mutants do not outlive them."""
    times = Path(os.environ.get(SHARED, ""), TIMES)
    if times.exists():
        seconds: dict[str, float] = json.loads(times.read_text(encoding="utf-8"))
        items.sort(key=lambda item: seconds.get(item.nodeid, 0))
