"""Dumps of any size with known truth.

    python -m benchmarks.dumps 100000 -o DIR

writes `DIR/dump.jsonl` and `DIR/truth.jsonl` (with `--zst`, `dump.jsonl.zst`), article by article: memory does not grow
with their number. The same seed gives the same bytes. Every story is drawn by itself, so a larger dump tells the
stories of a smaller one and more, in more outlets.

The texts are made up (`languages`, `stories`). Around them outlets put a menu, a cookie notice, a footer and headlines
of other stories. Three articles in ten were taken from another (`--copied`); a twentieth of the stories are near
misses: they have the names and the words of the story before, and tell something else.
"""

import argparse
import hashlib
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import orjson
import zstandard

from benchmarks import languages
from benchmarks.languages import CODES, SHARES, Language
from benchmarks.stories import KINDS, Sentence, Telling, Topic, edit, embed, excerpt, retell, tell

_NEAR_MISSES = 0.05
_MEMBERS = 3.0
"""Articles that a story which was taken up has beside its first, on average."""
_BORROWS = 0.2
"""Pieces with an embedded statement that borrow a paragraph of another story, too."""
_SHUFFLED = 4000
"""Articles that wait to be written in random order, so that a story's articles do not stand together."""
_HEADLINES = 40
_FIRST_DAY = datetime(2025, 1, 6, tzinfo=UTC)
_CHROME, _OUTLETS = 1 << 40, 1 << 41
"""Numbers no story has, for drawing what does not belong to one."""


@dataclass(frozen=True)
class Outlet:
    """A made-up outlet and what it puts around every article."""

    domain: str
    language: Language
    menu: str
    notice: str
    more: str
    footer: str

    @classmethod
    def draw(cls, number: int, language: Language, seed: int) -> "Outlet":
        """Outlet `number` of a language."""
        random = np.random.default_rng([seed, _CHROME, CODES.index(language.code), number])
        words = [language.words[at] for at in random.integers(4000, size=40).tolist()]
        return cls(
            f"{language.code}-{number}.example",
            language,
            " | ".join(words[:6]),
            language.sentence(words[6:18]),
            " ".join(words[18:20]) + ":",
            f"© 2025 {words[20]} {words[21]}. " + language.sentence(words[22:30]),
        )

    def page(self, telling: Telling, headlines: list[str]) -> str:
        """The text as a scraper leaves it."""
        return "\n\n".join([self.menu, self.notice, telling.text(), self.more, *headlines, self.footer])


