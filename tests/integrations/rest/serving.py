"""A server as a process of its own, and clients of it."""

import http.client
import importlib
import json
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from in_fork import Fork


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    process: Fork
    host: str
    port: int

    def client(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=120)

    def post(self, path: str, body: Any, client: http.client.HTTPConnection | None = None, **headers: str) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, data, client, headers)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        client: http.client.HTTPConnection | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        asked = client or self.client()
        asked.request(method, path, body, headers or {})
        answer = asked.getresponse()
        found = Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()})
        if client is None:
            asked.close()
        return found

    def stop(self, number: int = 15) -> tuple[int, str]:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=120)
        return self.process.returncode, said.decode()


@contextmanager
def serving(archive: Path, *options: str) -> Iterator[Server]:
    for name in ("uvicorn", "dedup.integrations.rest"):
        importlib.import_module(name)  # once, and not in every server
    process = Fork.start("serve", "--archive", archive, "--port", "0", *options)
    try:
        said = process.stderr.readline().decode()
        assert "answering on http://" in said, said + process.stderr.read().decode()
        host, _, port = said.strip().rpartition("//")[2].rpartition(":")
        yield Server(process, host, int(port))
    finally:
        # Not killed: it has temporary files to delete.
        process.terminate()
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def at_once(jobs: Sequence[Callable[[], None]]) -> None:
    """Run all of `jobs` at once, a thread each; raises what the first of them raised."""
    faults: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
