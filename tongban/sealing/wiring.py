"""What sealing adds to the application: the keys in the registry, and the step that makes the first one."""

from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import select

from tongban.sealing.errors import SealKeyMissing
from tongban.sealing.keyfile import ensure_key_file
from tongban.sealing.keys import SealKeys, keys_from_settings
from tongban.sealing.models import KnownSealKey
from tongban.work import Work

REGISTRY_KEY = "tongban.seal_keys"


def key_step(work: Work, registry: Registry) -> str | None:
    """Step of ``tongban init``: make the key file of a new installation, and note the ids of its keys.

    Raises SealKeyMissing where this database knows keys and the file is gone, or is another installation's: a
    new key would hide the loss until the first opening fails.
    """
    keys: SealKeys = registry[REGISTRY_KEY]
    known = set(work.session.scalars(select(KnownSealKey.key_id)))
    created = not known and ensure_key_file(keys.path)
    present = keys.ids()
    if known and not known & set(present):
        raise SealKeyMissing("密封密钥文件不是这个数据库所用的那一个。请从密钥备份恢复原来的文件。")
    new = [key_id for key_id in present if key_id not in known]
    work.session.add_all(KnownSealKey(key_id=key_id, first_seen_at=work.now) for key_id in new)
    if created:
        return "已生成密封密钥文件。请马上备份，并与数据库的备份分开存放：丢失后，未开启的报价无法恢复。"
    return f"已登记新的密封密钥 {'、'.join(new)}。" if new else None


def includeme(config: Configurator) -> None:
    """Put the keys into the registry and register the step. Raises SealKeyMissing without the setting."""
    config.registry[REGISTRY_KEY] = keys_from_settings(config.get_settings())
    config.add_setup_step("seal keys", key_step, order=5)
