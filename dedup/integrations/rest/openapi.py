"""The server as an OpenAPI document (3.1): what it takes, what it answers, with examples."""

import json
from importlib.resources import files
from typing import Any

from dedup import __version__
from dedup.integrations.rest.limits import Limits


def openapi(limits: Limits) -> dict[str, Any]:
    """Return the document of `openapi.json`, with this release and the limits of a server."""
    document: dict[str, Any] = json.loads(files(__package__).joinpath("openapi.json").read_text("utf-8"))
    document["info"]["version"] = __version__
    said = {
        "seconds": f"{limits.seconds:g}",
        "request_bytes": f"{limits.request_bytes:,}",
        "records": f"{limits.records:,}",
    }
    for answer in document["components"]["responses"].values():
        answer["description"] = answer["description"].format_map(said)
    return document
