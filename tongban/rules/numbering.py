"""Document numbers (文号) by a region's pattern."""

from datetime import date


def document_number(pattern: str, *, region: str, on: date, seq: int) -> str:
    """Fill a pattern checked by ``NumberPattern``: ``{region}〔{year}〕{seq:04d} 号``.

    ``seq`` counts from 1 within the document kind, region and year; giving it out once is the caller's part.
    """
    if seq < 1:
        raise ValueError("document numbers count from 1")
    return pattern.format(region=region, year=on.year, month=on.month, day=on.day, seq=seq)
