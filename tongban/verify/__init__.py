"""``/verify``: one self-contained page on which anybody checks records, frozen lists and receipts.

The page is a frame: every package adds the checks of its own documents as parts, files of plain JavaScript
(``config.add_verify_part("market:verify/static/js/closing.js")``). docs/verify.md says how one is written.
"""

from pyramid.config import Configurator

ROUTE = "verify.page"


def includeme(config: Configurator) -> None:
    """The page, its menu entry, and the directive that fills it."""
    config.include("tongban.verify.parts")
    config.add_route(ROUTE, "/verify")
    config.add_nav_item("核验", ROUTE, order=45)
    config.scan("tongban.verify.views")
