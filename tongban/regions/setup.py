"""The step of ``tongban init`` that loads the regions, before everything that hangs on them."""

from pyramid.config import Configurator
from pyramid.registry import Registry

from tongban.regions.load import load_regions
from tongban.work import Work


def load_step(work: Work, _registry: Registry) -> str | None:
    """Bring the regions up to the package's data files; a line only if something changed."""
    loaded = load_regions(work.session)
    if not (loaded.added or loaded.changed or loaded.former_names):
        return None
    return f"地区：新增 {loaded.added} 个，更正 {loaded.changed} 个，曾用名 {loaded.former_names} 个。"


def includeme(config: Configurator) -> None:
    """Register the step."""
    config.add_setup_step("regions", load_step, order=10)
