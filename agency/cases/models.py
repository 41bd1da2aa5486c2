"""A case (代办件): one project that the agency carries for an applicant."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.lifecycle import CASE
from tongban.accounts.models import Organisation, User
from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class Case(Base):
    """Who asks for which project, who carries it, what was agreed, and where it stands."""

    __tablename__ = "agency_case"
    __table_args__ = (
        CheckConstraint("applicant_kind IN ('enterprise', 'founder', 'parent')", name="applicant_kind"),
        CheckConstraint(
            "(agent_id IS NULL AND deputy_id IS NULL) OR "
            "(agent_id IS NOT NULL AND deputy_id IS NOT NULL AND agent_id <> deputy_id)",
            name="two_agents",
        ),
        UniqueConstraint("region", "agreement_number"),
        UniqueConstraint("open_code"),
        Index("ix_agency_case_list", "region", "state", "id"),
        Index("ix_agency_case_owner", "owner_org_id", "id"),
        Index("ix_agency_case_agent", "agent_id", "state"),
        Index("ix_agency_case_deputy", "deputy_id", "state"),
    )
    thing_kind: ClassVar[str] = "case"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(24), default=CASE.initial)
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    applicant_kind: Mapped[str] = mapped_column(String(16))
    #: The company that does not exist yet, for whom a founder or a parent asks.
    proposed_company: Mapped[str | None] = mapped_column(String(120))
    contact_name: Mapped[str] = mapped_column(String(64))
    contact_phone: Mapped[str] = mapped_column(String(32))
    project_name: Mapped[str] = mapped_column(String(120))
    #: None while the agent is still to obtain it.
    project_code: Mapped[str | None] = mapped_column(String(24))
    #: The project code while the case goes on: no project is carried twice at the same time.
    open_code: Mapped[str | None] = mapped_column(String(24))
    scope: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    stages: Mapped[list[str]] = mapped_column(JsonDoc)
    #: What the applicant shows together with the number to see the case without signing in.
    query_code: Mapped[str] = mapped_column(String(16))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    screen_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    screened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    screened_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    rules_hash: Mapped[str | None] = mapped_column(String(64))
    assign_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    assigned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    #: Who is asked to take the case over, while nobody has answered yet.
    incoming_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    seal_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreement_number: Mapped[str | None] = mapped_column(String(80))
    agreement: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)
    drafted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applicant_seal: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)
    applicant_sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    centre_seal: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)
    active_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draft_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    #: The paper with both seals.
    agreement_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)

    owner: Mapped[Organisation] = relationship()
    agent: Mapped[User | None] = relationship(foreign_keys=[agent_id])
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])

    @property
    def paper_id(self) -> int | None:
        """The latest edition of the agreement as a file."""
        return self.agreement_file_id or self.draft_file_id


CASE.guard_attribute(Case.state)
