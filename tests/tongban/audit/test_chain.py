"""Tampering with the record of what happened is found and named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from tongban.audit.checkpoints import current_heads, take_all
from tongban.audit.models import AuditCheckpoint, AuditEvent, AuditHead, AuditPrivate
from tongban.audit.record import record
from tongban.audit.signing import SigningKey, load_or_create
from tongban.audit.verify import Fault, verify
from tongban.security import SYSTEM

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return load_or_create(tmp_path / "audit.key")


@pytest.fixture
def chains(db: "sessionmaker[Session]", key: SigningKey) -> "sessionmaker[Session]":
    """Two chains of three and four links, a checkpoint, and one link after it."""
    with db.begin() as session:
        for n, (kind, id_, links) in enumerate((("need", 1, 3), ("need", 2, 4))):
            for i in range(links):
                record(
                    session,
                    thing_kind=kind,
                    thing_id=id_,
                    region="990001",
                    at=T0 + timedelta(minutes=n * 10 + i),
                    actor=SYSTEM,
                    source="worker",
                    event=f"step{i}",
                    public={"i": i},
                    private={"name": "某人"} if i == 1 else None,
                )
        take_all(session, T0 + timedelta(hours=1), "regular", key)
        record(
            session,
            thing_kind="need",
            thing_id=1,
            region="990001",
            at=T0 + timedelta(hours=2),
            actor=SYSTEM,
            source="worker",
            event="later",
        )
    return db


def faults(db: "sessionmaker[Session]", key: SigningKey, **options: object) -> list[Fault]:
    with db() as session:
        return list(verify(session, key.public_hex, **options))  # type: ignore[arg-type]


def test_untouched_chains_hold(chains: "sessionmaker[Session]", key: SigningKey) -> None:
    assert faults(chains, key) == []
    assert faults(chains, key, region="990001") == []


def test_an_edited_link_is_named(chains: "sessionmaker[Session]", key: SigningKey) -> None:
    with chains.begin() as session:
        session.execute(update(AuditEvent).filter_by(thing_id=2, seq=2).values(public={"i": 99}))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("need/2", 2, "edited")


def test_a_deleted_link_is_named(chains: "sessionmaker[Session]", key: SigningKey) -> None:
    with chains.begin() as session:
        session.execute(delete(AuditPrivate))
        session.execute(delete(AuditEvent).filter_by(thing_id=2, seq=2))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("need/2", 2, "deleted")


def test_reordered_links_are_named(chains: "sessionmaker[Session]", key: SigningKey) -> None:
    with chains.begin() as session:
        for old, new in ((2, 90), (3, 2), (90, 3)):
            session.execute(update(AuditEvent).filter_by(thing_id=2, seq=old).values(seq=new))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("need/2", 2, "reordered")


def test_a_truncated_chain_is_named(chains: "sessionmaker[Session]", key: SigningKey) -> None:
    with chains.begin() as session:
        session.execute(delete(AuditEvent).filter_by(thing_id=2, seq=4))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("need/2", 4, "truncated")


def test_truncation_together_with_the_head_is_found_by_the_checkpoint(
    chains: "sessionmaker[Session]", key: SigningKey
) -> None:
    with chains.begin() as session:
        session.execute(delete(AuditEvent).filter_by(thing_id=2, seq=4))
        third = session.scalars(select(AuditEvent).filter_by(thing_id=2, seq=3)).one()
        session.execute(update(AuditHead).filter_by(thing_id=2).values(seq=3, hash=third.hash))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("need/2", 4, "truncated")


def test_a_wholly_removed_chain_is_found_by_the_checkpoint(
    chains: "sessionmaker[Session]", key: SigningKey
) -> None:
    with chains.begin() as session:
        session.execute(delete(AuditPrivate))
        session.execute(delete(AuditEvent).filter_by(thing_id=2))
        session.execute(delete(AuditHead).filter_by(thing_id=2))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("need/2", None, "removed")


def test_removal_with_all_checkpoints_is_found_by_an_outsiders_copy(
    chains: "sessionmaker[Session]", key: SigningKey
) -> None:
    with chains() as session:
        copy = current_heads(session)
    with chains.begin() as session:
        session.execute(delete(AuditPrivate))
        session.execute(delete(AuditCheckpoint))
        session.execute(delete(AuditEvent).filter_by(thing_id=2))
        session.execute(delete(AuditHead).filter_by(thing_id=2))
    assert faults(chains, key) == []
    found = faults(chains, key, outside=copy)
    assert (found[0].chain, found[0].kind) == ("need/2", "removed")


def test_a_forged_checkpoint_is_named(chains: "sessionmaker[Session]", key: SigningKey) -> None:
    with chains.begin() as session:
        session.execute(update(AuditCheckpoint).values(heads=1))
    found = faults(chains, key)
    assert (found[0].chain, found[0].seq, found[0].kind) == ("checkpoint/990001", 1, "edited")


def test_erasing_personal_details_leaves_the_chain_valid_and_changing_them_does_not(
    chains: "sessionmaker[Session]", key: SigningKey
) -> None:
    with chains.begin() as session:
        first = session.scalars(select(AuditPrivate)).first()
        assert first is not None
        session.delete(first)
    assert faults(chains, key) == []
    with chains.begin() as session:
        session.execute(update(AuditPrivate).values(content={"name": "另一人"}))
    assert faults(chains, key)[0].kind == "edited"


def test_a_second_checkpoint_follows_only_when_something_moved(
    chains: "sessionmaker[Session]", key: SigningKey
) -> None:
    with chains.begin() as session:
        assert take_all(session, T0 + timedelta(hours=3), "regular", key) == 1
        assert take_all(session, T0 + timedelta(hours=4), "regular", key) == 0
    assert faults(chains, key) == []
