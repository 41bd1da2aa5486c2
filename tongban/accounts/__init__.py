"""Accounts: people, organisations, memberships, sessions and signing in."""

from typing import Any


def includeme(config: Any) -> None:
    """Identity and access, then the pages of accounts."""
    config.include("tongban.accounts.wiring")
    config.include("tongban.accounts.routes")
