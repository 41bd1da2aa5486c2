"""规则依据 as a table: which plugin and version answered what, for everything a need asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from market.needs.rules import NeedRules
from tongban.rules import Answer, split_key
from tongban.web.components import RuleBasis

PREFIXES = ("market.", "clock.")
_ANSWER = ("key", "value", "plugin", "version", "region", "basis", "since", "source")


def answers_of(rules: NeedRules, prefixes: tuple[str, ...] = PREFIXES) -> list[dict[str, Any]]:
    """All answers by key, as programs are told them: value, words and provenance."""
    return [
        {
            "title": title,
            "words": rules.words(key),
            "level": answer.level,
            **{name: getattr(answer, name) for name in _ANSWER},
        }
        for key, title, answer in _answers(rules, prefixes)
    ]


@dataclass(frozen=True)
class RuleRow:
    """One answer, in words, with who said so."""

    title: str
    words: str
    basis: RuleBasis


def rules_table(rules: NeedRules, prefixes: tuple[str, ...] = PREFIXES) -> list[RuleRow]:
    """All answers of the market by key; the parts of a table stand with their table."""
    return [
        RuleRow(title, rules.words(key), RuleBasis.of(answer))
        for key, title, answer in _answers(rules, prefixes)
    ]


def _answers(rules: NeedRules, prefixes: tuple[str, ...]) -> Iterator[tuple[str, str, Answer]]:
    for key, answer in sorted(rules.answers.items()):
        parameter = rules.parameters.get(key) if rules.parameters else None
        if not key.startswith(prefixes) or split_key(key)[1]:
            continue
        title = parameter.title_zh if parameter else key
        yield key, title, answer
