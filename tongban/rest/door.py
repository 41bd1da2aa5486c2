"""What the door says of itself."""

from tongban.rest.openapi import document
from tongban.rest.operation import Call, Reply, operation
from tongban.rest.shapes import document as any_document
from tongban.security import Permission

_OPENAPI = any_document("OpenAPI 3.1")
_OPENAPI.name = "OpenApi"


@operation("GET", "/openapi.json", "这份接口说明（OpenAPI 3.1）", Permission.PUBLIC, answer=_OPENAPI)
def openapi(call: Call) -> Reply:
    """The description of all operations of this site; made once, for it changes with the program only."""
    registry = call.request.registry
    if "tongban.openapi" not in registry:
        registry["tongban.openapi"] = document(call.request, registry["tongban.operations"])
    return Reply(registry["tongban.openapi"])
