"""The tables of states and transitions are whole, every state is reached, and their page is up to date."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tongban.db import Base
from tongban.db.models import import_all
from tongban.lifecycle import Lifecycle, registered
from tongban.lifecycle.diagram import diagram, document, who
from tongban.security import Permission

import_all()
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "lifecycles.md"
TONES = {"ink", "wait", "done", "late"}

each = pytest.mark.parametrize("lifecycle", registered().values(), ids=lambda lifecycle: lifecycle.kind)


def test_the_page_says_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), (
        "print it anew: python -m tongban.lifecycle.diagram"
    )


@each
def test_every_state_is_reached(lifecycle: Lifecycle) -> None:
    reached, before = {lifecycle.initial}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {t.target for t in lifecycle.transitions if t.source in reached}
    assert set(lifecycle.states) == reached


@each
def test_a_final_state_is_one_from_which_nothing_leads_on(lifecycle: Lifecycle) -> None:
    left = {t.source for t in lifecycle.transitions}
    assert {s.name for s in lifecycle.states.values() if s.final} == set(lifecycle.states) - left


@each
def test_people_read_chinese_and_one_of_four_tones(lifecycle: Lifecycle) -> None:
    titles = [s.title for s in lifecycle.states.values()] + [t.title for t in lifecycle.transitions]
    assert all(title and not title.isascii() for title in titles)
    assert {state.tone for state in lifecycle.states.values()} <= TONES


@each
def test_no_two_states_read_alike(lifecycle: Lifecycle) -> None:
    titles = [state.title for state in lifecycle.states.values()]
    assert len(titles) == len(set(titles))


@each
def test_every_transition_has_somebody_who_may(lifecycle: Lifecycle) -> None:
    assert all(who(transition.who) for transition in lifecycle.transitions)


@each
def test_every_event_is_caused_by_some_code(lifecycle: Lifecycle) -> None:
    """A transition that nothing fires is a promise that nobody keeps."""
    assert {t.event for t in lifecycle.transitions} <= fired()[lifecycle.kind]


@cache
def fired() -> dict[str, set[str]]:
    """The words that stand in modules which fire a lifecycle's events, by kind."""
    found: dict[str, set[str]] = {kind: set() for kind in registered()}
    names = {"user": "ACCOUNT"} | {kind: kind.upper() for kind in registered() if kind != "user"}
    for package in ("tongban", "search_index", "market", "agency"):
        for path in (ROOT / package).rglob("*.py"):
            if path.name == "lifecycle.py":
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
                for kind, table in names.items():
                    if f"{table}.fire(" in ast.unparse(function):
                        found[kind] |= {
                            n.value
                            for n in ast.walk(tree)
                            if isinstance(n, ast.Constant) and isinstance(n.value, str)
                        }
    return found


@each
def test_a_thing_with_a_lifecycle_refuses_plain_assignment(lifecycle: Lifecycle) -> None:
    mapped = {getattr(m.class_, "thing_kind", None): m.class_ for m in Base.registry.mappers}
    thing = mapped[lifecycle.kind]()
    thing.state = lifecycle.initial
    other = next(name for name in lifecycle.states if name != lifecycle.initial)
    with pytest.raises(RuntimeError):
        thing.state = other


def test_the_diagram_draws_each_transition_once() -> None:
    for lifecycle in registered().values():
        lines = list(diagram(lifecycle))
        arrows = [line for line in lines if " --> " in line and "[*]" not in line]
        assert len(arrows) == len(lifecycle.transitions)
        assert lines[0] == "stateDiagram-v2"


@pytest.mark.parametrize(
    ("permission", "words"),
    [
        (Permission.SYSTEM_ONLY, "系统"),
        (Permission.MARKET_NEED_CHECK, "中介超市运营人员（本地区）"),
        (Permission.MARKET_ENTRY_SUBMIT, "中介机构（机构一方）"),
        (Permission.MARKET_EVALUATE, "项目业主管理员（业主一方）、采购受托人（业主一方）"),
        (Permission.ADMIN_ACCOUNTS, "系统、地区管理员（本地区）、平台管理员"),
    ],
)
def test_the_page_says_who_may_as_the_access_table_answers(permission: Permission, words: str) -> None:
    assert who(permission) == words
