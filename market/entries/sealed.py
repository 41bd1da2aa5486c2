"""What a quote is sealed as, and what its commitment binds."""

import json
from dataclasses import dataclass
from typing import Any

from market.entries.models import Entry, Quote
from tongban.sealing import SealKeys, commitment, new_nonce

PURPOSE = "quote"


@dataclass(frozen=True)
class OpenedQuote:
    """A quote as its bidder sent it."""

    value_fen: int
    nonce: str


def canonical_entry(need_number: str, entry_number: str, seq: int, value_fen: int) -> dict[str, Any]:
    """The content that a quote's commitment is computed over."""
    return {"need": need_number, "entry": entry_number, "seq": seq, "value": value_fen}


def seal_quote(keys: SealKeys, need_number: str, entry: Entry, seq: int, value_fen: int) -> tuple[str, str]:
    """Seal a price before its first write; returns (commitment, sealed envelope)."""
    nonce = new_nonce()
    bound = commitment(nonce, canonical_entry(need_number, entry.number, seq, value_fen))
    content = json.dumps({"value_fen": value_fen, "nonce": nonce.hex()}).encode()
    return bound, keys.seal(PURPOSE, f"{entry.number}/{seq}", content)


def open_quote(keys: SealKeys, entry: Entry, quote: Quote) -> OpenedQuote:
    """Open a sealed quote. Raises SealBroken or SealKeyMissing."""
    content = json.loads(keys.unseal(PURPOSE, f"{entry.number}/{quote.seq}", quote.sealed))
    return OpenedQuote(int(content["value_fen"]), str(content["nonce"]))


def binds(need_number: str, entry: Entry, quote: Quote, opened: OpenedQuote) -> bool:
    """Whether what was opened is what the published commitment stands for."""
    content = canonical_entry(need_number, entry.number, quote.seq, opened.value_fen)
    return commitment(bytes.fromhex(opened.nonce), content) == quote.commitment
