"""Numbers that people read."""

from tongban.numbering.models import NumberSeries, next_number, next_sequence

__all__ = ["NumberSeries", "next_number", "next_sequence"]
