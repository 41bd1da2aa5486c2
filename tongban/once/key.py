"""What one sending of a form is known by.

A form has a random key of its own, but the browser's way back shows it again, key and all: whoever then
changes an answer and sends it means something new. So the key is bound to what the form says; without the
random key, which is stored nowhere, nothing can be told from it.
"""

import hashlib
import re
from typing import Any

from pyramid.request import Request

from tongban.canonical import lp
from tongban.rest.paths import is_api

FIELD = "form_key"
_KEY = re.compile(r"[0-9a-f]{32}")
#: They belong to the browser, not to what the person says.
_NO_ANSWERS = frozenset({FIELD, "csrf_token", "_charset_"})
_CHUNK = 1 << 16


def act_key(request: Request) -> str | None:
    """32 hexadecimal digits, alike for a repetition and for nothing else; None for a form without a key."""
    if request.method != "POST" or is_api(request):
        return None
    key = request.POST.get(FIELD)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return None
    said = hashlib.sha256(key.encode())
    for name, value in request.POST.items():
        if name not in _NO_ANSWERS:
            said.update(lp(_bytes(name), *_content(value)))
    return said.hexdigest()[:32]


def _content(value: Any) -> tuple[bytes, ...]:
    if not hasattr(value, "filename"):
        return (_bytes(str(value)),)
    file, whole = value.file, hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        whole.update(chunk)
    file.seek(0)
    return _bytes(str(value.filename)), whole.digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
