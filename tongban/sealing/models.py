"""Which keys this database's seals were made with: their ids, never the keys."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, UtcDateTime


class KnownSealKey(Base):
    """A key that ``tongban init`` saw; from then on a missing key file is a loss, not a beginning."""

    __tablename__ = "known_seal_key"

    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
