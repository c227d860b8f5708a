"""The server as an OpenAPI document: what it takes, what it answers, with examples."""

from typing import Any, Final

from dedup import __version__
from dedup.integrations.rest.limits import Limits

_ARTICLE: Final = {
    "id": "a1",
    "url": "https://harbourpost.example/news/1",
    "title": "Old bridge to open again",
    "text": "The old bridge over the river will open again in May after two years of repairs, the mayor said.",
    "published": "2025-03-01T08:00:00Z",
}
_DUPLICATE: Final = {
    "status": "duplicate",
    "story": "s5c2f1d0a9b3e",
    "kind": "copy",
    "match": "a1",
    "score": 0.98,
    "coverage": 1.0,
}
_LINES: Final = '{"id": "a1", "text": "The old bridge …"}\n{"id": "a2", "text": "The old bridge …"}\n'

_MARK_PROPERTIES: Final[dict[str, Any]] = {
    "status": {
        "type": "string",
        "enum": ["first", "duplicate", "known"],
        "description": "first: new. duplicate: `match` reports the same. known: it is `match` itself, fetched again.",
    },
    "story": {"type": ["string", "null"], "description": "The id of its story."},
    "kind": {"type": ["string", "null"], "enum": ["copy", "rewrite", "translation", None]},
    "match": {"type": ["string", "null"], "description": "The id of the earlier article."},
    "score": {"type": ["number", "null"]},
    "coverage": {"type": ["number", "null"], "description": "The share of the article that `match` covers."},
}

_SCHEMAS: Final[dict[str, Any]] = {
    "Record": {
        "type": "object",
        "description": "An article. Fields are found by name, as in dumps: text, id, url, title, published, …",
        "additionalProperties": True,
        "example": _ARTICLE,
    },
    "Mark": {
        "type": "object",
        "properties": _MARK_PROPERTIES,
        "required": list(_MARK_PROPERTIES),
        "example": _DUPLICATE,
    },
    "Verdict": {
        "type": "object",
        "properties": {"id": {"type": "string"}, **_MARK_PROPERTIES},
        "required": ["id", *_MARK_PROPERTIES],
        "example": {"id": "a2", **_DUPLICATE},
    },
    "Asked": {
        "description": "A record, or the id or URL of an article of the archive.",
        "anyOf": [
            {"$ref": "#/components/schemas/Record"},
            {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]},
        ],
    },
    "Origin": {
        "type": "object",
        "description": "As `dedup origin --json` prints it.",
        "properties": {
            "answer": {
                "type": "string",
                "enum": ["originated", "earliest_here", "taken", "outside", "undetermined"],
            },
            "confidence": {"type": "number"},
            "parent": {"type": ["string", "null"], "description": "The article that it was taken from."},
            "source": {"type": ["string", "null"], "description": "The source outside the archive it comes from."},
            "via": {"type": "array", "items": {"type": "string"}},
            "chain": {"type": "array", "items": {"type": "object"}, "description": "Links with their evidence."},
            "article": {"type": "object"},
            "story": {"type": "object"},
            "in_archive": {"type": "boolean"},
        },
        "required": ["answer", "confidence", "parent", "source", "chain", "article", "story", "in_archive"],
        "additionalProperties": True,
    },
    "Health": {
        "type": "object",
        "properties": {
            "status": {"type": "string", "enum": ["ok", "busy"]},
            "articles": {"type": ["integer", "null"]},
            "read_only": {"type": "boolean"},
        },
        "required": ["status", "articles", "read_only"],
        "example": {"status": "ok", "articles": 10431, "read_only": False},
    },
    "Error": {
        "type": "object",
        "properties": {"error": {"type": "string"}},
        "required": ["error"],
        "example": {"error": "line 3: broken JSON: expecting ',' delimiter at character 41"},
    },
}


