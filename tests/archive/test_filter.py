"""`dedup filter`: what goes in comes out, byte for byte, in order; a duplicate stays one after a restart."""

import json
from pathlib import Path

from in_fork import in_fork
from kept import sample_lines
from whole_run import write_lines

ODD = [
    b'{ "id" : "odd-1",\t"text" : "caf\\u00e9 \\u4e2d\\u6587 and a few more words", "n": 1.0, "big": 1e400 }\r\n',
    b'{"id":"odd-2","text":"words that nobody else has written before this line was","a":{"b":[]} ,"a":2}\n',
]


def filtered(archive: Path, stdin: bytes, *options: str) -> bytes:
    answer = in_fork("filter", "--archive", archive, "-q", *options, stdin=stdin)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_lines_pass_byte_for_byte(tmp_path: Path) -> None:
    lines = [*sample_lines()[:5], *ODD, b"this is no record\n", *sample_lines()[5:8]]
    out = filtered(tmp_path / "a.duckdb", b"".join(lines))
    passed = out.splitlines(keepends=True)
    places = [lines.index(line) for line in passed]
    assert places == sorted(places)
    assert set(ODD) <= set(passed)
    assert b"this is no record\n" in passed


def test_annotated_lines_are_all_there_in_order(tmp_path: Path) -> None:
    lines = [*sample_lines()[:20], b"\n", *ODD, sample_lines()[3]]
    out = filtered(tmp_path / "a.duckdb", b"".join(lines), "--annotate").splitlines()
    given = [line for line in lines if line.strip()]
    assert len(out) == len(given)
    for before, after in zip(given, out, strict=True):
        assert after.startswith(before.rstrip().removesuffix(b"}"))
        assert json.loads(after)["id"] == json.loads(before)["id"]
    assert json.loads(out[-1])["dedup"]["status"] == "known"


def test_after_a_restart_the_same_is_known(tmp_path: Path) -> None:
    lines = b"".join(sample_lines()[:20])
    first = filtered(tmp_path / "a.duckdb", lines, "--annotate").splitlines()
    rejects = tmp_path / "rejects.jsonl"
    assert filtered(tmp_path / "a.duckdb", lines, "--rejects", str(rejects)) == b""
    assert [json.loads(line)["dedup"]["status"] for line in rejects.read_bytes().splitlines()] == ["known"] * 20
    stories = [json.loads(line)["dedup"]["story"] for line in first]
    again = filtered(tmp_path / "a.duckdb", lines, "--annotate").splitlines()
    # An article that was alone may have got a story by those after it.
    assert all(old in (None, json.loads(new)["dedup"]["story"]) for old, new in zip(stories, again, strict=True))


def test_read_only_adds_nothing(archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    name = write_lines(tmp_path / "more.jsonl", sample_lines()[-10:])
    one, two = (filtered(archive, b"", name, "--read-only", "--annotate") for _ in range(2))
    assert one == two
    assert len(one.splitlines()) == 10
    assert archive.read_bytes() == before
