"""One certificate stands once in an enrolment, however often it is filed."""

from sqlalchemy.orm import Session

from market.enrolments.holdings import present
from market.enrolments.models import Enrolment, QualificationRecord
from tongban.canonical import sha256_hex


def certificate_key(number: str) -> str:
    """A certificate's number in the one form that is compared: capitals, no blanks."""
    return "".join(number.upper().split())


def claim_of(kind: str, number: str | None, grade: str | None) -> str | None:
    """What a record of this kind, number and grade lays claim to; one certificate may state several grades.

    None for a registration that has no number.
    """
    key = certificate_key(number or "")
    return sha256_hex(f"{kind}\0{key}\0{grade or ''}".encode()) if key else None


def claimed(record: QualificationRecord) -> str | None:
    """What a record lays claim to by what it says."""
    return claim_of(record.kind, record.certificate_number, record.grade)


def settle_claims(session: Session, enrolment: Enrolment) -> None:
    """Of the present records that say the same, the first one holds the claim.

    A successor that waits for its check has it once its predecessor has gone.
    """
    for record in enrolment.qualifications:
        if record.superseded_at is not None:
            record.certificate_claim = None
    session.flush()
    held: set[str] = set()
    for record in sorted(present(enrolment), key=lambda record: record.id):
        claim = claimed(record)
        record.certificate_claim = None if claim in held else claim
        held |= {claim} if claim else set()
    session.flush()
