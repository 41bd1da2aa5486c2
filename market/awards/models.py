"""An award: the chosen entry, its public notice period, and the award letter."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.awards.lifecycle import AWARD
from market.entries.models import Entry
from market.needs.models import Need
from tongban.db import Base, Fen, IdType, UtcDateTime


class Award(Base):
    """One candidate who stands, or stood, as the chosen one."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("need_id", "entry_id"),
        UniqueConstraint("region", "letter_number"),
        UniqueConstraint("region", "notice_number"),
        Index("ix_award_list", "region", "proposed_at", "id"),
    )
    thing_kind: ClassVar[str] = "award"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    region: Mapped[str] = mapped_column(String(16))
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(16), default=AWARD.initial)
    rank: Mapped[int]
    amount_fen: Mapped[int] = mapped_column(Fen)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notice_number: Mapped[str | None] = mapped_column(String(80))
    notice_until: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_number: Mapped[str | None] = mapped_column(String(80))
    letter_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_file_id: Mapped[int | None] = mapped_column(IdType)
    contract_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)

    need: Mapped[Need] = relationship()
    entry: Mapped[Entry] = relationship()


AWARD.guard_attribute(Award.state)
