"""Python plugins: taken in when they fit, refused plainly when not, and never able to bring the site down."""

import threading
import time
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from market.hookspecs import EntryFacts, HookSilent, NoHooks, Refusal
from plugins.declared import PARAMETERS
from plugins.facade import Hooks
from plugins.load import set_enabled
from plugins.provider import Provider
from plugins.python_plugins import Discovery, PythonPlugin, discover
from tests.plugins.county import County
from tongban.hookspecs import API_VERSION, OLDEST_API_VERSION, CodeAnswer, hookimpl
from tongban.rules import Answer

NOTICE = "market.award.notice_wd"
FACTS = EntryFacts(
    need_number="X-2026-XQ-0001",
    need_region="430582",
    item_code="S-01",
    method="lowest_price",
    uscc="91990000M000100Y4X",
    organisation_kind="company",
    organisation_region="430582",
)


class Fitting:
    """A plugin as a county would write it."""

    name = "邵东程序"
    version = "2.1"
    regions = ("430582",)
    api_version = API_VERSION

    @hookimpl
    def tongban_rule(self, key: str, region: str, given: Answer | None) -> CodeAnswer | None:
        if key != NOTICE or given is None:
            return None
        return CodeAnswer(given.value + 1, impl_version="1", basis="某办法第九条")

    @hookimpl
    def market_entry_check(self, facts: EntryFacts) -> Refusal | None:
        if facts.organisation_region == "430500":
            return Refusal("county.local_only", "只接受在本市登记的机构。", "某办法第三条")
        return None


def accepted(implementation: object, *regions: str, package: str = "ours") -> PythonPlugin:
    return PythonPlugin(package, f"程序{package}", "1.0", regions or ("430582",), 1, None, implementation)


def discovered(monkeypatch: pytest.MonkeyPatch, loaded: Any) -> Discovery:
    def load(_self: EntryPoint) -> Any:
        if isinstance(loaded, Exception):
            raise loaded
        return loaded

    monkeypatch.setattr(EntryPoint, "load", load)
    return discover([EntryPoint("ours", "ours:plugin", "tongban.plugins")])


def test_a_fitting_plugin_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    (plugin,) = discovered(monkeypatch, Fitting).plugins
    assert (plugin.name, plugin.version, plugin.regions) == ("邵东程序", "2.1", ("430582",))


class Misspelt(Fitting):
    @hookimpl
    def market_entry_chekc(self, facts: EntryFacts) -> None: ...


class WrongArguments(Fitting):
    @hookimpl
    def market_entry_check(self, session: object) -> None: ...  # type: ignore[override]


@pytest.mark.parametrize(
    ("loaded", "line"),
    [
        (type("Newer", (Fitting,), {"api_version": API_VERSION + 1}), f"需要接口版本 {API_VERSION + 1}"),
        (type("Older", (Fitting,), {"api_version": OLDEST_API_VERSION - 1}), "请升级插件"),
        (type("Silent", (Fitting,), {"api_version": None}), "没有写明接口版本"),
        (type("Nowhere", (Fitting,), {"regions": ()}), "没有写明适用地区"),
        (type("Wrong", (Fitting,), {"regions": ("43058",)}), "没有写明适用地区"),
        (Misspelt, "钩子写得不对"),
        (WrongArguments, "钩子写得不对"),
        (ImportError("no module named x"), "装载时出错，未启用（ImportError"),
    ],
)
def test_a_plugin_that_does_not_fit_is_refused_with_one_plain_line(
    monkeypatch: pytest.MonkeyPatch, loaded: Any, line: str
) -> None:
    discovery = discovered(monkeypatch, loaded)
    assert discovery.plugins == ()
    (problem,) = discovery.problems
    assert str(problem).startswith("ours：")
    assert line in str(problem)


def test_code_answers_after_the_rule_files_of_its_own_level(county: County) -> None:
    county.with_python(accepted(Fitting()))
    answer = county.rules("430582").ask(NOTICE)
    assert (answer.value, answer.impl_version, answer.basis) == (6, "1", "某办法第九条")
    assert [s.standing for s in county.rules("430582").explain(NOTICE)][:2] == ["in_force", "overridden"]


def test_a_nearer_rule_file_goes_before_the_code_of_a_farther_level(county: County) -> None:
    county.with_python(accepted(Fitting(), "430500"))
    assert county.rules("430581").value(NOTICE) == 4
    assert county.rules("430582").value(NOTICE) == 5


def test_code_of_one_region_is_not_asked_elsewhere(county: County) -> None:
    county.with_python(accepted(Fitting(), "430581"))
    assert county.rules("430582").value(NOTICE) == 5


