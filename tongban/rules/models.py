"""Tables of the rules: the packs that are the truth, the epoch that tells caches, and pinned snapshots."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class RulePack(Base):
    """One version of one plugin of one region. A change of the file is a new row; rows are never rewritten.

    ``source`` is where it came from (``bundled:FILE``, ``local:FILE``, ``python:PACKAGE``); a pack answers
    from ``effective_from`` on, when it is approved and switched on.
    """

    __tablename__ = "rule_pack"
    __table_args__ = (
        UniqueConstraint("region", "source", "version"),
        CheckConstraint("kind IN ('toml', 'python')", name="kind"),
        Index("ix_rule_pack_region", "region"),
    )
    thing_kind: ClassVar[str] = "rule_pack"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(120), unique=True)
    region: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(40), default="")
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    effective_from: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(80))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)


class RulesEpoch(Base):
    """A single row that every change of the packs moves on; caches are keyed by it.

    ``token`` is a digest over the history, so that an epoch rolled back and reached again with other
    content is told apart.
    """

    __tablename__ = "rules_epoch"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(Integer)
    token: Mapped[str] = mapped_column(String(64))


class RuleSnapshot(Base):
    """The resolved answers of a need or a case, under the hash of their content; never changed."""

    __tablename__ = "rule_snapshot"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RuleCode(Base):
    """Which implementation of a hook decides for whatever is pinned to a snapshot.

    The snapshot says the same; these rows are there to be asked: is a version of a package still needed?
    """

    __tablename__ = "rule_code"
    __table_args__ = (Index("ix_rule_code_offer", "source", "impl_version"),)

    snapshot_hash: Mapped[str] = mapped_column(ForeignKey("rule_snapshot.hash"), primary_key=True)
    hook: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    plugin: Mapped[str] = mapped_column(String(60))
    impl_version: Mapped[str] = mapped_column(String(40))


@event.listens_for(RuleSnapshot, "before_update")
@event.listens_for(RuleSnapshot, "before_delete")
def _never_changed(_mapper: Mapper[Any], _connection: Any, target: RuleSnapshot) -> None:
    raise TypeError(f"rule snapshot {target.hash[:12]} is immutable")


@event.listens_for(RuleCode, "before_update")
@event.listens_for(RuleCode, "before_delete")
def _never_moved(_mapper: Mapper[Any], _connection: Any, target: RuleCode) -> None:
    raise TypeError(f"the code of rule snapshot {target.snapshot_hash[:12]} is immutable")
