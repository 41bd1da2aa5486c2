"""Does a receipt hold? Needs no database and no network: the receipt carries the key it was signed with."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban import strict as checks
from tongban.audit.signing import holds, key_id
from tongban.canonical import CanonicalError
from tongban.receipts.document import COUNTS, FORMAT, KEYS, KIND_TITLES, OF_KEYS, OPENABLE, OPENING, message
from tongban.sealing.commitment import commitment
from tongban.strict import Json, RecordError

_SIGNATURE = re.compile(r"[0-9a-f]{128}")
#: What the entry's canonical form shares with what the receipt is for.
_SHARED = ("need", "entry", "seq")


@dataclass(frozen=True, slots=True)
class ReceiptVerdict:
    """The answer to one receipt.

    ``first_bad`` is the path of the first part that is wrong (None: the receipt holds); ``why`` is Chinese,
    ``why_en`` English. ``fingerprint`` names the key, to be compared with what the site publishes;
    ``remarks`` are what a reader must know although the receipt holds.
    """

    ok: bool
    why: str
    why_en: str
    first_bad: str | None = None
    kind: str | None = None
    number: str | None = None
    received: str | None = None
    key: str | None = None
    fingerprint: str | None = None
    opened: bool = False
    remarks: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """What the command prints."""
        if not self.ok:
            return {"ok": False, "first_bad": self.first_bad, "why": self.why, "why_en": self.why_en}
        return {
            "ok": True,
            "kind": self.kind,
            "number": self.number,
            "received": self.received,
            "why": self.why,
            "why_en": self.why_en,
            "key": self.key,
            "fingerprint": self.fingerprint,
            "opened": self.opened,
            "remarks": list(self.remarks),
        }


def bad(path: str, zh: str, en: str) -> ReceiptVerdict:
    """The verdict on a receipt whose part at ``path`` is wrong."""
    return ReceiptVerdict(False, f"{path}：{zh}", f"{path}: {en}", first_bad=path)


def verify_receipt(data: object, expected: str | None = None) -> ReceiptVerdict:
    """Judge a receipt (parsed JSON). A bad receipt is never an error: the verdict names it.

    ``expected`` is the key it must be signed with: 64 hexadecimal digits, or the 16 of its fingerprint.
    Without it the receipt can only be said to agree with itself.
    """
    try:
        receipt = _parsed(data)
        _check_key(receipt["key"], expected)
        if not holds(receipt["key"], receipt["signature"], message(receipt)):
            raise RecordError(
                "signature",
                "签名与内容不符：内容被改动过，或者不是用这个公钥签的。",
                "does not fit: the content was changed, or another key signed it",
            )
        if OPENING in receipt:
            _check_opening(receipt)
    except RecordError as error:
        return bad(error.path, error.zh, error.en)
    return _held(receipt, expected)


def _parsed(data: object) -> Json:
    """The receipt with every part in its form; the first that is not is named."""
    receipt = checks.obj("", data, KEYS, (OPENING,))
    checks.choice("format", receipt["format"], (FORMAT,))
    checks.identifier("number", receipt["number"])
    kind = checks.choice("kind", receipt["kind"], OF_KEYS)
    of = checks.obj("of", receipt["of"], OF_KEYS[kind])
    for name in OF_KEYS[kind]:
        if name in COUNTS:
            checks.integer(f"of.{name}", of[name], low=1)
        else:
            checks.text(f"of.{name}", of[name])
    checks.identifier("region", receipt["region"])
    checks.instant("received", receipt["received"])
    checks.hex32("commitment", receipt["commitment"])
    checks.hex32("key", receipt["key"])
    signature = receipt["signature"]
    if not isinstance(signature, str) or not _SIGNATURE.fullmatch(signature):
        raise RecordError("signature", "应为 128 位小写十六进制数字。", "must be 128 lower-case hex digits")
    if OPENING in receipt:
        _parse_opening(kind, receipt[OPENING])
    return receipt


def _parse_opening(kind: str, value: object) -> None:
    if kind not in OPENABLE:
        raise RecordError(OPENING, "这一种回执没有这一项。", "is not part of a receipt of this kind")
    opening = checks.obj(OPENING, value, ("nonce", "entry"))
    checks.hex32("opening.nonce", opening["nonce"])
    if not isinstance(opening["entry"], dict):
        raise RecordError("opening.entry", "应为一个对象。", "must be an object")


def _check_key(key: str, expected: str | None) -> None:
    if expected is not None and expected.lower() not in (key, key_id(key)):
        raise RecordError(
            "key",
            f"不是您指定的公钥：回执用的公钥指纹是 {key_id(key)}。",
            f"is not the key asked for: the receipt's key has the fingerprint {key_id(key)}",
        )


def _check_opening(receipt: Json) -> None:
    """The entrant's own copy: what was sent, and that the signed commitment binds exactly this."""
    opening = receipt[OPENING]
    for name in _SHARED:
        ours, said = opening["entry"].get(name), receipt["of"][name]
        if type(ours) is not type(said) or ours != said:  # true equals 1 in Python, and is another document
            raise RecordError(f"opening.entry.{name}", f"与 of.{name} 不一致。", f"differs from of.{name}")
    try:
        bound = commitment(bytes.fromhex(opening["nonce"]), opening["entry"])
    except CanonicalError as error:
        path = f"opening.entry.{error.path}"
        raise RecordError(path, "没有唯一的规范写法。", "has no canonical form") from error
    if bound != receipt["commitment"]:
        raise RecordError(
            OPENING,
            f"与承诺值不符：按随机数和报名内容算得 {bound}。",
            f"does not give the commitment: computed {bound}",
        )


def _held(receipt: Json, expected: str | None) -> ReceiptVerdict:
    fingerprint = key_id(receipt["key"])
    remarks = []
    if expected is None:
        remarks.append(f"请核对公钥指纹 {fingerprint} 是否与网站公布的一致；不一致的，不是该网站出具的回执。")
    kind, title = receipt["kind"], KIND_TITLES[receipt["kind"]]
    return ReceiptVerdict(
        True,
        why=f"回执成立。{title}，收到时间为{beijing_time(receipt['received'])}。",
        why_en=f"The receipt holds: {kind}, received {receipt['received']}.",
        kind=kind,
        number=receipt["number"],
        received=receipt["received"],
        key=receipt["key"],
        fingerprint=fingerprint,
        opened=OPENING in receipt,
        remarks=tuple(remarks),
    )


def beijing_time(received: str) -> str:
    """The moment of receipt as people in China read it: 北京时间 2026年3月6日 09:02:03.000004."""
    try:
        here = datetime.fromisoformat(received) + timedelta(hours=8)
    except OverflowError:  # the last evening of the year 9999
        return received
    return f"北京时间 {here.year}年{here.month}月{here.day}日 {here:%H:%M:%S}.{here:%f}"
