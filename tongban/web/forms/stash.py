"""The stash of a request: files wait in ``tongban.files`` under the name of whoever uploaded them."""

from pyramid.request import Request

from tongban.errors import NotFound
from tongban.fields import Upload
from tongban.files.store import FileStore


class RequestStash:
    """``FileStash`` over the site's file store, for the person of one request."""

    def __init__(self, request: Request) -> None:
        self._store = FileStore(request.db, request.site.path("files"))
        self._user_id = request.actor.user_id
        self._now = request.now

    def stash(self, upload: Upload) -> str:
        """Keep a file for this person."""
        return self._store.stash(upload, self._user_id, self._now).key

    def fetch(self, key: str) -> Upload | None:
        """A file this person stashed and has not used yet."""
        try:
            row = self._store.find(key)
            if row.uploaded_by != self._user_id or row.thing_kind is not None:
                return None
            return Upload(row.name, self._store.content(row), row.media_type, row.size, row.sha256)
        except NotFound:
            return None
