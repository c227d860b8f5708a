"""Dumps of any size with known truth.

    python -m benchmarks.dumps 100000 -o DIR

writes `DIR/dump.jsonl` and `DIR/truth.jsonl` (with `--zst`, `dump.jsonl.zst`), article by article: memory does not grow
with their number. The same seed gives the same bytes. Every story is drawn by itself, so a larger dump reports the
stories of a smaller one and more, in more outlets.

The texts are made up (`languages`, `stories`). Around them outlets put a menu, a cookie notice, a footer and headlines
of other stories (not with `--plain`). Three articles in ten were taken from another (`--copied`), in the ways of
`--kinds`; a twentieth of the stories are near misses: they have the names and the words of the story before, and report
something else.

    python -m benchmarks.dumps 100000 -o DIR --wire

writes what a wire's archive looks like, as Reuters' does, and what tools that know copies alone are measured on: one
language, a kilobyte an article, nothing around it, every copy in the same words.
"""

import argparse
import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final

import numpy as np
import orjson
import zstandard
from numpy.typing import NDArray

from benchmarks import languages
from benchmarks.languages import CODES, DENSE_CODES, Language
from benchmarks.stories import (
    KINDS,
    MEDIAN_WORDS,
    Sentence,
    Topic,
    Version,
    edit,
    embed,
    excerpt,
    first_version,
    reworded,
)

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
class Recipe:
    """What a dump is like."""

    copied: float = 0.3
    """Share of articles that were taken from another."""
    kinds: Mapping[str, float] = field(default_factory=lambda: KINDS)
    """In which ways, and how often each."""
    languages: Sequence[str] = CODES
    median_words: int = MEDIAN_WORDS
    chrome: bool = True
    """Whether outlets put anything around the text."""

    def shares(self, but: str | None = None) -> NDArray[np.float64]:
        """How often a first version is in each of `languages`, `but` one of them."""
        shares = np.array([languages.share(code) * (code != but) for code in self.languages])
        return shares / shares.sum()


WIRE: Final = Recipe(
    kinds=MappingProxyType({"verbatim": 0.35, "edited": 0.3, "excerpt": 0.175, "embedding": 0.175}),
    languages=("en",),
    median_words=105,
    chrome=False,
)
"""Copies only, in bare texts of a kilobyte."""


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
        random = np.random.default_rng([seed, _CHROME, languages.seed_of(language.code), number])
        words = [language.words[at] for at in random.integers(4000, size=40).tolist()]
        return cls(
            f"{language.code}-{number}.example",
            language,
            " | ".join(words[:6]),
            language.sentence(words[6:18]),
            " ".join(words[18:20]) + ":",
            f"© 2025 {words[20]} {words[21]}. " + language.sentence(words[22:30]),
        )

    def page(self, version: Version, headlines: list[str]) -> str:
        """The text as a scraper leaves it."""
        return "\n\n".join([self.menu, self.notice, version.text(), self.more, *headlines, self.footer])


