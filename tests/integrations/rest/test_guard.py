"""Who is let in, what is refused, and what is noted: the application itself, asked without a network."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_records import record

from dedup.config import ConfigError
from dedup.integrations.rest import Access, Limits, make_app, read_token, serve
from dedup.integrations.rest.limits import Rates
from dedup.integrations.service import Owner
from dedup.pipeline import FilterConfig

TOKEN = "0123456789abcdef"


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    with Owner(tmp_path_factory.mktemp("served") / "a.duckdb", FilterConfig()) as made:
        yield made


def ask(app: Any, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """The status and body of an answer."""
    status, _, answer = ask_all(app, method, path, body, **headers)
    return status, answer


def ask_all(
    app: Any, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, dict[bytes, bytes], bytes]:
    """The status, headers and body of an answer."""
    given = {"host": "localhost:8300", **{name.replace("_", "-"): value for name, value in headers.items()}}
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8300),
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


PATHS = [("GET", "/health"), ("GET", "/openapi.json"), ("GET", "/metrics"), ("POST", "/check"), ("GET", "/none")]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_a_name_of_somebody_else_is_refused_everywhere(owner: Owner, method: str, path: str) -> None:
    app = make_app(owner, access=Access(hosts=frozenset({"dedup.internal.example"})))
    for host in (
        *("evil.example", "evil.example:8300", "", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("localhost:80@evil.example", "[::1]@evil.example", "[::1].evil.example:80"),
    ):
        assert ask(app, method, path, host=host)[0] == 403
    for host in ("localhost", "127.0.0.1:8300", "[::1]:8300", "Dedup.internal.example:8300", "10.0.0.5"):
        assert ask(app, method, path, host=host)[0] != 403
    assert ask(app, method, path, origin="https://evil.example")[0] == 403


def test_without_the_token_only_health_is_answered(owner: Owner) -> None:
    app = make_app(owner, access=Access(token=TOKEN))
    for method, path in PATHS[1:]:
        assert ask(app, method, path)[0] == 401
        assert ask(app, method, path, authorization=f"Bearer {TOKEN}x")[0] == 401
        assert ask(app, method, path, authorization=f"Basic {TOKEN}")[0] == 401
    assert ask(app, "GET", "/health")[0] == 200
    assert ask(app, "GET", "/metrics", authorization=f"bearer {TOKEN}")[0] == 200


def test_a_browser_is_asked_for_the_token_and_then_shown_pages(owner: Owner) -> None:
    app = make_app(owner, access=Access(token=TOKEN))
    status, headers, page = ask_all(app, "GET", "/overview", accept="text/html,*/*")
    assert status == 401
    assert b'action="/login" method="post"' in page
    assert TOKEN.encode() not in page
    assert b"Content-Security-Policy".lower() in headers
    assert b"set-cookie" not in headers
    assert ask_all(app, "POST", "/login", b"token=" + TOKEN.encode() + b"x")[0] == 401
    assert ask(app, "POST", "/login", b"token=" + TOKEN.encode(), origin="https://evil.example")[0] == 403
    status, headers, _ = ask_all(app, "POST", "/login", b"token=" + TOKEN.encode(), origin="http://localhost:8300")
    assert (status, headers[b"location"]) == (303, b"/")
    given, *attributes = headers[b"set-cookie"].decode().split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(attributes)
    assert TOKEN not in given
    for path in ("/", "/overview", "/ask"):
        assert ask(app, "GET", path, cookie=given, accept="text/html")[0] == 200
    asked = b"text=Nobody+knows+this."
    assert ask(app, "POST", "/ask", asked, cookie=given, origin="http://localhost:8300")[0] == 200


def test_the_cookie_adds_nothing_and_ends_with_the_server(owner: Owner) -> None:
    app = make_app(owner, access=Access(token=TOKEN))
    given = ask_all(app, "POST", "/login", b"token=" + TOKEN.encode())[1][b"set-cookie"].decode().split(";")[0]
    for path in ("/filter", "/check", "/origin", "/login/"):
        assert ask(app, "POST", path, b"{}", cookie=given)[0] == 401
    other = make_app(owner, access=Access(token=TOKEN))
    for cookie in (given, "dedup_session=", f"dedup_session={TOKEN}", "dedup_session=\xff", ";;=", "x" * 9_000):
        assert ask(other, "GET", "/", cookie=cookie, accept="text/html")[0] == 401
    assert ask(make_app(owner), "POST", "/login", b"token=")[0] in (404, 405)


def test_tokens_are_not_tried_one_after_the_other(owner: Owner) -> None:
    app = make_app(owner, access=Access(token=TOKEN))
    assert [ask(app, "POST", "/login", b"token=wrong%d" % number)[0] for number in range(4)] == [401, 401, 429, 429]
    assert ask(app, "POST", "/login", b"token=" + TOKEN.encode())[0] == 429
    assert ask(app, "POST", "/login", b"token=" + b"x" * 10_000)[0] in (413, 429)


def test_others_may_not_ask_without_a_token(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "dedup.example"):
        with pytest.raises(ConfigError, match="--token-file"):
            serve(tmp_path / "a.duckdb", host=host)
    assert not (tmp_path / "a.duckdb").exists()


def test_a_token_is_the_first_line_and_not_too_short(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f" {TOKEN} \nmore\n")
    assert read_token(tmp_path / "token") == TOKEN
    for short in ("", "short", "x" * 15, "ե" * 20):
        (tmp_path / "token").write_text(short)
        with pytest.raises(ConfigError):
            read_token(tmp_path / "token")


def nested(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


ODD = [
    b'{"x": ' + b"[" * 300 + b"]" * 300 + b"}",
    b'{"n": NaN, "m": 123456789012345678901234567890}',
    b'{"x": [1e999, -1e999, "\\ud800"]}',
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_neighbour_costs_nobody_else(owner: Owner, odd: bytes) -> None:
    app = make_app(owner)
    article = json.dumps(record(700)).encode()
    with_text = odd[:-1] + b', "text": "' + record(701)["text"].encode()[:300].replace(b"\n", b" ") + b'"}'
    for body in (b"\n".join([odd, article, with_text]), b"[" + b",".join([odd, article, with_text]) + b"]"):
        status, answer = ask(app, "POST", "/filter?annotate=true", body)
        assert status == 200, answer
        assert answer.count(b'"dedup":{"status"') == 2
    assert ask(app, "POST", "/check", with_text)[0] == 200


def test_an_array_with_odd_numbers_is_answered_in_json(owner: Owner) -> None:
    status, answer = ask(
        make_app(owner), "POST", "/filter", b'[{"a": NaN, "b": 100000000000000000000, "c": "\xd5\xa5"}]'
    )
    assert (status, json.loads(answer)) == (200, [{"a": None, "b": 10**20, "c": "ե"}])
    deep = b'[{"x": ' + b"[" * 400 + b"]" * 400 + b"}]"
    assert ask(make_app(owner), "POST", "/filter", deep) == (200, deep.replace(b" ", b""))


@pytest.mark.parametrize(("method", "path"), [*PATHS[:4], ("POST", "/origin"), ("POST", "/filter")])
def test_a_name_in_the_query_that_means_nothing_is_refused(owner: Owner, method: str, path: str) -> None:
    body = json.dumps(record(1)).encode()
    status, answer = ask(make_app(owner), method, f"{path}?id=a1", body)
    assert (status, json.loads(answer)) == (400, {"error": "no such parameter: 'id'"})


def test_values_without_end_are_refused(owner: Owner) -> None:
    body = b'{"x": [' + b"[]," * 5_000_000 + b"1]}"
    assert ask(make_app(owner), "POST", "/check", body)[0] == 413


def test_too_many_at_once_or_a_second_are_refused(owner: Owner) -> None:
    app = make_app(owner, Limits(requests_a_second=2))
    assert [ask(app, "GET", "/openapi.json")[0] for _ in range(6)].count(429) >= 1
    assert ask(make_app(owner, Limits(requests=0)), "GET", "/health")[0] == 503
    rates = Rates(2)
    assert [rates.takes("a", 0.0) for _ in range(5)] == [True, True, True, True, False]
    assert rates.takes("b", 0.0)
    assert rates.takes("a", 0.6)
    assert not rates.takes("a", 0.6)


def test_what_is_counted_and_noted_holds_no_texts(owner: Owner, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="dedup.integrations.rest")
    app = make_app(owner)
    ask(app, "POST", "/filter", json.dumps(record(710)).encode())
    ask(app, "POST", "/filter", json.dumps(record(710, 1)).encode() + b"\n{}")
    ask(app, "GET", "/no/such/path?secret=1")
    status, answer = ask(app, "GET", "/metrics")
    assert status == 200
    lines = answer.decode().splitlines()
    assert 'dedup_requests_total{path="/filter",status="200"} 2' in lines
    assert 'dedup_requests_total{path="other",status="404"} 1' in lines
    assert 'dedup_articles_total{status="first"} 1' in lines
    assert 'dedup_articles_total{status="duplicate"} 1' in lines
    assert 'dedup_articles_total{status="unreadable"} 1' in lines
    assert 'dedup_request_seconds_count{path="/filter"} 2' in lines
    noted = [json.loads(line.getMessage()) for line in caplog.records]
    assert [(one["method"], one["path"], one["status"]) for one in noted[:3]] == [
        ("POST", "/filter", 200),
        ("POST", "/filter", 200),
        ("GET", "/no/such/path", 404),
    ]
    assert record(710)["text"][:20] not in caplog.text
    assert "secret" not in caplog.text


def test_a_fault_is_noted_without_what_it_quotes(
    owner: Owner, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("the text of an article")

    monkeypatch.setattr(owner, "look", fail)
    status, answer = ask(make_app(owner), "POST", "/check", json.dumps(record(720)).encode())
    assert (status, json.loads(answer)) == (500, {"error": "a fault of dedup; its log says more"})
    noted = json.loads(caplog.records[-1].getMessage())
    assert noted["fault"].startswith("ValueError at test_guard.py:")
    assert "the text of an article" not in caplog.text


def test_health_says_that_the_archive_is_busy_or_away(tmp_path: Path) -> None:
    go_on = threading.Event()
    with Owner(tmp_path / "a.duckdb", FilterConfig()) as made:
        list_of = made.add([])
        list_of.result(60)
    with Owner(tmp_path / "a.duckdb", FilterConfig(), read_only=True) as made:
        app = make_app(made, Limits(health_seconds=0.2))
        assert ask(app, "GET", "/health")[0] == 200
        slow = made.ask(lambda _: go_on.wait(60))
        status, answer = ask(app, "GET", "/health")
        assert (status, json.loads(answer)["status"]) == (200, "busy")
        go_on.set()
        slow.result(60)
        app = make_app(made, Limits(health_seconds=60))
        (tmp_path / "a.duckdb").rename(tmp_path / "away")
        assert ask(app, "GET", "/health")[0] == 503
        status, answer = ask(app, "POST", "/check", json.dumps(record(1)).encode())
        assert (status, json.loads(answer)["error"]) == (503, "the archive cannot be used: ArchiveError")
        status, answer = ask(app, "GET", "/")
        assert status == 503
        assert b"Try again in a moment" in answer
        assert b"<form" not in answer
        (tmp_path / "away").rename(tmp_path / "a.duckdb")
        assert json.loads(ask(app, "GET", "/health")[1])["status"] == "ok"
