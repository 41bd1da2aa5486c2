"""Reading from the database what eligibility needs to know."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.enrolments.models import Enrolment, QualificationRecord
from market.entries.eligibility import Candidate, Terms
from market.needs.models import Need
from market.qualifications import Held, Requirement
from tongban.accounts.models import Organisation
from tongban.rules import Rules


def candidate_of(session: Session, org_id: int) -> Candidate:
    """The intermediary as its enrolment stands now; old data stay valid until a change passes its check."""
    org = session.get_one(Organisation, org_id)
    enrolment = session.scalar(select(Enrolment).filter_by(org_id=org_id))
    if enrolment is None:
        return Candidate(org_id, None, (), ())
    records = session.scalars(
        select(QualificationRecord).where(
            QualificationRecord.enrolment_id == enrolment.id,
            QualificationRecord.checked_at.is_not(None),
            QualificationRecord.superseded_at.is_(None),
        )
    )
    return Candidate(
        org_id=org_id,
        enrolment_state=enrolment.state,
        service_codes=tuple(enrolment.service_codes),
        held=tuple(Held.of(record) for record in records),
        barred_until=enrolment.barred_until,
        individual_business=org.kind == "individual_business",
    )


def terms_of(need: Need, rules: Rules) -> Terms:
    """What the need asks."""
    return Terms(
        owner_org_id=need.owner_org_id,
        service_code=need.service_code,
        service_name=str(need.service.get("name", need.service_code)),
        requirement=Requirement.from_json(need.requirement),
        facts=need.facts,
        allow_individual_business=bool(rules.value("market.intermediary.allow_individual_business")),
    )
