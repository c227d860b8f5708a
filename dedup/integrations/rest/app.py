"""The paths of the server, and what each answers."""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any, Final, TypeVar

import duckdb
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dedup.archive import ArchiveError, ArchiveStore
from dedup.ingest import Article, RecordReader, Rejected, dump_json, table_of
from dedup.integrations.pipe import with_mark
from dedup.integrations.rest.bodies import Gate, RefusedError, article_of, record_of, records_of
from dedup.integrations.rest.guard import LOG, Access, Application, Guard
from dedup.integrations.rest.limits import Limits
from dedup.integrations.rest.metrics import Metrics
from dedup.integrations.rest.openapi import openapi
from dedup.integrations.rest.pages import Pages
from dedup.integrations.service import ClosedError, Owner
from dedup.pipeline import Verdict
from dedup.queries import Matcher, OriginAnswer, UnknownArticleError, origin_of_article
from dedup.queries import find_origin as origin

_YES: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

_Read = TypeVar("_Read")


def make_app(owner: Owner, limits: Limits | None = None, access: Access | None = None) -> Application:
    """Return the application that answers for the archive of `owner`, which stays the caller's to close."""
    limits, metrics = limits or Limits(), Metrics()
    answers = _Handlers(owner, limits, metrics)
    routes = [
        Route("/filter", answers.filter, methods=["POST"]),
        Route("/check", answers.check, methods=["POST"]),
        Route("/origin", answers.origin, methods=["POST"]),
        Route("/health", answers.health, methods=["GET"]),
        Route("/metrics", answers.metrics, methods=["GET"]),
        Route("/openapi.json", answers.openapi, methods=["GET"]),
        Route("/favicon.ico", answers.no_icon, methods=["GET"]),
        *answers.pages.routes(),
    ]
    handlers: Mapping[Any, Any] = {
        RefusedError: _refused,
        HTTPException: answers.no_such_path,
        UnknownArticleError: _unknown,
        ClosedError: _stopping,
        OSError: _not_written,
        ArchiveError: _not_written,
        Exception: _fault,
    }
    return Guard(Starlette(routes=routes, exception_handlers=handlers), access or Access(), limits, metrics)


