"""``tongban receipt verify``: exit code 0, 1 or 2, in words or JSON; no site and no database is near."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.tongban.receipts.make_samples import KEY, SAMPLES, samples
from tongban.cli import main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verify(file: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["receipt", "verify", str(file), *options])


def test_a_good_receipt_is_told_in_words() -> None:
    answer = verify(SAMPLES / "entry.json")
    assert answer.exit_code == 0
    assert answer.output.splitlines() == [
        "回执成立。报名已收到，收到时间为北京时间 2026年3月6日 09:02:03.000004。",
        "回执号：HZ-0011223344556677",
        f"公钥指纹：{KEY.key_id}",
        f"注意：请核对公钥指纹 {KEY.key_id} 是否与网站公布的一致；不一致的，不是该网站出具的回执。",
    ]


def test_the_own_copy_warns_of_what_it_contains() -> None:
    assert "这份文件含有报价，开启前不要给别人看" in verify(SAMPLES / "entry-own.json").output
    assert "8765400" not in verify(SAMPLES / "entry-own.json", "--json").output


def test_the_key_may_be_named_whole_or_by_its_fingerprint() -> None:
    for key in (KEY.public_hex, KEY.key_id, f"{KEY.key_id[:4]} {KEY.key_id[4:]}"):
        answer = verify(SAMPLES / "upload.json", "--key", key, "--json")
        assert (answer.exit_code, json.loads(answer.output)["remarks"]) == (0, [])
    answer = verify(SAMPLES / "upload.json", "--key", "0" * 64, "--json")
    assert (answer.exit_code, json.loads(answer.output)["first_bad"]) == (1, "key")
    assert verify(SAMPLES / "upload.json", "--key", "abc").exit_code == 2


def test_a_bad_receipt_is_named(elsewhere: Path) -> None:
    file = elsewhere / "bad.json"
    file.write_text(json.dumps({**samples()["upload"], "region": "990002"}), encoding="utf-8")
    answer = verify(file, "--json")
    assert answer.exit_code == 1
    body = json.loads(answer.output)
    assert (body["ok"], body["first_bad"]) == (False, "signature")
    assert verify(file).output.startswith("回执不成立。signature：签名与内容不符")
    file.write_text('{"format": 1, "format": 2}', encoding="utf-8")
    assert verify(file).exit_code == 1


def test_every_changed_byte_is_noticed(elsewhere: Path) -> None:
    original = (SAMPLES / "upload.json").read_bytes()
    file = elsewhere / "changed.json"
    for at in range(0, len(original), 7):
        if chr(original[at]).isspace():
            continue
        file.write_bytes(original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :])
        assert verify(file).exit_code in (1, 2), at


def test_a_file_that_cannot_be_read_is_another_matter(elsewhere: Path) -> None:
    answer = verify(elsewhere / "absent.json", "--json")
    assert answer.exit_code == 2
    assert json.loads(answer.output)["ok"] is False
    file = elsewhere / "half.json"
    file.write_bytes((SAMPLES / "entry.json").read_bytes()[:100])
    assert verify(file).exit_code == 2
    file.write_bytes(b"\xff\xfe")
    assert "不是 UTF-8 文件" in verify(file).output