def test_a_package_may_bring_its_own_rule_file(county: County, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    own = folder / "rules.toml"
    own.write_text('[plugin]\nregion = "430582"\nname = "邵东程序"\n[rules]\n"market.contract.sign_wd" = 7\n')
    plugin = PythonPlugin("ours", "邵东程序", "1.0", ("430582", "430581"), 1, own, Fitting())
    assert not county.with_python(plugin).problems
    assert county.rules("430582").ask("market.contract.sign_wd").version == "1.0"
    assert county.rules("430582").value("market.contract.sign_wd") == 7
    assert county.rules("430581").value("market.contract.sign_wd") == 15


def test_an_upgraded_package_is_a_new_version(county: County) -> None:
    county.with_python(accepted(Fitting()))
    newer = PythonPlugin("ours", "程序ours", "1.1", ("430582",), 1, None, Fitting())
    assert county.with_python(newer).loaded == ["430582:python:ours:2"]
    assert county.rules("430582").ask(NOTICE).version == "1.1"


@pytest.mark.parametrize("wrong", [-5, "5", None, [5]])
def test_a_value_the_rule_refuses_is_left_out_and_told(county: County, wrong: object) -> None:
    class Wrong:
        @hookimpl
        def tongban_rule(self, key: str) -> CodeAnswer | None:
            return CodeAnswer(wrong, "1") if key == NOTICE else None

    county.with_python(accepted(Wrong()))
    assert county.rules("430582").value(NOTICE) == 5
    (problem,) = county.provider.hooks.problems()
    assert NOTICE in str(problem)


def test_code_that_fails_is_left_out_for_that_region_and_told(county: County) -> None:
    class Failing:
        @hookimpl
        def tongban_rule(self) -> CodeAnswer | None:
            raise ZeroDivisionError("by the county")

    county.with_python(accepted(Failing(), "430500"))
    assert county.rules("430582").value(NOTICE) == 5
    (problem,) = county.provider.hooks.problems()
    assert "钩子 tongban_rule 出错，本地区不再调用（ZeroDivisionError" in str(problem)


def test_a_hook_that_outlasts_its_time_is_given_up_and_not_called_again(county: County) -> None:
    called = 0
    release = threading.Event()

    class Slow:
        @hookimpl
        def market_entry_check(self) -> None:
            nonlocal called
            called += 1
            release.wait(10)

    county.with_python(accepted(Slow()), seconds=0.05)
    hooks, rules = county.provider.hooks, county.rules("430582")
    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(HookSilent, match="程序ours"):
            hooks.entry_refusals(rules, FACTS)
    release.set()
    assert time.monotonic() - began < 5
    assert called == 1
    assert "没有返回，本地区不再调用" in str(hooks.problems()[0])
    assert not hooks.worn_out


def test_a_process_that_left_several_hooks_behind_asks_to_be_replaced(county: County) -> None:
    release = threading.Event()

    class Slow:
        @hookimpl
        def market_entry_check(self) -> None:
            release.wait(10)

    county.with_python(accepted(Slow(), "430500"), seconds=0.05)
    for region in ("430500", "430581", "430582"):
        with pytest.raises(HookSilent):
            county.provider.hooks.entry_refusals(county.rules(region), FACTS)
    release.set()
    assert county.provider.hooks.worn_out


def test_every_plugin_of_the_chain_may_refuse_an_entry_the_nearest_first(county: County) -> None:
    class Says:
        def __init__(self, code: str | None) -> None:
            self.code = code

        @hookimpl
        def market_entry_check(self, facts: EntryFacts) -> Refusal | None:
            return Refusal(self.code, f"{self.code} 不同意 {facts.item_code}") if self.code else None

    county.with_python(
        accepted(Says("near"), package="near"),
        accepted(Says("far"), "430000", package="far"),
        accepted(Says(None), "430500", package="silent"),
        accepted(Says("elsewhere"), "430581", package="elsewhere"),
    )
    refusals = county.provider.hooks.entry_refusals(county.rules("430582"), FACTS)
    assert [refusal.code for refusal in refusals] == ["near", "far"]


def test_a_plugin_of_several_levels_of_a_chain_is_asked_once(county: County) -> None:
    class Says:
        @hookimpl
        def market_entry_check(self) -> Refusal:
            return Refusal("no", "不同意")

    county.with_python(accepted(Says(), "430500", "430582"))
    assert len(county.provider.hooks.entry_refusals(county.rules("430582"), FACTS)) == 1


def test_no_objection_is_no_refusal(county: County) -> None:
    county.with_python(accepted(Fitting()))
    assert county.provider.hooks.entry_refusals(county.rules("430582"), FACTS) == ()
    assert NoHooks().entry_refusals(county.rules("430582"), FACTS) == ()


def test_facts_cannot_be_changed_by_a_plugin() -> None:
    with pytest.raises(AttributeError):
        FACTS.uscc = "other"  # type: ignore[misc]


def test_a_plugin_that_is_switched_off_is_not_called(county: County) -> None:
    county.with_python(accepted(Fitting()))
    set_enabled(county.session, "430582", "python:ours", False, county.now)
    assert county.rules("430582").value(NOTICE) == 5


def test_a_package_that_is_not_installed_here_does_not_hinder_the_rules(county: County) -> None:
    county.with_python(accepted(Fitting()))
    county.provider = Provider(PARAMETERS, Hooks(Discovery()))
    rules = county.rules("430582")
    assert rules.value(NOTICE) == 5
    assert county.provider.hooks.entry_refusals(rules, FACTS) == ()


def test_a_module_may_be_a_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(name="模块", version="1", regions=("430582",), api_version=API_VERSION)
    assert discovered(monkeypatch, module).plugins[0].name == "模块"
