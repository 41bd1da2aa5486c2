"""What the calendar adds to the application."""

from pyramid.config import Configurator
from pyramid.registry import Registry

from tongban.calendar.importing import seed_official_years
from tongban.work import Work


def seed_step(work: Work, _registry: Registry) -> str | None:
    """Step of ``tongban init``: store the official years that are not there yet."""
    years = seed_official_years(work).changed_years
    if not years:
        return None
    return f"已装载 {years[0]} 到 {years[-1]} 年的官方节假日，共 {len(years)} 年。"


def includeme(config: Configurator) -> None:
    """Register the step."""
    config.add_setup_step("calendar", seed_step, order=20)
