"""The numbers of the agency's documents (文号), by the patterns of the region."""

from datetime import datetime

from sqlalchemy.orm import Session

from tongban.clock import local
from tongban.numbering import next_sequence
from tongban.rules import Rules, document_number

#: The running series of each kind of document.
SERIES = {
    "agency_agreement": "DX",
}


def next_document(session: Session, rules: Rules, kind: str, region: str, at: datetime) -> str:
    """The next number of a kind of document in a region and year. Raises KeyError for an unknown kind."""
    today = local(at).date()
    sequence = next_sequence(session, SERIES[kind], region, today.year)
    pattern = str(rules.value(f"docs.number.{kind}"))
    return document_number(pattern, region=region, on=today, seq=sequence)
