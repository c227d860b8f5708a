"""The archive in a browser: pages that read it, beside the paths for programs."""

import asyncio
import ipaddress
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dedup.archive import ArchiveError, ArchiveStore
from dedup.config import ReportConfig
from dedup.export import (
    count_stories,
    gather_stories,
    make_overview,
    origin_sentence,
    page_headers,
    render_page,
    story_rows,
)
from dedup.integrations.rest.bodies import Gate, RefusedError
from dedup.integrations.service import ClosedError, Owner
from dedup.queries import (
    OriginAnswer,
    UnknownArticleError,
    UnknownNameError,
    explain_pair,
    find_origin,
    find_outlet,
    search_articles,
)

_ON_A_PAGE: Final = 50
_MOST_FOUND: Final = 100
_PROBLEMS: Final = {400: "This address is not whole", 404: "Not found", 405: "An address for programs", 503: "Not now"}
_MOST_WORDS: Final = 1_000
"""Characters of what is searched for: an address, or some words."""

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)

_State = tuple[str, int]
_Answer = TypeVar("_Answer")
_Page = Callable[[Request], Awaitable[HTMLResponse]]


class Pages:
    """Answers a browser. Everything is asked of the thread that owns the archive; pages are written beside it."""

    def __init__(self, owner: Owner, gate: Gate, traced: Callable[[ArchiveStore, str], OriginAnswer]) -> None:
        self._owner = owner
        self._gate = gate
        self._traced = traced
        """Where a text that is not in the archive has its story from."""
        self._config = ReportConfig()
        self._kept: dict[tuple[str, int], tuple[_State, Any]] = {}
        """Answers that are about the whole archive, and what it held when they were found."""

    def routes(self) -> list[Route]:
        """Return the paths of the pages."""
        found: list[tuple[str, _Page, str]] = [
            ("/", self.home, "GET"),
            ("/overview", self.overview, "GET"),
            ("/story/{name}", self.story, "GET"),
            ("/article", self.article, "GET"),
            ("/pair", self.pair, "GET"),
            ("/outlet", self.outlet, "GET"),
            ("/ask", self.ask, "GET"),
            ("/ask", self.answer, "POST"),
        ]
        return [Route(path, self._guarded(page), methods=[method]) for path, page, method in found]

    async def home(self, request: Request) -> HTMLResponse:
        """Show what was searched for; the stories that the most outlets carry, where nothing was."""
        asked = request.query_params.get("q", "").strip()[:_MOST_WORDS]
        page = request.query_params.get("page", "0")
        chosen = int(page) if page.isdecimal() and len(page) < 8 else 0

        def ask(archive: ArchiveStore) -> dict[str, Any]:
            counts = self._remembered(archive, "counts", 0, _counts)
            if asked:
                found = [asdict(one) for one in search_articles(archive, asked, _MOST_FOUND)]
                return {**counts, "found": found, "rows": [], "page": 0, "first": 0}
            number = min(chosen, max(0, counts["total"] - 1) // _ON_A_PAGE)
            first = number * _ON_A_PAGE
            rows = self._remembered(
                archive, "rows", number, lambda archive: story_rows(archive, self._config, _ON_A_PAGE, first)
            )
            return {**counts, "found": [], "rows": rows, "page": number, "first": first}

        values = await self._asked(ask)
        return await self._page("served_home.html", "dedup archive", asked=asked, most=_MOST_FOUND, **values)

    async def overview(self, _request: Request) -> HTMLResponse:
        """Show the figures of the whole archive."""
        found = await self._asked(
            lambda archive: self._remembered(
                archive, "overview", 0, lambda archive: make_overview(archive, self._config)
            )
        )
        return await self._page("served_overview.html", "Overview", overview=found)

    async def story(self, request: Request) -> HTMLResponse:
        """Show a story; one that became part of another is found by its old name too."""
        name = request.path_params["name"]

        def ask(archive: ArchiveStore) -> Any:
            numbers = archive.rows(_STORY, [name])["story"].to_pylist()
            if not numbers:
                raise UnknownArticleError(f"no story has the id {name!r}")
            return next(gather_stories(archive, story_rows(archive, self._config, 1, story=numbers[0]), self._config))

        found = await self._asked(ask)
        return await self._page("served_story.html", f"Story {found.story['id']}", **vars(found))

    async def article(self, request: Request) -> HTMLResponse:
        """Show where an article of the archive has its story from."""
        name = _parameter(request, "id")
        return await self._origin(await self._asked(lambda archive: find_origin(archive, name)))

    async def _origin(self, found: OriginAnswer) -> HTMLResponse:
        answer = asdict(found)
        return await self._page(
            "served_origin.html", "Origin", answer=answer, story=answer["story"], sentence=origin_sentence(answer)
        )

    async def pair(self, request: Request) -> HTMLResponse:
        """Show two articles side by side."""
        a, b = _parameter(request, "a"), _parameter(request, "b")
        found = await self._asked(lambda archive: explain_pair(archive, a, b))
        return await self._page("served_pair.html", "Two articles side by side", pair=asdict(found))

    async def outlet(self, request: Request) -> HTMLResponse:
        """Show what an outlet does with stories."""
        name = _parameter(request, "name")
        found = await self._asked(lambda archive: find_outlet(archive, name))
        return await self._page("served_outlet.html", found.outlet, outlet=asdict(found))

    async def ask(self, _request: Request) -> HTMLResponse:
        """Show where to paste an address or a text."""
        return await self._page("served_ask.html", "Ask about a text", asked="", problem="")

    async def answer(self, request: Request) -> HTMLResponse:
        """Show where the article at an address, or a text, has its story from; nothing is added."""
        body = await self._gate.read(request)
        try:
            asked = parse_qs(body.decode("utf-8", "replace")).get("text", [""])[0].strip()
            if not asked:
                return await self._page(
                    "served_ask.html", "Ask about a text", asked="", problem="There is no text to ask about."
                )
            found = await self._asked(lambda archive: _known_or_traced(archive, asked, self._traced))
        except UnknownArticleError:
            problem = "The archive has no article with this address. Paste its text instead."
            return await self._page("served_ask.html", "Ask about a text", asked=asked, problem=problem)
        finally:
            self._gate.let_go(len(body))
        return await self._origin(found)

    async def refused(self, request: Request, status: int, problem: str) -> HTMLResponse:
        """Show what a path shows that is none, or not one for a browser."""

        async def refuse(_request: Request) -> HTMLResponse:
            raise RefusedError(status, problem)

        return await self._guarded(refuse)(request)

    async def _asked(self, question: Callable[[ArchiveStore], _Answer]) -> _Answer:
        return await asyncio.wrap_future(self._owner.ask(question))

    async def _page(self, template: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
        settings = self._owner.config.settings()
        html = await asyncio.to_thread(render_page, template, settings, page_title=title, **values)
        return HTMLResponse(html, status, page_headers())

    def _remembered(
        self, archive: ArchiveStore, name: str, place: int, find: Callable[[ArchiveStore], _Answer]
    ) -> _Answer:
        """An answer about the whole archive, found again only when it holds something else."""
        state = (archive.generation, archive.log.last() if archive.log is not None else 0)
        kept = self._kept.get((name, place))
        if kept is None or kept[0] != state:
            if len(self._kept) > _MOST_FOUND:
                self._kept.clear()
            kept = self._kept[name, place] = (state, find(archive))
        answer: _Answer = kept[1]
        return answer

    def _guarded(self, page: _Page) -> _Page:
        """Show what went wrong as a page, and refuse requests with an unknown Host header: a page of
        another site could otherwise have its own name point here, and read the archive."""

        async def guarded(request: Request) -> HTMLResponse:
            try:
                _refuse_strangers(request)
                return await page(request)
            except RefusedError as error:
                status, problem = error.status, error.reason
            except UnknownNameError:
                status, problem = 404, "The archive has nothing of this name."
            except ClosedError:
                status, problem = 503, "The server is being stopped."
            except (OSError, ArchiveError) as error:
                status, problem = 503, f"The archive cannot be read ({type(error).__name__}). Try again in a moment."
            title, lasts = _PROBLEMS.get(status, "Refused"), status != 503
            shown = await self._page("served_error.html", title, status, problem=problem, searched=lasts)
            if not lasts:
                shown.headers["Retry-After"] = "5"
            return shown

        return guarded


_STORY: Final = """
    WITH RECURSIVE known AS (
        SELECT $1 AS name UNION SELECT renamed.name FROM renamed JOIN known ON old = known.name
    )
    SELECT story FROM known JOIN story USING (name) LIMIT 1
"""


def _counts(archive: ArchiveStore) -> dict[str, int]:
    return {"articles": archive.one("SELECT count(*) FROM body"), "total": count_stories(archive)}


def _known_or_traced(
    archive: ArchiveStore, asked: str, traced: Callable[[ArchiveStore, str], OriginAnswer]
) -> OriginAnswer:
    """The answer on an article of the archive; of what is no address and no id, on the text itself."""
    if len(asked) <= _MOST_WORDS and len(asked.split()) == 1:
        try:
            return find_origin(archive, asked)
        except UnknownArticleError:
            # A sentence of Chinese or Thai is one word by its spaces, but neither an address nor an id.
            if asked.isascii() or _ADDRESS.match(asked):
                raise
    return traced(archive, asked)


def _parameter(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if not value:
        raise RefusedError(400, f"The address lacks the part “{name}=”.")
    return value


def _refuse_strangers(request: Request) -> None:
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise RefusedError(403, "Requests of other sites are refused.")
    server = request.scope.get("server")
    if server and _is_this_machine(server[0]) and not _is_this_machine(urlsplit(f"//{host}").hostname or ""):
        raise RefusedError(403, "Pages are shown under the address of this machine alone.")


def _is_this_machine(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
