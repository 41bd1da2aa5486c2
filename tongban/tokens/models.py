"""Tokens of programs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tongban.accounts.models import Organisation, User
from tongban.db import Base, IdType, UtcDateTime


class ApiToken(Base):
    """A program acts for a person and one organisation; only the digest of its token is stored.

    The moments are real time, as those of sessions: a token does not end because practice time is moved.
    """

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_user", "user_id", "id"),)

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
    org: Mapped[Organisation | None] = relationship()

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything at a (real) moment."""
        return self.revoked_at is None and self.expires_at > now
