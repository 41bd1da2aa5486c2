"""Practice sites on which one need is led from its notice to the rating."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.market.pages.site import Site
from tests.support.templates import Templates

Open = Callable[[str], Site]


@pytest.fixture(scope="module")
def open_site(templates: Templates) -> Iterator[Open]:
    """Starts a site whose county says what a rule file says (nothing more than usual if it is empty)."""
    with ExitStack() as stack:

        def start(rules: str = "") -> Site:
            site = Site(stack.enter_context(templates.fresh("practice")))
            stack.callback(site.close)
            site.start(rules)
            return site

        yield start