class _Handlers:
    """Answers requests, each a method."""

    def __init__(self, owner: Owner, limits: Limits, metrics: Metrics) -> None:
        self._owner = owner
        self._limits = limits
        self._gate = Gate(limits)
        self._metrics = metrics
        self._articles_known: int | None = None
        self._reader = RecordReader(owner.config.read, "request")
        self._reading = ThreadPoolExecutor(1, "reading")
        self._matcher: Matcher | None = None
        self.pages = Pages(owner, self._gate, self._text_traced)
        """What a browser is shown."""

    async def filter(self, request: Request) -> Response:
        """Answer the records that are new; with `annotate` all of them, marked."""
        _parameters(request, "annotate")
        annotate = _flag(request, "annotate")
        body = await self._gate.read(request)
        try:
            found, items = await self._in_turn(self._articles, body)
            verdicts = iter(await self._verdicts([item for item in items if isinstance(item, Article)]))
            self._metrics.articles["unreadable"] += sum(isinstance(item, Rejected) for item in items)
            said = [next(verdicts) if isinstance(item, Article) else None for item in items]
            kept = [at for at, one in enumerate(said) if annotate or one is None or one.status == "first"]
            if found.form == "lines":
                lines = [_line(found.lines[at], said[at] if annotate else None) for at in kept]
                return Response(b"".join(lines), media_type="application/x-ndjson")
            marked = [_marked(found.records[at], said[at] if annotate else None) for at in kept]
            return _json(marked)
        finally:
            self._gate.let_go(len(body))

    def _articles(self, body: bytes) -> tuple[Any, list[Article | Rejected]]:
        found = records_of(body, self._limits)
        return found, [article_of(record, self._reader) for record in found.records]

    async def _verdicts(self, articles: list[Article]) -> list[Verdict]:
        verdicts = await asyncio.wrap_future(self._owner.add(articles)) if articles else []
        self._metrics.articles.update(verdict.status for verdict in verdicts)
        return verdicts

    async def check(self, request: Request) -> Response:
        """Answer with what is said of one record; nothing is added."""
        _parameters(request)
        body = await self._gate.read(request)
        try:
            article = await self._in_turn(self._one, body)
            (verdict,) = await asyncio.wrap_future(self._owner.look([article]))
            self._metrics.articles[verdict.status] += 1
            return _json({"id": verdict.id, **verdict.annotation()})
        finally:
            self._gate.let_go(len(body))

    async def origin(self, request: Request) -> Response:
        """Answer with where an article has its story from: one of the archive, or a record."""
        _parameters(request)
        body = await self._gate.read(request)
        try:
            asked = await self._in_turn(self._asked, body)
            found = await asyncio.wrap_future(self._owner.ask(lambda archive: self._traced(archive, asked)))
            return _json(asdict(found))
        finally:
            self._gate.let_go(len(body))

    async def _in_turn(self, read: Callable[[bytes], _Read], body: bytes) -> _Read:
        # One request after the other, as they came, while the loop goes on: a large one takes a second.
        return await asyncio.get_running_loop().run_in_executor(self._reading, read, body)

    def _one(self, body: bytes) -> Article:
        item = article_of(record_of(body), self._reader)
        if isinstance(item, Rejected):
            raise RefusedError(422, item.reason)
        return item

    def _asked(self, body: bytes) -> Article | str:
        """The record of a body, or the name of an article."""
        record = record_of(body)
        if self._reader.has_text(list(record)):
            return self._one(body)
        name = record.get("id", record.get("url"))
        if not isinstance(name, str | int) or isinstance(name, bool) or name == "":
            raise RefusedError(422, "neither a text nor an id or url")
        return str(name)

    def _traced(self, archive: ArchiveStore, asked: Article | str) -> OriginAnswer:
        """Where an article has its story from; asked by the thread that owns the archive."""
        if isinstance(asked, str):
            return origin(archive, asked)
        if self._matcher is None or self._matcher.archive is not archive:  # it may have been opened anew
            self._matcher = Matcher(archive)
        return origin_of_article(archive, table_of([asked]), self._matcher)

    def _text_traced(self, archive: ArchiveStore, text: str) -> OriginAnswer:
        """The same of a text that somebody pasted."""
        # Asked by the thread that owns the archive, so with a reader of its own.
        article = article_of({"id": "The pasted text", "text": text}, RecordReader(self._owner.config.read, "page"))
        if isinstance(article, Rejected):
            raise RefusedError(422, article.reason)
        return self._traced(archive, article)

    async def no_such_path(self, request: Request, error: HTTPException) -> Response:
        """Answer with a page for a browser, whoever mistyped an address; JSON for programs."""
        if "text/html" in request.headers.get("accept", ""):
            problem = (
                "It is asked in other ways than a page is."
                if error.status_code == 405
                else "The server has no page there."
            )
            page = await self.pages.refused(request, error.status_code, problem)
            page.headers.update(error.headers or {})
            return page
        words = {404: f"no such path: {request.url.path[:200]}", 405: f"not by {request.method}"}
        return _error(error.status_code, words.get(error.status_code, error.detail), error.headers)

    async def health(self, request: Request) -> Response:
        """Say whether the archive answers, and how many articles it holds. One that is busy says so, with the
        number it had before: a probe does not wait for the work of others."""
        _parameters(request)
        asked = self._owner.ask(lambda archive: archive.one("SELECT count(*) FROM body"))
        try:
            self._articles_known = await asyncio.wait_for(asyncio.wrap_future(asked), self._limits.health_seconds)
        except TimeoutError:
            return _json({"status": "busy", "articles": self._articles_known, "read_only": self._owner.read_only})
        except (ArchiveError, OSError, duckdb.Error) as error:
            return _unusable(error)
        return _json({"status": "ok", "articles": self._articles_known, "read_only": self._owner.read_only})

    async def metrics(self, request: Request) -> Response:
        """Answer with the counters of the server, as Prometheus reads them."""
        _parameters(request)
        return Response(self._metrics.text(self._gate.held), media_type="text/plain; version=0.0.4; charset=utf-8")

    async def no_icon(self, _request: Request) -> Response:
        """Answer with nothing, which a browser asks for beside each page: a 404 would stand in its console."""
        return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})

    async def openapi(self, request: Request) -> Response:
        """Give all of this as an OpenAPI document."""
        _parameters(request)
        return _json(openapi(self._limits))


def _parameters(request: Request, *known: str) -> None:
    """Refuse names in the query that mean nothing here: whoever wrote `/origin?id=1` did not ask what is answered."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        raise RefusedError(400, f"no such parameter: {unknown[0][:50]!r}")
    if len(request.query_params.multi_items()) > len(set(request.query_params)):
        raise RefusedError(400, "a parameter is given twice")


def _flag(request: Request, name: str) -> bool:
    value = request.query_params.get(name, "false").lower()
    if value not in _YES:
        raise RefusedError(400, f"{name} is true or false")
    return _YES[value]


def _line(line: bytes, verdict: Verdict | None) -> bytes:
    return with_mark(line, verdict.annotation()) if verdict is not None else line.rstrip(b"\r\n") + b"\n"


def _marked(record: dict[str, Any], verdict: Verdict | None) -> dict[str, Any]:
    return {**record, "dedup": verdict.annotation()} if verdict is not None else record


def _json(value: object, status: int = 200) -> Response:
    return Response(dump_json(value), status, media_type="application/json")


def _error(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    answer = _json({"error": reason}, status)
    answer.headers.update(headers or {})
    return answer


async def _refused(_request: Request, error: RefusedError) -> Response:
    return _error(error.status, error.reason, {"Retry-After": "5"} if error.status == 503 else None)


async def _unknown(_request: Request, _error_raised: UnknownArticleError) -> Response:
    return _error(404, "no article has this id or URL")


async def _stopping(_request: Request, _error_raised: ClosedError) -> Response:
    return _error(503, "stopping", {"Retry-After": "5"})


async def _not_written(_request: Request, error: Exception) -> Response:
    LOG.error("%s", json.dumps({"event": "archive", "fault": type(error).__name__}))
    return _unusable(error)


def _unusable(error: Exception) -> Response:
    """It may be away for a moment, and is looked at again for the next request."""
    return _error(503, f"the archive cannot be used: {type(error).__name__}", {"Retry-After": "5"})


async def _fault(_request: Request, _error_raised: Exception) -> Response:
    # Starlette raises it again, so that `Guard` logs where it came up.
    return _error(500, "a fault of dedup; its log says more")
