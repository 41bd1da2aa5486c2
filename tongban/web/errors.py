"""What a person sees when something does not work: what it means and what to do now, never a traceback.

The one place where errors of the domain become HTTP answers. Programs (``/api/``) have views of their own
with a narrower predicate.
"""

import logging
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pyramid.config import Configurator
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPClientError, HTTPForbidden, HTTPSeeOther, HTTPServerError
from pyramid.request import Request
from pyramid.response import Response
from pyramid_retry import is_error_retryable

from tongban.errors import DomainError
from tongban.rest.paths import is_api
from tongban.web.expired import expired_values
from tongban.web.page import PageContext

log = logging.getLogger(__name__)

PAGE = "tongban:web/templates/errors/page.jinja2"
EXPIRED = "tongban:web/templates/errors/expired.jinja2"


@dataclass(frozen=True)
class ErrorText:
    """The words of an error page: what it means, then what to do."""

    title: str
    text: str
    todo: tuple[str, ...] = ()


TEXTS: dict[int, ErrorText] = {
    400: ErrorText(
        "这个请求无法识别",
        "网址或提交的内容不完整。",
        ("请从首页或上一页重新进入。", "如果是复制来的网址，请核对是否完整。"),
    ),
    403: ErrorText(
        "您现在不能查看或办理这一项",
        "这一项只对有相应身份的人开放。",
        (
            "如果您代表多个单位，请在右上角切换单位后再试。",
            "如果应当由您办理，请联系本单位管理员或运营机构开通权限。",
        ),
    ),
    404: ErrorText(
        "没有找到这个页面",
        "网址可能有误，或者内容已移走、尚未公开。",
        ("请核对网址，或用上方的搜索查找。", "如果是从站内链接来的，请电话告诉我们。"),
    ),
    405: ErrorText(
        "这一步不能这样打开", "这个地址只用于提交，不能直接打开。", ("请返回上一页，用页面上的按钮办理。",)
    ),
    409: ErrorText(
        "情况已经变化，这一步没有办理",
        "在您操作期间，这一项的状态已经改变。",
        ("请打开最新页面核对后再办理。",),
    ),
    410: ErrorText("这项内容已经撤下", "它曾经公开，现在不再提供。", ()),
    413: ErrorText(
        "文件太大，没有收下",
        "提交的文件超过了允许的大小。",
        ("请返回上一页，按页面上写明的大小压缩或分次上传。", "其他已填写的内容可用浏览器的“后退”找回。"),
    ),
    422: ErrorText("填写的内容不符合要求", "这一步没有办理。", ("请返回上一页修改后重新提交。",)),
    429: ErrorText("操作太频繁", "为了安全，暂时不能继续。", ("请稍等几分钟再试。",)),
    500: ErrorText(
        "这一步没有完成",
        "不是您的问题，是我们这边出了故障，已经记录下来。",
        (
            "请过几分钟再试一次。",
            "如果刚才提交了内容，请先到“我的工作台”核对是否已经收到，再决定要不要重新提交。",
        ),
    ),
    503: ErrorText("正在维护", "暂时不能办理。", ("请过几分钟再试。",)),
}


def text_for(status: int) -> ErrorText:
    """The words for a status; those of the general one for a status without words of its own."""
    return TEXTS.get(status) or TEXTS[500 if status >= 500 else 400]


def error_values(
    request: Request, status: int, *, message: str | None = None, incident: str = "", bare: bool = False
) -> dict[str, Any]:
    """The values of an error page; sets the status of the answer. ``message`` says it more exactly."""
    request.response.status_int = status
    text = text_for(status)
    return {
        "frame": PageContext(request, bare=bare),
        "status": status,
        "text": text,
        "message": message or text.text,
        "incident": incident,
        "latest": request.path if status == 409 and not bare else "",
    }


def domain_error(error: DomainError, request: Request) -> dict[str, Any] | Response:
    """A refusal of the domain, in its own words and with its own status."""
    if error.status == 403 and _asks_to_sign_in(request):
        return _to_sign_in(request)
    return error_values(request, error.status, message=error.message)


def forbidden(error: HTTPForbidden, request: Request) -> dict[str, Any] | Response:
    """Without a person: sign in first and come back. With one: say who may."""
    if _asks_to_sign_in(request):
        return _to_sign_in(request)
    return error_values(request, 403)


def expired(error: Exception, request: Request) -> dict[str, Any]:
    """A form whose token is not this browser's (any more): what was typed is shown, nothing was done."""
    status = 403 if isinstance(error, HTTPForbidden) else 400
    return {**error_values(request, status), **expired_values(request)}


def forbidden_post(error: HTTPForbidden, request: Request) -> dict[str, Any]:
    """A form posted after the session ended keeps its text; one posted by the wrong person is refused."""
    return expired(error, request)


def http_error(error: HTTPClientError | HTTPServerError, request: Request) -> dict[str, Any]:
    """Any other answer of the framework, by its status."""
    return error_values(request, error.status_int)


def unreadable(error: UnicodeDecodeError, request: Request) -> dict[str, Any]:
    """An address or a form that is not UTF-8. Nothing of the request may be read again."""
    return error_values(request, 400, bare=True)


def crash(error: Exception, request: Request) -> dict[str, Any]:
    """Whatever nobody foresaw: the log gets everything, the person a number to name on the phone."""
    incident = secrets.token_hex(4).upper()
    if not is_error_retryable(request, error):
        log.error("incident %s: %s %s", incident, request.method, request.path, exc_info=error)
    return error_values(request, 500, incident=incident, bare=True)


def _is_anonymous(request: Request) -> bool:
    actor = getattr(request, "actor", None)
    return actor is None or actor.is_anonymous


def _asks_to_sign_in(request: Request) -> bool:
    place = PageContext(request).place("sign_in")
    return request.method in ("GET", "HEAD") and _is_anonymous(request) and bool(place)


def _to_sign_in(request: Request) -> Response:
    came_from = urlencode({"came_from": request.path_qs})
    return HTTPSeeOther(location=f"{PageContext(request).place('sign_in')}?{came_from}")


class AnonymousPost:
    """View predicate: a form posted by nobody (any more)."""

    def __init__(self, wanted: bool, config: Configurator) -> None:
        self.wanted = wanted

    def text(self) -> str:
        """For the list of views."""
        return f"anonymous_post = {self.wanted}"

    phash = text

    def __call__(self, context: object, request: Request) -> bool:
        """Whether the request is such a post."""
        posted = request.method == "POST" and not is_api(request)
        return (posted and _is_anonymous(request)) is self.wanted


def includeme(config: Configurator) -> None:
    """One view per kind of error."""
    config.add_view_predicate("anonymous_post", AnonymousPost)
    config.add_exception_view(domain_error, context=DomainError, renderer=PAGE)
    config.add_exception_view(http_error, context=HTTPClientError, renderer=PAGE)
    config.add_exception_view(http_error, context=HTTPServerError, renderer=PAGE)
    config.add_notfound_view(http_error, renderer=PAGE)
    config.add_forbidden_view(forbidden, renderer=PAGE)
    config.add_forbidden_view(forbidden_post, anonymous_post=True, renderer=EXPIRED)
    config.add_exception_view(expired, context=BadCSRFToken, renderer=EXPIRED)
    config.add_exception_view(expired, context=BadCSRFOrigin, renderer=EXPIRED)
    config.add_exception_view(unreadable, context=UnicodeDecodeError, renderer=PAGE)
    config.add_exception_view(crash, context=Exception, renderer=PAGE)
