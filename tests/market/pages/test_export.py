"""``tongban export selections``: what is public leaves the site as files, what is not stays."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from market.opening.export import selections
from market.selection import verify_record
from tests.access.practice import FIRMS
from tests.market.pages.conftest import Open
from tests.market.pages.site import Site
from tests.support.market import at
from tongban.cli import Context
from tongban.cli.export import export
from tongban.cli.main import main

END = at(10)
#: The draw that comes with the practice site: nobody has entered it, so it fails, with a record.
BUNDLED = "430582-2026-XQ-0004"
HIDES = '[rules]\n"market.public.show_losing_quotes" = false\n"market.draw.beacon" = "none"\n'


def run(site: Site, folder: Path, *options: str) -> Result:
    context = Context(Path("unused.ini"))
    context.__dict__["registry"] = site.registry
    return CliRunner().invoke(selections, ["--output", str(folder), *options], obj=context)


@pytest.fixture(scope="module")
def site(open_site: Open) -> Site:
    """One selection by price, one by draw, one that failed, one that still runs."""
    site = open_site("")
    for key, method in (("price", "lowest_price"), ("draw", "draw"), ("failed", "draw"), ("open", "draw")):
        site.numbers[key] = site.published(at(30) if key == "open" else END, method=method)
    for login, yuan in FIRMS:
        site.quote(site.numbers["price"], login, yuan)
        site.enter(site.numbers["draw"], login)
    site.move_to(at(11, 10))
    return site


def test_a_draw_that_waits_has_no_record_yet(site: Site, tmp_path: Path) -> None:
    result = run(site, tmp_path, "--json")
    expected = [BUNDLED, site.numbers["price"], site.numbers["failed"]]
    assert json.loads(result.stdout) == {"written": expected, "hidden": []}


def test_each_record_is_what_its_page_offers_and_holds(site: Site, tmp_path: Path) -> None:
    site.act("witness", f"/needs/{site.numbers['draw']}/beacon", value="4417")
    site.move_to(at(11, 10, 1))
    folder = tmp_path / "新" / "目录"
    result = run(site, folder)
    assert (result.exit_code, result.output) == (0, f"已导出 4 份选取记录到 {folder}。\n")
    for key in ("price", "draw", "failed"):
        number = site.numbers[key]
        exported = (folder / f"{number}.json").read_bytes()
        assert exported == site.page(f"/needs/{number}/selection.json").body
        assert verify_record(json.loads(exported)).ok
    assert len(list(folder.iterdir())) == 4
    assert run(site, folder).exit_code == 0, "again is the same"


def test_what_a_region_hides_stays_and_is_named(open_site: Open, tmp_path: Path) -> None:
    site = open_site(HIDES)
    price, draw = (site.published(END, method=method) for method in ("lowest_price", "draw"))
    for login, yuan in FIRMS:
        site.quote(price, login, yuan)
        site.enter(draw, login)
    site.move_to(at(11, 10))
    result = run(site, tmp_path)
    assert result.exit_code == 0
    assert f"按当地规定仅监管可核，没有导出：{price}。" in result.output
    # A draw has no quotes that could be hidden.
    assert {path.stem for path in tmp_path.iterdir()} == {BUNDLED, draw}


def test_a_folder_that_cannot_be_written_is_named(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    result = run(site, file / "below")
    assert result.exit_code == 1
    assert "写不进" in result.output


def test_the_command_is_there_and_lists_its_kinds() -> None:
    assert CliRunner().invoke(main, ["export", "--help"]).output.count("selections") == 1
    assert CliRunner().invoke(export, ["nothing"]).exit_code == 2
