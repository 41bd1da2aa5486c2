"""The numbers of the market's documents (文号), by the patterns of the region (domain rules §2.12)."""

from datetime import datetime

from sqlalchemy.orm import Session

from tongban.clock import local
from tongban.numbering import next_sequence
from tongban.rules import Rules, document_number

#: The running series of each kind of document.
SERIES = {
    "need_notice": "XG",
    "correction_notice": "GZ",
    "result_notice": "ZS",
    "failed_notice": "LB",
    "abort_notice": "FZ",
    "award_letter": "TZ",
    "contract_filing": "HB",
    "deliverable_receipt": "QS",
}


def next_document(session: Session, rules: Rules, kind: str, region: str, at: datetime) -> str:
    """The next number of a kind of document in a region and year. Raises KeyError for an unknown kind."""
    today = local(at).date()
    sequence = next_sequence(session, SERIES[kind], region, today.year)
    pattern = str(rules.value(f"docs.number.{kind}"))
    return document_number(pattern, region=region, on=today, seq=sequence)
