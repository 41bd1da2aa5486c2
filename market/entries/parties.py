"""Reading what is compared between entrants."""

from sqlalchemy.orm import Session

from market.enrolments.models import Practitioner
from market.entries.models import Entry
from market.entries.relations import Party


def party_of(session: Session, entry: Entry) -> Party:
    """The entrant as the comparison sees it."""
    person = session.get(Practitioner, entry.practitioner_id) if entry.practitioner_id else None
    org = entry.org
    return Party(
        entry_id=entry.id,
        org_name=org.name,
        legal_representative=org.legal_representative,
        phone=org.phone,
        address=org.address,
        practitioner=f"{person.certificate_kind} {person.certificate_number}" if person else None,
    )
