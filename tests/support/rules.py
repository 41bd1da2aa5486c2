"""Rules for tests: the bundled national pack, with what a test wants otherwise."""

import tomllib
from pathlib import Path
from typing import Any

import plugins
from plugins.declared import PARAMETERS
from tongban.rules import RuleSet


def rules_with(region: str, **changes: Any) -> RuleSet:
    """The nation's answers with changes; a key's dots are written as double underscores."""
    file = Path(plugins.__file__).parent / "bundled" / "national.toml"
    stated = tomllib.loads(file.read_text(encoding="utf-8"))["rules"]
    values = {key: value["value"] if _is_statement(value) else value for key, value in stated.items()}
    values |= {key.replace("__", "."): value for key, value in changes.items()}
    return RuleSet.of(PARAMETERS, values, region)


def _is_statement(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value