class Press:
    """Makes stories, one after the other."""

    def __init__(self, seed: int, copied: float, outlets: int) -> None:
        """`copied` is the share of articles that were taken from another; `outlets` how many each language has."""
        self.seed = seed
        # Of every story, 1 + p * m articles on average, of which p * m are taken: solve for p.
        self.taken_up = min(1.0, copied / (1 - copied) / _MEMBERS)
        self.outlets = [
            [Outlet.draw(number, self._language(code), seed) for number in range(outlets)] for code in CODES
        ]
        self.headlines: list[deque[str]] = [deque(["…"], _HEADLINES) for _ in CODES]
        self.paragraphs: list[deque[tuple[str, list[Sentence]]]] = [deque(maxlen=_HEADLINES) for _ in CODES]
        self.topic: Topic | None = None

    def _language(self, code: str) -> Language:
        return languages.language(code, self.seed)

    def story(self, number: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """The articles of story `number` with their truth, in order of time."""
        random = np.random.default_rng([self.seed, number])
        name = f"s{number}"
        near = self.topic is not None and random.random() < _NEAR_MISSES
        topic = self.topic if near and self.topic is not None else Topic.draw(random)
        self.topic = topic
        language = self._language(CODES[int(random.choice(len(CODES), p=SHARES))])
        tellings = [tell(topic, language, f"{name}:0", random)]
        deeds: list[tuple[str, int | None]] = [("origin", None)]
        if random.random() < self.taken_up:
            for _ in range(int(random.geometric(1 / _MEMBERS))):
                # Most take from the first, as most reprints do; the others make chains.
                taken = 0 if random.random() < 0.6 else int(random.integers(len(tellings)))
                kind = str(random.choice(list(KINDS), p=list(KINDS.values())))
                tellings.append(self._taken(kind, tellings[taken], topic, f"{name}:{len(tellings)}", random))
                deeds.append((kind, taken))
        time = _FIRST_DAY + timedelta(minutes=int(random.integers(300 * 24 * 60)))
        for member, (telling, (kind, parent)) in enumerate(zip(tellings, deeds, strict=True)):
            time += timedelta(minutes=int(random.integers(5, 600)))
            yield self._article(name, number, member, telling, kind, parent, time, random)
        at = CODES.index(language.code)
        self.headlines[at].append(tellings[0].title())
        self.paragraphs[at].append((name, tellings[0].paragraphs[-1]))

    def _taken(self, kind: str, parent: Telling, topic: Topic, variant: str, random: np.random.Generator) -> Telling:
        if kind == "edited":
            return edit(parent, random)
        if kind == "excerpt":
            return excerpt(parent, random)
        if kind == "embedding":
            known = self.paragraphs[CODES.index(parent.language.code)]
            borrowed = known[int(random.integers(len(known)))] if known and random.random() < _BORROWS else None
            return embed(parent, topic, borrowed, random)
        if kind == "rewrite":
            return retell(parent, parent.language, variant, random)
        if kind == "translation":
            others = [code for code in CODES if code != parent.language.code]
            shares = np.array([SHARES[CODES.index(code)] for code in others])
            return retell(parent, self._language(str(random.choice(others, p=shares / shares.sum()))), variant, random)
        return Telling(parent.language, parent.variant, parent.paragraphs, parent.background, parent.own)

    def _article(
        self,
        name: str,
        number: int,
        member: int,
        telling: Telling,
        kind: str,
        parent: int | None,
        time: datetime,
        random: np.random.Generator,
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        at = CODES.index(telling.language.code)
        # Zipf among outlets as well: a few publish most.
        outlet = self.outlets[at][int(len(self.outlets[at]) * random.random() ** 2)]
        known = self.headlines[at]
        headlines = [known[one] for one in random.integers(len(known), size=4).tolist()]
        dated = random.random()
        article = {
            "id": _id(self.seed, number, member),
            "url": f"https://{outlet.domain}/{number}-{member}",
            "outlet": outlet.domain,
            "title": telling.title(),
            "text": outlet.page(telling, headlines),
            "lang": telling.language.code,
        }
        if dated < 0.85:
            article["published"] = time.isoformat()
        elif dated < 0.92:
            article["published"] = time.date().isoformat()
        truth = {
            "id": article["id"],
            "story": name,
            "lang": telling.language.code,
            "variant": telling.variant,
            "kind": kind,
            "parent": None if parent is None else _id(self.seed, number, parent),
            "external": None,
            "cited": None,
            "outlet": outlet.domain,
            "time": time.isoformat(),
        }
        if telling.background:
            truth["background"] = telling.background
        return article, truth


def _id(seed: int, story: int, member: int) -> str:
    return hashlib.blake2b(f"{seed}.{story}.{member}".encode(), digest_size=8).hexdigest()


def articles(count: int, seed: int = 1, copied: float = 0.3) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """`count` articles and the truth of each, in a random order."""
    press = Press(seed, copied, outlets=max(4, min(400, count // 500)))
    random = np.random.default_rng([seed, _OUTLETS])
    waiting: list[tuple[dict[str, Any], dict[str, Any]]] = []
    made = number = 0
    while made < count:
        for pair in press.story(number):
            if made < count:
                waiting.append(pair)
                made += 1
        number += 1
        while len(waiting) > (_SHUFFLED if made < count else 0):
            at = int(random.integers(len(waiting)))
            waiting[at], waiting[-1] = waiting[-1], waiting[at]
            yield waiting.pop()


def write(folder: Path, count: int, seed: int = 1, copied: float = 0.3, compressed: bool = False) -> Path:
    """Write `dump.jsonl` (or `dump.jsonl.zst`) and `truth.jsonl` into `folder`; returns the dump's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("dump.jsonl.zst" if compressed else "dump.jsonl")
    with ExitStack() as open_files:
        dump: BinaryIO = open_files.enter_context(path.open("wb"))
        if compressed:
            dump = open_files.enter_context(zstandard.ZstdCompressor().stream_writer(dump))
        truth = open_files.enter_context((folder / "truth.jsonl").open("wb"))
        for article, true in articles(count, seed, copied):
            dump.write(orjson.dumps(article) + b"\n")
            truth.write(orjson.dumps(true) + b"\n")
    return path


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Write a dump of made-up articles with known truth.")
    parser.add_argument("articles", type=int)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copied", type=float, default=0.3, help="share of articles that were taken from another")
    parser.add_argument("--zst", action="store_true", help="compress the dump")
    chosen = parser.parse_args()
    print(write(chosen.out, chosen.articles, chosen.seed, chosen.copied, chosen.zst))


if __name__ == "__main__":
    main()
