"""Who is let in, how many at once, and what is noted of each: around all paths of the server, those included that are
not there.

Nothing of a request's body or answer is noted, nor what an exception says, which may quote it.
"""

import hmac
import ipaddress
import json
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from dedup.integrations.rest.limits import Limits, Rates
from dedup.integrations.rest.login import PATH, Login
from dedup.integrations.rest.metrics import Metrics

LOG: Final = logging.getLogger("dedup.integrations.rest")
_LOCAL: Final = frozenset(("localhost", "localhost.localdomain"))
_OPEN: Final = frozenset(("/health", "/favicon.ico"))
"""Answered without a token: probes have none, nor what a browser asks for before anybody logged in. They say no more
than that the server answers."""

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class Access:
    """Who may ask."""

    token: str | None = None
    """What a request must bear (`Authorization: Bearer …`); None for anybody who reaches the address."""

    hosts: frozenset[str] = frozenset()
    """Names by which the server may be asked, beside `localhost` and addresses in numbers. A page whose name its owner
    points at this machine (DNS rebinding) asks by that name, and is refused."""

    def takes_host(self, value: str) -> bool:
        """Return whether a request may name the server so."""
        name, port = value.strip().lower(), ""
        if name.startswith("["):
            name, _, port = name[1:].partition("]")
        elif name.count(":") == 1:
            name, _, port = name.partition(":")
        if port.removeprefix(":").strip("0123456789"):
            return False  # "localhost:80@evil.example": to a server before this one the host is another
        return name in _LOCAL or name in self.hosts or is_address(name)

    def takes_token(self, value: str) -> bool:
        """Return whether an `Authorization` header bears the token."""
        if self.token is None:
            return True
        scheme, _, given = value.partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self.token.encode())


def is_address(name: str) -> bool:
    """Return whether a name of a host is an address in numbers."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """An application around another, that refuses what `Access` and `Limits` do not take, and counts and logs all."""

    def __init__(self, app: Application, access: Access, limits: Limits, metrics: Metrics) -> None:
        self._app = app
        self._access = access
        self._limits = limits
        self._metrics = metrics
        self._rates = Rates(limits.requests_a_second)
        self._login = Login(access.token) if access.token is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        status = 500
        begun = False

        async def watched(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
            await send(message)

        self._metrics.in_progress += 1
        fault: str | None = None
        try:
            refused = self._refused(scope)
            if refused is not None:
                await refused(scope, receive, watched)
            else:
                await self._app(scope, receive, watched)
        except Exception as error:
            fault = _where(error)
            if not begun:
                await answer_error(500, "a fault of dedup; its log says more")(scope, receive, watched)
        finally:
            self._metrics.in_progress -= 1
            seconds = time.perf_counter() - began
            self._metrics.count(scope["path"], status, seconds)
            _note(scope, status, seconds, fault)

    def _refused(self, scope: Scope) -> Application | None:
        headers = Headers(scope=scope)
        if not self._access.takes_host(headers.get("host", "")):
            return answer_error(403, "asked by a name that this server does not go by (--allow-host)")
        # What a browser sends for a page says whose page it is; only those of this server may ask.
        if "origin" in headers and urlsplit(headers["origin"]).netloc != headers.get("host", ""):
            return answer_error(403, "requests of web pages are refused")
        named = scope["path"] in _OPEN or self._access.takes_token(headers.get("authorization", ""))
        if not named and (refused := self._not_logged_in(scope, headers)) is not None:
            return refused
        if self._metrics.in_progress > self._limits.requests:
            return answer_error(503, "too many requests at once; try again later", {"Retry-After": "1"})
        client = (scope.get("client") or ("",))[0]
        if scope["path"] not in _OPEN and not self._rates.takes(client, time.monotonic()):
            return answer_error(429, "too many requests a second; try again later", {"Retry-After": "1"})
        return None

    def _not_logged_in(self, scope: Scope, headers: Headers) -> Application | None:
        """What a request without the token is answered: None if it bears the cookie that stands for it."""
        login, path = self._login, scope["path"]
        if login is None or login.knows(scope["method"], path, headers.get("cookie", "")):
            return None
        if path == PATH and scope["method"] == "POST":

            async def answered(scope: Scope, receive: Receive, send: Send) -> None:
                await (await login.answer(Request(scope, receive)))(scope, receive, send)

            return answered
        if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            return login.form()
        return answer_error(401, "a token is needed", {"WWW-Authenticate": "Bearer"})


def answer_error(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    """Return a refusal, with its reason."""
    return Response(json.dumps({"error": reason}), status, headers, media_type="application/json")


def _where(error: Exception) -> str:
    """What sort of error it is and where it came up: not its message, which may quote an article."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-6:])
    )


def _note(scope: Scope, status: int, seconds: float, fault: str | None) -> None:
    noted = {
        "event": "request",
        "method": scope["method"],
        "path": scope["path"][:200],
        "status": status,
        "seconds": round(seconds, 4),
        "client": (scope.get("client") or ("",))[0],
    }
    if fault is not None:
        noted["fault"] = fault
    LOG.log(logging.ERROR if fault is not None else logging.INFO, "%s", json.dumps(noted))
