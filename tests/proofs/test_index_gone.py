"""R12, C18 on a real site: the index is lost while it runs; pages and saves go on, a command rebuilds it."""

import json
import shutil
from urllib.parse import quote

from sqlalchemy import text

from tests.proofs.sites import start
from tests.proofs.stage import Stage
from tests.proofs.wire import visit
from tests.support.sites import Site, until


def lose_the_index(stage: Stage, engine_kind: str) -> None:
    if engine_kind == "sqlite":
        (folder,) = [path.parent for path in stage.place.data.rglob("CURRENT")]
        shutil.rmtree(folder)
        return
    with stage.registry["tongban.engines"].write.begin() as connection:
        connection.execute(text("TRUNCATE search_document CASCADE"))


def finds(site: Site, words: str, number: str) -> bool:
    """Every web process finds the need by these words."""
    pages = [visit(f"{url}/search?q={quote(words)}") for url in site.urls]
    assert {status for status, _ in pages} == {200}
    return all(f"/needs/{number}".encode() in body for _, body in pages)


def test_a_lost_index_stops_nobody_and_is_rebuilt_by_one_command(stage: Stage, engine_kind: str) -> None:
    site = start(engine_kind, stage.place)
    try:
        first = stage.posted(title="蓝湖景观工程测绘")
        until(lambda: finds(site, "蓝湖景观", first), 30)
        lose_the_index(stage, engine_kind)
        finds(site, "蓝湖景观", first)
        second = stage.posted(title="青山步道工程测绘")
        for number in (first, second):
            assert all(visit(f"{url}/needs/{number}")[0] == 200 for url in site.urls)
        rebuilt = site.command("index", "rebuild")
        assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
        until(lambda: finds(site, "蓝湖景观", first) and finds(site, "青山步道", second), 30)
        status = json.loads(site.command("index", "status", "--json").stdout)
        assert status["healthy"]
        assert site.command("index", "check").returncode == 0
    finally:
        site.stop()
