"""An agent asks an archive: a real client of the protocol over standard input and output."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from whole_run import Ran

from dedup.cli.program import app

NEW = "A bridge of oak was opened over the Aller on Monday; it took nine carpenters four years and 380,000 euros."


def asked(archive: Path, questions: list[tuple[str, dict[str, Any]]], *more: str) -> tuple[set[str], list[Any]]:
    """The names of the tools, and the answers to questions, from a server that was started for them."""
    pytest.importorskip("mcp")
    # Nearly a second of a processor, in every process that collects.
    from mcp import ClientSession, StdioServerParameters, stdio_client

    async def ask() -> tuple[set[str], list[Any]]:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "dedup", "mcp", "--archive", str(archive), *more],
            # The client leaves out most of it, and where kernels are kept with that: they would be compiled again.
            env=dict(os.environ),
        )
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            tools = {tool.name for tool in (await session.list_tools()).tools}
            return tools, [await session.call_tool(name, arguments) for name, arguments in questions]

    return asyncio.run(asyncio.wait_for(ask(), 120))


def test_an_agent_asks(ran: Ran) -> None:
    before = ran.archive.read_bytes()
    tools, answers = asked(
        ran.archive,
        [
            ("search", {"words": "norvik ransom"}),
            ("stories", {"words": "norvik", "limit": 5}),
            ("origin", {"article": "nvjuh68"}),
            ("story", {"name": "nvjuh68"}),
            ("explain", {"a": "nvjuh68", "b": "yz4qfum"}),
            ("outlet", {"name": "harbourpost.example"}),
            ("check", {"text": NEW}),
            ("origin", {"article": "nobody"}),
            ("outlet", {"name": "nobody" * 100_000}),
        ],
    )
    assert tools == {"search", "stories", "origin", "story", "explain", "outlet", "check"}
    found = [answer.structured_content for answer in answers[:-2]]
    assert not any(answer.is_error for answer in answers[:-2])
    assert any("Norvik" in article["title"] for article in found[0]["articles"])
    assert [story["articles"] for story in found[1]["stories"]] == [10]
    assert (found[2]["answer"], found[2]["parent"]) == ("taken", "yz4qfum")
    assert found[2]["words"].startswith("6 May 2025, 14:20 UTC  ridgeline-times.example")
    assert len(found[3]["articles"]) == 10
    assert (found[4]["kind"], "text" in found[4]["a"]) == ("copy", False)
    assert found[5]["articles"] == 8
    assert found[6]["status"] == "first"
    assert answers[-2].is_error
    assert "no article has the id or URL" in answers[-2].content[0].text
    assert answers[-1].is_error
    assert len(answers[-1].content[0].text) < 2_500
    assert ran.archive.read_bytes() == before


def test_an_agent_adds_only_where_it_may(ran: Ran, tmp_path: Path) -> None:
    archive = tmp_path / "archive.duckdb"
    shutil.copy(ran.archive, archive)
    article = {"text": NEW, "title": "Bridge", "url": "https://aller-bote.example/1"}
    tools, answers = asked(archive, [("add", article), ("check", {"text": f"{NEW} It is said."})], "--write")
    assert "add" in tools
    added, checked = (answer.structured_content for answer in answers)
    assert added["status"] == "first"
    assert checked["status"] != "first"


def test_without_the_package_it_says_what_to_install(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    answer = CliRunner().invoke(app, ["mcp", "--archive", str(ran.archive)])
    assert answer.exit_code == 2
    assert "dedup-news[mcp]" in answer.stderr
