"""Which addresses are for programs."""

from pyramid.request import Request

PREFIX = "/api/v1"


def is_api(request: Request) -> bool:
    """Whether a request is a program's; never fails, whatever the address is made of."""
    return str(request.environ.get("PATH_INFO", "")).startswith("/api/")
