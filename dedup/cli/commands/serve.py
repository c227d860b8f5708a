"""`dedup serve`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli.commands.options import (
    Against,
    KeptArchive,
    Kinds,
    Mapped,
    Quiet,
    ReadOnly,
    Wait,
    Window,
    refuse_itself,
    zero_or_more,
)
from dedup.cli.commands.settings import filter_config, made_with, naming, with_fields

if TYPE_CHECKING:
    from dedup.integrations.rest import Limits


def serve_command(
    archive: KeptArchive,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; by default this machine only.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65_535, metavar="PORT", help="0 for a free one.")] = 8300,
    against: Against = None,
    kinds: Kinds = None,
    window: Window = None,
    max_bytes: Annotated[str, typer.Option(metavar="SIZE", help="Larger requests are refused.")] = "16MiB",
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Requests must carry the token in it (Authorization: Bearer TOKEN)."),
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Let anybody who reaches the address ask and add, without a token.")
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name by which clients may ask, beside localhost; may be repeated."),
    ] = None,
    max_requests: Annotated[int, typer.Option(min=1, metavar="N", help="Requests answered at a time.")] = 512,
    max_rate: Annotated[
        float,
        typer.Option(
            min=0, callback=zero_or_more, metavar="N", help="Requests a second of one address; 0 for no limit."
        ),
    ] = 0.0,
    log_requests: Annotated[
        bool, typer.Option("--log-requests", help="Log each request as a line of JSON, without what is in it.")
    ] = False,
    read_only: ReadOnly = False,
    mapped: Mapped = None,
    wait: Wait = 0.0,
    quiet: Quiet = False,
) -> None:
    """Serve an archive over HTTP, so that many clients can add to it.

    Ctrl-C or SIGTERM ends it.

    POST /filter passes on the records (JSON Lines, or an array) that are new, as `dedup filter` does;
    POST /check asks about one, POST /origin where it comes from; GET /health; GET /metrics (Prometheus);
    GET /openapi.json describes all of it. Only this machine may ask, unless --token-file says who else.
    A browser is shown pages at /: search, stories, pairs, outlets, and where a pasted text has its story from. With
    --token-file it is asked for the token first.
    """
    import logging

    from dedup.cli.render.terminal import say

    need_packages()
    refuse_itself(archive, against or ())
    from dedup.cli.stopping import allow_seconds
    from dedup.integrations.rest import CLOSING_SECONDS, GRACE_SECONDS, LOG, Access, read_token, serve

    # Requests that are being answered may end first.
    allow_seconds(GRACE_SECONDS + CLOSING_SECONDS)
    logging.basicConfig(format="%(message)s")
    LOG.setLevel(logging.INFO if log_requests else logging.ERROR)
    access = Access(
        token=read_token(token_file) if token_file is not None else None,
        hosts=frozenset(name.lower() for name in allow_host or ()),
    )
    settings = filter_config(kinds, window)
    config = with_fields(made_with(archive), mapped) if mapped else None
    serve(
        archive,
        settings,
        host=host,
        port=port,
        limits=_limits(max_bytes, max_requests, max_rate),
        access=access,
        insecure=insecure,
        read_only=read_only,
        config=config,
        wait=wait,
        against=against or (),
        started=None if quiet else lambda address: say(f"answering on {address}"),
    )


def _limits(max_bytes: str, max_requests: int, max_rate: float) -> "Limits":
    from dataclasses import replace

    from dedup.config import bytes_of
    from dedup.integrations.rest import Limits

    with naming("--max-bytes"):
        size = bytes_of(max_bytes)
    return replace(
        Limits(),
        request_bytes=size,
        waiting_bytes=8 * size,
        requests=max_requests,
        requests_a_second=max_rate,
    )


def need_packages() -> None:
    """Refuse to serve without the packages of the extra `serve`.

    Raises:
        ConfigError: if a package of the extra `serve` is missing.
    """
    from importlib.util import find_spec

    from dedup.config import ConfigError

    if any(find_spec(name) is None for name in ("starlette", "uvicorn")):
        raise ConfigError("serving needs more packages: pip install 'dedup-news[serve]'")
