"""The public keys this site signs with: the page carries them, so that a saved copy knows them too."""

from collections.abc import Callable, Sequence

from pyramid.config import Configurator
from pyramid.registry import Registry

_KEYS = "tongban.verify.keys"

#: Public keys as 64 hexadecimal digits, the present one first.
KeySource = Callable[[Registry], Sequence[str]]


def add_verify_key(config: Configurator, source: KeySource) -> None:
    """Directive: name public keys that belong to this site; asked each time the page is made."""
    config.registry.setdefault(_KEYS, []).append(source)


def site_keys(registry: Registry) -> list[str]:
    """Every public key the site names, each once."""
    sources: list[KeySource] = registry.get(_KEYS, [])
    return list(dict.fromkeys(key for source in sources for key in source(registry)))
