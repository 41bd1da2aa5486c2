"""Intermediaries as the search knows them: what their public page says, and nothing else."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.catalogue.service import base_catalogue
from market.enrolments.find import is_public
from market.enrolments.holdings import in_force, items_of
from market.enrolments.lifecycle import ENROLMENT, PUBLIC
from market.enrolments.models import Enrolment
from market.qualifications import load_kinds
from search_index.documents import SearchDocument, Visibility
from tongban.regions.service import chain


def load_document(session: Session, enrolment_id: int) -> SearchDocument | None:
    """The document of an intermediary; None unless the public may see it."""
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.state not in PUBLIC:
        return None
    org, kinds = enrolment.org, load_kinds()
    items = items_of(enrolment.service_codes, base_catalogue(session))
    services = [item.name for item in items]
    held = [kinds[record.kind].name for record in in_force(enrolment) if record.kind in kinds]
    state = ENROLMENT.states[enrolment.state]
    return SearchDocument(
        kind="enrolment",
        id=enrolment.id,
        title=org.name,
        body="\n".join([enrolment.introduction or "", "、".join(services), "、".join(held), org.uscc or ""]),
        number=enrolment.number,
        region=enrolment.region,
        region_chain=tuple(place.code for place in chain(session, enrolment.region)),
        visibility=Visibility.PUBLIC,
        url=f"/intermediaries/{enrolment.number}",
        updated_at=enrolment.edited_at or enrolment.created_at,
        org_ids=frozenset({org.id}),
        public_from=enrolment.activated_at or enrolment.edited_at or enrolment.created_at,
        state=state.title,
        state_tone=state.tone,
        version=enrolment.version,
        keywords=tuple(alias for item in items for alias in item.aliases),
    )


def public_ids(session: Session) -> Iterable[int]:
    """The ids of all intermediaries the public may see."""
    return session.scalars(select(Enrolment.id).where(is_public()).order_by(Enrolment.id))
