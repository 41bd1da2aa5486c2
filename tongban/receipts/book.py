"""Issuing receipts, in the transaction of what they answer; the same thing is answered once."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.audit.signing import SigningKey, key_id
from tongban.receipts.document import Said, sign
from tongban.receipts.models import Receipt
from tongban.work import Work

_DIGEST = re.compile(r"[0-9a-f]{64}")


def new_number() -> str:
    """A new receipt number; random, so that it does not tell how many others there are."""
    return f"HZ-{secrets.token_hex(8).upper()}"


class ReceiptBook:
    """The receipts of one site, signed with its key."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def issue(self, work: Work, said: Said, *, subject_id: int, org_id: int) -> Receipt:
        """Sign what was received from an organisation; the receipt that answers the subject already, if any.

        Raises ValueError for a commitment that is not 64 hexadecimal digits.
        """
        if not _DIGEST.fullmatch(said.commitment):
            raise ValueError("a commitment has 64 lower-case hexadecimal digits")
        known = receipt_for(work.session, said.kind, subject_id)
        if known is not None:
            return known
        document = sign(said, self._key)
        row = Receipt(
            number=said.number,
            kind=said.kind,
            subject_id=subject_id,
            org_id=org_id,
            region=said.region,
            of=document["of"],
            received_at=said.received,
            commitment=said.commitment,
            key=self._key.public_hex,
            signature=document["signature"],
            issued_at=work.now,
        )
        work.add([row])
        return row


def receipt_for(session: Session, kind: str, subject_id: int) -> Receipt | None:
    """The receipt that answers a row, or None."""
    return session.scalar(select(Receipt).filter_by(kind=kind, subject_id=subject_id))


@dataclass(frozen=True)
class PublishedKey:
    """A key of the site as its page names it; ``since`` is None for one that has signed nothing yet."""

    public_hex: str
    fingerprint: str
    current: bool
    since: datetime | None
    until: datetime | None


def published_keys(session: Session, key: SigningKey) -> list[PublishedKey]:
    """The key in use, then those of earlier receipts; ``until`` is when a former one signed last."""
    current = key.public_hex
    return [_published(session, one, one == current) for one in (current, *_former(session, current))]


def _former(session: Session, current: str) -> list[str]:
    # One step of the index per key, of which there are a few: never a walk over all receipts.
    found: list[str] = []
    last: str | None = ""
    while last is not None:
        last = session.scalar(select(Receipt.key).where(Receipt.key > last).order_by(Receipt.key).limit(1))
        if last is not None and last != current:
            found.append(last)
    return found


def _published(session: Session, public_hex: str, current: bool) -> PublishedKey:
    when = select(Receipt.issued_at).filter_by(key=public_hex)
    first = session.scalar(when.order_by(Receipt.issued_at).limit(1))
    last = None if current else session.scalar(when.order_by(Receipt.issued_at.desc()).limit(1))
    return PublishedKey(public_hex, key_id(public_hex), current, first, last)
