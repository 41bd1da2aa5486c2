"""Rules for tests: the bundled national pack, with what a test wants otherwise."""

from typing import Any

from plugins.testing import national_values
from tongban.rules import RuleSet


def rules_with(region: str, **changes: Any) -> RuleSet:
    """The nation's answers with changes; a key's dots are written as double underscores."""
    parameters, values = national_values()
    values |= {key.replace("__", "."): value for key, value in changes.items()}
    return RuleSet.of(parameters, values, region)
