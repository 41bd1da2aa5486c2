"""What is asked of an awardee who gives up."""

import colander

from tongban import fields


def decline_reason() -> colander.SchemaNode:
    """Why an award is declined."""
    return fields.long_text("放弃原因", name="reason", max=500, hint="原因会公开。")
