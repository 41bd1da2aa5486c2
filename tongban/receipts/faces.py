"""What a receipt's page says: each kind of receipt has a face, given by the feature that issues it."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from tongban.receipts.models import Receipt
from tongban.web.components import Action, Fact, Link

FACES = "tongban.receipt_faces"


@dataclass(frozen=True)
class ReceiptPage:
    """The words and facts of one receipt. ``lines`` stand under ``word`` in the notice at the top."""

    title: str
    lead: str
    word: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    back: Link | None = None
    actions: tuple[Action, ...] = ()
    tone: str = "done"
    #: What the commitment is and what it proves, beside it on the page.
    commitment_term: str = "承诺值"
    commitment_hint: str = ""
    #: What the own copy carries beside the signed part.
    opening: dict[str, Any] | None = field(default=None, repr=False)


class ReceiptFace(Protocol):
    """What the feature behind a kind of receipt is asked."""

    def may_read(self, request: Request, receipt: Receipt) -> bool:
        """Whether the person asking may see the receipt."""
        ...

    def page(self, request: Request, receipt: Receipt) -> ReceiptPage:
        """What the page says to somebody who may see it."""
        ...


def digest_value(value: str) -> Markup:
    """Hexadecimal digits as a page shows them: in one width, broken where the line ends."""
    return Markup('<code class="digest">{}</code>').format(value)


def add_receipt_face(config: Configurator, kind: str, face: ReceiptFace) -> None:
    """Configurator directive: who answers for receipts of a kind."""
    config.registry[FACES][kind] = face


def face_of(request: Request, receipt: Receipt) -> ReceiptFace | None:
    """The face of a receipt, or None when the feature is not part of this application."""
    face: ReceiptFace | None = request.registry[FACES].get(receipt.kind)
    return face
