"""The server as a process: it opens the archive, answers, and stops when it is asked to."""

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

import uvicorn

from dedup.config import Config, ConfigError
from dedup.ingest import Article, RecordReader
from dedup.integrations.rest.app import make_app
from dedup.integrations.rest.guard import Access, is_address
from dedup.integrations.rest.limits import Limits
from dedup.integrations.service import Owner
from dedup.pipeline import FilterConfig

GRACE_SECONDS = 7
"""In which requests that are being answered may end, once the server is asked to stop: containers are killed after ten
seconds by default."""
CLOSING_SECONDS = 2
"""In which the batch that is being compared may end after that."""
_LEAST_TOKEN = 16
"""Characters of a token: 64 bits even if it is written in hexadecimal digits."""
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
    access: Access | None = None,
    insecure: bool = False,
    read_only: bool = False,
    config: Config | None = None,
    wait: float = 0.0,
    against: Sequence[str | Path] = (),
    started: Callable[[str], None] | None = None,
) -> None:
    """Answer for the archive at a path, which is made if there is none, until SIGINT or SIGTERM.

    `started` is called with the address once it answers; port 0 takes a free one. What was answered is committed.

    What one of the archives `against` holds is a duplicate too, for `/filter` and `/check`; these are only read.

    Without a token in `access` only this machine may ask, unless `insecure` says that anybody may.

    Raises:
        ConfigError: if others could reach `host`, and there is neither a token nor `insecure`.
        ArchiveError, ArchiveBusyError: as `Archive.open` and `Archive.filter`.
        OSError: if the archive cannot be read or written, or the address cannot be had.
    """
    access = access or Access()
    if access.token is None and not insecure and not is_loopback(host):
        raise ConfigError(f"others can reach {host}: give --token-file, or --insecure if anybody may ask and add")
    access = replace(access, hosts=access.hosts | {host.lower()})
    with ExitStack() as held:
        listening = held.enter_context(_listen(host, port))
        owner = Owner(
            archive, settings or FilterConfig(), read_only=read_only, config=config, wait=wait, against=against
        )
        held.callback(owner.close, CLOSING_SECONDS)
        # Kernels and what the archive knows are loaded by the first who asks; nobody shall wait for that.
        first = RecordReader(owner.config.read, "first").record({"text": "A ship came in. It sailed again."}, "0")
        if isinstance(first, Article):
            owner.look([first]).result()
        answering = uvicorn.Config(
            make_app(owner, limits, access),
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        _Server(answering, lambda: started(address) if started else None).run([listening])


def is_loopback(host: str) -> bool:
    """Return whether nobody but this machine can reach an address."""
    return host.lower() == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def read_token(path: str | Path) -> str:
    """Return the token that a file holds: its first line.

    Raises:
        ConfigError: if there is none of at least 16 characters.
        OSError: if the file cannot be read.
    """
    with open(path, encoding="utf-8", errors="replace") as file:
        token = file.readline(4096).strip()
    if len(token) < _LEAST_TOKEN or not token.isascii() or not token.isprintable():
        raise ConfigError(f"{path}: a token is a line of at least {_LEAST_TOKEN} printable ASCII characters")
    return token


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise OSError(f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}") from error
