"""Whoosh raises whatever its parsers stumble over in broken files: all of it means one thing to us."""

import errno
from collections.abc import Callable
from typing import TypeVar

from search_index.backend import IndexUnavailable

T = TypeVar("T")
BROKEN = "索引文件损坏或无法读取"
NOT_WRITABLE = "索引目录不能写入或磁盘已满"

_NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def guarded(action: Callable[[], T]) -> T:
    """The action's result. Raises IndexUnavailable for any error of it."""
    try:
        return action()
    except IndexUnavailable:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NOT_WRITABLE:
            raise IndexUnavailable(NOT_WRITABLE) from error
        raise IndexUnavailable(f"{BROKEN}（{type(error).__name__}）") from error
