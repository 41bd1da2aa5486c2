"""Sealing: what nobody may read before its time, and how it is bound before it can be read.

``docs/sealing.md`` says in plain words what this protects against and what not.
"""

from typing import TYPE_CHECKING

from tongban.sealing.chance import new_nonce, new_secret
from tongban.sealing.closing import (
    PaddedSet,
    closing_problems,
    closing_root,
    pad_commitments,
    padding_leaf,
)
from tongban.sealing.commitment import check_commitment, commitment
from tongban.sealing.errors import SealBroken, SealError, SealKeyMissing, SealKeysUnusable
from tongban.sealing.keyfile import ensure_key_file, rotate_key_file
from tongban.sealing.keys import SealKeys, keys_from_settings

if TYPE_CHECKING:
    from pyramid.config import Configurator

__all__ = [
    "PaddedSet",
    "SealBroken",
    "SealError",
    "SealKeyMissing",
    "SealKeys",
    "SealKeysUnusable",
    "check_commitment",
    "closing_problems",
    "closing_root",
    "commitment",
    "ensure_key_file",
    "includeme",
    "keys_from_settings",
    "new_nonce",
    "new_secret",
    "pad_commitments",
    "padding_leaf",
    "rotate_key_file",
]


def includeme(config: "Configurator") -> None:
    """The keys in ``registry["tongban.seal_keys"]``, and the ``tongban init`` step that makes the first."""
    config.include("tongban.sealing.wiring")
