"""Pages that a browser or a mirroring program saved: the note it leaves says from where, and when."""

from pathlib import Path
from typing import Any

import pytest

Gather = Any

TEXT = (
    "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn. "
    "The work is to cost four million and to be done by local firms, the mayor said after the session."
)

SAVED = {
    "a browser": ("", "<!-- saved from url=(0030)https://larkhaven.example/pier -->", "", None),
    "SingleFile": (
        "",
        "",
        "<!--\n Page saved with SingleFile \n url: https://larkhaven.example/pier \n saved date: Tue Dec 16 2025 "
        "14:36:00 GMT+0100 (Central European Standard Time)\n-->",
        "2025-12-16T13:36:00+00:00",
    ),
    "HTTrack": (
        "http:",
        "",
        "<!-- Mirrored from larkhaven.example/pier by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 16 Dec 2025 "
        "13:36:00 GMT -->",
        "2025-12-16T13:36:00+00:00",
    ),
}


NOWHERE = (
    "<!-- saved from url=(0014)about:internet -->",
    "<!-- saved from url=(0030)file:///C:/pages/pier.html -->",
    "<!--\n Page saved with SingleFile \n url: file:///home/a/pier.html \n saved date: Tue Dec 16 2025 14:36 GMT -->",
    "<!-- Mirrored from pier/index.html by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 16 Dec 2025 13:36:00 GMT -->",
)


@pytest.mark.parametrize("note", NOWHERE)
def test_a_page_saved_from_no_site_has_no_address(note: str, tmp_path: Path, gather: Gather) -> None:
    page = (
        f"<!DOCTYPE html>\n{note}<html lang=en><head><title>Pier</title></head><body><article><p>{TEXT}</p></article>"
    )
    (tmp_path / "p.html").write_text(page)
    (article,) = gather([tmp_path / "p.html"]).articles
    assert (article["url"], article["id"], article["outlet"]) == (None, "p.html", None)


@pytest.mark.parametrize("program", SAVED)
def test_a_saved_page_bears_its_address_and_time(program: str, tmp_path: Path, gather: Gather) -> None:
    scheme, above, within, saved = SAVED[program]
    body = f"<body><article><h1>Pier</h1><p>{TEXT}</p></article></body>"
    page = f"<!DOCTYPE html>\n{above}<html lang=en>{within}<meta charset=utf-8><title>Pier</title>{body}</html>"
    (tmp_path / "p.html").write_text(page)
    (article,) = gather([tmp_path / "p.html"]).articles
    assert article["url"] == f"{scheme or 'https:'}//larkhaven.example/pier"
    assert (article["crawled"] and article["crawled"].isoformat()) == saved
