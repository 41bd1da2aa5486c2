"""Does a published record hold? Everything is computed again; the first part that differs is named."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from market.selection.methods import METHODS, Method
from market.selection.outcome import Failed, Ranked, decide
from market.selection.parse import parse_record
from market.selection.randomness import Stream, commit_hex, list_digest, make_seed
from market.selection.record import Json, Record, RecordError, entry_list
from market.selection.remarks import remarks_on


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one record.

    ``first_bad`` is the path of the first part that differs (None: the record holds), ``part`` which of
    "format", "commit", "snapshot", "seed", "ranking" it belongs to. ``why`` is Chinese, ``why_en`` English.
    ``failed`` is set where the record holds and says, rightly, that nobody was chosen. ``commit`` is to be
    compared with the notice; ``remarks`` are what a reader must know although the record holds.
    """

    ok: bool
    why: str
    why_en: str
    part: str | None = None
    first_bad: str | None = None
    winner: str | None = None
    reserves: tuple[str, ...] = ()
    failed: Failed | None = None
    commit: str | None = None
    remarks: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """What the commands print: ``winner`` or ``first_bad``, and why."""
        if not self.ok:
            return {"ok": False, "first_bad": self.first_bad, "why": self.why, "why_en": self.why_en}
        return {
            "ok": True,
            "winner": self.winner,
            "why": self.why,
            "why_en": self.why_en,
            "reserves": list(self.reserves),
            "failed": self.failed.reason if self.failed else None,
            "commit": self.commit,
            "remarks": list(self.remarks),
        }


def verify_record(data: object, methods: Mapping[str, Method] = METHODS) -> Verdict:
    """Re-run a selection from its record (parsed JSON). A bad record is never an error: the verdict names it.

    A record that holds agrees with itself. Whether its commitment is the one in the published notice, only
    the notice can tell.
    """
    try:
        record = parse_record(data, methods)
        stream = _checked_stream(record)
        outcome = decide(methods[record.method], record.entries, record.params, stream)
        _check_ranking(record, outcome)
    except _Differs as error:
        return bad(error.path, error.zh, error.en, part=error.path)
    except RecordError as error:
        return bad(error.path, error.zh, error.en)
    return _held(record, outcome, stream.used)


def bad(path: str, zh: str, en: str, part: str = "format") -> Verdict:
    """The verdict on a record whose part at ``path`` is wrong."""
    return Verdict(False, why=f"{path}：{zh}", why_en=f"{path}: {en}", part=part, first_bad=path)


class _Differs(RecordError):
    """A part in the right form that is not what the other parts give."""


def _checked_stream(record: Record) -> Stream:
    """The stream of the record's seed, once commitment, snapshot and seed are found to be right."""
    listing = entry_list(record.need_id, record.method, record.params, record.entries)
    snapshot = list_digest(listing)
    seed = make_seed(record.secret, record.need_id, snapshot, record.beacon.value if record.beacon else None)
    _same("commit", commit_hex(record.secret), record.commit, "secret", "secret")
    _same("snapshot", snapshot.hex(), record.snapshot, "公布的名单", "the entry list")
    _same("seed", seed.hex(), record.seed, "secret、名单和公开随机值", "secret, entry list and beacon")
    return Stream(seed)


def _same(path: str, computed: str, written: str, zh: str, en: str) -> None:
    if computed != written:
        raise _Differs(
            path,
            f"与{zh}不符：按{zh}算得 {computed}，记录写的是 {written}。",
            f"does not agree with {en}: computed {computed}, written {written}",
        )


def _check_ranking(record: Record, outcome: Ranked | Failed) -> None:
    if isinstance(outcome, Failed):
        if record.ranking:
            raise _Differs(
                "ranking",
                f"{outcome.why}记录却列出了名次。",
                f"{outcome.valid} valid entries, minimum {outcome.minimum}: there can be no ranking",
            )
        return
    computed, written = outcome.ranking, record.ranking
    if len(computed) != len(written):
        raise _Differs(
            "ranking",
            f"应有 {len(computed)} 名，记录列出 {len(written)} 名。",
            f"must have {len(computed)} places, has {len(written)}",
        )
    for place, (ours, theirs) in enumerate(zip(computed, written, strict=True), start=1):
        if ours != theirs:
            raise _Differs(
                "ranking",
                f"第 {place} 名算得 {ours}，记录写的是 {theirs}。",
                f"place {place} is {ours} when computed, {theirs} in the record",
            )


def _held(record: Record, outcome: Ranked | Failed, used: int) -> Verdict:
    if isinstance(outcome, Failed):
        verdict = Verdict(
            True,
            why=f"记录成立。{outcome.why}",
            why_en=f"The record holds: failed, {outcome.reason}.",
            failed=outcome,
        )
    else:
        label = next(entry.label for entry in record.entries if entry.id == outcome.winner)
        verdict = Verdict(
            True,
            why=f"记录成立。中选：{outcome.winner}（{label}）。",
            why_en=f"The record holds. Winner: {outcome.winner} ({label}).",
            winner=outcome.winner,
            reserves=outcome.reserves,
        )
    return replace(verdict, commit=record.commit, remarks=remarks_on(record, used))
