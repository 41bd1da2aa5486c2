"""Values of an ini file that come from the environment: ``${NAME}`` and ``${NAME:-otherwise}``.

Passwords and keys do not belong into a file that is copied around, and one file serves several data folders.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_]\w*)(?::-(?P<otherwise>[^}]*))?\}", re.ASCII)


class VariableNotSet(LookupError):
    """A setting names a variable that the environment does not have."""


def from_environment(settings: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The settings with every variable replaced. Raises VariableNotSet naming a variable that is not set."""

    def value(match: re.Match[str]) -> str:
        found = environ.get(match["name"], match["otherwise"])
        if found is None:
            raise VariableNotSet(f"配置文件用到环境变量 {match['name']}，但它没有设置。")
        return found

    return {
        key: _VARIABLE.sub(value, setting) if isinstance(setting, str) else setting
        for key, setting in settings.items()
    }
