"""The agreement as those concerned download it."""

from pyramid.request import Request
from pyramid.response import Response

from agency.cases.models import Case
from tongban.errors import NotFound
from tongban.files.models import StoredFile
from tongban.files.store import FileStore


def paper_of(request: Request, case: Case) -> Response:
    """The latest edition of the agreement as a PDF. Raises NotFound while there is none."""
    if case.paper_id is None:
        raise NotFound("委托代办协议还没有拟好，或者正在生成，请稍后再来。")
    row = request.db.get_one(StoredFile, case.paper_id)
    body = FileStore(request.db, request.site.path("files")).content(row)
    response = Response(body, content_type="application/pdf")
    response.content_disposition = f'inline; filename="{case.number}.pdf"'
    return response
