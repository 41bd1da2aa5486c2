"""From JSON to a record: every key checked, the first wrong one named."""

from collections.abc import Mapping

from market.selection.methods import METHODS, Method
from market.selection.record import FORMAT, RECORD_KEYS, Beacon, Entry, Params, Record, RecordError
from tongban import strict as checks

ENTRY_KEYS = ("id", "label", "nonce", "status", "reason", "value", "credit", "received")
BEACON_KEYS = ("value", "source", "at")


def parse_record(data: object, methods: Mapping[str, Method] = METHODS) -> Record:
    """A record with every part in its form. Raises RecordError naming the first part that is not."""
    raw = checks.obj("", data, RECORD_KEYS)
    checks.choice("format", raw["format"], (FORMAT,))
    need_id = checks.text("need_id", raw["need_id"])
    method = methods[checks.choice("method", raw["method"], methods)]
    params = _params(method, raw["params"])
    return Record(
        need_id=need_id,
        method=method.name,
        params=params,
        entries=_entries(method, params, raw["entries"]),
        secret=bytes.fromhex(checks.hex32("secret", raw["secret"])),
        commit=checks.hex32("commit", raw["commit"]),
        snapshot=checks.hex32("snapshot", raw["snapshot"]),
        beacon=_beacon(raw["beacon"]),
        seed=checks.hex32("seed", raw["seed"]),
        ranking=_ranking(raw["ranking"]),
    )


def _params(method: Method, value: object) -> Params:
    params = checks.obj("params", value, ("minimum", *sorted(method.param_names)), ("reserves",))
    checks.integer("params.minimum", params["minimum"], low=1)
    if "reserves" in params:
        checks.integer("params.reserves", params["reserves"], low=0)
    method.check_params(params)
    return params


def _entries(method: Method, params: Params, value: object) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    labels: set[str] = set()
    for i, item in enumerate(checks.items("entries", value)):
        path = f"entries[{i}]"
        entry = _entry(path, item)
        if entries and entry.id == entries[-1].id:
            raise RecordError(f"{path}.id", f"编号 {entry.id} 重复。", f"{entry.id} stands twice")
        if entries and entry.id < entries[-1].id:
            raise RecordError(f"{path}.id", "各项应按编号升序排列。", "entries must be ordered by id")
        if entry.label in labels:
            raise RecordError(f"{path}.label", f"代称 {entry.label} 重复。", f"{entry.label} stands twice")
        method.check_entry(path, entry, params)
        labels.add(entry.label)
        entries.append(entry)
    return tuple(entries)


def _entry(path: str, value: object) -> Entry:
    raw = checks.obj(path, value, ENTRY_KEYS)
    checks.identifier(f"{path}.id", raw["id"])
    checks.text(f"{path}.label", raw["label"])
    checks.hex32(f"{path}.nonce", raw["nonce"])
    status = checks.choice(f"{path}.status", raw["status"], ("valid", "excluded"))
    if status == "excluded":
        checks.code(f"{path}.reason", raw["reason"])
    elif raw["reason"] is not None:
        raise RecordError(f"{path}.reason", "有效的报名不应有排除原因。", "must be null for a valid entry")
    if raw["value"] is not None:
        checks.integer(f"{path}.value", raw["value"])
    checks.integer(f"{path}.credit", raw["credit"])
    checks.instant(f"{path}.received", raw["received"])
    return Entry(**raw)


def _beacon(value: object) -> Beacon | None:
    if value is None:
        return None
    raw = checks.obj("beacon", value, BEACON_KEYS)
    return Beacon(
        value=checks.text("beacon.value", raw["value"]),
        source=checks.code("beacon.source", raw["source"]),
        at=checks.instant("beacon.at", raw["at"]),
    )


def _ranking(value: object) -> tuple[str, ...]:
    ids = checks.items("ranking", value)
    return tuple(checks.identifier(f"ranking[{i}]", item) for i, item in enumerate(ids))
