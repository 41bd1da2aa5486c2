"""The parts of a selection record."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from tongban.strict import Json, RecordError

__all__ = [
    "FORMAT",
    "RECORD_KEYS",
    "Beacon",
    "Entry",
    "Json",
    "Params",
    "Record",
    "RecordError",
    "entry_list",
    "received_text",
]

FORMAT = "tongban-selection/1"

#: The keys of a record, in the order in which it is written.
RECORD_KEYS = (
    "format",
    "need_id",
    "method",
    "params",
    "entries",
    "secret",
    "commit",
    "snapshot",
    "beacon",
    "seed",
    "ranking",
)

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entrant as the record shows it, under a label instead of a name.

    ``value`` is integer 分 or basis points, or None where the method asks for none or the entry was not
    opened; ``received`` is the moment of receipt as ``received_text`` writes it; ``nonce`` is the entrant's
    own random value, 64 hexadecimal digits; an excluded entry carries a reason code.
    """

    id: str
    label: str
    nonce: str
    status: Literal["valid", "excluded"]
    reason: str | None
    value: int | None
    credit: int
    received: str

    def as_json(self) -> Json:
        """The entry as it stands in the record."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Beacon:
    """A value fixed after the entry list was published, by someone who is neither owner nor operator.

    ``source`` says by whom ("witness", "notary") or that the notice had named it beforehand ("notice").
    """

    value: str
    source: str
    at: str

    def as_json(self) -> Json:
        """The beacon as it stands in the record."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Record:
    """A record whose form has been checked; whether it holds is for ``verify`` to say."""

    need_id: str
    method: str
    params: Params
    entries: tuple[Entry, ...]
    secret: bytes
    commit: str
    snapshot: str
    beacon: Beacon | None
    seed: str
    ranking: tuple[str, ...]


def entry_list(need_id: str, method: str, params: Params, entries: Sequence[Entry]) -> Json:
    """What the snapshot covers: the list that is published after closing, entries ordered by id."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    return {
        "format": FORMAT,
        "need_id": need_id,
        "method": method,
        "params": dict(params),
        "entries": [entry.as_json() for entry in ordered],
    }


def received_text(moment: datetime) -> str:
    """An instant as a record writes it: UTC with microseconds and ``Z``.

    Raises ValueError for a datetime without an offset.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
