"""Finding awards and their letters, for pages and programs."""

from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.awards.models import Award
from tongban.errors import NotFound
from tongban.files.models import StoredFile
from tongban.files.store import FileStore


def find_award(session: Session, number: str) -> Award:
    """The award of a number; awards are public. Raises NotFound."""
    award = session.scalar(select(Award).filter_by(number=number))
    if award is None:
        raise NotFound("没有找到这条中选公示。")
    return award


def letter_of(request: Request, award: Award) -> Response:
    """The award letter as a PDF. Raises NotFound while it is being made."""
    if award.letter_file_id is None:
        raise NotFound("中选通知书正在生成，请稍后再来。")
    row = request.db.get_one(StoredFile, award.letter_file_id)
    body = FileStore(request.db, request.site.path("files")).content(row)
    response = Response(body, content_type="application/pdf")
    response.content_disposition = f'inline; filename="{award.number}.pdf"'
    return response
