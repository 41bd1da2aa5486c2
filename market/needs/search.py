"""Needs as the search knows them: what their public page says, and nothing of who takes part."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.needs.find import is_public
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.notices import url_of
from search_index.documents import SearchDocument, Visibility
from tongban.regions.service import chain


def load_document(session: Session, need_id: int) -> SearchDocument | None:
    """The document of a need; None until its notice is published."""
    need = session.get(Need, need_id)
    if need is None or need.published_at is None:
        return None
    state = NEED.states[need.state]
    service = str(need.service.get("name", ""))
    body = [need.scope, need.project_name, need.project_code or "", service, need.owner.name]
    return SearchDocument(
        kind="need",
        id=need.id,
        title=need.title,
        body="\n".join(body),
        number=need.number,
        region=need.region,
        region_chain=tuple(place.code for place in chain(session, need.region)),
        visibility=Visibility.PUBLIC,
        url=url_of(need),
        updated_at=need.finished_at or need.opened_at or need.closed_at or need.published_at,
        org_ids=frozenset({need.owner_org_id}),
        public_from=need.published_at,
        state=state.title,
        state_tone=state.tone,
        facets={"服务": service},
        keywords=tuple(need.service.get("aliases", ())),
        version=need.version,
    )


def public_ids(session: Session) -> Iterable[int]:
    """The ids of all published needs."""
    return session.scalars(select(Need.id).where(is_public()).order_by(Need.id))
