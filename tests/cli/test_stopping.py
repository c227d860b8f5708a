"""A signal is heard within three seconds, whatever the command is at."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# What holds the main thread in native code, or has it wait for a thread that is: no signal interrupts it.
_NATIVE = "hashlib.pbkdf2_hmac('sha256', b'', b'', 2_000_000_000)"
_AT_WORK = {
    "main": f"lambda *a, **k: (os.write(1, b'at work\\n'), {_NATIVE})",
    "thread": (
        f"lambda *a, **k: list(Engine(None, 2).map(lambda part: (os.write(1, b'at work\\n'), {_NATIVE}), range(2)))"
    ),
}


@pytest.mark.parametrize("where", ["main", "thread"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_native_code_does_not_keep_a_signal_waiting(where: str, number: int, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text("{}\n")
    program = (
        "import hashlib, os, dedup.jobs\n"
        "from dedup.pipeline.backend.engine import Engine\n"
        f"dedup.jobs.run_dumps = {_AT_WORK[where]}\n"
        "from dedup.cli.program import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, "run", str(tmp_path / "d.jsonl"), "-o", str(tmp_path / "o"), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"at work\n"
            time.sleep(0.2)
            sent = time.monotonic()
            process.send_signal(number)
            assert process.wait(20) == 130
            # Three seconds, and some for a machine at work.
            assert time.monotonic() - sent < 6
        finally:
            process.kill()
