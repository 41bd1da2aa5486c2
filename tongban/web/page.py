"""What the frame around every page needs to know: who reads it, where they are, what the menu offers.

Templates reach it as ``frame``. Whatever the rest of the site does not provide (yet) has a plain default,
and on error pages nothing in the frame may fail in its turn.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from pyramid.csrf import get_csrf_token
from pyramid.events import BeforeRender
from pyramid.request import Request

from tongban.security import Actor, Permission
from tongban.security.table import permits
from tongban.web.assets import STYLES, static_url
from tongban.web.look import Look, current_look, look_path
from tongban.web.nav import NavLink, nav_links, place_path

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Tones of ``request.flash`` and the word that stands with the colour.
FLASH_WORDS: dict[str, str] = {"late": "没有完成", "wait": "请注意", "done": "已完成"}


@dataclass(frozen=True)
class Flash:
    """What just happened, in a full sentence."""

    tone: str
    word: str
    text: str


@dataclass(frozen=True)
class Seat:
    """An organisation the person may act for."""

    org_id: int
    label: str
    current: bool


class PageContext:
    """The frame of one page. ``bare`` shows neither menu nor person: for pages that must not ask anything."""

    def __init__(self, request: Request, *, bare: bool = False) -> None:
        self._request = request
        self.bare = bare
        self._careful = bare or getattr(request, "exception", None) is not None

    def _ask(self, question: Callable[[], T], otherwise: T) -> T:
        if not self._careful:
            return question()
        try:
            return question()
        except Exception:
            log.warning("the frame of an error page asked in vain", exc_info=True)
            return otherwise

    @cached_property
    def site_name(self) -> str:
        """The site's own name."""
        return getattr(getattr(self._request, "site", None), "name", "") or "通办"

    @cached_property
    def region_name(self) -> str:
        """The place this site serves, if something provides ``request.region_name``."""
        return str(self._ask(lambda: getattr(self._request, "region_name", ""), ""))

    @cached_property
    def complaint_phone(self) -> str:
        """The telephone for complaints, empty if none is set."""
        return getattr(getattr(self._request, "site", None), "complaint_phone", "") or ""

    @cached_property
    def is_practice(self) -> bool:
        """Whether this is a practice site, which says so on every page."""
        return bool(getattr(getattr(self._request, "site", None), "practice", False))

    @cached_property
    def now(self) -> datetime | None:
        """The site's time."""
        return self._ask(lambda: getattr(self._request, "now", None), None)

    @cached_property
    def actor(self) -> Actor:
        """Who reads the page."""
        return Actor() if self.bare else self._ask(lambda: getattr(self._request, "actor", Actor()), Actor())

    @cached_property
    def seats(self) -> list[Seat]:
        """The organisations the person may act for; one or none means there is nothing to switch."""
        return [] if self.bare else self._ask(self._find_seats, [])

    def _find_seats(self) -> list[Seat]:
        found: dict[int, Seat] = {}
        for membership in getattr(self._request, "memberships", ()) or ():
            current = membership.org_id == self.actor.org_id
            found[membership.org_id] = Seat(membership.org_id, membership.org.name, current)
        return list(found.values())

    @cached_property
    def nav(self) -> list[NavLink]:
        """The menu for this visitor."""
        return [] if self.bare else self._ask(lambda: nav_links(self._request, self.actor), [])

    @cached_property
    def unread(self) -> int:
        """How many notices this person has not read yet."""
        return 0 if self.bare else int(self._ask(lambda: getattr(self._request, "unread_notices", 0), 0))

    @property
    def may_move_time(self) -> bool:
        """Whether to offer this person the page that moves practice time."""
        return bool(self.place("practice_clock")) and permits(self.actor, Permission.ADMIN_PRACTICE_CLOCK)

    @cached_property
    def look(self) -> Look:
        """The set of tokens this browser chose."""
        return current_look(self._request)

    @cached_property
    def flashes(self) -> list[Flash]:
        """What just happened; shown once."""
        return [] if self.bare else self._ask(self._take_flashes, [])

    def _take_flashes(self) -> list[Flash]:
        pop = getattr(self._request, "pop_flashes", list)
        return [Flash(item.tone, FLASH_WORDS.get(item.tone, "请注意"), item.text) for item in pop()]

    @property
    def csrf_token(self) -> str:
        """The token for the small forms of the frame."""
        return str(get_csrf_token(self._request))

    @property
    def query(self) -> str:
        """What stands in the search box."""
        return str(self._ask(lambda: self._request.GET.get("q", ""), ""))

    @property
    def here(self) -> str:
        """Path and query of this page, to come back to; the start page for one that was posted."""
        if self.bare or self._request.method != "GET":
            return "/"
        return str(self._ask(lambda: self._request.path_qs, "/"))

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets of every page, in order."""
        return STYLES

    def look_path(self, look: Look) -> str:
        """The link that chooses a look and comes back to this page."""
        return look_path(self._request, look, self.here)

    def href(self, **changes: str | None) -> str:
        """This page with other values in its query: for chips and paging. None takes a value out."""
        query = [(key, value) for key, value in self._request.GET.items() if key not in changes]
        query += [(key, value) for key, value in changes.items() if value is not None]
        return f"{self._request.path}?{urlencode(query)}" if query else str(self._request.path)

    def place(self, name: str) -> str:
        """The path of a place of the frame (see ``tongban.web.nav.PLACES``), empty if there is none."""
        return self._ask(lambda: place_path(self._request, name), "")

    def static(self, path: str) -> str:
        """The address of a static file of the shell, which changes with its content."""
        return static_url(self._request, path)


def provide_page(event: BeforeRender) -> None:
    """Give every template its ``frame``."""
    request = event.get("request")
    if request is not None and "frame" not in event:
        event["frame"] = PageContext(request)
