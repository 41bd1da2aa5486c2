"""The regions that come with the package: the code table, former names and zones."""

import csv
import io
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from tongban.regions.codes import NATION, Level, level_by_code, parent_by_code
from tongban.regions.models import TABLE, ZONE

NATION_NAME = "中华人民共和国"


@dataclass(frozen=True)
class RegionRow:
    """One region as the data files have it; the field names are the columns of ``Region``."""

    code: str
    name: str
    parent_code: str | None
    level: str
    also_county: bool
    origin: str


@dataclass(frozen=True)
class FormerName:
    """One former name as the data files have it; the field names are the columns of ``RegionName``."""

    region_code: str
    name: str
    former_code: str | None
    valid_from: str | None
    valid_to: str | None
    source: str


def read_regions() -> list[RegionRow]:
    """Nation, code table and zones; parents stand before their children, every code stands once."""
    rows = {NATION: RegionRow(NATION, NATION_NAME, None, Level.NATION, False, TABLE)}
    lines = list(csv.DictReader(io.StringIO(_text("regions.csv"))))
    twice = {line["code"] for line in lines if line["code"] == line["parent"]}
    for line in lines:
        code = line["code"]
        # The table repeats a city without counties as its own county; as a county it would be its own parent.
        if code != line["parent"]:
            parent = line["parent"] or NATION
            rows[code] = RegionRow(code, line["name"], parent, line["level"], code in twice, TABLE)
    for zone in _toml().get("zone", []):
        parent = zone.get("parent") or parent_by_code(zone["code"])
        rows[zone["code"]] = RegionRow(
            zone["code"], zone["name"], parent, level_by_code(zone["code"]), False, ZONE
        )
    order = list(Level)
    return sorted(rows.values(), key=lambda row: (order.index(Level(row.level)), row.code))


def read_former_names() -> list[FormerName]:
    """The former names, in the order of the file."""
    return [
        FormerName(
            entry["region"],
            entry["name"],
            entry.get("code"),
            entry.get("valid_from"),
            entry.get("valid_to"),
            entry["source"],
        )
        for entry in _toml().get("former", [])
    ]


def _toml() -> dict[str, Any]:
    return tomllib.loads(_text("names.toml"))


def _text(name: str) -> str:
    return (resources.files("tongban.regions") / "data" / name).read_text(encoding="utf-8-sig")
