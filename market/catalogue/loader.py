"""The catalogue that comes with the product, read from its data files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from market.catalogue.approvals import approval_names
from market.catalogue.catalogue import Catalogue
from market.catalogue.items import ServiceItem
from market.catalogue.reading import CatalogueError, ItemReader
from market.qualifications.loader import load_kinds
from market.qualifications.reading import Entry

DATA = Path(__file__).with_name("data") / "services"


@cache
def load_catalogue() -> Catalogue:
    """The bundled catalogue. Raises CatalogueError with every problem, each naming file and entry."""
    paths = sorted(DATA.glob("*.toml"))
    return read_catalogue({path.name: tomllib.loads(path.read_text("utf-8")) for path in paths})


def read_catalogue(files: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """A catalogue from parsed files by name, each ``group``, ``order`` and ``[[item]]``.

    Raises CatalogueError with every problem, each naming file and entry.
    """
    problems: list[str] = []
    reader = ItemReader(load_kinds(), approval_names())
    groups: list[tuple[int, str, list[ServiceItem]]] = []
    seen: dict[str, str] = {}
    for file, data in files.items():
        top = Entry(data, file, problems)
        order, group = top.integer("order", required=True) or 0, top.text("group", required=True)
        items = [reader.item(entry, group) for entry in top.entries("item")]
        top.finish()
        for item in items:
            if item.code in seen:
                problems.append(f"{file}：{item.code}：编号与 {seen[item.code]} 里的重复。")
            seen[item.code] = file
        groups.append((order, file, items))
    if problems:
        raise CatalogueError(problems)
    return Catalogue(item for _order, _file, items in sorted(groups, key=lambda g: g[:2]) for item in items)
