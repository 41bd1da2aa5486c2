"""Whole-process agency (全程代办)."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """The features of this half."""
    config.include("agency.plan")
    config.include("agency.guides")
    config.include("agency.cases.wiring")
    config.include("agency.case_plans.wiring")
    config.include("agency.handovers.wiring")
    config.include("agency.track.wiring")
