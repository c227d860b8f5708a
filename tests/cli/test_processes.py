"""The commands as processes: start-up, pipes, signals, full disks."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from in_fork import Fork, call_in_fork, in_fork
from whole_run import Ran

import dedup.cli

DEDUP = (sys.executable, "-m", "dedup.cli")


def content(folder: Path) -> dict[str, bytes]:
    """Of a lock nothing is left but its empty file: to delete it would part those who wait for it."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "archive.duckdb.lock"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The samples forty times over, each time with half of the words changed."""
    path = tmp_path_factory.mktemp("large") / "dump.jsonl"
    rows = [json.loads(line) for line in (samples / "dump.jsonl").open(encoding="utf-8")]
    with path.open("w", encoding="utf-8") as out:
        for again in range(40):
            for row in rows:
                words = (
                    word if zlib.crc32(f"{word} {again}".encode()) % 2 else f"{word}{chr(97 + again % 26)}q"
                    for word in row["text"].split(" ")
                )
                changed = {"id": f"{row['id']}-{again}", "url": f"{row['url']}&n={again}", "text": " ".join(words)}
                out.write(json.dumps(row | changed) + "\n")
    return path


@pytest.fixture(scope="module")
def half(large: Path) -> Path:
    """Half of that, where nothing needs to go on for seconds."""
    lines = large.read_bytes().splitlines(keepends=True)
    path = large.with_name("half.jsonl")
    path.write_bytes(b"".join(lines[: len(lines) // 2]))
    return path


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A dozen of the samples, where it matters only that a run has all its stages."""
    path = tmp_path_factory.mktemp("few") / "dump.jsonl"
    path.write_bytes(b"".join((samples / "dump.jsonl").read_bytes().splitlines(keepends=True)[:12]))
    return path


def test_help_loads_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", *DEDUP[1:], "--help"], capture_output=True, text=True, check=True
    )
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in loaded.stderr.splitlines()}
    assert "typer" in modules
    assert not modules & {"numba", "numpy", "duckdb", "pyarrow", "rich", "scipy", "lxml", "trafilatura", "orjson"}


def test_pandas_is_loaded_for_nobody_but_who_asks_for_it(tmp_path: Path) -> None:
    """pyarrow and DuckDB look for it to ask whether what they are given is a frame: 0.2 s of each command."""
    pytest.importorskip("pandas")
    code = """if True:
        import sys
        from dedup.messages import keep_pandas_out
        keep_pandas_out()
        ours = "import duckdb, pyarrow; duckdb.connect().register('rows', pyarrow.table({'a': ['b']}))"
        exec(ours, {"__name__": "dedup.probe"})
        print("pandas" in sys.modules)
        import pandas
        print(pandas.DataFrame({"a": [1]}).shape)
    """
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert said.stdout.split("\n") == ["False", "(1, 1)", ""], said.stderr


def test_standard_input(ran: Ran, samples: Path, tmp_path: Path) -> None:
    lines = (samples / "dump.jsonl").read_bytes()
    answer = in_fork("run", "-", samples / "pages", "-o", tmp_path / "out", "--no-report", stdin=lines)
    assert answer.returncode == 0, answer.stderr
    for name in ("articles.jsonl", "matches.jsonl", "stories.jsonl", "links.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (ran.out / name).read_bytes()


def test_no_bars_and_no_colours_in_a_pipe(few: Path, tmp_path: Path) -> None:
    answer = in_fork("run", few, "-o", tmp_path / "out")
    assert answer.returncode == 0
    assert b"\x1b" not in answer.stderr
    assert b"\r" not in answer.stderr


def test_bars_on_a_terminal(few: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()

    def program() -> None:
        os.close(ours)
        os.dup2(theirs, 2)
        os.close(theirs)
        os.environ["TERM"] = "xterm"
        dedup.cli.main()

    process = Fork.start("run", few, "-o", tmp_path / "out", program=program)
    os.close(theirs)
    printed = b""
    try:
        while piece := os.read(ours, 1 << 16):
            printed += piece
    except OSError:  # the other side is closed
        pass
    process.communicate(60)
    assert process.returncode == 0
    os.close(ours)
    assert all(stage in printed for stage in (b"read", b"text", b"match", b"provenance"))
    assert b"\x1b" in printed


def test_a_reader_that_has_had_enough(ran: Ran) -> None:
    a, b = next((row["a"], row["b"]) for row in ran.rows("matches.jsonl"))
    command = [*DEDUP, "explain", a, b, "--archive", str(ran.archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""


def wait_for_work(folder: Path, process: subprocess.Popen[bytes] | None = None) -> None:
    """Until a run has made its folder in `folder`, and has locked it."""
    late = time.monotonic() + 60
    while not any(folder.glob(".dedup-*/lock")):
        assert time.monotonic() < late
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.01)


def in_process(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*DEDUP, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.parametrize(
    ("start", "number", "delay"),
    [
        pytest.param(in_process, signal.SIGINT, 0.0, id="SIGINT at the start of a process"),
        pytest.param(Fork.start, signal.SIGTERM, 0.3, id="SIGTERM soon"),
        pytest.param(Fork.start, signal.SIGINT, 1.0, id="SIGINT later"),
        pytest.param(Fork.start, signal.SIGTERM, 2.5, id="SIGTERM late"),
    ],
)
def test_stopping_leaves_what_was_there(
    ran: Ran,
    large: Path,
    tmp_path: Path,
    start: Callable[..., Fork | subprocess.Popen[bytes]],
    number: signal.Signals,
    delay: float,
) -> None:
    """At moments that are spread over a run, which a fork of the loaded program comes to sooner."""
    before = content(ran.out)
    for name, old in before.items():
        (tmp_path / name).write_bytes(old)
    process = start("run", large, "-o", tmp_path, "--force")
    try:
        wait_for_work(tmp_path, process if isinstance(process, subprocess.Popen) else None)
        time.sleep(delay)
        process.send_signal(number)
        time.sleep(0.05)
        process.send_signal(number)
        _, printed = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, printed
    assert b"Traceback" not in printed
    left = [path for path in tmp_path.iterdir() if path.name.startswith(".dedup-")]
    if b"stopped at work" in printed:  # a machine so busy that it did not end by itself within two seconds
        assert len(left) == 1
        shutil.rmtree(left[0])
    else:
        assert b"stopped; what was there before is as it was" in printed
    assert content(tmp_path) == before


@pytest.mark.parametrize(("dump", "size"), [("samples", 100_000), ("half", 4_000_000)])
def test_full_disk(request: pytest.FixtureRequest, tmp_path: Path, dump: str, size: int) -> None:
    """A limit on the size of files fails in the same places as a full disk."""
    import resource

    def program() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        dedup.cli.main()

    inputs = str(request.getfixturevalue(dump))
    answer = call_in_fork(program, ["dedup", "run", inputs, "-o", str(tmp_path / "out")])
    assert answer.returncode == 1, answer.stderr
    assert str(tmp_path / "out").encode() in answer.stderr
    assert b"Traceback" not in answer.stderr
    assert not (tmp_path / "out").exists()


def test_a_killed_run_is_swept_up_by_the_next(large: Path, few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = Fork.start("run", large, "-o", out, "-q")
    wait_for_work(out)
    process.kill()
    process.communicate(60)
    assert [path.name[:7] for path in out.iterdir()] == [".dedup-"]
    assert in_fork("run", few, "-o", out, "-q").returncode == 0
    assert not any(path.name.startswith(".dedup-") for path in out.iterdir())


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_standard_files_do_no_harm(tmp_path: Path, closed: str) -> None:
    """The next file that is opened would take the place of one, and get what is printed."""
    command = f'"{sys.executable}" -m dedup.cli version {closed}'
    answer = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    probe = (
        "import os; from dedup.cli.program import _open_standard_files; _open_standard_files()\n"
        f"number = os.open({str(tmp_path / 'file')!r}, os.O_CREAT | os.O_WRONLY)\n"
        "print('printed', flush=True); os.write(2, b'printed'); assert number > 2, number"
    )
    answer = subprocess.run(["sh", "-c", f'"$0" -c "$1" {closed}', sys.executable, probe], check=False, timeout=60)
    assert answer.returncode == 0
    assert (tmp_path / "file").read_bytes() == b""
