"""The editions of a case's plan; the latest one counts, the earlier ones say how it came to that."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tongban.accounts.models import User
from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class CasePlan(Base):
    """One edition: the plan itself (``tongban-plan/1``), why it was made, and what differs from before."""

    __tablename__ = "case_plan"
    __table_args__ = (UniqueConstraint("case_id", "edition"),)

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("agency_case.id"))
    edition: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    why: Mapped[str] = mapped_column(String(500))
    plan: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    difference: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)

    author: Mapped[User | None] = relationship()
