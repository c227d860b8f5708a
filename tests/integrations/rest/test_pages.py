"""The pages of the server: what a browser is shown of an archive, and what it is refused."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from attack import attack_dump
from browser import complaints, start, wait
from integrations.rest.serving import Server, serving
from whole_run import Ran

import dedup


@pytest.fixture(scope="module")
def server(ran: Ran, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    copy = tmp_path_factory.mktemp("served") / "archive.duckdb"
    shutil.copy(ran.archive, copy)
    with serving(copy, "--read-only") as found:
        yield found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    found = start(tmp_path_factory.mktemp("downloads"))
    yield found
    found.quit()


def css(page: Any, query: str) -> list[Any]:
    return list(page.find_elements("css selector", query))


def text(server: Server, path: str) -> str:
    answer = server.get(path)
    assert answer.status == 200, answer.body
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return answer.body.decode()


def test_every_story_and_link_has_a_page(server: Server, ran: Ran) -> None:
    home = text(server, "/")
    for story in ran.rows("stories.jsonl"):
        assert f'href="/story/{story["id"]}"' in home
        page = text(server, f"/story/{story['id']}")
        assert "<svg" in page
    for link in [link for link in ran.rows("links.jsonl") if link["parent"]][:10]:
        page = text(server, "/pair?" + urlencode({"a": link["parent"], "b": link["child"]}))
        assert 'class="row aligned ' in page
        answer = text(server, "/article?" + urlencode({"id": link["child"]}))
        assert f"confidence {link['confidence']:.0%}" in answer


def test_overview_and_outlets(server: Server, ran: Ran) -> None:
    assert f"{ran.summary.articles} articles" in text(server, "/overview")
    outlets = {row["outlet"] for row in ran.rows("articles.jsonl") if row["outlet"]}
    for outlet in sorted(outlets)[:5]:
        page = text(server, f"/outlet?name={quote(outlet)}")
        assert outlet in page
        listed = next(link for link in re.findall(r'href="(/\?q=[^"]+)"', page))
        assert "0 articles</p>" not in text(server, listed)


def test_search(server: Server, ran: Ran) -> None:
    article = next(
        row for row in ran.rows("articles.jsonl") if row["url"] and "norvik" in (row["title"] or "").casefold()
    )
    for asked in (article["id"], article["url"], article["url"].split("://")[1] + "?utm_source=x", article["title"]):
        assert urlencode({"id": article["id"]}) in text(server, "/?" + urlencode({"q": asked}))
    nothing = text(server, "/?q=nosuchword")
    assert "0 articles" in nothing
    assert 'href="/ask"' in nothing[nothing.index("<main") :]


def test_a_page_beyond_the_last_is_the_last(server: Server) -> None:
    assert text(server, "/?page=99") == text(server, "/")


def test_what_is_not_there(server: Server) -> None:
    for path in ("/story/nosuch", "/article?id=nosuch", "/pair?a=x&b=y", "/outlet?name=nosuch"):
        assert server.get(path).status == 404
    assert server.get("/pair?a=x").status == 400
    assert server.ask("POST", "/").status == 405


def test_a_mistyped_address_shows_a_browser_a_page_and_a_program_json(server: Server) -> None:
    for path, status in (("/nosuch", 404), ("/filter", 405)):
        page = server.ask("GET", path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.status == status
        assert b"<h1" in page.body
        assert b'type="search"' in page.body
        assert page.headers["content-type"].startswith("text/html")
        assert b'{"error"' in server.get(path).body
    assert "POST" in page.headers["allow"]
    stranger = {"Accept": "text/html", "Host": "elsewhere.example"}
    assert server.ask("GET", "/nosuch", headers=stranger).status == 403


def test_strangers_are_refused(server: Server) -> None:
    assert server.ask("GET", "/", headers={"Host": "elsewhere.example"}).status == 403
    assert server.ask("POST", "/ask", b"text=x", headers={"Origin": "http://elsewhere.example"}).status == 403
    assert server.ask("POST", "/ask", b"text=", headers={"Origin": f"http://{server.host}:{server.port}"}).status == 200


def test_a_text_too_short_to_compare_is_called_so(server: Server) -> None:
    page = server.ask("POST", "/ask", urlencode({"text": "Hello there"}).encode()).body.decode()
    assert "too little text to be compared" in page
    assert "Nothing else in the archive" not in page
    found = json.loads(server.ask("POST", "/origin", b'{"id": "greeting", "text": "Hello there"}').body)
    assert (found["answer"], found["comparable"]) == ("undetermined", False)


def test_a_text_without_spaces_is_no_address(server: Server) -> None:
    pasted = "据新华社报道，市议会星期二决定关闭河上的老桥，修复工程将耗资一千二百万欧元，预计持续到明年秋天。"
    page = server.ask("POST", "/ask", urlencode({"text": pasted}).encode()).body.decode()
    assert "The text that was asked about" in page
    assert "Xinhua" in page
    for address in ("https://пример.example/новость", "nowhere.example/1"):
        page = server.ask("POST", "/ask", urlencode({"text": address}).encode()).body.decode()
        assert "no article with this address" in page


def test_a_browser_that_asks_for_an_icon_finds_no_fault(server: Server) -> None:
    assert server.get("/favicon.ico").status == 204


def test_in_a_browser(server: Server, browser: Any, texts: dict[str, str]) -> None:
    address = f"http://{server.host}:{server.port}"
    browser.get(address)
    search = css(browser, "input[type=search]")[0]
    search.send_keys("w726huq")
    search.submit()
    rows = wait(lambda: css(browser, "table a[href^='/article']"))
    rows[0].click()
    wait(lambda: css(browser, ".verdict"))
    css(browser, "a.compare")[0].click()
    wait(lambda: css(browser, ".pair .aligned"))
    browser.get(f"{address}/ask")
    css(browser, "textarea")[0].send_keys(texts["w726huq"][:1500])
    css(browser, "button[type=submit]")[0].click()
    wait(lambda: css(browser, ".verdict"))
    assert "ridgeline-times.example" in css(browser, "main")[0].text
    assert not complaints(browser)


def test_attacks_change_nothing(browser: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dedup.run([str(attack_dump(tmp_path))], out, report=False)
    with serving(out / "archive.duckdb", "--read-only") as server:
        address = f"http://{server.host}:{server.port}"
        browser.get(address + "/?" + urlencode({"q": '"><script>document.title="attacked"</script>'}))
        assert not css(browser, "#attacked, img, main script")
        seen, waiting = set(), [f"{address}/", f"{address}/overview", f"{address}/?q=script"]
        while waiting and len(seen) < 30:
            path = waiting.pop(0)
            seen.add(path)
            browser.get(path)
            assert browser.title != "attacked"
            assert not css(browser, "#attacked, img, iframe, main script")
            for link in css(browser, "main a"):
                target = link.get_attribute("href")
                assert re.match(r"https?:", target)
                if target.startswith(address) and target not in seen | set(waiting):
                    waiting.append(target)
        assert len(seen) > 10
        assert not complaints(browser)