class Press:
    """Makes stories, one after the other."""

    def __init__(self, seed: int, recipe: Recipe, outlets: int) -> None:
        """`outlets` is how many each language has."""
        self.seed = seed
        self.recipe = recipe
        # Of every story, 1 + p * m articles on average, of which p * m are taken: solve for p.
        self.taken_up = min(1.0, recipe.copied / (1 - recipe.copied) / _MEMBERS)
        self.outlets = [
            [Outlet.draw(number, self._language(code), seed) for number in range(outlets)] for code in recipe.languages
        ]
        self.headlines: list[deque[str]] = [deque(["…"], _HEADLINES) for _ in recipe.languages]
        self.paragraphs: list[deque[tuple[str, list[Sentence]]]] = [deque(maxlen=_HEADLINES) for _ in recipe.languages]
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
        language = self._language(str(random.choice(self.recipe.languages, p=self.recipe.shares())))
        versions = [first_version(topic, language, f"{name}:0", self.recipe.median_words, random)]
        deeds: list[tuple[str, int | None]] = [("origin", None)]
        if random.random() < self.taken_up:
            for _ in range(int(random.geometric(1 / _MEMBERS))):
                # Most take from the first, as most reprints do; the others make chains.
                taken = 0 if random.random() < 0.6 else int(random.integers(len(versions)))
                kind = str(random.choice(list(self.recipe.kinds), p=list(self.recipe.kinds.values())))
                versions.append(self._taken(kind, versions[taken], topic, f"{name}:{len(versions)}", random))
                deeds.append((kind, taken))
        time = _FIRST_DAY + timedelta(minutes=int(random.integers(300 * 24 * 60)))
        for member, (version, (kind, parent)) in enumerate(zip(versions, deeds, strict=True)):
            time += timedelta(minutes=int(random.integers(5, 600)))
            yield self._article(name, number, member, version, kind, parent, time, random)
        at = self.recipe.languages.index(language.code)
        self.headlines[at].append(versions[0].title())
        self.paragraphs[at].append((name, versions[0].paragraphs[-1]))

    def _taken(self, kind: str, parent: Version, topic: Topic, variant: str, random: np.random.Generator) -> Version:
        if kind == "edited":
            return edit(parent, random)
        if kind == "excerpt":
            return excerpt(parent, random)
        if kind == "embedding":
            known = self.paragraphs[self.recipe.languages.index(parent.language.code)]
            borrowed = known[int(random.integers(len(known)))] if known and random.random() < _BORROWS else None
            return embed(parent, topic, borrowed, random)
        if kind == "rewrite":
            return reworded(parent, parent.language, variant, random)
        if kind == "translation":
            other = str(random.choice(self.recipe.languages, p=self.recipe.shares(but=parent.language.code)))
            return reworded(parent, self._language(other), variant, random)
        return Version(parent.language, parent.variant, parent.paragraphs, parent.background, parent.own)

    def _article(
        self,
        name: str,
        number: int,
        member: int,
        version: Version,
        kind: str,
        parent: int | None,
        time: datetime,
        random: np.random.Generator,
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        at = self.recipe.languages.index(version.language.code)
        # Zipf among outlets as well: a few publish most.
        outlet = self.outlets[at][int(len(self.outlets[at]) * random.random() ** 2)]
        known = self.headlines[at]
        headlines = [known[one] for one in random.integers(len(known), size=4).tolist()]
        dated = random.random()
        article = {
            "id": _id(self.seed, number, member),
            "url": f"https://{outlet.domain}/{number}-{member}",
            "outlet": outlet.domain,
            "title": version.title(),
            "text": outlet.page(version, headlines) if self.recipe.chrome else version.text(),
            "lang": version.language.code,
        }
        if dated < 0.85:
            article["published"] = time.isoformat()
        elif dated < 0.92:
            article["published"] = time.date().isoformat()
        truth = {
            "id": article["id"],
            "story": name,
            "lang": version.language.code,
            "variant": version.variant,
            "kind": kind,
            "parent": None if parent is None else _id(self.seed, number, parent),
            "external": None,
            "cited": None,
            "outlet": outlet.domain,
            "time": time.isoformat(),
        }
        if version.background:
            truth["background"] = version.background
        return article, truth


def _id(seed: int, story: int, member: int) -> str:
    return hashlib.blake2b(f"{seed}.{story}.{member}".encode(), digest_size=8).hexdigest()


def articles(
    count: int, seed: int = 1, recipe: Recipe | None = None
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """`count` articles and the truth of each, in a random order."""
    press = Press(seed, recipe or Recipe(), outlets=max(4, min(400, count // 500)))
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


def write(folder: Path, count: int, seed: int = 1, recipe: Recipe | None = None, compressed: bool = False) -> Path:
    """Write `dump.jsonl` (or `dump.jsonl.zst`) and `truth.jsonl` into `folder`; returns the dump's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("dump.jsonl.zst" if compressed else "dump.jsonl")
    with ExitStack() as open_files:
        dump: BinaryIO = open_files.enter_context(path.open("wb"))
        if compressed:
            dump = open_files.enter_context(zstandard.ZstdCompressor().stream_writer(dump))
        truth = open_files.enter_context((folder / "truth.jsonl").open("wb"))
        for article, true in articles(count, seed, recipe):
            dump.write(orjson.dumps(article) + b"\n")
            truth.write(orjson.dumps(true) + b"\n")
    return path


def kinds(text: str) -> dict[str, float]:
    """Read `verbatim=2,edited=1` as the share of each.

    Raises:
        ValueError: if there is no such kind, or a share is no number.
    """
    parts = {name: float(share) for name, _, share in (part.partition("=") for part in text.split(","))}
    unknown = sorted(set(parts) - set(KINDS))
    if unknown:
        raise ValueError(f"no such kind: {', '.join(unknown)}; the kinds are {', '.join(KINDS)}")
    return {name: share / sum(parts.values()) for name, share in parts.items()}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Write a dump of made-up articles with known truth.")
    parser.add_argument("articles", type=int)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wire", action="store_true", help="bare texts of a kilobyte, one language, copies only")
    parser.add_argument("--copied", type=float, help="share of articles that were taken from another")
    parser.add_argument("--kinds", type=kinds, help=f"how: verbatim=2,edited=1 and so on, of {', '.join(KINDS)}")
    parser.add_argument(
        "--languages", type=lambda text: text.split(","), help=f"of {', '.join((*CODES, *DENSE_CODES))}"
    )
    parser.add_argument("--words", dest="median_words", type=int, help="words of the middle article")
    parser.add_argument("--plain", dest="chrome", action="store_false", default=None, help="nothing around the texts")
    parser.add_argument("--zst", action="store_true", help="compress the dump")
    chosen = parser.parse_args()
    given = {part.name: getattr(chosen, part.name) for part in fields(Recipe)}
    recipe = replace(
        WIRE if chosen.wire else Recipe(), **{name: value for name, value in given.items() if value is not None}
    )
    if len(recipe.languages) < 2 and "translation" in recipe.kinds:
        parser.error("translations need two languages")
    print(write(chosen.out, chosen.articles, chosen.seed, recipe, chosen.zst))


if __name__ == "__main__":
    main()
