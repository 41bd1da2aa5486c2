"""A site with everything that is loaded at the beginning, called without a server."""

from collections.abc import Iterator

import pytest
from webtest import TestApp

from tests.support.templates import START, Templates
from tongban.app import main
from tongban.clock import FixedClock
from tongban.db.session import close_pools


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[TestApp]:
    """A site of 邵东市 in the spring of 2026."""
    with templates.fresh("seeded") as place:
        application = main({"__script__": "tests"}, **place.settings())
        application.registry["tongban.clock"] = FixedClock(START)
        yield TestApp(application)
        close_pools(application.registry)
