"""Script and style in the page itself, and the policy that allows exactly these and nothing else."""

import base64
import hashlib
from collections.abc import Sequence

from markupsafe import Markup

_SCRIPT = '\n(function () {{\n"use strict";\nvar tongban = {{}};\n{parts}\n}})();\n'


class Bundle:
    """What stands in the page. Raises ValueError for a part that would end its own element."""

    def __init__(self, *, script: Sequence[str], style: Sequence[str], print_style: Sequence[str]) -> None:
        self.script = _SCRIPT.format(parts="\n".join(script))
        self.style = "\n".join(style)
        self.print_style = "\n".join(print_style)
        for text in (self.script, self.style, self.print_style):
            if "</" in text or "<!--" in text:
                raise ValueError("a part must not contain what ends or hides its element: </ or <!--")

    @property
    def script_element(self) -> Markup:
        """The script as it stands at the end of the page."""
        return _element(f"<script>{self.script}</script>")

    @property
    def style_elements(self) -> Markup:
        """The style sheets for screen and paper."""
        return _element(f'<style>{self.style}</style>\n<style media="print">{self.print_style}</style>')

    @property
    def policy(self) -> str:
        """The content security policy: this script and these styles by their digests; asks this site only."""
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src {_source(self.script)}",
                f"style-src {_source(self.style)} {_source(self.print_style)}",
                "img-src data:",
                "connect-src 'self'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
            )
        )


def _element(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - files of our own, checked above


def _source(text: str) -> str:
    """The digest of an inline element as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
