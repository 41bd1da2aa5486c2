"""From entries, secret and beacon to the record that is published."""

from collections.abc import Mapping, Sequence

from market.selection.methods import METHODS, Method
from market.selection.outcome import Ranked, decide
from market.selection.parse import parse_record
from market.selection.randomness import Stream, commit_hex, list_digest, make_seed
from market.selection.record import Beacon, Entry, Json, Params, entry_list

#: Stands for a digest while the form of all the rest is checked, before anything is hashed.
_LATER = "0" * 64


def snapshot_hex(need_id: str, method: str, params: Params, entries: Sequence[Entry]) -> str:
    """The digest of the entry list, to be published with the list before the beacon is fixed."""
    return list_digest(entry_list(need_id, method, params, entries)).hex()


def build_record(
    *,
    need_id: str,
    method: str,
    params: Params,
    entries: Sequence[Entry],
    secret: bytes,
    beacon: Beacon | None = None,
    methods: Mapping[str, Method] = METHODS,
) -> Json:
    """Run the selection and return its record, in the key order of the format.

    The order of ``entries`` does not matter. A failed selection has an empty ranking; ``verify_record`` gives
    the reason. Raises RecordError naming the parameter or entry that the format refuses, ValueError for a
    secret of other than 32 bytes.
    """
    listing = entry_list(need_id, method, params, entries)
    record: Json = {
        **listing,
        "secret": secret.hex(),
        "commit": commit_hex(secret),
        "snapshot": _LATER,
        "beacon": beacon.as_json() if beacon else None,
        "seed": _LATER,
        "ranking": [],
    }
    parsed = parse_record(record, methods)
    snapshot = list_digest(listing)
    seed = make_seed(secret, need_id, snapshot, beacon.value if beacon else None)
    outcome = decide(methods[method], parsed.entries, parsed.params, Stream(seed))
    ranking = list(outcome.ranking) if isinstance(outcome, Ranked) else []
    return record | {"snapshot": snapshot.hex(), "seed": seed.hex(), "ranking": ranking}
