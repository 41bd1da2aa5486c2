"""Signed checkpoints: one Merkle root over all chains of a region, chained to the checkpoint before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.audit.chain import GENESIS, stamp
from tongban.audit.models import AuditCheckpoint, AuditHead
from tongban.audit.signing import SigningKey
from tongban.canonical import merkle_root, sha256

FORMAT = "tongban-checkpoint/1"
#: The outbox handler that takes one after a commit; its payload says for which region and why.
CHECKPOINT = "audit.checkpoint"

#: Where each chain stands: (kind, id) to (seq, hash).
Heads = dict[tuple[str, int], tuple[int, str]]


class Statement(Protocol):
    """The fields of a checkpoint that its hash covers."""

    region: Any
    seq: Any
    at: Any
    why: Any
    root: Any
    heads: Any
    moved: Any
    prev_hash: Any


def heads_root(heads: Mapping[tuple[str, int], tuple[int, str]]) -> str:
    """Merkle root over all heads, ordered by kind and id."""
    leaves = [rfc8785.dumps([kind, id_, seq, hash_]) for (kind, id_), (seq, hash_) in sorted(heads.items())]
    return merkle_root(leaves).hex()


def statement_bytes(checkpoint: Statement) -> bytes:
    """What is hashed and signed."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "region": checkpoint.region,
            "seq": checkpoint.seq,
            "at": stamp(checkpoint.at),
            "why": checkpoint.why,
            "root": checkpoint.root,
            "heads": checkpoint.heads,
            "moved": [list(row) for row in checkpoint.moved],
            "prev": checkpoint.prev_hash,
        }
    )


def fold(checkpoints: list[AuditCheckpoint]) -> Heads:
    """Where all chains stood at the last of the checkpoints, from what each says has moved."""
    heads: Heads = {}
    for checkpoint in checkpoints:
        for kind, id_, seq, hash_ in checkpoint.moved:
            heads[(kind, id_)] = (seq, hash_)
    return heads


def checkpoints_of(session: Session, region: str) -> list[AuditCheckpoint]:
    """All checkpoints of a region in order."""
    return list(
        session.scalars(select(AuditCheckpoint).filter_by(region=region).order_by(AuditCheckpoint.seq))
    )


def current_heads(session: Session, region: str | None = None) -> Heads:
    """Where all chains of a region (or of all) stand now, by the table of heads."""
    query = select(AuditHead.thing_kind, AuditHead.thing_id, AuditHead.seq, AuditHead.hash)
    query = query.where(AuditHead.seq > 0)
    if region is not None:
        query = query.where(AuditHead.region == region)
    return {(row.thing_kind, row.thing_id): (row.seq, row.hash) for row in session.execute(query)}


def take(session: Session, region: str, at: datetime, why: str, key: SigningKey) -> AuditCheckpoint | None:
    """Take a checkpoint of a region; None when nothing has moved since the last one."""
    last = session.scalar(
        select(AuditCheckpoint)
        .filter_by(region=region)
        .order_by(AuditCheckpoint.seq.desc())
        .limit(1)
        .with_for_update()
    )
    # One statement, one moment: what other transactions commit from here on belongs to the next checkpoint.
    heads = current_heads(session, region)
    moved = _moved_since(session, region, heads)
    if not moved:
        return None
    row = AuditCheckpoint(
        region=region,
        seq=last.seq + 1 if last else 1,
        at=at,
        why=why,
        root=heads_root(heads),
        heads=len(heads),
        moved=moved,
        prev_hash=last.hash if last else GENESIS,
        key_id=key.key_id,
    )
    message = statement_bytes(row)
    row.hash, row.signature = sha256(message).hex(), key.sign(message)
    session.add(row)
    session.flush()
    return row


def _moved_since(session: Session, region: str, heads: Heads) -> list[list[Any]]:
    """The chains that had moved at the moment of ``heads``, which are noted as seen up to there."""
    # Row locks on heads are taken in the fixed order of everything that changes several things.
    candidates = session.scalars(
        select(AuditHead)
        .where(AuditHead.region == region, AuditHead.seq > AuditHead.checkpoint_seq)
        .order_by(AuditHead.thing_kind, AuditHead.thing_id)
        .with_for_update()
    )
    moved: list[list[Any]] = []
    for head in candidates.all():
        seq, hash_ = heads.get((head.thing_kind, head.thing_id), (0, GENESIS))
        if seq > head.checkpoint_seq:
            moved.append([head.thing_kind, head.thing_id, seq, hash_])
            head.checkpoint_seq = seq
    return moved


def take_all(session: Session, at: datetime, why: str, key: SigningKey) -> int:
    """Take a checkpoint of every region in which something has moved; returns how many were taken."""
    regions = session.scalars(select(AuditHead.region).distinct().order_by(AuditHead.region)).all()
    return sum(take(session, region, at, why, key) is not None for region in regions)
