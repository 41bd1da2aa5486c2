"""Cutting what people type without blanks into words, by jieba.

Its dictionary takes about a second and some 100 MB to load, so that happens at the first query that needs
it; jieba's own cache would lie in the shared temporary folder, where anyone could plant one.
"""

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

#: Particles that say nothing when they stand alone between words.
PARTICLES = frozenset("的了和与及或在是之")

Cut = Callable[[str], list[str]]


class Words:
    """Cuts a run of Chinese characters into the words to be searched for."""

    def __init__(self, cache_folder: Path) -> None:
        self._cache_folder = cache_folder
        self._lock = threading.Lock()

    def __call__(self, run: str) -> list[str]:
        """The words of a run in order. Runs of one or two characters are one word and need no dictionary."""
        if len(run) <= 2:
            return [run]
        with self._lock:
            pieces: list[str] = self._jieba.lcut(run)
        words = _join_singles(pieces)
        return [word for word in words if word not in PARTICLES] or words

    @cached_property
    def _jieba(self) -> Any:
        with warnings.catch_warnings():
            # Its sources have escapes that newer Pythons warn about when they compile them.
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415 - loading is put off on purpose

            jieba.setLogLevel(logging.CRITICAL)
            tokenizer = jieba.Tokenizer()
            with suppress(OSError):  # without a cache it only loads more slowly
                self._cache_folder.mkdir(parents=True, exist_ok=True)
            tokenizer.tmp_dir = str(self._cache_folder)
            # The cache is in Python's own marshal format, which differs between versions.
            tokenizer.cache_file = (
                f"jieba-{jieba.__version__}-py{sys.version_info[0]}{sys.version_info[1]}.cache"
            )
            tokenizer.initialize()
            return tokenizer


def _join_singles(pieces: list[str]) -> list[str]:
    """Single characters side by side are a word the dictionary lacks, mostly a name: kept together."""
    joined: list[str] = []
    open_single = False
    for piece in pieces:
        single = len(piece) == 1 and piece not in PARTICLES
        if single and open_single:
            joined[-1] += piece
        else:
            joined.append(piece)
        open_single = single
    return joined
