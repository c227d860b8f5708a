"""The server as a process: it opens the archive, answers, and stops when it is told to."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from dedup.config import Config
from dedup.ingest import Article, RecordReader
from dedup.integrations.rest.app import make_app
from dedup.integrations.rest.limits import Limits
from dedup.integrations.service import Owner
from dedup.pipeline import FilterConfig

_GRACE_SECONDS = 30
"""In which requests that are being answered may end, once the server is told to stop."""
_BACKLOG = 1024
"""Connections that may wait to be accepted, as everywhere."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._tell_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal, and leave it at that: uvicorn's own raises the signal again when all is done."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(
    archive: str | Path,
    settings: FilterConfig | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8300,
    limits: Limits | None = None,
    read_only: bool = False,
    config: Config | None = None,
    wait: float = 0.0,
    started: Callable[[str], None] | None = None,
) -> None:
    """Answer for the archive at a path, which is made if there is none, until SIGINT or SIGTERM.

    `started` is called with the address once it answers; port 0 takes a free one. What was answered is committed.

    Raises:
        ArchiveError, ArchiveBusyError: as `Archive.open` and `Archive.filter`.
        OSError: if the archive cannot be read or written, or the address cannot be had.
    """
    with ExitStack() as held:
        listening = held.enter_context(_listen(host, port))
        owner = held.enter_context(
            Owner(archive, settings or FilterConfig(), read_only=read_only, config=config, wait=wait)
        )
        # Kernels and what the archive knows are loaded by the first who asks; nobody shall wait for that.
        first = RecordReader(owner.config.read, "first").record({"text": "A ship came in. It sailed again."}, "0")
        if isinstance(first, Article):
            owner.look([first]).result()
        answering = uvicorn.Config(
            make_app(owner, limits),
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        _Server(answering, lambda: started(address) if started else None).run([listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise OSError(f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}") from error
