"""The market's part of ``/verify``: selection records of every method, and the list frozen at closing.

The JavaScript mirrors ``market/selection`` file by file; a method is one file, named as in records and rules.
"""

from pyramid.config import Configurator

from market.selection import METHODS

_JS = "market:verify/static/js"


def includeme(config: Configurator) -> None:
    """Add the parts; the methods in the order in which messages list them."""
    config.add_verify_part(f"{_JS}/randomness.js")
    config.add_verify_part(f"{_JS}/record_form.js")
    for name in METHODS:
        config.add_verify_part(f"{_JS}/methods/{name}.js")
    config.add_verify_part(f"{_JS}/list.js")
    config.add_verify_part(f"{_JS}/record.js")
    config.add_verify_part(f"{_JS}/closing.js")
