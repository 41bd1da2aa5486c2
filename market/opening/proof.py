"""What is published at the opening so that anybody can check the root of the closing (docs/sealing.md)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from market.entries.models import Entry
from market.entries.sealed import canonical_entry
from market.needs.models import Need
from market.opening.models import SelectionResult
from tongban.sealing import closing_problems, commitment

FORMAT = "tongban-closing/1"


def closed_entries(session: Session, need: Need) -> Sequence[Entry]:
    """The entries of the frozen list, in the order of their labels."""
    query = (
        select(Entry)
        .options(joinedload(Entry.org), selectinload(Entry.quotes))
        .where(Entry.need_id == need.id, Entry.label.is_not(None))
    )
    return session.scalars(query.order_by(Entry.id)).unique().all()


def closing_proof(need: Need, result: SelectionResult, entries: Sequence[Entry]) -> dict[str, Any]:
    """The leaves, the values behind the padding, and every opened entry with its nonce: no names."""
    return {
        "format": FORMAT,
        "need": need.number,
        "root": result.closing_root,
        "leaves": list(result.closing_leaves),
        "padding": list(result.padding or ()),
        "entries": [
            {
                "label": entry.label,
                "entry": entry.number,
                "seq": entry.quotes[-1].seq,
                "value": entry.value_fen,
                "random": entry.nonce,
                "nonce": entry.quotes[-1].nonce,
                "commitment": entry.quotes[-1].commitment,
            }
            for entry in entries
        ],
    }


def proof_problems(proof: Mapping[str, Any]) -> tuple[str, ...]:
    """What does not agree, in words; empty if the frozen list is what was opened."""
    missing = [entry["label"] for entry in proof["entries"] if entry["nonce"] is None]
    if missing:
        return tuple(f"{label}的随机数没有公布，无法核对。" for label in missing)
    try:
        opened = [_computed(str(proof["need"]), entry) for entry in proof["entries"]]
        return closing_problems(proof["root"], proof["need"], proof["leaves"], opened, proof["padding"])
    except ValueError:
        return ("名单的格式不对，无法核对。",)


def _computed(need: str, entry: Mapping[str, Any]) -> str:
    """The commitment anew, from what was opened."""
    content = canonical_entry(need, entry["entry"], entry["seq"], entry["value"], entry["random"])
    return commitment(bytes.fromhex(entry["nonce"]), content)


def proof_words(proof: Mapping[str, Any]) -> str:
    """What it means that nothing is wrong."""
    leaves, entries = len(proof["leaves"]), len(proof["entries"])
    drawn = entries and all(entry["value"] is None for entry in proof["entries"])
    what = "报名" if drawn else "报价"
    return (
        f"截止时封存的 {leaves} 个值全部对上：{entries} 个是开启的{what}，{leaves - entries} 个是填充值，"
        "没有多出、缺少或替换。"
    )
