"""What a quote is sealed as, and what its commitment binds."""

import json
from dataclasses import dataclass
from typing import Any

from market.entries.models import Entry, Quote
from tongban.sealing import SealKeys, commitment, new_nonce

PURPOSE = "quote"


@dataclass(frozen=True)
class OpenedQuote:
    """A quote as its bidder sent it: the value (None where the method asks for none), the random value of the
    bidder's own browser, and the nonce behind the commitment.
    """

    value_fen: int | None
    random: str
    nonce: str


def canonical_entry(
    need_number: str, entry_number: str, seq: int, value_fen: int | None, random: str
) -> dict[str, Any]:
    """The content that a quote's commitment is computed over; ``random`` as 64 hexadecimal digits.

    The entrant's random value goes into the draw: nobody may exchange it after the entry was received.
    """
    return {"need": need_number, "entry": entry_number, "seq": seq, "value": value_fen, "random": random}


def seal_quote(
    keys: SealKeys, need_number: str, entry: Entry, seq: int, value_fen: int | None
) -> tuple[str, str]:
    """Seal a quote before its first write; returns (commitment, sealed envelope)."""
    nonce = new_nonce()
    bound = commitment(nonce, canonical_entry(need_number, entry.number, seq, value_fen, entry.nonce))
    content = {"value_fen": value_fen, "random": entry.nonce, "nonce": nonce.hex()}
    return bound, keys.seal(PURPOSE, f"{entry.number}/{seq}", json.dumps(content).encode())


def open_quote(keys: SealKeys, entry: Entry, quote: Quote) -> OpenedQuote:
    """Open a sealed quote. Raises SealBroken or SealKeyMissing."""
    content = json.loads(keys.unseal(PURPOSE, f"{entry.number}/{quote.seq}", quote.sealed))
    value = content["value_fen"]
    return OpenedQuote(
        int(value) if value is not None else None, str(content["random"]), str(content["nonce"])
    )


def binds(need_number: str, entry: Entry, quote: Quote, opened: OpenedQuote) -> bool:
    """Whether what was opened is what the published commitment stands for."""
    content = canonical_entry(need_number, entry.number, quote.seq, opened.value_fen, opened.random)
    return commitment(bytes.fromhex(opened.nonce), content) == quote.commitment
