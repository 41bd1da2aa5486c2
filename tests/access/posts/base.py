"""An address that takes forms: who may send them there, and one that works."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.practice import CONFIRMED, PracticeSite
from tests.support.market import at

OPEN_END = at(30)
OWNER1 = ("owner1", "delegate1", "both")
OWNERS = (*OWNER1, "owner2", "owner3", "far_owner")
FIRMS = ("firm1", "firm2", "firm3", "firm4", "firm5", "far_firm")
ADMINS = ("admin", "regionadmin")
#: Everybody with an account; of one's own things everybody is the master.
ALL = ("*",)

Where = Callable[[PracticeSite], str]
Answers = Mapping[str, Any] | Callable[[PracticeSite], Mapping[str, Any]]


@dataclass(frozen=True)
class Post:
    """One address: the route, who may, and a form that works for the first of them.

    ``path`` brings about what the address is of. ``page`` is where the form stands, if not there; ``marker``
    its ``__formid__``, None for a bare button. ``again`` says what becomes of the same answers in a form that
    was opened before and is sent after the first: "refused", "nothing" or "anew".
    """

    route: str
    who: tuple[str, ...]
    path: Where
    answers: Answers = field(default_factory=dict)
    page: Where | None = None
    marker: str | None = "form"
    again: str = "refused"

    def filled(self, site: PracticeSite) -> dict[str, Any]:
        """The answers, already past the page that asks whether they are right."""
        answers = self.answers(site) if callable(self.answers) else self.answers
        return {**answers, **CONFIRMED}

    def leads_elsewhere(self, login: str, location: str | None) -> bool:
        """A firm that has not begun to enrol is shown where to begin."""
        own_pages = self.route.startswith("enrolment.") and login == "far_firm"
        return own_pages and (location or "").endswith("/enrolment")

    def may(self, login: str) -> bool:
        """Whether somebody may."""
        return self.who == ALL or login in self.who


def at_path(path: str) -> Where:
    """An address that is of nothing in particular."""
    return lambda _site: path
