"""The stash of a request: files wait under the name of whoever uploaded them."""

from pyramid.request import Request

from tongban.files.stash import DiskStash


class RequestStash(DiskStash):
    """``FileStash`` for the person of one request; on disk only, so that a refused form writes no row."""

    def __init__(self, request: Request) -> None:
        super().__init__(request.site.path("stash"), request.actor.user_id)
