"""What each region runs, for everybody to read; and the reading of folders when a process starts."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from plugins.python_plugins import Discovery
from tests.plugins.county import NOW
from tongban.clock import FixedClock
from tongban.db.engine import make_engines
from tongban.db.session import close_pools
from tongban.regions.service import load_regions
from tongban.rules.models import RulePack
from tongban.security import SYSTEM
from tongban.setup_steps import setup_steps
from tongban.work import Work

PARTS = (
    "tongban.setup_steps",
    "tongban.db.session",
    "tongban.site",
    "tongban.outbox.wiring",
    "tongban.web",
    "tongban.rest.wiring",
    "tongban.rules",
    "plugins",
)
NOTICE = "market.award.notice_wd"
FIVE_LINES = '[plugin]\nregion = "999999-X"\nname = "远方新区"\n[rules]\n"market.award.notice_wd" = 5\n'


class Portal:
    """The parts of the site that the pages need, on one database; ``start`` is a new process."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.folder = Path(settings["tongban.data_dir"]) / "plugins"
        self.folder.mkdir()
        self.apps: list[TestApp] = []

    def start(self) -> TestApp:
        config = Configurator(settings=dict(self.settings))
        config.registry["tongban.global_config"] = {"__script__": "tests"}
        for part in PARTS:
            config.include(part)
        config.registry["tongban.clock"] = FixedClock(NOW)
        self.apps.append(TestApp(config.make_wsgi_app()))
        return self.apps[-1]

    def write(self, text: str, name: str = "county.toml") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def portal(templates: Any) -> Iterator[Portal]:
    """A database with regions and nothing else."""
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        with sessionmaker(engines.write).begin() as session:
            load_regions(session)
        engines.dispose()
        portal = Portal(place.settings())
        yield portal
        for app in portal.apps:
            close_pools(app.app.registry)


def packs(app: TestApp) -> list[RulePack]:
    with app.app.registry["tongban.sessions"]() as session:
        assert isinstance(session, Session)
        return session.query(RulePack).order_by(RulePack.number).all()


def test_a_process_reads_the_folders_when_it_starts(portal: Portal) -> None:
    portal.write(FIVE_LINES)
    assert len(packs(portal.start())) == 7
    portal.write(FIVE_LINES.replace("= 5", "= 7"))
    assert [row.version for row in packs(portal.start()) if row.region == "999999-X"] == [1, 2]


