"""The approvals that service items refer to: code and name only.

What an approval is (department, limits, order) belongs to the guides of the agency half, which stands above
this one; a test holds the two lists together.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).with_name("data") / "approvals.toml"


@cache
def approval_names() -> Mapping[str, str]:
    """Name by code, in the order of the procedure."""
    entries = tomllib.loads(DATA.read_text("utf-8"))["approvals"]
    return MappingProxyType({str(code): str(name) for code, name in entries.items()})
