"""规则依据 as a table: which plugin and version answered what, for everything a need asks."""

from dataclasses import dataclass

from market.needs.rules import NeedRules
from tongban.rules import split_key
from tongban.web.components import RuleBasis


@dataclass(frozen=True)
class RuleRow:
    """One answer, in words, with who said so."""

    title: str
    words: str
    basis: RuleBasis


def rules_table(rules: NeedRules, prefixes: tuple[str, ...] = ("market.", "clock.")) -> list[RuleRow]:
    """All answers of the market by key; the parts of a table stand with their table."""
    rows = []
    for key, answer in sorted(rules.answers.items()):
        parameter = rules.parameters.get(key) if rules.parameters else None
        if not key.startswith(prefixes) or split_key(key)[1]:
            continue
        title = parameter.title_zh if parameter else key
        rows.append(RuleRow(title, rules.words(key), RuleBasis.of(answer)))
    return rows
