"""The report in a real browser: reading it by keyboard and pointer, small and dark and printed, and under attack."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from attack import attack_dump
from browser import complaints, emulated, start, wait
from whole_run import SAMPLES, Ran

import dedup
from dedup.export import REPORT_FILE

IMAGES = SAMPLES.parent / "docs" / "images"


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[Any]:
    found = start(downloads)
    yield found
    found.quit()


@pytest.fixture
def page(browser: Any, ran: Ran) -> Iterator[Any]:
    """The browser at the report of the samples, which must leave the console empty."""
    browser.get((ran.out / REPORT_FILE).as_uri())
    yield browser
    assert not complaints(browser)


def css(page: Any, query: str) -> list[Any]:
    return list(page.find_elements("css selector", query))


def one(page: Any, query: str) -> Any:
    (found,) = css(page, query)
    return found


def choose(page: Any, name: str, value: str) -> None:
    from selenium.webdriver.support.select import Select

    Select(one(page, f"#filters select[name={name}]")).select_by_value(value)


def shown_rows(page: Any) -> list[Any]:
    return [row for row in css(page, "#story-table tbody tr") if row.is_displayed()]


def open_story(page: Any, place: int = 0) -> None:
    css(page, "#story-table tbody a")[place].click()
    wait(lambda: css(page, "#detail article.story"))


def inner_width(page: Any) -> tuple[int, int]:
    sizes = page.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    return sizes[0], sizes[1]


def test_search_and_filters(page: Any, ran: Ran) -> None:
    assert len(shown_rows(page)) == ran.summary.stories
    search = one(page, "#filters input[type=search]")
    search.send_keys("norvik")
    wait(lambda: len(shown_rows(page)) == 1)
    assert "Norvik" in shown_rows(page)[0].text
    assert one(page, "#shown").text == f"1 of {ran.summary.stories} stories"
    one(page, "#filters button").click()
    wait(lambda: len(shown_rows(page)) == ran.summary.stories)
    choose(page, "lang", "he")
    wait(lambda: len(shown_rows(page)) < ran.summary.stories)
    assert all("he" in row.get_attribute("data-langs").split() for row in shown_rows(page))


def test_many_stories_are_shown_when_asked_for(page: Any, ran: Ran) -> None:
    page.execute_script("document.querySelector('#story-table').dataset.most = 5")
    head = css(page, "#story-table thead button")[4]
    head.click()
    first = [row.text for row in shown_rows(page)]
    assert len(first) == 5
    head.click()
    assert not {row.text for row in shown_rows(page)} & set(first), "the first of another order"
    more = one(page, "#stories .more")
    assert more.text == f"Show all {ran.summary.stories} stories"
    with emulated(page, width=400):
        assert len(shown_rows(page)) == 5
        more.click()
        assert (len(shown_rows(page)), more.is_displayed()) == (ran.summary.stories, False)
        one(page, "#filters input[type=search]").send_keys("norvik")
        wait(lambda: len(shown_rows(page)) == 1)


def test_sorting(page: Any) -> None:
    head = css(page, "#story-table thead button")[4]
    for direction in ("ascending", "descending"):
        head.click()
        assert head.find_element("xpath", "..").get_attribute("aria-sort") == direction
        dates = [row.find_elements("css selector", "td")[4].text for row in shown_rows(page)]
        assert dates == sorted(dates, reverse=direction == "descending")
        assert len(set(dates)) > 3


def test_a_story_its_pair_and_back(page: Any, ran: Ran) -> None:
    open_story(page)
    assert page.switch_to.active_element.tag_name == "h1"
    title = one(page, "#detail h1").text
    assert title in page.title
    assert css(page, "#detail svg.timeline text")
    assert css(page, "#detail svg.chain text")
    a_copy = next(link for link in css(page, "#detail .links > li") if "a copy of" in link.text)
    a_copy.find_element("css selector", "a.compare").click()
    wait(lambda: css(page, "#detail article.pair .aligned"))
    assert css(page, "#detail .legend del")
    css(page, "#detail .crumbs a")[1].click()
    wait(lambda: css(page, "#detail article.story"))
    assert one(page, "#detail h1").text == title
    page.back()
    page.back()
    page.back()
    wait(lambda: len(shown_rows(page)) == ran.summary.stories)


def test_every_story_and_pair_opens(page: Any) -> None:
    names = [block.get_attribute("id").removeprefix("t-") for block in css(page, "script[id^=t-s]")]
    for name in names:
        page.execute_script(f"location.hash = '#{name}'")
        wait(
            lambda name=name: (
                f"Story {name}" in page.execute_script("return document.querySelector('#detail').textContent")
            )
        )
        for pair in css(page, f"#detail a[href^='#{name}-']")[:1]:
            pair.click()
            wait(lambda: css(page, "#detail article.pair .row"))


PICTURED = [("report-overview.png", 1180), ("report-story.png", 1260), ("report-pair.png", 900)]
"""The pictures in the docs, 1100 pixels wide, and how high each is."""

HEADS = """
return [...document.querySelectorAll("main :is(h1, h2, thead th, label, button:not(tbody *), summary, .legend)")]
  .filter(one => one.offsetParent && one.innerText.trim())
  .map(one => one.innerText.split("\\n")[0].trim().replace(/\\d+/g, "0"));
