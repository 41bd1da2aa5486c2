"""The key file is made once, for its owner alone, and is never lost by us."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from tongban.sealing import (
    SealKeyMissing,
    SealKeys,
    SealKeysUnusable,
    ensure_key_file,
    keys_from_settings,
    rotate_key_file,
)
from tongban.sealing.keyfile import SealKey, read_key_file


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_belongs_to_its_owner_alone(key_file):
    assert mode(key_file) == 0o600
    assert json.loads(key_file.read_text())["format"] == "tongban-seal-keys/1"
    assert len(read_key_file(key_file)) == 1


def test_an_existing_file_is_left_alone(key_file):
    before = key_file.read_bytes()
    assert ensure_key_file(key_file) is False
    assert key_file.read_bytes() == before


def test_nothing_is_left_beside_the_file(key_file):
    rotate_key_file(key_file)
    ensure_key_file(key_file)
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


def test_keys_are_as_long_as_they_should_be_and_differ(key_file):
    for _ in range(5):
        rotate_key_file(key_file)
    found = read_key_file(key_file)
    assert {len(key.value) for key in found} == {32}
    assert len({key.value for key in found}) == len({key.id for key in found}) == 6


def test_processes_that_start_together_get_one_file(tmp_path):
    path = tmp_path / "seal-keys.json"
    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(lambda _: ensure_key_file(path), range(8)))
    assert created.count(True) == 1
    assert len(read_key_file(path)) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_who_loses_the_race_keeps_the_winners_file(tmp_path, chance):
    """The other process creates the file after we looked and before we could put ours in place."""
    path = tmp_path / "seal-keys.json"

    def slow_chance(length):
        ensure_key_file(path)
        return chance(length)

    assert ensure_key_file(path, slow_chance) is False
    winner = read_key_file(path)
    assert chance(32) != winner[0].value
    assert list(tmp_path.iterdir()) == [path]


def test_a_rotation_adds_the_newest_at_the_end(key_file):
    first = read_key_file(key_file)
    key_id = rotate_key_file(key_file)
    found = read_key_file(key_file)
    assert found[:-1] == first
    assert found[-1].id == key_id
    assert mode(key_file) == 0o600


def test_a_rotation_keeps_the_mode_the_administrator_chose(key_file):
    key_file.chmod(0o640)
    rotate_key_file(key_file)
    assert mode(key_file) == 0o640


def test_a_rotation_without_a_file_makes_none(tmp_path):
    with pytest.raises(SealKeyMissing):
        rotate_key_file(tmp_path / "none.json")
    assert list(tmp_path.iterdir()) == []


def test_two_rotations_at_once_do_not_lose_a_key(key_file):
    lock = key_file.with_name(key_file.name + ".lock")
    lock.touch()
    with pytest.raises(SealKeysUnusable) as caught:
        rotate_key_file(key_file)
    assert "另一个进程正在更换密钥" in caught.value.message
    assert lock.name in caught.value.message
    assert len(read_key_file(key_file)) == 1
    lock.unlink()
    rotate_key_file(key_file)
    assert len(read_key_file(key_file)) == 2


@pytest.mark.parametrize("open_mode", [0o604, 0o602, 0o620, 0o644, 0o666, 0o601])
def test_a_file_open_to_others_is_refused(open_mode, key_file):
    key_file.chmod(open_mode)
    with pytest.raises(SealKeysUnusable) as caught:
        read_key_file(key_file)
    assert "权限过宽" in caught.value.message


@pytest.mark.parametrize("safe_mode", [0o400, 0o600, 0o640, 0o440])
def test_its_owner_and_its_group_may_read_it(safe_mode, key_file):
    key_file.chmod(safe_mode)
    assert read_key_file(key_file)


GOOD = {"id": "0123abcd", "key": "f" * 64}
OTHER = {"id": "0123abce", "key": "e" * 64}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": "tongban-seal-keys/2", "keys": []}',
        *[
            json.dumps({"format": "tongban-seal-keys/1", "keys": found})
            for found in [
                None,
                {},
                [],
                [None],
                [GOOD, "x"],
                [GOOD, GOOD | {"key": "e" * 64}],
                [GOOD | {"id": "0123ABCD"}],
                [GOOD | {"id": 7}],
                [GOOD | {"id": "a.b"}],
                [GOOD | {"key": "f" * 63}],
                [GOOD | {"key": "F" * 64}],
                [GOOD | {"key": None}],
                [{"id": "0123abcd"}],
            ]
        ],
        "密钥",
    ],
)
def test_a_damaged_file_is_refused_whole(content, key_file):
    """Half of the keys would look like a working installation until an old quote does not open."""
    key_file.write_text(content, encoding="utf-8")
    with pytest.raises(SealKeysUnusable):
        read_key_file(key_file)


def test_the_keys_stand_in_their_order(key_file):
    key_file.write_text(json.dumps({"format": "tongban-seal-keys/1", "keys": [OTHER, GOOD]}))
    assert read_key_file(key_file) == (
        SealKey("0123abce", bytes.fromhex("e" * 64)),
        SealKey("0123abcd", bytes.fromhex("f" * 64)),
    )
    assert SealKeys(key_file).seal("quote", "entry:E1", b"1").startswith("tbs1.0123abcd.")


def test_a_folder_in_its_place_is_refused(tmp_path):
    with pytest.raises(SealKeysUnusable):
        read_key_file(tmp_path)


def test_a_key_does_not_show_its_value():
    key = SealKey("0123abcd", b"k" * 32)
    assert "kkk" not in repr(key)
    assert "kkk" not in str(key)


def test_messages_name_no_path(tmp_path):
    with pytest.raises(SealKeyMissing) as caught:
        read_key_file(tmp_path / "none.json")
    assert str(tmp_path) not in caught.value.message
    assert caught.value.facts == {}


def test_keys_come_from_the_settings(key_file):
    keys = keys_from_settings({"tongban.seal_keys": str(key_file)})
    first = read_key_file(key_file)[0].id
    assert keys.ids() == (first,)
    second = rotate_key_file(key_file)
    assert keys.ids() == (first, second)


@pytest.mark.parametrize("settings", [{}, {"tongban.seal_keys": ""}])
def test_a_missing_setting_is_named(settings):
    with pytest.raises(SealKeyMissing) as caught:
        keys_from_settings(settings)
    assert caught.value.message == "没有设置 tongban.seal_keys（密封密钥文件的位置）。"
