"""Hooks and rules are documented and tested, or the suite fails."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from plugins.declared import PARAMETERS
from plugins.python_plugins import SPECS, new_manager
from plugins.reference import reference_lines
from tongban.rules.core import PARAMETERS as CORE

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


def specs() -> list[tuple[str, Any]]:
    found = []
    for module in SPECS:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if hasattr(function, "tongban_spec"):
                found.append((name, function))
    return found


@pytest.mark.parametrize(("name", "spec"), specs())
def test_every_hook_is_documented_with_its_arguments(name: str, spec: Any) -> None:
    arguments = ", ".join(inspect.signature(spec).parameters)
    assert f"## `{name}({arguments})`" in HOOKS


@pytest.mark.parametrize(("name", "spec"), specs())
def test_every_hook_says_what_none_means(name: str, spec: Any) -> None:
    assert "``None`` means" in (inspect.getdoc(spec) or "")
    section = HOOKS.split(f"## `{name}(")[1].split("\n## ")[0]
    assert "`None`:" in section


@pytest.mark.parametrize(("name", "spec"), specs())
def test_every_hook_is_tested(name: str, spec: Any) -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert f"def {name}(self" in tests


@pytest.mark.parametrize(("name", "spec"), specs())
def test_every_hook_is_called_through_the_facade(name: str, spec: Any) -> None:
    facade = (ROOT / "plugins" / "facade.py").read_text(encoding="utf-8")
    assert f'"{name}"' in facade


def test_no_hook_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^## `(\w+)\(", HOOKS, re.MULTILINE)) == {name for name, _ in specs()}


def test_hooks_carry_the_prefix_of_the_package_that_calls_them() -> None:
    for name, spec in specs():
        assert name.startswith(spec.__module__.split(".")[0] + "_")


def test_every_spec_is_known_to_the_managers() -> None:
    assert all(hasattr(new_manager().hook, name) for name, _ in specs())


def test_the_example_in_the_documentation_is_a_plugin_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    from plugins.python_plugins import discover

    example = re.search(r"```python\n(.*?)```", HOOKS, re.DOTALL)
    assert example is not None
    names: dict[str, Any] = {}
    exec(example[1], names)
    monkeypatch.setattr(EntryPoint, "load", lambda _self: names["Plugin"])
    discovery = discover([EntryPoint("ours", "ours:Plugin", "tongban.plugins")])
    assert (len(discovery.plugins), discovery.problems) == (1, ())


def test_the_table_of_rules_is_what_is_declared() -> None:
    written = RULES.split("a test compares -->\n\n")[1]
    assert written.splitlines() == reference_lines(PARAMETERS), "run: tongban plugin keys"


def test_every_rule_stands_under_a_heading() -> None:
    assert all(parameter.group and parameter.title_zh for parameter in PARAMETERS)


def test_only_technical_values_have_a_default_in_code() -> None:
    defaults = {p.key for p in PARAMETERS if p.default not in (None, {})}
    assert defaults == {"market.close.settle_s"}


@pytest.mark.parametrize("folder", ["tongban", "search_index", "market", "agency"])
def test_every_rule_that_code_asks_is_declared(folder: str) -> None:
    asked = re.compile(
        r"(?:value|ask|words|_basis)\((?:\w+, )?\"((?:market|agency|approval|clock|docs|ui)\.[a-z_.]+)"
    )
    for path in (ROOT / folder).rglob("*.py"):
        for key in asked.findall(path.read_text(encoding="utf-8")):
            assert key in PARAMETERS, f"{path.name} asks {key}"


def test_core_rules_belong_to_no_half() -> None:
    assert not [p.key for p in CORE if p.key.startswith(("market.", "agency.", "approval."))]


def asked_in_code() -> str:
    """All code but the places where rules are declared."""
    places = ("market/rules.py", "agency/rules.py", "agency/plan/rules.py", "tongban/rules/core.py")
    declared = {ROOT / place for place in places}
    paths = (path for folder in ("tongban", "market", "agency") for path in (ROOT / folder).rglob("*.py"))
    return "".join(path.read_text(encoding="utf-8") for path in paths if path not in declared)


def test_every_rule_that_is_declared_is_asked() -> None:
    code = asked_in_code()
    numbers = {f"docs.number.{kind}" for kind in re.findall(r'^    "([a-z_]+)": "[A-Z]{2}",$', code, re.M)}
    unasked = [p.key for p in PARAMETERS if f'"{p.key}"' not in code and p.key not in numbers]
    assert unasked == []


def test_every_place_for_a_text_and_every_word_is_used() -> None:
    from tongban.rules.core import TERMS, TEXTS

    templates = "".join(path.read_text("utf-8") for path in (ROOT / "market").rglob("*.jinja2"))
    code = asked_in_code()
    assert [place for place in TEXTS if f'"{place}"' not in code] == []
    assert [word for word in TERMS.values() if word not in code + templates] == []