"""
"""What the page is made of; figures count as one, for they change with every release, and no font comes into it."""


@pytest.mark.parametrize("place", range(len(PICTURED)))
def test_pictures_in_the_docs_show_the_report_as_it_is(place: int, page: Any) -> None:
    """`DEDUP_WRITE_DOCS=1` takes them anew, and notes beside them what the page was made of."""
    name, height = PICTURED[place]
    file, seen = IMAGES / name, IMAGES / "shown.json"
    with emulated(page, width=1100, height=height):
        page.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
        page.refresh()
        if place:
            link = next(one for one in css(page, "#story-table tbody a") if one.text.startswith("Norvik Lines"))
            page.get(link.get_attribute("href"))
            wait(lambda: css(page, "#detail article.story"))
        if place == 2:
            css(page, "#detail a.compare")[0].click()
            wait(lambda: css(page, "#detail article.pair .aligned"))
        page.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
        shown = json.loads(seen.read_text("utf-8")) if seen.exists() else {}
        heads = page.execute_script(HEADS)
        if os.environ.get("DEDUP_WRITE_DOCS"):
            page.save_screenshot(str(file))
            seen.write_text(json.dumps(shown | {name: heads}, ensure_ascii=False, indent=1) + "\n", "utf-8")
            return
        assert file.exists()
        assert heads == shown[name], "the picture is old: run this test with DEDUP_WRITE_DOCS=1"


def test_words_from_right_to_left(page: Any) -> None:
    choose(page, "lang", "he")
    shown_rows(page)[0].find_element("css selector", "a").click()
    addresses = [link.get_attribute("href") for link in wait(lambda: css(page, "#detail a.compare"))]
    directions = set()
    for address in addresses:
        page.get(address)
        texts = wait(lambda: css(page, "#detail article.pair .aligned .text"))
        directions |= {(text.get_attribute("lang"), text.value_of_css_property("direction")) for text in texts}
    assert directions == {("he", "rtl"), ("en", "ltr")}


def test_downloads(page: Any, downloads: Path) -> None:
    open_story(page)
    for button in css(page, "#detail figcaption button"):
        button.click()
    files = wait(lambda: len(found := [*downloads.glob("*.svg"), *downloads.glob("*.png")]) == 4 and found)
    for file in files:
        wait(lambda file=file: file.stat().st_size)
        if file.suffix == ".svg":
            root = ElementTree.fromstring(file.read_text("utf-8"))
            assert all(part.get("fill") for part in root.iter("{http://www.w3.org/2000/svg}text"))
        else:
            assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert {re.sub(r"s\w{12}", "S", file.name) for file in files} == {
        "dedup-S-timeline.svg", "dedup-S-timeline.png", "dedup-S-chain.svg", "dedup-S-chain.png",
    }  # fmt: skip


def test_the_table_of_outlets_fits_a_laptop(page: Any) -> None:
    with emulated(page, width=1280):
        table = one(page, "#outlets .scroll:has(.sortable)")
        wide, room = page.execute_script("return [arguments[0].scrollWidth, arguments[0].clientWidth]", table)
        assert wide <= room
        tiles = css(page, ".tiles b")
        assert len({round(tile.rect["y"]) for tile in tiles}) == 1, (
            "figures stand on one line, however long their words"
        )


def test_a_narrow_screen(page: Any) -> None:
    with emulated(page, width=400):
        width, inner = inner_width(page)
        assert width <= inner == 400
        open_story(page)
        assert inner_width(page)[0] <= 400
        css(page, "#detail a.compare")[0].click()
        wait(lambda: css(page, "#detail article.pair"))
        assert inner_width(page)[0] <= 400
        left, right = css(page, "#detail .aligned")[0].find_elements("css selector", ".text")
        assert right.rect["y"] >= left.rect["y"] + left.rect["height"]


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_COLOURS = """
    const seen = {};
    for (const element of document.querySelectorAll("#detail *")) {
      if (!Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim())) continue;
      if (!element.getClientRects().length) continue;
      const drawn = element instanceof SVGElement;
      const ink = drawn ? getComputedStyle(element).fill : getComputedStyle(element).color;
      let behind = drawn ? element.closest("svg").querySelector(".paper") : element;
      const clear = (part) => /, 0\\)$/.test(getComputedStyle(part).backgroundColor);
      while (!drawn && behind && clear(behind)) behind = behind.parentElement;
      const paper = drawn ? getComputedStyle(behind).fill : getComputedStyle(behind || document.body).backgroundColor;
      seen[ink + " on " + paper] = element.outerHTML.slice(0, 120);
    }
    return seen;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(page: Any, scheme: str) -> None:
    with emulated(page, scheme=scheme):
        open_story(page)
        seen = page.execute_script(_COLOURS)
        css(page, "#detail a.compare")[-1].click()
        wait(lambda: css(page, "#detail article.pair"))
        seen |= page.execute_script(_COLOURS)
        assert len(seen) > 5
        for pair, where in seen.items():
            light, dark = sorted(map(luminance, pair.split(" on ")), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (pair, where)
        paper = page.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert (luminance(paper) > 0.5) == (scheme == "light")


def test_print_shows_the_story_alone(page: Any) -> None:
    open_story(page)
    unfolded = "return document.querySelector('#detail .verdict details li').checkVisibility()"
    assert not page.execute_script(unfolded)
    with emulated(page, media="print"):
        assert not one(page, "header.top").is_displayed()
        assert not css(page, "#detail figcaption")[0].is_displayed()
        assert one(page, "#detail svg.chain").is_displayed()
        assert page.execute_script(unfolded), "nobody opens a fold on paper"


def test_a_dark_screen_prints_on_white_paper(page: Any) -> None:
    open_story(page)
    papers = {}
    for scheme in ("light", "dark"):
        with emulated(page, media="print", scheme=scheme):
            papers[scheme] = one(page, "#detail .verdict").value_of_css_property("background-color")
    assert papers["dark"] == papers["light"]


def test_print_keeps_the_words_of_the_tables_heads(page: Any) -> None:
    """Chromium repeats a head on the next page, but not the words of a button with a box of its own."""
    with emulated(page, media="print"):
        style = (
            "const one = arguments[0]; return [getComputedStyle(one).display, getComputedStyle(one, '::after').content]"
        )
        for button in css(page, "#story-table th button"):
            assert page.execute_script(style, button) == ["contents", "none"]


def test_by_keyboard(page: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    page.switch_to.active_element.send_keys(Keys.TAB)
    assert page.switch_to.active_element.text == "Skip to the content"
    link = css(page, "#story-table tbody a")[0]
    page.execute_script("arguments[0].focus()", link)
    link.send_keys(Keys.ENTER)
    wait(lambda: css(page, "#detail article.story"))
    for landmark in ("header", "nav", "main", "footer"):
        assert css(page, landmark), landmark
    page.back()
    wait(lambda: page.switch_to.active_element == link)


def test_attacks_change_nothing(browser: Any, tmp_path: Path) -> None:
    dedup.run([str(attack_dump(tmp_path))], tmp_path / "out")
    browser.get((tmp_path / "out" / REPORT_FILE).as_uri())
    assert browser.title == "dedup report"
    assert len(shown_rows(browser)) == 1
    open_story(browser)
    for link in css(browser, "#detail a"):
        assert re.match(r"(?i)file:|https?:", link.get_attribute("href"))
    assert not css(browser, "#attacked, img, iframe, #detail script")
    assert "attacked" in one(browser, "#detail").text
    pairs = [link.get_attribute("href") for link in css(browser, "#detail a[href^='#s'][href*='-']")]
    assert pairs
    for address in pairs[:3]:
        browser.get(address)
        wait(lambda: css(browser, "#detail article.pair"))
        assert not css(browser, "#attacked, img, iframe, #detail script")
        browser.back()
        wait(lambda: css(browser, "#detail article.story"))
    assert "attacked ·" not in browser.title.split("·")[-1]
    assert not complaints(browser)


@pytest.fixture(scope="module")
def wide(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of headlines in capitals, in one endless word, and read from the right."""
    folder = tmp_path_factory.mktemp("wide")
    text = "The council of Larkhaven voted on Tuesday to keep the old lock open until the bridge is mended in June."
    arabic = (
        "أعلنت وزارة الموارد المائية اكتمال المرحلة الأولى من مشروع القناة الجديدة في سهل الريحانة بكلفة كبيرة جدا."
    )
    rows = [
        {
            "id": f"{name}{n}",
            "outlet": f"outlet-{n}.example",
            "title": title,
            "text": body,
            "published": f"2025-03-0{n}",
        }
        for name, title, body in (
            ("caps", "COUNCIL OF LARKHAVEN VOTES TO KEEP THE OLD LOCK OPEN, WHATEVER COMMON MEN SAY " * 2, text * 2),
            ("word", "W" * 180, text.replace("Larkhaven", "Ostermoor").replace("old lock", "new weir") * 2),
            ("right", arabic * 2, arabic + " وقالت المديرة إن القناة ستسقي آلاف الهكتارات من أراضي المزارعين."),
        )
        for n in (1, 2)
    ]
    dump = folder / "dump.jsonl"
    dump.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    dedup.run([dump], folder / "out")
    return folder / "out" / REPORT_FILE


def test_no_headline_leaves_its_place(browser: Any, wide: Path) -> None:
    browser.get(wide.as_uri())
    stories = [link.get_attribute("href") for link in css(browser, "#story-table tbody a")]
    assert stories
    last = "return document.querySelector('#story-table thead th:last-child').getBoundingClientRect().right"
    assert browser.execute_script(last) <= 1280
    for story in stories:
        browser.get("about:blank")
        browser.get(story)
        wait(lambda: css(browser, "#detail article.story"))
        ends = browser.execute_script(
            "return [...document.querySelectorAll('#detail .drawing text')].map((t) => [t.getBBox(), t.textContent])"
            ".map(([box, words]) => [box.x, box.x + box.width, words])"
        )
        assert [found for found in ends if found[0] < 0 or found[1] > 900] == []


def test_a_phone_shows_when_the_first_article_appeared(browser: Any, wide: Path) -> None:
    with emulated(browser, width=400):
        browser.get("about:blank")
        browser.get(wide.as_uri())
        open_story(browser)
        first = one(browser, "#detail .timeline g:first-of-type rect, #detail .timeline g:first-of-type circle")
        assert first.rect["x"] < 330
