"""The parts of the page's script, in order: the host's first, then the packages', last what joins them."""

from pathlib import Path

from pyramid.config import Configurator
from pyramid.path import AssetResolver
from pyramid.registry import Registry

from tongban.verify.bundle import Bundle

_PARTS, _BUNDLE = "tongban.verify.parts", "tongban.verify.bundle"
_OURS = "tongban:verify/static/js/"

#: What every part may use.
FIRST = ("start", "bytes", "sha2", "ed25519", "strict", "json", "canonical", "words", "receipt")
#: What uses the parts.
LAST = ("confirm", "judge", "show", "page")

#: Style sheets of the page, in order; the site's own, so that the page looks like the rest of it.
STYLES = (
    "tongban:verify/static/css/reset.css",
    "tongban:web/static/css/tokens.css",
    "tongban:web/static/css/base.css",
    "tongban:web/static/css/layout.css",
    "tongban:web/static/css/columns.css",
    "tongban:web/static/css/components.css",
    "tongban:web/static/css/records.css",
    "tongban:verify/static/css/verify.css",
)
PRINT_STYLES = ("tongban:web/static/css/print.css", "tongban:verify/static/css/print.css")


def add_verify_part(config: Configurator, asset: str) -> None:
    """Directive: add a file of JavaScript, ``"package:path/of/part.js"``, after those already added.

    The file is run inside a function whose ``tongban`` holds what the host's parts offer.
    """
    config.registry.setdefault(_PARTS, []).append(asset)


def scripts(registry: Registry) -> list[str]:
    """The assets of all parts, in order."""
    added: list[str] = registry.get(_PARTS, [])
    return [*(f"{_OURS}{name}.js" for name in FIRST), *added, *(f"{_OURS}{name}.js" for name in LAST)]


def bundle_of(registry: Registry) -> Bundle:
    """Script and style of the page, put together once per process. Raises OSError for a missing part."""
    bundle: Bundle | None = registry.get(_BUNDLE)
    if bundle is None:
        bundle = registry[_BUNDLE] = Bundle(
            script=[_read(asset) for asset in scripts(registry)],
            style=[_read(asset) for asset in STYLES],
            print_style=[_read(asset) for asset in PRINT_STYLES],
        )
    return bundle


def _read(asset: str) -> str:
    return Path(AssetResolver().resolve(asset).abspath()).read_text(encoding="utf-8")


def includeme(config: Configurator) -> None:
    """Add the directive."""
    config.add_directive("add_verify_part", add_verify_part, action_wrap=False)
