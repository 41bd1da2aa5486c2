"""The county's tools at the command line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyramid.registry import Registry
from sqlalchemy.orm import Session

from plugins.cli import plugin
from plugins.declared import PARAMETERS
from plugins.liuyang import Liuyang
from plugins.offers import BUNDLED
from plugins.problems import problem
from plugins.python_plugins import Discovery
from plugins.reference import reference_lines
from plugins.start import FOLDERS, FOUND
from tests.plugins.counties.market import packaged
from tests.plugins.county import County
from tongban.cli.context import Context
from tongban.clock import Clock, FixedClock
from tongban.rules import REGISTRY_KEY

NOTICE = "market.award.notice_wd"
FIVE_LINES = '[plugin]\nregion = "999999-X"\nname = "远方新区"\n[rules]\n"market.award.notice_wd" = 5\n'


class Here(Context):
    """A command's context on the test's own session."""

    def __init__(self, county: County) -> None:
        super().__init__(Path("test.ini"))
        self.county = county
        self.registry = Registry("test")
        self.registry[FOUND] = Discovery()
        self.registry[FOLDERS] = (BUNDLED, county.folder)
        self.registry[REGISTRY_KEY] = county.provider

    @property
    def clock(self) -> Clock:
        return FixedClock(self.county.now)

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self.county.session


@pytest.fixture
def here(county: County) -> Here:
    """The context of the command."""
    return Here(county)


def run(here: Here, *arguments: str) -> Result:
    return CliRunner().invoke(plugin, list(arguments), obj=here)


def listed(here: Here) -> dict[str, dict[str, Any]]:
    result = run(here, "list", "--json")
    assert result.exit_code == 0
    return {one["source"]: one for one in json.loads(result.output)}


def test_list_has_the_shape_others_rely_on(here: Here) -> None:
    assert listed(here)["bundled:shaodong"] == {
        "name": "邵东市",
        "version": "1",
        "regions": ["430582"],
        "kind": "toml",
        "enabled": True,
        "problems": [],
        "source": "bundled:shaodong",
    }


def test_list_tells_what_is_wrong_with_each(here: Here) -> None:
    here.registry[FOUND] = Discovery(problems=(problem("newer", "需要接口版本 2"),))
    here.county.load(FIVE_LINES, "good.toml")
    here.county.load(FIVE_LINES.replace("X", "Y"), "gone.toml")
    here.county.load(FIVE_LINES.replace("X", "Z"), "draft.toml", approved_by=None)
    here.county.write(FIVE_LINES.replace("= 5", "= 6"), "good.toml")
    here.county.write("[plugin", "bad.toml")
    here.county.write(FIVE_LINES.replace("X", "W"), "new.toml")
    (here.county.folder / "gone.toml").unlink()
    told = {source: one["problems"] for source, one in listed(here).items() if one["problems"]}
    assert told == {
        "local:good": ["文件已修改，尚未装载"],
        "local:gone": ["文件已不在规则文件夹中，仍按库中的版本执行"],
        "local:draft": ["999999-Z：第 1 版未经批准，尚未采用"],
        "local:bad": ["bad.toml：文件末尾写法不对，读不下去"],
        "local:new": ["尚未装载"],
        "python:newer": ["newer：需要接口版本 2"],
    }
    assert "bad.toml：文件末尾写法不对" in run(here, "list").output


def test_show_prints_every_answer_and_who_said_it(here: Here) -> None:
    result = run(here, "show", "430582")
    assert result.exit_code == 0
    assert "market.award.notice_wd  5 个工作日（县级，邵东市 1，演示值（演练用））" in result.output
    assert "依据：湘政办发〔2020〕46号" in result.output
    body = json.loads(run(here, "show", "430582", "--json").output)
    assert body["chain"] == ["000000", "430000", "430500", "430582"]
    assert body["answers"][NOTICE]["value"] == 5


def test_show_explains_what_each_level_said(here: Here) -> None:
    result = run(here, "show", "430582", "--explain", "market.register.min_window_wd")
    assert result.output.splitlines() == [
        "报名期下限（market.register.min_window_wd）",
        "  采用：3 个工作日（县级，邵东市 1，一直适用，演示值（演练用），没有写依据）",
        "  被更近一级取代：4 个工作日（市级，邵阳市 1，一直适用，演示值（演练用），没有写依据）",
        "  被更近一级取代：3 个工作日（国家，全国通用规则 1，一直适用，演示值（尚待本地确认），没有写依据）",
    ]
    body = json.loads(run(here, "show", "430582", "--explain", NOTICE, "--json").output)
    assert [level["standing"] for level in body["levels"]] == ["in_force", "overridden"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("430582", "--explain", "market.award.notice_w"), "是不是 market.award.notice_wd？"),
        (("43",), "地区代码是 6 位数字"),
    ],
)
def test_show_answers_a_slip_with_a_hint(here: Here, arguments: tuple[str, ...], line: str) -> None:
    result = run(here, "show", *arguments)
    assert result.exit_code == 2
    assert line in result.output


def test_an_explanation_names_the_day_the_document_and_the_program(here: Here) -> None:
    here.county.load(
        '[plugin]\nregion = "430582"\nname = "邵东自定"\neffective_from = 2026-03-01\n[rules]\n'
        '"market.award.notice_wd" = { value = 4, basis = "某办法第八条" }\n'
        '"market.check.publish_wd" = { value = 2, since = 2026-02-01 }\n'
    )
    assert "采用：4 个工作日（县级，邵东自定 1，2026-03-01 起，已确认，依据：某办法第八条）" in (
        run(here, "show", "430582", "--explain", NOTICE).output
    )
    assert "2026-02-01 起" in run(here, "show", "430582", "--explain", "market.check.publish_wd").output
    here.county.with_python(packaged(Liuyang()))
    here.registry[REGISTRY_KEY] = here.county.provider
    told = run(here, "show", "430181", "--explain", "market.contract.sign_wd").output.splitlines()
    assert told[1] == (
        "  采用：8 个工作日"
        "（县级，浏阳市 2.0，一直适用，程序规定（实现版本 1），演示值（演练用），没有写依据）"
    )
    assert told[2].startswith("  被更近一级取代：15 个工作日（省级，湖南省 1")


def test_an_explanation_of_a_table_ends_with_what_the_levels_make_together(here: Here) -> None:
    last = run(here, "show", "430500", "--explain", "market.min_participants").output.splitlines()[-1]
    assert last == (
        "  合并后：竞价选取（最低价） 3 家；竞价选取（下浮率） 3 家；均价选取 3 家；随机抽取 5 家"
    )


def test_check_without_a_file_tells_which_packages_run_and_which_do_not(here: Here) -> None:
    assert run(here, "check").output == "本机没有装插件包。\n"
    here.registry[FOUND] = Discovery((packaged(Liuyang()),))
    result = run(here, "check")
    assert (result.exit_code, result.output) == (
        0,
        "浏阳市 2.0：可以使用，适用 430181，实现版本 1、2\n",
    )
    here.registry[FOUND] = Discovery(problems=(problem("liuyang", "没有带实现版本 1"),))
    result = run(here, "check", "--json")
    assert (result.exit_code, json.loads(result.output)["problems"]) == (1, ["liuyang：没有带实现版本 1"])


def test_load_fails_and_says_so_when_a_package_was_refused(here: Here) -> None:
    here.registry[FOUND] = Discovery(problems=(problem("liuyang", "没有带实现版本 1"),))
    result = run(here, "load")
    assert result.exit_code == 1
    assert "未装载：liuyang：没有带实现版本 1" in result.output


def test_list_shows_a_refused_upgrade_in_the_line_of_its_plugin(here: Here) -> None:
    here.county.with_python(packaged(Liuyang()))
    here.registry[FOUND] = Discovery((packaged(Liuyang()),))
    shown = listed(here)["python:liuyang"]
    assert (shown["kind"], shown["version"], shown["regions"]) == ("python", "2.0", ["430181"])
    assert (shown["enabled"], shown["problems"]) == (True, [])
    here.registry[FOUND] = Discovery(problems=(problem("liuyang", "没有带实现版本 1"),))
    shown = listed(here)["python:liuyang"]
    assert (shown["enabled"], shown["problems"]) == (False, ["liuyang：没有带实现版本 1"])


def test_load_takes_a_folder_into_force(here: Here) -> None:
    here.county.write(FIVE_LINES)
    result = run(here, "load", str(here.county.folder), "--by", "张某")
    assert (result.exit_code, result.output) == (0, "装载：999999-X:local:county:1\n")
    assert here.county.rules("999999-X").value(NOTICE) == 5


def test_load_without_a_folder_reads_the_sites_own(here: Here) -> None:
    here.county.write(FIVE_LINES)
    assert "999999-X:local:county:1" in run(here, "load").output
    assert run(here, "load").output == "规则没有变化。\n"


def test_load_fails_when_a_file_was_refused(here: Here) -> None:
    here.county.write(FIVE_LINES.replace("= 5", "= 500"))
    result = run(here, "load")
    assert result.exit_code == 1
    assert "未装载：county.toml：market.award.notice_wd = 500：要在 0 到 30 之间" in result.output


def test_a_draft_is_put_into_force_by_loading_it_again(here: Here) -> None:
    here.county.write(FIVE_LINES)
    run(here, "load", "--draft")
    assert here.county.rules("999999-X").value(NOTICE) == 3
    assert "批准：999999-X:local:county:1" in run(here, "load").output
    assert here.county.rules("999999-X").value(NOTICE) == 5


def test_check_names_every_fault_and_fails(here: Here) -> None:
    good = here.county.write(FIVE_LINES)
    assert run(here, "check", str(good)).exit_code == 0
    bad = here.county.write(FIVE_LINES.replace("= 5", "= 500") + '"a.b" = 1\n')
    result = run(here, "check", str(bad), "--json")
    body = json.loads(result.output)
    assert (result.exit_code, body["ok"], len(body["problems"])) == (1, False, 2)
    assert run(here, "check", str(bad)).output.startswith("county.toml：market.award.notice_wd = 500")


def test_new_writes_the_five_lines_and_they_load(here: Here) -> None:
    result = run(here, "new", "999999-X", "远方新区")
    assert result.exit_code == 0
    assert (here.county.folder / "999999-X.toml").read_text(encoding="utf-8") == FIVE_LINES
    assert run(here, "load").exit_code == 0
    assert run(here, "new", "999999-X", "远方新区").exit_code == 1


@pytest.mark.parametrize(("code", "name"), [("99", "某区"), ("999999-X", 'a"b'), ("999999-X", " ")])
def test_new_refuses_what_would_not_be_valid(here: Here, code: str, name: str) -> None:
    result = run(here, "new", code, name)
    assert result.exit_code == 1
    assert not list(here.county.folder.iterdir())


def test_a_plugin_is_switched_off_and_on(here: Here) -> None:
    here.county.load(FIVE_LINES)
    assert run(here, "disable", "999999-X", "local:county").output == "999999-X 的 local:county 已停用。\n"
    assert here.county.rules("999999-X").value(NOTICE) == 3
    assert not listed(here)["local:county"]["enabled"]
    run(here, "enable", "999999-X", "local:county")
    assert here.county.rules("999999-X").value(NOTICE) == 5
    assert run(here, "disable", "999999-X", "local:none").exit_code == 1


def test_keys_lists_all_rules(here: Here) -> None:
    assert run(here, "keys").output.splitlines() == reference_lines(PARAMETERS)
