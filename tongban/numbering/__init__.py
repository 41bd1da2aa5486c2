"""Numbers that people read."""

from tongban.numbering.models import NumberSeries, next_number

__all__ = ["NumberSeries", "next_number"]