def openapi(limits: Limits) -> dict[str, Any]:
    """Return the document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dedup",
            "version": __version__,
            "summary": "Which articles duplicate an earlier one, and who took it from whom.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/filter": {"post": _filter()},
            "/check": {
                "post": _post(
                    "Say whether an article is new or a duplicate; nothing is added.",
                    _ref("Record", _ARTICLE),
                    _ref("Verdict"),
                    {"422": "The record holds no article."},
                )
            },
            "/origin": {
                "post": _post(
                    "Say where an article has its story from; nothing is added.",
                    _ref("Asked", {"url": "https://harbourpost.example/news/1"}),
                    _ref("Origin"),
                    {"404": "The archive has no such article.", "422": "Neither a text nor an id or url."},
                )
            },
            "/health": {"get": {"summary": "Whether it answers.", "responses": {"200": _answer(_ref("Health"))}}},
            "/metrics": {
                "get": {
                    "summary": "Counters, in the text form of Prometheus.",
                    "responses": {
                        "200": {
                            "description": "The counters.",
                            "content": {"text/plain": {"schema": {"type": "string"}}},
                        }
                    },
                }
            },
            "/openapi.json": {
                "get": {"summary": "This document.", "responses": {"200": _answer({"schema": {"type": "object"}})}}
            },
            **pages(),
        },
        "components": {
            "schemas": _SCHEMAS,
            "responses": _errors(limits),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _filter() -> dict[str, Any]:
    records = {"type": "array", "items": {"$ref": "#/components/schemas/Record"}}
    lines = {"schema": {"type": "string", "description": "One JSON object a line."}, "example": _LINES}
    operation = _post(
        "Pass on the articles that are new, and add them all.",
        None,
        None,
        {},
    )
    operation["description"] = (
        "JSON Lines are answered with JSON Lines, byte for byte; a JSON array with an array. Records are compared with "
        "the archive and with those before them, in the order in which requests come, and are in the archive by the "
        "time they are answered. Records without an article are passed on as they are. If one line is no JSON object, "
        "nothing of the request is added."
    )
    operation["parameters"] = [
        {
            "name": "annotate",
            "in": "query",
            "description": "Answer all records, with a field `dedup` (the schema Mark) that says what each is.",
            "schema": {"type": "boolean", "default": False},
        }
    ]
    array = {"schema": records, "example": [_ARTICLE, {**_ARTICLE, "id": "a2", "url": "https://other.example/2"}]}
    operation["requestBody"] = {"required": True, "content": {"application/x-ndjson": lines, "application/json": array}}
    operation["responses"]["200"] = {
        "description": "The records that are new, or with `annotate` all of them.",
        "content": {
            "application/x-ndjson": {
                "schema": lines["schema"],
                "example": '{"id": "a2", "text": "The old bridge …","dedup":{"status":"duplicate",…}}\n',
            },
            "application/json": {"schema": records, "example": [{**_ARTICLE, "id": "a2", "dedup": _DUPLICATE}]},
        },
    }
    return operation


def _post(summary: str, body: Any, answer: Any, others: dict[str, str]) -> dict[str, Any]:
    shared = {
        code: {"$ref": f"#/components/responses/{code}"} for code in ("400", "401", "403", "408", "413", "429", "503")
    }
    own = {code: {**_answer(_ref("Error")), "description": words} for code, words in others.items()}
    operation: dict[str, Any] = {"summary": summary, "responses": {**shared, **own}}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": body}}
        operation["responses"]["200"] = _answer(answer)
    return operation


def _ref(name: str, example: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    return found if example is None else {**found, "example": example}


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    return {"description": "The answer.", "content": {"application/json": content}}


def _errors(limits: Limits) -> dict[str, Any]:
    words = {
        "400": "Malformed; nothing of it is added.",
        "401": "The server was started with a token, and the request does not bear it.",
        "403": "A web page of another site sent it, or it names the server by a name that it does not go by.",
        "408": f"It did not come whole in {limits.seconds:g} seconds.",
        "413": f"Larger than {limits.request_bytes:,} bytes, or more than {limits.records:,} records.",
        "429": "Too many requests a second.",
        "503": "Too much is waiting, the server is stopping, or the archive is away: try again later.",
    }
    return {code: {**_answer(_ref("Error")), "description": description} for code, description in words.items()}


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
    """Return the paths that answer with HTML."""
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
