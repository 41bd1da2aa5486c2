"""What the pages call those who fix a public value."""

from market.selection.terms import NOTICE, WITNESS

FIXED_BY: dict[str, str] = {WITNESS: "见证人", NOTICE: "公告事先指定"}
