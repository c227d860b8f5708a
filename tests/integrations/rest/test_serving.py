"""The server: many clients get what one would, and what cannot be answered is refused."""

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from made_records import record, text
from typer.testing import CliRunner

import dedup
from benchmarks.dumps import articles
from dedup.cli.program import app
from rest.serving import Server, at_once, serving

CLIENTS = 8


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that every test may send stories of its own."""
    with serving(tmp_path_factory.mktemp("served") / "a.duckdb", "--max-bytes", "1MiB") as made:
        yield made


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


def test_json_lines_are_passed_on_byte_for_byte(server: Server) -> None:
    odd = b'  {"id" : "s100-9", "text": ' + json.dumps(text(100)).encode() + b', "n": 1.50, "id2": "\\u00e9"}\r\n'
    sent = odd + b"\n" + lines(record(100, 1), record(101)) + b'{"no": "text"}'
    answer = server.post("/filter", sent)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert answer.body == odd.replace(b"\r", b"") + lines(record(101)) + b'{"no": "text"}\n'


def test_an_array_is_answered_with_an_array(server: Server) -> None:
    sent = [record(110), record(110, 1), {"other": [1]}]
    assert server.post("/filter", sent).json() == [sent[0], sent[2]]
    marked = server.post("/filter?annotate=true", [record(110, 2), record(111), record(110)]).json()
    assert [one["dedup"]["status"] for one in marked] == ["duplicate", "first", "known"]
    assert marked[0] == record(110, 2) | {"dedup": marked[0]["dedup"]}
    assert marked[0]["dedup"]["kind"] == "copy"
    assert server.post("/filter", []).json() == []
    assert server.post("/filter", b"").body == b""


def test_a_check_adds_nothing(server: Server) -> None:
    server.post("/filter", [record(120)])
    count = server.get("/health").json()["articles"]
    for _ in range(2):
        verdict = server.post("/check", record(120, 1)).json()
        assert (verdict["id"], verdict["status"], verdict["match"]) == ("s120-1", "duplicate", "s120-0")
        assert server.post("/check", record(121)).json()["status"] == "first"
    assert server.get("/health").json() == {"status": "ok", "articles": count, "read_only": False}


def test_where_a_story_comes_from(server: Server) -> None:
    server.post("/filter", [record(130)])
    by_id = server.post("/origin", {"id": "s130-0"})
    assert by_id.status == 200
    assert by_id.json() == server.post("/origin", {"url": record(130)["url"]}).json()
    assert by_id.json()["article"]["id"] == "s130-0"
    asked = server.post("/origin", record(130, 1)).json()
    assert asked["in_archive"] is False
    assert {one["id"] for one in asked["story"]["articles"]} == {"s130-0", "s130-1"}
    assert server.post("/origin", record(130)).json()["in_archive"] is True
    assert server.post("/origin", {"id": "nobody"}).status == 404


def test_records_without_a_name_are_named_after_themselves(server: Server) -> None:
    first = server.post("/filter?annotate=1", [{"text": text(140)}, {"text": text(141)}]).json()
    assert [one["dedup"]["status"] for one in first] == ["first", "first"]
    assert server.post("/check", {"text": text(140)}).json()["status"] == "known"
    assert server.post("/check", {"text": text(140), "by": "another"}).json()["status"] == "duplicate"


MALFORMED = [
    ("/filter", b'{"id": "x", "text": "a"}\n{"id": ', 400, "line 2: broken JSON"),
    ("/filter", b'{"text": "a"}\n[1]\n', 400, "line 2: not a JSON object"),
    ("/filter", b'[{"text": "a"}, 7]', 400, "record 2: not a JSON object"),
    ("/filter", b"[{]", 400, "the array: broken JSON"),
    ("/filter", b"\xff\xfe\x00", 400, "line 1: "),
    ("/filter", b"[" * 100_000, 400, "the array: "),
    ("/filter", b"{}\n" * 10_001, 413, "more than 10,000 records"),
    ("/filter", b"[" + b"{}," * 10_000 + b"{}]", 413, "more than 10,000 records"),
    ("/filter", b" " * (1 << 20) + b"{}", 413, "larger than 1,048,576 bytes"),
    ("/check", b" " * (1 << 20) + b"{}", 413, "larger than 1,048,576 bytes"),
    ("/origin", b" " * (1 << 20) + b"{}", 413, "larger than 1,048,576 bytes"),
    ("/filter?annotate=perhaps", b"{}", 400, "annotate is true or false"),
    ("/filter?anotate=1", b"{}", 400, "no such parameter: 'anotate'"),
    ("/check", b"", 400, "broken JSON"),
    ("/check", b"[]", 400, "not a JSON object"),
    ("/check", b'{"id": "x"}', 422, "no text"),
    ("/check", b'{"id": "x", "text": ""}', 422, "empty text"),
    ("/origin", b"{}", 422, "neither a text nor an id or url"),
    ("/origin", b'{"id": ["x"]}', 422, "neither a text nor an id or url"),
    ("/origin", b'{"id": "\'; DROP TABLE article; --"}', 404, "no article has this id or URL"),
]


@pytest.mark.parametrize(("path", "body", "status", "reason"), MALFORMED)
def test_what_is_malformed_is_refused_with_a_reason(
    server: Server, path: str, body: bytes, status: int, reason: str
) -> None:
    before = server.get("/health").json()["articles"]
    answer = server.post(path, body)
    assert answer.status == status
    assert reason in answer.json()["error"]
    assert server.get("/health").json()["articles"] == before


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [("GET", "/filter", 405, "POST"), ("DELETE", "/health", 405, "GET"), ("POST", "/nothing", 404, None)],
)
def test_wrong_paths_and_methods(server: Server, method: str, path: str, status: int, allowed: str | None) -> None:
    answer = server.ask(method, path, b"{}")
    assert answer.status == status
    assert answer.json()["error"]
    assert allowed is None or allowed in answer.headers["allow"]


def test_a_web_page_is_refused(server: Server) -> None:
    answer = server.post("/filter", [record(150)], Origin="https://elsewhere.example")
    assert answer.status == 403
    assert server.post("/check", record(150)).json()["status"] == "first"


def test_a_size_that_is_not_announced_is_counted(server: Server) -> None:
    client = server.client()
    client.request("POST", "/filter", iter([b" " * 65_536] * 40), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    assert client.getresponse().status == 413
    client.close()
    assert server.get("/health").status == 200


def test_a_client_that_goes_away_costs_nobody_anything(server: Server) -> None:
    for _ in range(20):
        with socket.create_connection((server.host, server.port)) as cut:
            cut.sendall(b"POST /filter HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + b"[" * 60_000)
    assert server.post("/filter", [record(160)]).json() == [record(160)]


def test_the_document_tells_of_every_path(server: Server) -> None:
    document = server.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["responses"]["200"]
            for media in operation.get("requestBody", {}).get("content", {}).values():
                example = media["example"]
                body = example.encode() if isinstance(example, str) else json.dumps(example).encode()
                answer = server.ask(method.upper(), path, body)
                assert answer.status == 200, answer.body  # what an example before adds, `origin` is asked for
    references = json.dumps(document).split('"$ref": "#/')[1:]
    for reference in {one.partition('"')[0] for one in references}:
        found = document
        for name in reference.split("/"):
            found = found[name]
    verdict = document["components"]["schemas"]["Verdict"]
    assert server.post("/check", record(170)).json().keys() == verdict["properties"].keys()


def said(mark: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(mark[name] for name in ("status", "story", "kind", "match", "score", "coverage"))


def tell_all(server: Server, shares: list[list[dict[str, Any]]]) -> dict[str, tuple[Any, ...]]:
    """The answers to each of many clients at once, record by record, by id."""
    found: dict[str, tuple[Any, ...]] = {}

    def send(share: list[dict[str, Any]]) -> None:
        client = server.client()
        for place, one in enumerate(share):
            answer = server.post("/filter?annotate=true", lines(one), client)
            assert answer.status == 200
            found[one["id"]] = said(answer.json()["dedup"])
            if place % 20 == 0:
                assert server.post("/filter", b'{"id": ', client).status == 400
                assert server.post("/check", one, client).json()["status"] == "known"
        client.close()

    at_once([partial(send, share) for share in shares])
    return found


def test_many_clients_get_the_answers_of_one(tmp_path: Path) -> None:
    """As if one had asked in the order in which the requests came, which the archive keeps."""
    records = {article["id"]: article for article, _ in articles(320, seed=11)}
    with serving(tmp_path / "many.duckdb") as server:
        found = tell_all(server, [list(records.values())[share::CLIENTS] for share in range(CLIENTS)])
        assert server.get("/health").json()["articles"] == 320
        assert server.stop()[0] == 0
    with dedup.Archive.open(tmp_path / "many.duckdb") as many:
        came = many.rows("SELECT id FROM article ORDER BY article")["id"].to_pylist()
        whole = many.table("articles")
    assert len(came) == len(found) == 320
    alone = dedup.filter([records[name] for name in came], tmp_path / "one.duckdb", annotate=True)
    assert {one["id"]: said(one["dedup"]) for one in alone} == found
    assert sum(verdict[0] == "duplicate" for verdict in found.values()) > 32
    with dedup.Archive.open(tmp_path / "one.duckdb") as one:
        assert one.table("articles").drop_columns(["keep"]) == whole.drop_columns(["keep"])


def test_whoever_comes_first_changes_nothing_between_stories(tmp_path: Path) -> None:
    shares = [[record(story, outlet) for story in range(share, 80, CLIENTS) for outlet in (0, 1)] for share in range(8)]
    with serving(tmp_path / "many.duckdb") as server:
        found = tell_all(server, shares)
    alone = dedup.filter((one for share in shares for one in share), tmp_path / "one.duckdb", annotate=True)
    assert {one["id"]: said(one["dedup"]) for one in alone} == found
    assert sum(verdict[0] == "duplicate" for verdict in found.values()) == 80


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_was_answered_before_a_stop_is_there(tmp_path: Path, number: int) -> None:
    archive = tmp_path / "a.duckdb"
    answered: list[str] = []
    with serving(archive) as server:

        def send(client_number: int) -> None:
            client = server.client()
            # In the end nobody listens, or hangs up.
            with suppress(OSError, http.client.HTTPException):
                for story in range(1000):
                    name = 1000 * client_number + story
                    answer = server.post("/filter", [record(name)], client)
                    if answer.status != 200:
                        assert answer.status == 503
                        return
                    answered.append(f"s{name}-0")

        def stop() -> None:
            for _ in range(1000):
                if len(answered) >= 60:
                    break  # all four are at it
                time.sleep(0.02)
            assert server.stop(number)[0] == 0

        at_once([stop, *(partial(send, client) for client in range(4))])
    assert answered
    with dedup.Archive.open(archive, write=True) as opened:
        assert set(answered) <= set(opened.table("articles")["id"].to_pylist())


def test_one_server_an_archive_and_many_that_only_read(tmp_path: Path) -> None:
    archive = tmp_path / "a.duckdb"
    with serving(archive) as server, serving(archive, "--read-only") as reader:
        refused = CliRunner().invoke(app, ["serve", "--archive", str(archive), "--port", "0"])
        assert refused.exit_code == 6
        server.post("/filter", [record(1)])
        assert reader.post("/filter?annotate=1", [record(1, 1), record(2)]).json()[0]["dedup"]["match"] == "s1-0"
        assert reader.get("/health").json() == {"status": "ok", "articles": 1, "read_only": True}
        assert server.stop()[0] == 0
        dedup.refresh(archive)
        list(dedup.filter([record(3)], archive))
        assert reader.post("/check", record(3, 1)).json()["match"] == "s3-0"
        assert reader.get("/health").json()["articles"] == 2


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = CliRunner().invoke(app, ["serve", "--archive", str(tmp_path / "a.duckdb"), "--port", port])
    assert refused.exit_code == 1
    assert "cannot listen on 127.0.0.1" in refused.stderr
