"""The whole practice site, started as ``tongban serve`` starts it, on both databases."""

import urllib.request

from sqlalchemy import select

from tests.support.sites import Site
from tongban.arrival.models import ArrivalProcess
from tongban.db.engine import make_engines


def test_every_web_process_answers(site: Site) -> None:
    for url in site.urls:
        with urllib.request.urlopen(f"{url}/") as page:
            assert "通办" in page.read().decode()


def test_every_web_process_is_known_to_closings(site: Site) -> None:
    engines = make_engines(site.place.url)
    with engines.read.connect() as connection:
        stopped = connection.scalars(select(ArrivalProcess.stopped_at)).all()
    engines.dispose()
    assert list(stopped) == [None] * len(site.urls)
