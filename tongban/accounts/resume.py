"""Going on with a form whose session ended: what was typed travels through signing in.

It is sent again by a click of whoever signed in. Passwords, secrets and files do not travel; the
files are named, to be chosen again.
"""

import json
from dataclasses import dataclass, field

from pyramid.request import Request

from tongban.accounts.return_to import local_target
from tongban.web.expired import is_from_this_site, typed_controls, words_of

TARGET, FIELDS = "resume_to", "resume_fields"
_LIMIT = 400
_LONGEST = 1_000_000
#: Belongs to the request that failed, never to the one that follows.
_STALE = frozenset({"csrf_token", "_charset_"})

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Unfinished:
    """A form that could not be accepted: where it goes, what it says, how that reads, the files it lost."""

    action: str
    pairs: Pairs
    words: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def carried(self) -> dict[str, str]:
        """The two hidden inputs that carry it through signing in."""
        parts = {"pairs": self.pairs, "words": self.words, "files": self.files}
        return {TARGET: self.action, FIELDS: json.dumps(parts, ensure_ascii=False)}


def unfinished_of(request: Request) -> Unfinished:
    """What the present request wanted; without content when the form did not stand on this site."""
    controls = typed_controls(request)
    pairs = [(name, value) for name, value in controls if name not in _STALE]
    names = [value.filename for value in request.POST.values() if getattr(value, "filename", None)]
    files = [str(name)[:200] for name in names] if is_from_this_site(request) else []
    return Unfinished(local_target(request.path_qs) or "/", pairs, words_of(pairs), files)


def carried_in(request: Request) -> Unfinished | None:
    """What travels with this request; None when nothing does or it cannot be read."""
    action, raw = local_target(request.POST.get(TARGET)), request.POST.get(FIELDS)
    if not action or not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    try:
        parts = json.loads(raw)
        pairs = [(name, value) for name, value in parts["pairs"] if name not in _STALE]
        words, files = list(parts["words"]), list(parts["files"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = [text for pair in pairs for text in pair] + words + files
    if len(pairs) > _LIMIT or not all(isinstance(text, str) for text in texts):
        return None
    return Unfinished(action, pairs, words, files)
