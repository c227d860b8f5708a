"""A browser's way past the token: a form that takes it, and a cookie that stands for it.

Addresses stay without a token: they are kept in histories and logs. The cookie is made of the token and of a key that
lives as long as the process; it is shown to no script and sent with no request that begins elsewhere, and it opens what
a person looks at, not what a program adds.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dedup.export import page_headers, render_page
from dedup.integrations.rest.limits import Rates

PATH: Final = "/login"
_COOKIE: Final = "dedup_session"
_MOST_BYTES: Final = 8_192
"""Of a form: a token is a line of at most half of it."""
_READING: Final = frozenset((("GET", None), ("HEAD", None), ("POST", "/ask")))
"""Methods and paths that the cookie opens; None for all. Nothing of these adds to the archive."""
_TRIES: Final = 1.0
"""Wrong tokens a second that one address may give, and twice as many at once."""


@dataclass
class Login:
    """Takes the token from a form, and knows its cookie again."""

    token: str
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _wrong: Rates = field(default_factory=lambda: Rates(_TRIES))

    def knows(self, method: str, path: str, cookies: str) -> bool:
        """Return whether a request bears the cookie, and may ask by it."""
        if (method, None) not in _READING and (method, path) not in _READING:
            return False
        held = SimpleCookie()
        try:
            held.load(cookies)
        except CookieError:
            return False
        given = held.get(_COOKIE)
        return given is not None and hmac.compare_digest(given.value.encode(), self._session().encode())

    def form(self, problem: str = "", status: int = 401) -> Response:
        """Return the page that asks for the token."""
        page = render_page("served_login.html", {}, page_title="Token needed", problem=problem)
        return HTMLResponse(page, status, {**page_headers(), "WWW-Authenticate": "Bearer"})

    async def answer(self, request: Request) -> Response:
        """Answer what was typed into the form: the cookie, or the form again."""
        client = request.client.host if request.client else ""
        if not self._wrong.left(client, time.monotonic()):
            return self.form("Too many wrong tokens. Try again in a few seconds.", 429)
        given = await _typed(request)
        if given is None:
            return self.form("This is no token.", 413)
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            self._wrong.takes(client, time.monotonic())
            return self.form("This is not the token of this server.")
        answer = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
        answer.set_cookie(
            _COOKIE, self._session(), httponly=True, samesite="strict", path="/", secure=request.url.scheme == "https"
        )
        return answer

    def _session(self) -> str:
        return hmac.new(self._key, self.token.encode(), hashlib.sha256).hexdigest()


async def _typed(request: Request) -> str | None:
    """What a form says the token is; None if it is too large, or did not come whole."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > _MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0].strip()
