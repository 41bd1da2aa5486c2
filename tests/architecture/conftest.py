"""The configured application, without a database behind it: what it is made of can be read off."""

from collections.abc import Iterator

import pytest
from pyramid.registry import Registry

from tests.support.templates import Place
from tongban.app import configure
from tongban.db.session import close_pools


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The registry of the whole application on a practice site, which has every page there is."""
    data = tmp_path_factory.mktemp("site")
    place = Place(f"sqlite:///{data}/site.sqlite", data)
    config = configure({"__script__": "tests"}, **place.settings(**{"tongban.practice": "true"}))
    config.commit()
    yield config.registry
    close_pools(config.registry)
