"""The secret behind a need's published commitment: made and sealed at publishing, opened at the opening."""

from market.needs.models import Need
from market.selection import commit_hex
from tongban.sealing import SealKeys, new_secret

PURPOSE = "selection-secret"


def make_secret(keys: SealKeys, need: Need) -> None:
    """Give the need a secret of 32 bytes: the commitment to be published, the secret itself sealed."""
    secret = new_secret()
    need.commit = commit_hex(secret)
    need.sealed_secret = keys.seal(PURPOSE, need.number, secret)


def open_secret(keys: SealKeys, need: Need) -> bytes:
    """The need's secret. Raises SealBroken or SealKeyMissing, ValueError for a need that has none."""
    if need.sealed_secret is None:
        raise ValueError(f"need {need.number} was never given a secret")
    return keys.unseal(PURPOSE, need.number, need.sealed_secret)
