"""Walking the chains: the first link, chain or checkpoint that does not hold is named, in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.audit.chain import GENESIS, link_hash, private_digest
from tongban.audit.checkpoints import Heads, checkpoints_of, heads_root, statement_bytes
from tongban.audit.models import AuditCheckpoint, AuditEvent, AuditHead, AuditPrivate
from tongban.audit.signing import holds
from tongban.canonical import sha256_hex


@dataclass(frozen=True)
class Fault:
    """What does not hold: a chain ``kind/id``, the link, the kind of tampering, and words for a person."""

    chain: str
    seq: int | None
    kind: str
    why: str


def verify(
    session: Session, public_hex: str, region: str | None = None, outside: Heads | None = None
) -> Iterator[Fault]:
    """All faults of the chains of a region (or of all), against its checkpoints and an outsider's copy."""
    heads: Heads = {}
    head_query, query = select(AuditHead), select(AuditEvent)
    if region:
        head_query, query = head_query.filter_by(region=region), query.filter_by(region=region)
    for head in session.scalars(head_query):
        heads[(head.thing_kind, head.thing_id)] = (head.seq, head.hash)
    tips: Heads = {}
    links: dict[tuple[str, int, int], str] = {}
    events = session.scalars(query.order_by(AuditEvent.thing_kind, AuditEvent.thing_id, AuditEvent.seq))
    for key, chain in groupby(events, key=lambda e: (e.thing_kind, e.thing_id)):
        rows = list(chain)
        yield from _chain_faults(rows)
        tips[key] = (rows[-1].seq, rows[-1].hash)
        links |= {(*key, row.seq): row.hash for row in rows}
    yield from _head_faults(heads, tips)
    yield from _private_faults(session, region)
    for name in [region] if region else sorted(_regions(session)):
        yield from _checkpoint_faults(checkpoints_of(session, name), public_hex, links)
    if outside:
        yield from _known_heads_faults(outside, links, "外部留存的检查点")


def _regions(session: Session) -> set[str]:
    return set(session.scalars(select(AuditCheckpoint.region).distinct()))


def _chain_faults(rows: list[AuditEvent]) -> Iterator[Fault]:
    """Edited, deleted or reordered links of one chain; the first of each chain is named."""
    previous, expected = GENESIS, 1
    for row in rows:
        name = f"{row.thing_kind}/{row.thing_id}"
        if row.seq != expected:
            yield Fault(name, expected, "deleted", f"第 {expected} 条记录缺失，链条在此断开。")
            return
        if link_hash(row) != row.hash:
            if _fits_elsewhere(row, rows):
                yield Fault(name, row.seq, "reordered", f"第 {row.seq} 条记录原本在别的位置，顺序被改动过。")
            else:
                yield Fault(name, row.seq, "edited", f"第 {row.seq} 条记录的内容与其摘要不符，内容被改动过。")
            return
        if row.prev_hash != previous:
            yield Fault(name, row.seq, "reordered", f"第 {row.seq} 条记录没有接在前一条之后，顺序被改动过。")
            return
        previous, expected = row.hash, row.seq + 1


def _fits_elsewhere(row: AuditEvent, rows: list[AuditEvent]) -> bool:
    """Whether the content is untouched and only its place in the chain was changed."""
    fields = {column.key: getattr(row, column.key) for column in AuditEvent.__table__.columns}
    return any(link_hash(SimpleNamespace(**fields | {"seq": other.seq})) == row.hash for other in rows)


def _head_faults(heads: Heads, tips: Heads) -> Iterator[Fault]:
    for key, (seq, hash_) in sorted(heads.items()):
        tip = tips.get(key)
        name = f"{key[0]}/{key[1]}"
        if seq == 0:
            continue
        if tip is None:
            yield Fault(name, None, "removed", "整条记录链不见了。")
        elif tip[0] < seq:
            yield Fault(name, tip[0] + 1, "truncated", f"链尾被截断：应有 {seq} 条记录，只剩 {tip[0]} 条。")
        elif tip != (seq, hash_):
            yield Fault(name, tip[0], "edited", "链尾与登记的链头不一致。")
    for key in sorted(set(tips) - set(heads)):
        yield Fault(f"{key[0]}/{key[1]}", None, "removed", "有记录而没有链头，链头被删除过。")


def _private_faults(session: Session, region: str | None) -> Iterator[Fault]:
    query = select(AuditPrivate, AuditEvent).join(AuditEvent, AuditEvent.id == AuditPrivate.event_id)
    if region:
        query = query.where(AuditEvent.region == region)
    for private, event in session.execute(query.order_by(AuditEvent.id)):
        if private_digest(private.salt, private.content) != event.private_digest:
            why = f"第 {event.seq} 条记录旁存的个人信息与摘要不符。"
            yield Fault(f"{event.thing_kind}/{event.thing_id}", event.seq, "edited", why)


def _checkpoint_faults(
    checkpoints: Iterable[AuditCheckpoint], public_hex: str, links: dict[tuple[str, int, int], str]
) -> Iterator[Fault]:
    previous, expected = GENESIS, 1
    heads: Heads = {}
    for row in checkpoints:
        name = f"checkpoint/{row.region}"
        message = statement_bytes(row)
        for kind, id_, seq, hash_ in row.moved:
            heads[(kind, id_)] = (seq, hash_)
        if row.seq != expected:
            yield Fault(name, expected, "deleted", f"第 {expected} 个检查点缺失。")
            return
        if sha256_hex(message) != row.hash or not holds(public_hex, row.signature, message):
            yield Fault(name, row.seq, "edited", f"第 {row.seq} 个检查点的内容或签名不符。")
            return
        if row.prev_hash != previous:
            yield Fault(name, row.seq, "reordered", f"第 {row.seq} 个检查点没有接在前一个之后。")
            return
        if heads_root(heads) != row.root or len(heads) != row.heads:
            yield Fault(name, row.seq, "removed", f"第 {row.seq} 个检查点之前有整条记录链不见了。")
            return
        previous, expected = row.hash, row.seq + 1
    yield from _known_heads_faults(heads, links, "检查点")


def _known_heads_faults(
    heads: Heads, links: dict[tuple[str, int, int], str], witness: str
) -> Iterator[Fault]:
    """Chains that a checkpoint has seen and that are gone, shorter, or different now."""
    seen = {key[:2] for key in links}
    for key, (seq, hash_) in sorted(heads.items()):
        name = f"{key[0]}/{key[1]}"
        found = links.get((*key, seq))
        if key not in seen:
            yield Fault(name, None, "removed", f"{witness}见过这条记录链，现在整条不见了。")
        elif found is None:
            yield Fault(name, seq, "truncated", f"{witness}见过第 {seq} 条记录，现在没有了。")
        elif found != hash_:
            yield Fault(name, seq, "edited", f"{witness}见过的第 {seq} 条记录与现在的不同。")
