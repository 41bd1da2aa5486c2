"""The signing key, and the job that takes a checkpoint every ten minutes."""

from datetime import timedelta

from pyramid.config import Configurator

from tongban.audit.checkpoints import take_all
from tongban.audit.signing import SigningKey, load_or_create
from tongban.work import Work

#: How often a checkpoint is taken besides those at openings, draws and awards.
EVERY = timedelta(minutes=10)


def includeme(config: Configurator) -> None:
    """Load the key and register the job."""
    settings = config.get_settings()
    site = config.registry["tongban.site"]
    path = settings.get("tongban.audit_key") or site.path("keys", "audit.key")
    key: SigningKey = load_or_create(site.data_dir / path)
    config.registry["tongban.audit_key"] = key

    def checkpoint(work: Work) -> None:
        take_all(work.session, work.now, "regular", key)

    config.add_job("audit.checkpoint", "操作记录检查点", EVERY, checkpoint)
