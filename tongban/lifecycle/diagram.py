"""``docs/lifecycles.md``, drawn from the tables, so that the page and the code cannot say different things.

Print it with ``python -m tongban.lifecycle.diagram``; a test compares the page with what this prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tongban.db import Base
from tongban.db.models import import_all
from tongban.lifecycle.table import Guard, Lifecycle, Transition, registered
from tongban.security import SYSTEM, Actor, Grant, Permission, Role
from tongban.security.roles import ROLE_TITLES
from tongban.security.table import permits

INTRODUCTION = """\
# Lifecycles

One table per thing that has a state; nothing else changes it (`tongban/lifecycle/table.py`). This page is
printed from those tables by `python -m tongban.lifecycle.diagram`, and a test fails when it is out of date.

The column *who* is found by asking the access table (`tongban/security/table.py`) for each role in turn:
本地区 means with that role in the thing's region or above, 业主一方 acting for the organisation that buys,
机构一方 acting for the organisation the thing is of, 承办人 being the agent of the case or the deputy, or
the one asked to take it over. 系统 is the platform itself, by timer, as a consequence of a person's act, or
from the command line. A column *holds* names what else must be true.
"""

_REGION, _OWNER, _FIRM, _ELSEWHERE = "990001", 1, 2, 3
_ANYBODY, _AGENT = 1, 2


@dataclass(frozen=True)
class _Probe:
    """A thing that belongs to a buyer and to a firm, in a region: what the access table is asked about."""

    region: str = _REGION
    owner_org_id: int = _OWNER
    org_id: int = _FIRM
    user_id: int = 0
    agent_id: int = _AGENT
    incoming_id: int = _AGENT


def document() -> str:
    """The whole page, from every lifecycle of the process."""
    import_all()
    things = sorted(registered().items())
    return "\n".join([INTRODUCTION, *(section(lifecycle) for _kind, lifecycle in things)])


def section(lifecycle: Lifecycle) -> str:
    """One thing: what it is, its diagram, its states and its transitions."""
    return "\n".join(
        [
            f"## {lifecycle.kind}",
            "",
            *_about(lifecycle.kind),
            "```mermaid",
            *diagram(lifecycle),
            "```",
            "",
            *_states(lifecycle),
            "",
            *_transitions(lifecycle),
            "",
        ]
    )


def diagram(lifecycle: Lifecycle) -> Iterator[str]:
    """The lines of a Mermaid state diagram."""
    yield "stateDiagram-v2"
    for state in lifecycle.states.values():
        yield f'    state "{state.title}" as {state.name}'
    yield f"    [*] --> {lifecycle.initial}"
    for transition in lifecycle.transitions:
        yield f"    {transition.source} --> {transition.target}: {transition.title}"
    for state in lifecycle.states.values():
        if state.final:
            yield f"    {state.name} --> [*]"


def who(permission: Permission) -> str:
    """Who holds a permission for a thing, in words, as the access table itself answers."""
    found = ["系统"] if permits(SYSTEM, permission, _Probe()) else []
    found += [
        f"{ROLE_TITLES[role]}{where}" for role in Role if (where := _where(role, permission)) is not None
    ]
    return "、".join(found)


def _where(role: Role, permission: Permission) -> str | None:
    """Where somebody must hold the role; an empty text for anywhere, None if it does not help at all."""

    def may(org_id: int, region: str, user_id: int = _ANYBODY) -> bool:
        actor = Actor(user_id=user_id, org_id=org_id, grants=frozenset({Grant(role, region)}))
        return permits(actor, permission, _Probe())

    if may(_ELSEWHERE, "elsewhere"):
        return ""
    if may(_ELSEWHERE, _REGION):
        return "（本地区）"
    if may(_ELSEWHERE, _REGION, _AGENT):
        return "（本地区，承办人）"
    sides = [words for org_id, words in ((_OWNER, "业主一方"), (_FIRM, "机构一方")) if may(org_id, _REGION)]
    return f"（{'、'.join(sides)}）" if sides else None


def _about(kind: str) -> Iterator[str]:
    for mapper in Base.registry.mappers:
        thing = mapper.class_
        if getattr(thing, "thing_kind", None) == kind:
            folder = Path(*thing.__module__.split(".")[:-1])
            yield f"{(thing.__doc__ or '').splitlines()[0]} Table `{folder.as_posix()}/lifecycle.py`."
            yield ""


def _states(lifecycle: Lifecycle) -> Iterator[str]:
    yield "| state | 状态 | tone |"
    yield "|---|---|---|"
    for state in lifecycle.states.values():
        notes = ["initial"] * (state.name == lifecycle.initial) + ["final"] * state.final
        yield f"| `{state.name}` | {state.title} | {', '.join([state.tone, *notes])} |"


def _transitions(lifecycle: Lifecycle) -> Iterator[str]:
    guarded = any(transition.guards for transition in lifecycle.transitions)
    yield "| from | event | to | 事项 | who |" + (" holds |" if guarded else "")
    yield "|---|---|---|---|---|" + ("---|" if guarded else "")
    for transition in lifecycle.transitions:
        yield _row(transition) + (f" {_holds(transition.guards)} |" if guarded else "")


def _row(transition: Transition) -> str:
    path = f"| `{transition.source}` | `{transition.event}` | `{transition.target}` "
    return f"{path}| {transition.title} | {who(transition.who)} |"


def _holds(guards: tuple[Guard, ...]) -> str:
    """What each guard asks for: the first line of its docstring, else its name."""
    return "; ".join(
        (guard.__doc__ or guard.__name__.strip("_").replace("_", " ")).splitlines()[0] for guard in guards
    )


if __name__ == "__main__":
    print(document(), end="")