def test_a_bad_file_or_no_database_does_not_keep_the_site_down(
    portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    portal.write("[plugin")
    with caplog.at_level(logging.WARNING):
        app = portal.start()
    assert app.get("/plugins").status_int == 200
    assert "county.toml：文件末尾写法不对" in caplog.text
    portal.settings["sqlalchemy.url"] = f"sqlite:///{portal.folder / 'empty.sqlite'}"
    portal.start()
    assert "rules not loaded at start" in caplog.text


def test_every_region_with_rules_of_its_own_is_listed(portal: Portal) -> None:
    portal.write(FIVE_LINES)
    page = portal.start().get("/plugins")
    assert [link.text for link in page.html.select(".records a")] == [
        "中华人民共和国",
        "湖南省",
        "湖南省 · 长沙市",
        "湖南省 · 长沙市 · 浏阳市",
        "湖南省 · 邵阳市",
        "湖南省 · 邵阳市 · 邵东市",
        "远方新区",
    ]
    assert "邵东市 第 1 版（规则文件）" in page.text


def test_the_list_goes_on_after_fifty_regions(portal: Portal) -> None:
    for number in range(60):
        text = FIVE_LINES.replace("999999-X", f"99{number:04d}")
        portal.write(text, f"{number}.toml")
    app = portal.start()
    first = app.get("/plugins")
    second = first.click("下一页")
    codes = [row.text for page in (first, second) for row in page.html.select("tbody tr")]
    assert len(codes) == len(set(codes)) == 66
    assert app.get("/plugins?after=nonsense").status_int == 200


def test_the_page_of_a_region_says_each_value_and_who_said_it(portal: Portal) -> None:
    page = portal.start().get("/plugins/430582")
    items = {item.select_one("dt").text: item for item in page.html.select(".facts__item")}
    notice = items["中选公示期"].text
    assert "5 个工作日" in notice
    assert "演示值" in notice
    assert "县级" in notice
    check = items["入驻核验时限"].text
    assert "湘政办发〔2020〕46号" in check
    assert "演示值" not in check
    assert "邵东市" in items["最低有效家数：随机抽取"].text
    assert "全国通用规则" in items["最低有效家数：竞价选取（最低价）"].text


def test_a_region_without_rules_of_its_own_shows_those_it_has(portal: Portal) -> None:
    page = portal.start().get("/plugins/430581")
    assert "湖南省 · 邵阳市 · 武冈市的规则" in page.text


def test_a_coming_change_is_announced(portal: Portal) -> None:
    portal.write(
        '[plugin]\nregion = "430581"\nname = "武冈市"\n[rules]\n'
        '"market.award.notice_wd" = { value = 6, since = 2026-06-01 }\n'
    )
    assert "自2026年6月1日起改为：6 个工作日（武冈市）。" in portal.start().get("/plugins/430581").text


def test_a_text_with_markup_is_shown_as_text(portal: Portal) -> None:
    portal.write(FIVE_LINES.replace("远方新区", "<script>alert(1)</script>"))
    page = portal.start().get("/plugins/999999-X")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


@pytest.mark.parametrize("code", ["43", "430582x", "777777", "999999-x", "%00", "..%2f"])
def test_a_place_nobody_knows_is_not_found(portal: Portal, code: str) -> None:
    assert portal.start().get(f"/plugins/{code}", status="*").status_int == 404


def test_a_site_without_any_rules_says_how_to_get_them(portal: Portal) -> None:
    app = portal.start()
    with app.app.registry["tongban.sessions"].begin() as session:
        for row in session.query(RulePack):
            session.delete(row)
    assert "tongban init" in app.get("/plugins").text


def test_setting_up_a_site_loads_the_rules_and_says_so_once(portal: Portal) -> None:
    app = portal.start()
    registry = app.app.registry
    portal.write(FIVE_LINES)
    (step,) = [step for step in setup_steps(registry, demo=False) if step.name == "rules"]
    told = []
    for _ in range(2):
        with registry["tongban.sessions"].begin() as session:
            told.append(step.run(Work(session, SYSTEM, NOW, "cli"), registry))
    assert told == ["规则装载：999999-X:local:county:1", None]


def rows(page: Any) -> list[list[str]]:
    cells = [row.select(".records__value") for row in page.html.select("tbody tr")]
    return [[cell.text.strip() for cell in row] for row in cells]


def test_the_page_of_a_rule_says_what_each_level_said(portal: Portal) -> None:
    app = portal.start()
    page = app.get("/plugins/430582").click("5 个工作日", href=NOTICE)
    assert page.html.select_one("h1").text == "中选公示期"
    assert rows(page) == [
        [
            "县级",
            "采用",
            "5 个工作日",
            "邵东市 第 1 版",
            "规则文件",
            "一直适用",
            "没有写依据",
            "演示值（演练用）",
        ],
        [
            "国家",
            "被更近一级取代",
            "3 个工作日",
            "全国通用规则 第 1 版",
            "规则文件",
            "一直适用",
            "没有写依据",
            "演示值（尚待本地确认）",
        ],
    ]


def test_the_page_of_a_rule_names_the_program_and_the_day(portal: Portal) -> None:
    portal.write(
        '[plugin]\nregion = "430100"\nname = "长沙试行"\n[rules]\n'
        '"market.contract.sign_wd" = { value = 12, since = 2026-02-01, basis = "某办法第八条" }\n'
    )
    first, second, *_ = rows(portal.start().get("/plugins/430181/market.contract.sign_wd"))
    # Half of the city's 12, from the program; the county's own file says nothing of it.
    assert first[:5] == ["县级", "采用", "6 个工作日", "浏阳市 2.0", "程序规定，实现版本 1"]
    assert second[2:7] == ["12 个工作日", "长沙试行 第 1 版", "规则文件", "2026年2月1日", "某办法第八条"]


@pytest.mark.parametrize(
    "key", ["market.award", "market.award.notice", "%00", "market.min_participants[draw]"]
)
def test_a_rule_nobody_may_write_is_not_found(portal: Portal, key: str) -> None:
    assert portal.start().get(f"/plugins/430582/{key}", status="*").status_int == 404


def test_every_rule_of_a_region_has_a_page(portal: Portal) -> None:
    app = portal.start()
    region = app.get("/plugins/430181")
    links = {link["href"] for link in region.html.select(".facts a")}
    assert len(links) > 40
    assert all(app.get(link).status_int == 200 for link in links)


def test_a_region_says_what_a_program_decides_there(portal: Portal) -> None:
    page = portal.start().get("/plugins/430181")
    assert "浏阳市，实现版本 2" in page.text
    assert "由程序判断的事项" not in portal.start().get("/plugins/430582").text


def test_a_program_that_does_not_run_is_named_where_it_is_missing(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.start()
    monkeypatch.setattr("plugins.wiring.discover", Discovery)
    app = portal.start()
    assert "浏阳市 2.0（程序插件，没有运行）" in app.get("/plugins").text
    assert "规则程序“浏阳市”没有运行" in app.get("/plugins/430181").text
    assert "没有运行" not in app.get("/plugins/430582").text
