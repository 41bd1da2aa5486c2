"""Static files: ours and one file of the form library, under addresses that change with their content."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.path import AssetResolver
from pyramid.request import Request
from pyramid.static import QueryStringCacheBuster

OURS = "tongban:web/static/"
#: The folder of the form library that holds Bootstrap's style sheet; its scripts are never served.
LIBRARY = "deform:static/css/"
_YEAR = 365 * 24 * 3600

#: Style sheets of every page, in order: the library first, so that whatever we say wins.
STYLES: tuple[str, ...] = (
    "library:bootstrap.min.css",
    "css/tokens.css",
    "css/bridge.css",
    "css/base.css",
    "css/layout.css",
    "css/columns.css",
    "css/components.css",
    "css/records.css",
    "css/thread.css",
    "css/forms.css",
    "css/answers.css",
    "css/day-strip.css",
)


@lru_cache(maxsize=512)
def _digest(path: str, _modified: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def file_token(path: str) -> str:
    """The first twelve characters of a file's SHA-256; read again only when the file changed."""
    return _digest(path, Path(path).stat().st_mtime_ns)


class ContentCacheBuster(QueryStringCacheBuster):
    """Adds the digest of the file's content to its address; a file that is missing is an error at once."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = AssetResolver().resolve(folder).abspath()

    def tokenize(self, request: Request, pathspec: str, kw: dict[str, Any]) -> str:
        """The token of one file below the folder."""
        return file_token(str(Path(self._folder, pathspec)))


def static_url(request: Request, path: str) -> str:
    """The address of ``css/base.css`` (ours) or ``library:bootstrap.min.css``."""
    if path.startswith("library:"):
        return str(request.static_path(LIBRARY + path.removeprefix("library:")))
    return str(request.static_path(OURS + path))


def includeme(config: Configurator) -> None:
    """The two static views and their cache buster."""
    config.add_static_view("static/library", LIBRARY, cache_max_age=_YEAR)
    config.add_static_view("static/web", OURS, cache_max_age=_YEAR)
    for spec in (LIBRARY, OURS):
        config.add_cache_buster(spec, ContentCacheBuster(spec))
