"""The script of the page in a real browser, with its inner parts in reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.verify import bare_page


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that does nothing by itself, opened from the disk."""
    path: Path = bare_page(tmp_path_factory.mktemp("lab"))
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()
