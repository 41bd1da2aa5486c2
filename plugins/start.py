"""Reading the plugin folders when the site is set up and when a process starts."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyramid.registry import Registry
from sqlalchemy.exc import SQLAlchemyError

from plugins.installed import Found
from plugins.load import LoadReport, load_packs, pending
from plugins.offers import BUNDLED, read_offers
from tongban.work import Work

log = logging.getLogger(__name__)

#: The names under which the registry holds what was found at start.
FOUND = "plugins.found"
FOLDERS = "plugins.folders"


def plugin_folders(settings: Mapping[str, Any], data_dir: Path) -> tuple[Path, ...]:
    """The folders that are read: the bundled one, and ``tongban.plugins_dir`` (``DATA/plugins``)."""
    return BUNDLED, Path(settings.get("tongban.plugins_dir") or data_dir / "plugins")


def load_step(work: Work, registry: Registry) -> str | None:
    """Step of ``tongban init``: bring the table of packs up to the folders."""
    found: Found = registry[FOUND]
    report = load_packs(work.session, work.now, registry[FOLDERS], python=found.plugins, actor=work.actor)
    return "\n".join(_told(report)) if report.changed or report.problems else None


def load_at_start(event: Any) -> None:
    """Bring the table up to the folders when a process starts; whatever is wrong, the site comes up.

    Nothing is written, and no lock is taken, while the folders say what the table already holds.
    """
    registry: Registry = event.app.registry
    found: Found = registry[FOUND]
    for one in found.problems:
        log.error("plugin refused: %s", one)
    try:
        offers = read_offers(registry[FOLDERS], found.plugins)
        for refused in offers.problems:
            log.error("rule file refused: %s", refused)
        with registry["tongban.reads"]() as session:
            if not pending(session, offers.good):
                return
        with registry["tongban.sessions"].begin() as session:
            now = registry["tongban.clock"].now()
            report = load_packs(session, now, registry[FOLDERS], python=found.plugins)
        log.info("rules: %s", "; ".join(report.lines()))
    except SQLAlchemyError as error:
        log.warning("rules not loaded at start (%s); run tongban init, or tongban plugin load", error)


def _told(report: LoadReport) -> list[str]:
    return [line if line.startswith("规则") else f"规则{line}" for line in report.lines()]
