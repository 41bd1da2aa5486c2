"""``production.ini`` as it is shipped: everything that differs between installations comes from outside."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.databases import PostgresDatabases
from tests.support.sites import Site, free_port, until
from tests.support.templates import Place
from tongban.arrival.models import ArrivalProcess
from tongban.db.engine import make_engines

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def production(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    databases, data = PostgresDatabases(postgres_url), tmp_path_factory.mktemp("production")
    name = f"production_{data.parent.name.replace('-', '_')}"
    url = databases.create(name)
    environment = {
        "TONGBAN_DATABASE_URL": url,
        "TONGBAN_DATA": str(data),
        "TONGBAN_SEAL_KEYS": str(data / "seal.keys"),
        "TONGBAN_PUBLIC_URL": "https://market.example",
        "TONGBAN_REGION": "430582",
    }
    site = Site("postgresql", Place(url, data), ROOT / "production.ini", environment)
    yield site
    site.stop()
    databases.drop(name)


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    site = Site("", Place("", tmp_path), ROOT / "production.ini")
    result = site.command("init")
    assert result.returncode != 0
    assert "TONGBAN_DATABASE_URL" in result.stderr


def test_it_takes_no_practice_data(production: Site) -> None:
    assert production.command("init").returncode == 0, production.command("init").stderr
    refused = production.command("init", "--demo")
    assert refused.returncode == 1
    accounts = json.loads(production.command("user", "list", "--json").stdout)
    assert accounts == []


def test_two_web_processes_share_a_port_and_sign_off(production: Site) -> None:
    assert production.command("init").returncode == 0
    port = free_port()
    production.serve(port)
    production.work()
    engines = make_engines(production.place.url)

    def running() -> int:
        with engines.read.connect() as connection:
            stopped = select(ArrivalProcess.id).where(ArrivalProcess.stopped_at.is_(None))
            return len(connection.scalars(stopped).all())

    until(lambda: running() == 2, 30)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert "演练" not in page.read().decode()
    production.stop()
    assert running() == 0
    engines.dispose()
