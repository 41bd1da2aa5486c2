"""Pyramid's security policy: identity from the server's session, access from the one table."""

from typing import Any

from pyramid.request import Request
from pyramid.security import Allowed, Denied

from tongban.security.permissions import Permission
from tongban.security.table import permits

#: Views without a permission of their own are closed to everybody.
NOBODY = "nobody"


class TablePolicy:
    """Asks ``tongban.security.table`` about ``request.actor`` and the context, if that is a thing."""

    def identity(self, request: Request) -> Any:
        """The person of the live session, or None."""
        return request.live_session.user if request.live_session else None

    def authenticated_userid(self, request: Request) -> str | None:
        """The person's login, for logs of the server."""
        user = self.identity(request)
        return user.login if user else None

    def permits(self, request: Request, context: object, permission: str) -> Allowed | Denied:
        """Allowed or denied; a permission that the enumeration does not know is denied."""
        try:
            wanted = Permission(permission)
        except ValueError:
            return Denied("unknown permission")
        thing = context if hasattr(context, "thing_kind") else None
        return Allowed("table") if permits(request.actor, wanted, thing) else Denied("table")

    def remember(self, _request: Request, _userid: str, **_kw: Any) -> list[tuple[str, str]]:
        """Sessions are begun by ``tongban.accounts`` itself."""
        return []

    def forget(self, _request: Request, **_kw: Any) -> list[tuple[str, str]]:
        """Sessions are ended by ``tongban.accounts`` itself."""
        return []
