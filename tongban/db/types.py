"""Column types that refuse what would lose data silently."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

#: The largest amount a column of ours holds: 10 trillion yuan, in fen. Below 2^53, so exact in JSON too.
MAX_FEN = 10**15

#: A JSON document: JSONB on PostgreSQL, text on SQLite.
JsonDoc = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware on the Python side, stored in UTC with microseconds on both engines.

    Raises ValueError for a datetime without an offset: reading it as UTC or as local would both be guesses.
    """

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is on the Python side."""
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Fen(TypeDecorator[int]):
    """Money in integer 分. Raises TypeError for anything but an int, ValueError beyond ``MAX_FEN``."""

    impl = BigInteger
    cache_ok = True

    @property
    def python_type(self) -> type[int]:
        """What a value is on the Python side."""
        return int

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError("money is an integer number of fen")
        if abs(value) > MAX_FEN:
            raise ValueError("amount beyond what a column holds")
        return value
