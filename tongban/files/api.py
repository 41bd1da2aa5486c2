"""Files for programs: sent before the thing that needs them, fetched under the same checks as on pages."""

from tongban import fields
from tongban.errors import NotFound
from tongban.fields import KINDS, MB, File, Refused
from tongban.files.access import may_read
from tongban.files.stash import stash_of
from tongban.files.store import FileStore
from tongban.files.views import served
from tongban.rest.errors import WrongMediaType
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import shape
from tongban.security import Permission

MULTIPART = "multipart/form-data"
SENT_FILE = shape(
    "SentFile",
    "已收到、待使用的文件",
    fields.text("key，写在需要文件的字段里", name="key"),
    fields.text("文件名", name="name"),
    fields.text("类型", name="media_type"),
    fields.whole("字节数", name="size"),
    fields.text("SHA-256", name="sha256"),
)
#: Every kind there is, at the largest size of any; the field that uses the file judges it again.
_ANY = File(tuple(KINDS), max_bytes=50 * MB)


@operation(
    "POST",
    "/files",
    "上传文件",
    Permission.DESK,
    answer=SENT_FILE,
    status=201,
    takes_file=True,
    note="用 multipart/form-data 上传，文件的字段名是 file。返回的 key 一天内有效，只能由本人使用。",
)
def send(call: Call) -> Reply:
    """Take a file in; whatever needs it names its key, within a day."""
    request = call.request
    if request.content_type != MULTIPART:
        raise WrongMediaType("文件要用 multipart/form-data 上传，字段名是 file。")
    try:
        upload = _ANY.take(request.POST.get("file", b""))
    except Refused as refused:
        raise call.refuse("file", str(refused)) from None
    except (ValueError, TypeError, KeyError, EOFError):
        upload = None
    if not isinstance(upload, fields.Upload):
        raise call.refuse("file", "没有收到文件。请用 multipart/form-data 上传，字段名是 file。")
    facts = {name: getattr(upload, name) for name in ("name", "media_type", "size", "sha256")}
    return Reply({"key": stash_of(request).stash(upload), **facts}, status=201)


@operation("GET", "/files/{key}", "下载文件", Permission.PUBLIC, answer="application/octet-stream")
def fetch(call: Call) -> Reply:
    """The bytes of a file of some thing; what may not be read does not exist for the one asking."""
    store = FileStore(call.db, call.request.site.path("files"))
    row = store.find(call.request.matchdict["key"])
    if not may_read(call.request, row):
        raise NotFound("没有找到这个文件。")
    return Reply(served(store, row))
