"""A hand-over: who gives which case to whom, why, and what goes along."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case
from agency.handovers.lifecycle import HANDOVER
from tongban.accounts.models import User
from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class Handover(Base):
    """One case on its way from one agent to another."""

    __tablename__ = "case_handover"
    __table_args__ = (
        CheckConstraint(
            "outgoing_id <> incoming_id AND incoming_id <> next_deputy_id", name="different_people"
        ),
        Index("ix_case_handover_case", "case_id", "id"),
        Index("ix_case_handover_incoming", "incoming_id", "state"),
    )
    thing_kind: ClassVar[str] = "handover"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default=HANDOVER.initial)
    case_id: Mapped[int] = mapped_column(ForeignKey("agency_case.id"))
    #: The case while nobody has answered: there is never more than one of these.
    open_case_id: Mapped[int | None] = mapped_column(ForeignKey("agency_case.id"), unique=True)
    outgoing_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    incoming_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    #: The deputy from the acceptance on.
    next_deputy_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str] = mapped_column(Text)
    #: What goes along, as it was when the hand-over was proposed: pairs of title and words.
    contents: Mapped[list[Any]] = mapped_column(JsonDoc)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    outgoing: Mapped[User] = relationship(foreign_keys=[outgoing_id])
    incoming: Mapped[User] = relationship(foreign_keys=[incoming_id])
    next_deputy: Mapped[User] = relationship(foreign_keys=[next_deputy_id])


HANDOVER.guard_attribute(Handover.state)
