"""Signing for what an entrant sends: an entry, its withdrawal, or one that is refused."""

from datetime import datetime

from market.entries.models import Quote, RefusedEntry
from market.needs.models import Need
from tongban.receipts import ReceiptBook, Said, new_number
from tongban.receipts.models import Receipt
from tongban.work import Work

ENTRY, WITHDRAWAL, REFUSED = "entry", "withdrawal", "refused_entry"
#: The digest of a request that came without a ticket: of it nothing is known but the moment.
NO_TICKET = "0" * 64


def sign_entry(book: ReceiptBook, work: Work, need: Need, quote: Quote) -> Receipt:
    """The receipt of an accepted entry; the commitment in it is the one that the opening must meet."""
    entry = quote.entry
    of: dict[str, str | int] = {"need": need.number, "entry": entry.number, "seq": quote.seq}
    said = Said(quote.receipt_number, ENTRY, of, need.region, quote.received_at, quote.commitment)
    return book.issue(work, said, subject_id=quote.id, org_id=entry.org_id)


def sign_withdrawal(book: ReceiptBook, work: Work, need: Need, quote: Quote, received: datetime) -> Receipt:
    """The receipt of a withdrawal names the commitment that it makes void."""
    entry = quote.entry
    of: dict[str, str | int] = {"need": need.number, "entry": entry.number, "seq": quote.seq}
    said = Said(new_number(), WITHDRAWAL, of, need.region, received, quote.commitment)
    return book.issue(work, said, subject_id=quote.id, org_id=entry.org_id)


def sign_refusal(book: ReceiptBook, work: Work, need: Need, row: RefusedEntry) -> Receipt:
    """The receipt of an entry that was refused: when it came, and the digest of what was sent."""
    of: dict[str, str | int] = {"need": need.number, "reason": row.reason_code}
    said = Said(row.receipt_number, REFUSED, of, need.region, row.received_at, row.digest or NO_TICKET)
    return book.issue(work, said, subject_id=row.id, org_id=row.org_id)
