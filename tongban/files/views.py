"""Serving a file, after its check."""

from urllib.parse import quote

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from tongban.errors import NotFound
from tongban.files.access import may_read
from tongban.files.models import StoredFile
from tongban.files.store import FileStore
from tongban.security import Permission

#: Shown in the browser; everything else is downloaded, so that nothing uploaded runs as a page.
INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


@view_config(route_name="files.download", request_method="GET", permission=Permission.PUBLIC)
def download(request: Request) -> Response:
    """The bytes of a file. What may not be read does not exist for the one asking."""
    store = FileStore(request.db, request.site.path("files"))
    row = store.find(request.matchdict["key"])
    if not may_read(request, row):
        raise NotFound("没有找到这个文件。")
    return served(store, row)


def served(store: FileStore, row: StoredFile) -> Response:
    """A file as an answer, under its own name."""
    place = "inline" if row.media_type in INLINE else "attachment"
    response = Response(store.content(row), content_type=row.media_type)
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(row.name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
