"""Dumps that are nasty to tools like this one, and what they cost beside an ordinary dump of the same size.

    python -m benchmarks.nasty 100000 -o FOLDER

One passage in every article; one outlet whose weather reports differ by their numbers, or whose notices hardly differ
at all; an article of a million words,
and another that holds the half of it; texts of one line. Cost is processor time: a run takes little else, and other
work on the machine changes it least. What a run left out because there was too much of it (`capped` in run.json) is
named under the table.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import orjson

from benchmarks import dumps, languages
from benchmarks.languages import Language
from benchmarks.peers.watching import Taken, watch
from benchmarks.tables import table

Record = dict[str, Any]
_SENTENCE_WORDS: Final = 15


def shared_passage(count: int, language: Language, random: np.random.Generator) -> Iterator[Record]:
    """Articles of 60 words of their own each and 60 that stand in all of them."""
    everywhere = _prose(60, language, random)
    for number in range(count):
        yield _record(number, number, "\n\n".join([_prose(60, language, random), everywhere]))


def weather(count: int, language: Language, random: np.random.Generator) -> Iterator[Record]:
    """Reports of one outlet from one template: a town and nine numbers differ."""
    parts = [_prose(9, language, random).rstrip(".") for _ in range(9)]
    for number in range(count):
        town = language.words[int(random.integers(len(language.words)))].capitalize()
        figures = random.integers(1, 1000, size=9).tolist()
        sentences = [f"{part} {figure}." for part, figure in zip(parts, figures, strict=True)]
        yield _record(number, 1, f"{town}. " + " ".join(sentences))


def notices(count: int, language: Language, random: np.random.Generator) -> Iterator[Record]:
    """Notices of one outlet that differ in a name and a number only, so that each is a copy of each."""
    parts = [_prose(9, language, random) for _ in range(6)]
    for number in range(count):
        town = language.words[int(random.integers(len(language.words)))].capitalize()
        yield _record(number, 1, f"{parts[0]} {town} {int(random.integers(1000))}. " + " ".join(parts[1:]))


def long_article(count: int, language: Language, random: np.random.Generator) -> Iterator[Record]:
    """`10 * count` words in one article, the half of them in another, and articles of 100 words."""
    long = [_prose(100, language, random) for _ in range(count // 10)]
    yield _record(0, 0, "\n\n".join(long))
    yield _record(1, 1, "\n\n".join(long[len(long) // 4 : 3 * len(long) // 4]))
    for number in range(2, count // 10):
        yield _record(number, number % 997, _prose(100, language, random))


def one_liners(count: int, language: Language, random: np.random.Generator) -> Iterator[Record]:
    """Flashes of eight words, one in ten of them said before."""
    said: list[str] = []
    for number in range(count):
        again = said and random.random() < 0.1
        text = said[int(random.integers(len(said)))] if again else _prose(8, language, random)
        if len(said) < 10_000:
            said.append(text)
        yield _record(number, number % 997, text)


NASTY: Final[Mapping[str, Callable[[int, Language, np.random.Generator], Iterator[Record]]]] = MappingProxyType(
    {
        "one passage in all": shared_passage,
        "weather reports": weather,
        "notices": notices,
        "a million words": long_article,
        "one-line texts": one_liners,
    }
)


def write(path: Path, name: str, count: int, seed: int = 1) -> int:
    """Write the dump `name` of NASTY, of about `count` articles; returns its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng([seed, list(NASTY).index(name)])
    with path.open("wb") as file:
        for record in NASTY[name](count, languages.language("en", seed), random):
            file.write(orjson.dumps(record) + b"\n")
    return path.stat().st_size


def _prose(words: int, language: Language, random: np.random.Generator) -> str:
    drawn = [language.words[at] for at in (len(language.words) * random.random(words) ** 2).astype(np.int64).tolist()]
    return " ".join(language.sentence(drawn[at : at + _SENTENCE_WORDS]) for at in range(0, words, _SENTENCE_WORDS))


def _record(number: int, outlet: int, text: str) -> Record:
    return {"id": f"n{number}", "outlet": f"nasty-{outlet}.example", "lang": "en", "text": text}


def measure(dump: Path, out: Path, kinds: str) -> tuple[Taken, Mapping[str, Any]]:
    """Run dedup on `dump`; what it took, and its run.json."""
    out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", str(dump), "-o", str(out)]
    taken = watch([*command, "--kinds", kinds, "--force", "--quiet"], out, None, out.with_suffix(".log"))
    return taken, json.loads((out / "run.json").read_bytes())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure dedup on dumps that are nasty to it.")
    parser.add_argument("articles", type=int)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--kinds", default="copy,rewrite")
    parser.add_argument("--only", action="append", choices=list(NASTY))
    chosen = parser.parse_args()
    lines, notes = [], []
    for name in chosen.only or NASTY:
        folder = chosen.out / name.replace(" ", "-")
        count = 2 * chosen.articles if name == "weather reports" else chosen.articles
        size = write(folder / "dump.jsonl", name, count)
        # An article of the ordinary dump is about 1,090 bytes of file.
        plain = dumps.write(folder / "plain", max(1, size // 1090), recipe=dumps.WIRE)
        ordinary, _ = measure(plain, folder / "plain-out", chosen.kinds)
        taken, report = measure(folder / "dump.jsonl", folder / "out", chosen.kinds)
        lines.append(
            [
                name,
                f"{report['articles']:,}",
                f"{size / 1e6:.0f}",
                f"{taken.cpu:.1f}",
                f"{ordinary.cpu:.1f}",
                f"{taken.cpu / ordinary.cpu:.2f}",
                f"{taken.memory / 1e6:,.0f}",
                f"{sum(report['matches'].values()):,}",
            ]
        )
        notes += [f"{name}: {what}: {count:,}" for what, count in report["capped"].items()]
        print(lines[-1], file=sys.stderr, flush=True)
    print(table(["", "articles", "MB", "CPU s", "ordinary CPU s", "ratio", "peak MB", "pairs"], lines))
    print("\n".join(["", "Left out:", *notes]))


if __name__ == "__main__":
    main()
