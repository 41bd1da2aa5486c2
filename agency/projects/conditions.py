"""Conditions over the facts of a project: CEL expressions, checked when they are read.

A condition answers yes, no or "not known yet": CEL's ``&&`` and ``||`` pass over a missing value where the
other side decides alone, so ``funding == "private" && forest_land`` is no for a government project of which
nothing else is known. Choices are compared as their keys, money as 分.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cel_expr_python import cel

from agency.projects.facts import QUESTIONS, Facts
from agency.projects.questions import Kind

_TYPES = {
    Kind.CHOICE: cel.Type.STRING,
    Kind.MONEY: cel.Type.INT,
    Kind.NUMBER: cel.Type.INT,
    Kind.YES_NO: cel.Type.BOOL,
}
_TEXT = re.compile(r'"([^"]*)"|\'([^\']*)\'')
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class BadCondition(ValueError):
    """An expression that cannot be a condition; the message is Chinese and says why."""


@cache
def _environment() -> cel.Env:
    return cel.NewEnv(variables={name: _TYPES[question.kind] for name, question in QUESTIONS.items()})


@cache
def _compiled(text: str) -> cel.Expression:
    try:
        compiled = _environment().compile(text)
    except (RuntimeError, ValueError) as error:
        raise BadCondition(f"条件“{text}”有误：{_first_line(str(error))}") from error
    if compiled.return_type() != cel.Type.BOOL:
        raise BadCondition(f"条件“{text}”的结果不是“是”或者“否”")
    return compiled


def _first_line(message: str) -> str:
    return message.removeprefix("INVALID_ARGUMENT: ").splitlines()[0].removeprefix("ERROR: <input>:")


@dataclass(frozen=True)
class Condition:
    """A checked expression; ``reads`` names the facts it looks at, in the order of asking."""

    text: str
    reads: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Condition":
        """The condition of an expression. Raises BadCondition for an unknown fact, choice or type."""
        _compiled(text)
        names = set(_NAME.findall(_TEXT.sub(" ", text)))
        reads = tuple(name for name in QUESTIONS if name in names)
        keys = {choice.value for name in reads for choice in QUESTIONS[name].asked.choices}
        for found in _TEXT.finditer(text):
            key = found[1] if found[1] is not None else found[2]
            if key not in keys:
                raise BadCondition(f"条件“{text}”有误：没有“{key}”这个选项")
        return cls(text, reads)

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds; None while that depends on a fact that is not known."""
        return self._holds(facts.to_json())

    def _holds(self, known: Mapping[str, Any]) -> bool | None:
        value = _compiled(self.text).eval(data=known)
        return bool(value.value()) if value.type() == cel.Type.BOOL else None

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """The facts that still have to be known before it can be judged; none when it can."""
        if self.holds(facts) is not None:
            return ()
        known = facts.known()
        return tuple(name for name in self.reads if name not in known)


#: The condition of what every project has.
ALWAYS = Condition("true")
