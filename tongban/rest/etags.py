"""Entity tags: the version of a thing, and a digest of what is shown of it.

``"7.3b5d5c37"``: the part before the point is what a change has to name, the rest what a reader may keep.
"""

import re

from pyramid.request import Request

from tongban.canonical import sha256_hex
from tongban.rest.errors import VersionMissing, VersionOutdated

_TAG = re.compile(r'"([0-9]{1,18})\.[0-9a-f]{16}"')


def tag_of(version: int, body: bytes) -> str:
    """The entity tag of an answer."""
    return f'"{version}.{sha256_hex(body)[:16]}"'


def wanted_version(request: Request) -> int | None:
    """The version that ``If-Match`` names; None for any (``*``).

    Raises VersionMissing without the header, VersionOutdated for a tag that is none of ours.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise VersionMissing
    if header.strip() == "*":
        return None
    found = _TAG.fullmatch(header.strip())
    if found is None:
        raise VersionOutdated
    return int(found[1])


def is_known(request: Request, tag: str) -> bool:
    """Whether the program says that it has this answer already (``If-None-Match``)."""
    header = request.headers.get("If-None-Match")
    if header is None:
        return False
    return header.strip() == "*" or tag in [part.strip().removeprefix("W/") for part in header.split(",")]
