"""Database: the declarative base, column types of ours, engines and sessions."""

from tongban.db.base import Base, IdType
from tongban.db.types import Fen, JsonDoc, UtcDateTime

__all__ = ["Base", "Fen", "IdType", "JsonDoc", "UtcDateTime"]
