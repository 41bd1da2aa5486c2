"""The pure arithmetic of a chain: what a link hashes, and how a private part is bound to it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

import rfc8785

FORMAT = "tongban-audit/1"
#: What the first link of every chain names as its predecessor.
GENESIS = "0" * 64


class Link(Protocol):
    """The fields of an event that its hash covers."""

    thing_kind: Any
    thing_id: Any
    region: Any
    seq: Any
    at: Any
    actor_user_id: Any
    actor_org_id: Any
    event: Any
    source: Any
    before: Any
    after: Any
    public: Any
    private_digest: Any
    prev_hash: Any


def stamp(instant: datetime) -> str:
    """An instant as the chain writes it: UTC with microseconds and Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link_hash(link: Link) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of everything the link says, predecessor included."""
    body = {
        "format": FORMAT,
        "thing": [link.thing_kind, link.thing_id],
        "region": link.region,
        "seq": link.seq,
        "at": stamp(link.at),
        "actor": [link.actor_user_id, link.actor_org_id],
        "event": link.event,
        "source": link.source,
        "before": link.before,
        "after": link.after,
        "public": link.public,
        "private": link.private_digest,
        "prev": link.prev_hash,
    }
    return hashlib.sha256(rfc8785.dumps(body)).hexdigest()


def private_digest(salt: str, content: Mapping[str, Any]) -> str:
    """Binds personal details without revealing them: a salted digest that erasure leaves standing."""
    return hashlib.sha256(rfc8785.dumps({"salt": salt, "content": dict(content)})).hexdigest()
