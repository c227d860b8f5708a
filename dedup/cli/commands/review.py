"""`dedup review`."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, Width
from dedup.cli.commands.settings import check_kind


def review_command(
    labels: Annotated[
        Path,
        typer.Argument(metavar="LABELS", help="Where your judgements go, a line each.", show_default=False),
    ],
    archive: ArchivePath,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only copy, rewrite or translation.")] = None,
    most: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many pairs.")] = 50,
    width: Width = None,
) -> None:
    """Judge pairs of articles yourself, the least sure first.

    Two articles stand side by side, and nothing says what was decided of them. Answer y (the same story), n (another),
    s (skip) or q (quit). Judgements are appended to LABELS, and pairs that are in it are not asked again: run the
    same command to go on. `dedup evaluate LABELS` then measures the archive against them.
    """
    import orjson

    from dedup.api import Archive
    from dedup.cli.render.terminal import print_page, say
    from dedup.messages import count, line
    from dedup.queries import doubtful_pairs, explain_pair, read_truth
    from dedup.queries.printed import blind_page

    check_kind(kind)
    known = set(read_truth(labels).pairs) if labels.exists() and labels.stat().st_size else set()
    done = 0
    with Archive.open(archive) as opened, labels.open("ab") as file:
        for pair in doubtful_pairs(opened, kind):
            if done == most:
                break
            if pair in known:
                continue
            print_page(blind_page(explain_pair(opened, *pair)), width)
            answer = _answer()
            if answer == "q":
                break
            if answer == "s":
                continue
            file.write(orjson.dumps({"a": pair[0], "b": pair[1], "same": answer == "y"}) + b"\n")
            file.flush()
            done += 1
    say(f"{count(done, 'pair')} judged; next: dedup evaluate {line(labels)} --archive {line(archive)}")


def _answer() -> str:
    """One of y, n, s, q; the end of the input quits."""
    while True:
        try:
            answer = input("the same story? y, n, s to skip, q to quit: ").strip().lower()[:1]
        except EOFError:
            return "q"
        if answer in ("y", "n", "s", "q"):
            return answer
