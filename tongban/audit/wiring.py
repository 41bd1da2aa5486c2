"""The signing key; a checkpoint every ten minutes, and one after each change that asks for it."""

from datetime import timedelta

from pyramid.config import Configurator

from tongban.audit.checkpoints import CHECKPOINT, take, take_all
from tongban.audit.signing import SigningKey, load_or_create
from tongban.outbox.handlers import Delivery, OutboxHandler
from tongban.work import Work

#: How often a checkpoint is taken besides those at openings, draws and awards.
EVERY = timedelta(minutes=10)


def make_checkpoint(key: SigningKey) -> OutboxHandler:
    """After the commit of an opening, draw or award, fix where the region's chains stand."""

    def checkpoint(delivery: Delivery) -> None:
        with delivery.sessions.begin() as session:
            take(session, str(delivery.payload["region"]), delivery.now, str(delivery.payload["why"]), key)

    return checkpoint


def includeme(config: Configurator) -> None:
    """Load the key and register the job."""
    settings = config.get_settings()
    site = config.registry["tongban.site"]
    path = settings.get("tongban.audit_key") or site.path("keys", "audit.key")
    key: SigningKey = load_or_create(site.data_dir / path)
    config.registry["tongban.audit_key"] = key

    def checkpoint(work: Work) -> None:
        take_all(work.session, work.now, "regular", key)

    config.add_outbox_handler(CHECKPOINT, make_checkpoint(key))
    config.add_job("audit.checkpoint", "操作记录检查点", EVERY, checkpoint)
