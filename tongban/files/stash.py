"""Where uploads wait until their form is accepted: on disk only, so that a refused form writes no row.

A stashed file belongs to the person who uploaded it; its key is unguessable. Old ones are swept.
"""

import json
import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyramid.request import Request

from tongban.clock import SystemClock
from tongban.fields import Upload

_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
#: A stashed file outlives a long evening of form filling, not more.
KEEP = timedelta(days=1)


class DiskStash:
    """The stash of one person."""

    def __init__(self, folder: Path, user_id: int | None) -> None:
        self._folder = folder
        self._user_id = user_id

    def stash(self, upload: Upload) -> str:
        """Keep a file; returns its key."""
        self._folder.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(32)
        facts = {
            "user": self._user_id,
            "name": upload.name,
            "media_type": upload.media_type,
            "sha256": upload.sha256,
        }
        (self._folder / f"{key}.bin").write_bytes(upload.content)
        (self._folder / f"{key}.json").write_text(json.dumps(facts), encoding="utf-8")
        return key

    def fetch(self, key: str) -> Upload | None:
        """The file of a key, or None when it is unknown, another person's, or swept."""
        if not _KEY.fullmatch(key):
            return None
        try:
            facts = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
            content = (self._folder / f"{key}.bin").read_bytes()
        except (OSError, ValueError):
            return None
        if facts["user"] != self._user_id:
            return None
        return Upload(facts["name"], content, facts["media_type"], len(content), facts["sha256"])


def stash_of(request: Request) -> DiskStash:
    """The stash of the person who asks; give it to a form that has file fields."""
    return DiskStash(request.site.path("stash"), request.actor.user_id)


def sweep(folder: Path) -> int:
    """Remove what no form has asked for within ``KEEP``; returns how many files went."""
    horizon = SystemClock().now() - KEEP
    old = [
        path
        for path in (folder.iterdir() if folder.exists() else ())
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < horizon
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
