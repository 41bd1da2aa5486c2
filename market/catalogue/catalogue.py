"""The catalogue as a whole (中介服务事项清单): immutable, searchable, with a version of its own."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from market.catalogue.items import ServiceItem
from tongban.canonical import canonical, sha256_hex
from tongban.errors import NotFound

#: Longer searches are cut: nobody types more, and every character costs.
MAX_QUERY = 40


class UnknownService(NotFound):
    """No service item has this code here."""

    code = "service.unknown"
    message = "没有这个中介服务事项，可能已调整。请回到服务目录重新选择。"


class Catalogue:
    """Service items in order of their groups. Codes are unique; the last of two of one code would win."""

    def __init__(self, items: Iterable[ServiceItem]) -> None:
        self._by_code = {item.code: item for item in items}

    def __iter__(self) -> Iterator[ServiceItem]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> ServiceItem:
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownService(service=code) from None

    def get(self, code: str) -> ServiceItem | None:
        """The item, or None."""
        return self._by_code.get(code)

    @cached_property
    def version(self) -> str:
        """SHA-256 over codes and versions of all items, hexadecimal."""
        return sha256_hex(canonical({item.code: item.version for item in self}))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups in order."""
        return tuple(dict.fromkeys(item.group for item in self))

    def of_group(self, group: str) -> tuple[ServiceItem, ...]:
        """Items of one group."""
        return tuple(item for item in self if item.group == group)

    def for_approval(self, code: str) -> tuple[ServiceItem, ...]:
        """Items an approval asks for."""
        return tuple(item for item in self if item.required_by and code in item.required_by.items)

    def search(self, text: str) -> tuple[ServiceItem, ...]:
        """Items whose name, an alias or the code has every word of a text; the best matches first.

        Full-width letters, case and blanks do not matter. An empty text finds everything.
        """
        words = [_plain(word) for word in text[:MAX_QUERY].split()]
        words = [word for word in words if word]
        if not words:
            return tuple(self)
        found = [(_distance(words, _texts(item)), item) for item in self]
        hits = [(distance, item) for distance, item in found if distance is not None]
        # The sort is stable: equal matches keep the order of the catalogue.
        return tuple(item for _distance, item in sorted(hits, key=lambda hit: hit[0]))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _texts(item: ServiceItem) -> list[str]:
    return [_plain(text) for text in (item.name, *item.aliases, item.code)]


def _distance(words: Sequence[str], texts: Sequence[str]) -> int | None:
    if not all(any(word in text for text in texts) for word in words):
        return None
    whole = "".join(words)
    if whole in texts:
        return 0
    return 1 if any(text.startswith(whole) for text in texts) else 2
