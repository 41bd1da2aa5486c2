"""The body of a request: a JSON document that every reader reads alike."""

import json
from typing import Any, NoReturn

from pyramid.request import Request

from tongban.rest.errors import Malformed, TooLarge, WrongMediaType

JSON = "application/json"
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16


def read_json(request: Request) -> dict[str, Any]:
    """The object in the body; an empty body is an empty object. Raises WrongMediaType, TooLarge, Malformed.

    Refused is whatever two readers could take differently: doubled names, NaN, bytes that are not UTF-8,
    half a surrogate pair, a fraction where nothing of ours has one.
    """
    body = request.body
    if not body:
        return {}
    if len(body) > MAX_BYTES:
        raise TooLarge(f"请求内容最多 {MAX_BYTES // 1024} KB。")
    if request.content_type != JSON:
        raise WrongMediaType("请求内容要用 JSON，并注明 Content-Type: application/json。")
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_no_number
        )
    except Malformed:
        raise
    except UnicodeDecodeError:
        raise Malformed("请求内容不是 UTF-8 编码。") from None
    except RecursionError:
        raise Malformed(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise Malformed(f"请求内容不是合格的 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from None
    except ValueError:  # an integer of thousands of digits
        raise Malformed("请求内容不是合格的 JSON。") from None
    if not isinstance(value, dict):
        raise Malformed("请求内容要是一个 JSON 对象。")
    _check(value, 1)
    return value


_TOO_DEEP = f"JSON 嵌套太深，最多 {MAX_DEPTH} 层。"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"字段 {_plain(twice)} 出现了两次。")
    return found


def _no_number(text: str) -> NoReturn:
    raise Malformed(f"数字一律写成整数（金额单位为分），不能写 {text[:40]}。")


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Malformed(_TOO_DEEP)
    if isinstance(value, str):
        _whole(value)
    elif isinstance(value, dict):
        for name, item in value.items():
            _whole(name)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)


def _whole(text: str) -> None:
    if text != _plain(text):
        raise Malformed("文字里有不成对的代理字符（\\ud800 至 \\udfff），无法识别。")


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
