"""``tongban init`` makes the first key, and never hides the loss of one."""

import json
from datetime import UTC, datetime

import pytest
from pyramid.config import Configurator
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from tongban.sealing import SealKeyMissing, SealKeys, ensure_key_file, rotate_key_file
from tongban.sealing.models import KnownSealKey
from tongban.sealing.wiring import key_step
from tongban.security import SYSTEM
from tongban.work import Work

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    KnownSealKey.__table__.create(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "seal-keys.json"


@pytest.fixture
def step(session, path):
    def run():
        line = key_step(Work(session, SYSTEM, NOW, "cli"), {"tongban.seal_keys": SealKeys(path)})
        session.flush()
        return line

    return run


def known(session):
    return set(session.scalars(select(KnownSealKey.key_id)))


def test_a_new_installation_gets_a_key_and_is_told_to_back_it_up(step, path, session):
    assert "请马上备份" in step()
    assert known(session) == set(SealKeys(path).ids())
    assert session.scalars(select(KnownSealKey.first_seen_at)).one() == NOW


def test_running_it_again_changes_nothing(step, path, session):
    step()
    before = path.read_bytes()
    assert step() is None
    assert path.read_bytes() == before
    assert len(known(session)) == 1


def test_a_key_brought_along_is_noted(step, path, session):
    ensure_key_file(path)
    (key_id,) = SealKeys(path).ids()
    assert step() == f"已登记新的密封密钥 {key_id}。"
    assert known(session) == {key_id}


def test_a_rotated_key_is_noted(step, path, session):
    step()
    key_id = rotate_key_file(path)
    assert step() == f"已登记新的密封密钥 {key_id}。"
    assert known(session) == set(SealKeys(path).ids())


def test_a_lost_file_is_not_replaced(step, path):
    step()
    path.unlink()
    with pytest.raises(SealKeyMissing):
        step()
    assert not path.exists()


def test_another_installations_file_is_refused(step, path, session):
    step()
    before = known(session)
    path.unlink()
    ensure_key_file(path)
    with pytest.raises(SealKeyMissing) as caught:
        step()
    assert "不是这个数据库所用的那一个" in caught.value.message
    assert known(session) == before


def test_an_old_key_may_be_removed_while_a_known_one_stays(step, path, session):
    step()
    rotate_key_file(path)
    step()
    content = json.loads(path.read_text())
    newest = content["keys"].pop()
    path.write_text(json.dumps(content | {"keys": [newest]}))
    assert SealKeys(path).ids() == (newest["id"],)
    assert step() is None


def test_the_keys_stand_in_the_registry(path):
    config = Configurator(settings={"tongban.seal_keys": str(path)})
    config.include("tongban.setup_steps")
    config.include("tongban.sealing")
    assert config.registry["tongban.seal_keys"].path == path
    assert [s.name for s in config.registry["tongban.setup_steps"]] == ["seal keys"]


def test_a_site_without_the_setting_does_not_start():
    config = Configurator()
    config.include("tongban.setup_steps")
    with pytest.raises(SealKeyMissing, match=r"tongban\.seal_keys"):
        config.include("tongban.sealing")
