"""Importing every module of models, so that the metadata is complete for migrations and tests."""

import importlib
import pkgutil
from functools import cache

PACKAGES = ("tongban", "search_index", "market", "agency", "plugins")


@cache
def import_all() -> tuple[str, ...]:
    """Import all modules named ``models`` below the packages of the project; returns their names."""
    found: list[str] = []
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if module.name.rsplit(".", 1)[-1] == "models" and ".migrations" not in module.name:
                importlib.import_module(module.name)
                found.append(module.name)
    return tuple(sorted(found))
