"""People, organisations, and what a person may do for an organisation within a region."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tongban.db import Base, IdType, UtcDateTime


class User(Base):
    """A person with a login of their own; never shared between persons."""

    __tablename__ = "app_user"
    thing_kind: ClassVar[str] = "user"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(16), default="active")
    region: Mapped[str] = mapped_column(String(16), default="000000")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Somebody else knows the password, because they handed it over: the person is asked to change it.
    password_is_initial: Mapped[bool] = mapped_column(default=False)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    @property
    def user_id(self) -> int:
        """Whose thing this is: the person's own."""
        return self.id


class Organisation(Base):
    """An enterprise, an agency, an institution …; a natural person who buys is one of kind ``person``."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('enterprise', 'individual_business', 'agency', 'institution', 'social', 'person')",
            name="kind",
        ),
        Index("ix_organisation_legal_representative", "legal_representative"),
    )
    thing_kind: ClassVar[str] = "organisation"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), default="enterprise")
    name: Mapped[str] = mapped_column(String(120))
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    legal_representative: Mapped[str | None] = mapped_column(String(64))
    region: Mapped[str] = mapped_column(String(16))
    phone: Mapped[str | None] = mapped_column(String(32))
    address: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="active")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def org_id(self) -> int:
        """Whose thing this is: the organisation's own."""
        return self.id


class Membership(Base):
    """A person holds a role for an organisation within a region; revoked ones stay on record."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "org_id", "role", "region"),
        Index("ix_membership_org", "org_id"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(String(32))
    region: Mapped[str] = mapped_column(String(16))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(back_populates="memberships")
    org: Mapped[Organisation] = relationship()


class WebSession(Base):
    """A signed-in browser; only the digest of its token is stored."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_user", "user_id"),)

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """A failed sign-in, counted per login and per address (digests only) to slow down guessing."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key_digest", "at"),)

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
