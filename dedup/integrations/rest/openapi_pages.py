"""The pages for browsers, as paths of the OpenAPI document."""

from typing import Any, Final

_HTML: Final = {"text/html": {"schema": {"type": "string"}}}
_NOT_FOUND: Final = {"404": {"description": "The archive has nothing of that name.", "content": _HTML}}
_TOKEN: Final = {"401": {"description": "A form that asks for the token.", "content": _HTML}}
_FORM: Final = "application/x-www-form-urlencoded"

_ASKED: Final = {
    "schema": {"type": "object", "properties": {"text": {"type": "string", "description": "An address, or a text."}}},
    "example": "text=The+old+bridge+over+the+river+will+open+again+in+May+after+two+years+of+repairs.",
}

_PAGES: Final[dict[str, tuple[str, dict[str, str], bool]]] = {
    "/": (
        "The stories, or the articles that hold some words or have an address.",
        {"q": "What is searched for.", "page": "The number of the page of stories, from 0."},
        False,
    ),
    "/overview": ("The figures of the whole archive.", {}, False),
    "/story/{name}": ("A story: who had it when, and from whom.", {"name": "Its id, or one that it had."}, True),
    "/article": ("Where an article has its story from.", {"id": "Its id or address."}, True),
    "/pair": ("Two articles side by side.", {"a": "The id of one.", "b": "The id of the other."}, True),
    "/outlet": ("What an outlet does with stories.", {"name": "Its domain or name."}, True),
}
"""Each page: what it shows, its parameters, and whether these are needed."""


def pages() -> dict[str, Any]:
    """The paths that answer with HTML."""
    found: dict[str, Any] = {
        path: {"get": {"summary": summary, "parameters": _parameters(path, named, needed), **_answers(needed)}}
        for path, (summary, named, needed) in _PAGES.items()
    }
    found["/ask"] = {
        "get": {"summary": "Where to paste an address or a text.", **_answers(False)},
        "post": {
            "summary": "Where the article at an address, or a text, has its story from; nothing is added.",
            "requestBody": {"required": True, "content": {_FORM: _ASKED}},
            **_answers(False),
        },
    }
    return found


def _parameters(path: str, named: dict[str, str], needed: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path" if f"{{{name}}}" in path else "query",
            "required": needed,
            "description": words,
            "schema": {"type": "string"},
        }
        for name, words in named.items()
    ]


def _answers(needed: bool) -> dict[str, Any]:
    page = {"200": {"description": "A page.", "content": _HTML}}
    return {"responses": {**page, **_TOKEN, **(_NOT_FOUND if needed else {})}}
