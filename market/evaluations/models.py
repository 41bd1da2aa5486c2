"""The owner's score of the intermediary, one per contract."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.contracts.models import Contract
from market.evaluations.lifecycle import EVALUATION
from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class Evaluation(Base):
    """Scores of 1 to 5 for quality, timeliness, attitude, charge and conformity to standards."""

    __tablename__ = "evaluation"
    __table_args__ = (Index("ix_evaluation_org", "org_id", "rated_at", "id"),)
    thing_kind: ClassVar[str] = "evaluation"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(16), default=EVALUATION.initial)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    scores: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    comment: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rated_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))

    contract: Mapped[Contract] = relationship()


EVALUATION.guard_attribute(Evaluation.state)
