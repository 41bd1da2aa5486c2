"""What code asks for exists: handlers, timers, jobs, commands."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pyramid.registry import Registry

from tongban.outbox.handlers import Handlers

ROOT = Path(__file__).parents[2]
PACKAGES = ("tongban", "search_index", "market", "agency", "plugins")
CHINESE = re.compile("[\u4e00-\u9fff]")
#: What serves as an entry point in setup.py: ``name = module:attribute``.
ENTRY = re.compile(r'"([a-z_]+) = ([a-z_.]+):([a-z_]+)"')


def named(verb: str) -> Iterator[tuple[str, str]]:
    """Where a verb of the unit of work is called, and the handler it names."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not re.search(
                rf"(?:work|_system)\.{verb}$", ast.unparse(node.func)
            ):
                continue
            if (name := _value(path, node.args[0])) is not None:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", name


def _value(path: Path, argument: ast.expr) -> str | None:
    """The text of a constant, written out or by its name."""
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if not isinstance(argument, ast.Name):
        return None
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return str(getattr(module, argument.id)) if hasattr(module, argument.id) else None


@pytest.fixture
def handlers(registry: Registry) -> Handlers:
    found: Handlers = registry["tongban.handlers"]
    return found


def test_every_side_effect_has_a_handler(handlers: Handlers) -> None:
    asked = list(named("enqueue"))
    assert asked
    assert not [where for where, name in asked if name not in handlers.outbox]


def test_every_timer_has_a_handler(handlers: Handlers) -> None:
    asked = list(named("schedule"))
    assert asked
    assert not [where for where, name in asked if name not in handlers.timers]


def test_no_timer_waits_that_nobody_sets(handlers: Handlers) -> None:
    said = "\n".join(
        p.read_text(encoding="utf-8") for package in PACKAGES for p in (ROOT / package).rglob("*.py")
    )
    for name in (*handlers.timers, *handlers.outbox):
        assert f'"{name}"' in said, name


def test_jobs_are_named_for_people(handlers: Handlers) -> None:
    assert handlers.jobs
    for job in handlers.jobs.values():
        assert CHINESE.search(job.title), job.name
        assert job.every.total_seconds() >= 1


def entry_points() -> list[tuple[str, str, str]]:
    return ENTRY.findall((ROOT / "setup.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "module", "attribute"), entry_points())
def test_every_entry_point_leads_somewhere(name: str, module: str, attribute: str) -> None:
    assert callable(getattr(importlib.import_module(module), attribute)), name


def commands() -> Iterator[tuple[str, click.Command]]:
    """All commands and subcommands, by their full names."""
    for name, module, attribute in entry_points():
        found = getattr(importlib.import_module(module), attribute)
        if isinstance(found, click.Command) and module != "tongban.cli":
            yield from _with_subcommands(name, found)


def _with_subcommands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for sub, inner in command.commands.items():
            yield from _with_subcommands(f"{name} {sub}", inner)


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_explains_itself_in_chinese(name: str, command: click.Command) -> None:
    assert CHINESE.search(command.help or ""), name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert CHINESE.search(parameter.help or ""), f"{name} {parameter.opts[0]}"


def test_setup_steps_say_when_they_run(registry: Registry) -> None:
    steps = registry["tongban.setup_steps"]
    assert len({step.name for step in steps}) == len(steps)


def test_the_tools_are_configured_for_every_package() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(tools["mypy"]["packages"]) == set(PACKAGES)
    assert set(tools["importlinter"]["root_packages"]) == set(PACKAGES)
    assert tools["importlinter"]["contracts"][0]["layers"] == list(reversed(PACKAGES))
