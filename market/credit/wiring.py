"""Puts the feature into the application."""

from pyramid.config import Configurator


def includeme(_config: Configurator) -> None:
    """The ledger is shown on the intermediary's page and moved by awards and evaluations."""
