"""Recognising a form that was acted on already.

The key is bound to what the form says (``tongban.once.key``). The digest is written in the transaction of
what the form did, so both are there or neither is. Of two requests with one key at the same moment the
primary key lets one through; the other is tried again and finds it.
"""

from pyramid.request import Request

from tongban.canonical import sha256_hex
from tongban.once.models import SentForm


class Once:
    """The memory of one person acting for one organisation: another's key, or another page's, is not known.

    The session is not part of it: a form token of this session has been checked before, and whoever signs in
    again and sends what an expired page kept must still act once.
    """

    def __init__(self, request: Request, key: str) -> None:
        self._request = request
        who = f"{request.actor.user_id}\0{request.actor.org_id or ''}"
        self._digest = sha256_hex(f"{who}\0{request.path}\0{key}".encode())

    def location(self) -> str | None:
        """Where this very form led when it was sent before; None if it was not."""
        # Asked on a reading session of its own: the view decides when its writing transaction begins.
        with self._request.registry["tongban.reads"]() as reading:
            sent = reading.get(SentForm, self._digest)
        return sent.location if sent else None

    def note(self, location: str) -> None:
        """The form was acted on and leads here."""
        db = self._request.db
        db.add(SentForm(digest=self._digest, location=location[:512], sent_at=self._request.now))
        db.flush()
