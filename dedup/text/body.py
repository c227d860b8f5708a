"""Articles to bodies: what is left of a page without its boilerplate, as words, paragraphs and passages."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import TextConfig
from dedup.text.boilerplate import (
    CAPTIONED,
    Phrases,
    chain_words,
    find_phrases,
    hash_lines,
    mark_boilerplate,
    story_lines,
)
from dedup.text.characters import Alphabet
from dedup.text.language import SAMPLE_CHARS, Language, main_scripts
from dedup.text.passages import cut_paragraphs, join_passages
from dedup.text.picture_credits import end_in_credit
from dedup.text.recurring import LEAST_HALF_WORDS, untitled_lines
from dedup.text.tail_notices import cut_tail_notices
from dedup.text.tokenizer import CAPITAL, END, ENDS_SENTENCE, HALF_WORDS, START, Words, short_hashes, words_of
from dedup.text.unrelated import mark_unrelated

LINES = pa.schema(
    [
        ("line", pa.uint64()),
        ("article", pa.int64()),
        ("lead", pa.uint64()),
        ("longest", pa.uint64()),
        ("half_words", pa.int32()),
    ]
)
"""A line of an article whose outlet is known: the line hashed with its outlet, two lines that name its story, and how
long it is."""
UNTITLED = pa.schema([("line", pa.uint64()), ("article", pa.int64()), ("title", pa.uint64())])
"""A line that is a good part of an article and has nothing to do with its title: the line hashed for all outlets alike,
and the title."""

LONG = pa.schema([("line", pa.uint64()), ("article", pa.int64())])
"""A line that may be a notice, hashed for all outlets alike."""

_LAST_PART = re.compile(r"\S*$")
_OPENING = re.compile(r"[(\[{<“„‘«‹「『《〈（【]\S*$")

_EVERYWHERE = "\0every outlet"
"""Stands for an outlet in the hashes of lines that recur at any."""

MOST_AROUND = 20_000
"""Characters of what stands around the repeated lines of an article that are compared: some 3,000 words, of which the
first name people and places. Each line of a live blog is compared by itself; with all of a page of a megabyte around
each, time would grow with the square of its length. By judgement."""

LEAD_HALF_WORDS = 30
"""The lead of an article is its first sentence-like line of 15 words: menus and headlines are shorter."""


@dataclass(frozen=True)
class TextTables:
    """The tables that texts are tokenized with, loaded once and passed down."""

    alphabet: Alphabet
    phrases: Phrases
    language: Language

    @classmethod
    @cache
    def load(cls) -> "TextTables":
        """Build the tables, once a process."""
        alphabet = Alphabet.build()
        return cls(alphabet, Phrases.load(alphabet), Language())


@dataclass(frozen=True)
class Bodies:
    """The bodies of a batch of articles, end to end.

    Words are counted within their article's body (boilerplate left out), characters within its text as given.
    """

    langs: Sequence[str | None]
    words: NDArray[np.uint32]
    """Each word folded and hashed (`short_hashes`)."""
    surfaces: NDArray[np.uint64]
    """Each word as it stands, hashed: equal ones have equal stems."""
    starts: NDArray[np.int32]
    """First character of each word."""
    ends: NDArray[np.int32]
    names: NDArray[np.int64]
    """Places in `words` of those that begin with a capital though no sentence begins there, rising."""
    offsets: NDArray[np.int64]
    """Words of article i: `offsets[i]:offsets[i + 1]`."""
    paragraphs: NDArray[np.int32]
    """Rows of first word, end word, first character, end character, half-words."""
    paragraph_offsets: NDArray[np.int64]
    passages: NDArray[np.int32]
    """Rows of article (in the batch), paragraph (in the article), first word, end word, first and end character,
    half-words."""


def recurring_lines(
    article: Sequence[int],
    outlets: Sequence[str | None],
    texts: Sequence[str],
    titles: Sequence[str | None],
    tables: TextTables,
    config: TextConfig,
) -> tuple[pa.Table, pa.Table]:
    """List the lines of articles, as `LINES` and `UNTITLED`: a query over the dump finds those that recur."""
    words = words_of(texts, tables.alphabet)
    return _recurring_lines(words, hash_lines(words), article, outlets, titles, tables, config)


def recurring_and_long_lines(
    article: Sequence[int],
    outlets: Sequence[str | None],
    texts: Sequence[str],
    titles: Sequence[str | None],
    tables: TextTables,
    config: TextConfig,
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """List the same lines, and as `LONG` those that are long enough to be notices of any outlet; cuts words once."""
    words = words_of(texts, tables.alphabet)
    hashes = hash_lines(words)
    lines, bare = _recurring_lines(words, hashes, article, outlets, titles, tables, config)
    return lines, bare, _long_lines(words, hashes, article)


def _recurring_lines(
    words: Words,
    hashes: NDArray[np.uint64],
    article: Sequence[int],
    outlets: Sequence[str | None],
    titles: Sequence[str | None],
    tables: TextTables,
    config: TextConfig,
) -> tuple[pa.Table, pa.Table]:
    counts = np.diff(words.line_offsets)
    lead, longest = story_lines(words, hashes, LEAD_HALF_WORDS)
    keep = np.repeat(np.array([outlet is not None for outlet in outlets], bool), counts)
    numbers = np.repeat(np.asarray(article, np.int64), counts)
    lines = pa.table(
        {
            "line": (hashes ^ np.repeat(_outlet_salts(outlets), counts))[keep],
            "article": numbers[keep],
            "lead": np.repeat(lead, counts)[keep],
            "longest": np.repeat(longest, counts)[keep],
            "half_words": words.lines[:, HALF_WORDS][keep],
        },
        schema=LINES,
    )
    title = words_of([title or "" for title in titles], tables.alphabet)
    untitled = untitled_lines(words, title, config.recurring_share)
    title_hashes = chain_words(title.hash, title.offsets[:-1], title.offsets[1:])
    bare = pa.table(
        {
            "line": (hashes ^ _outlet_salts([_EVERYWHERE])[0])[untitled],
            "article": numbers[untitled],
            "title": np.repeat(title_hashes, counts)[untitled],
        },
        schema=UNTITLED,
    )
    return lines, bare


def _long_lines(words: Words, hashes: NDArray[np.uint64], article: Sequence[int]) -> pa.Table:
    """Each line once an article."""
    numbers = np.repeat(np.asarray(article, np.int64), np.diff(words.line_offsets))
    chosen = words.lines[:, HALF_WORDS] >= LEAST_HALF_WORDS
    lines = (hashes ^ _outlet_salts([_EVERYWHERE])[0])[chosen]
    return (
        pa.table({"line": lines, "article": numbers[chosen]}, schema=LONG).group_by(["line", "article"]).aggregate([])
    )


def around(text: str, title: str | None, outlet: str | None, repeated: NDArray[np.uint64], tables: TextTables) -> str:
    """Return the title of an article and those of its lines that are prose and are not among `repeated` (sorted):
    `MOST_AROUND` characters at most."""
    words = words_of([text], tables.alphabet)
    known = _is_recurring(hash_lines(words), _outlet_salts([outlet])[0], repeated)
    rows = words.lines[~known & (words.lines[:, HALF_WORDS] >= LEAST_HALF_WORDS)]
    return "\n".join([title or "", *(text[row[START] : row[END]] for row in rows)])[:MOST_AROUND]


def lines_of(text: str, outlet: str | None, tables: TextTables) -> dict[int, str]:
    """Return the lines of an article by both hashes that they recur under: with its outlet, and for all outlets
    alike."""
    words = words_of([text], tables.alphabet)
    found = {}
    for salt in _outlet_salts([outlet, _EVERYWHERE]):
        for line, row in zip((hash_lines(words) ^ salt).tolist(), words.lines, strict=True):
            found[line] = text[row[START] : row[END]]
    return found


def _is_recurring(
    hashes: NDArray[np.uint64], salts: NDArray[np.uint64] | np.uint64, recurring: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    everywhere = _outlet_salts([_EVERYWHERE])[0]
    return np.isin(hashes ^ salts, recurring) | np.isin(hashes ^ everywhere, recurring)


def cut_bodies(
    texts: Sequence[str],
    outlets: Sequence[str | None],
    langs: Sequence[str | None],
    recurring: NDArray[np.uint64],
    tables: TextTables,
    config: TextConfig,
) -> Bodies:
    """Find each article's body and cut it into words, paragraphs and passages.

    `langs` are the languages that the records give, or None. `recurring` holds the sorted `LINES.line` hashes that
    their outlets repeat and the `UNTITLED.line` hashes of notices that many outlets show.
    """
    words = words_of(texts, tables.alphabet)
    salts = np.repeat(_outlet_salts(outlets), np.diff(words.line_offsets))
    repeated = _is_recurring(hash_lines(words), salts, recurring)
    phrases = find_phrases(words, tables.phrases)
    phrases[:, CAPTIONED] |= end_in_credit(texts, words)
    notices = cut_tail_notices(texts, words, phrases, tables.phrases)
    boilerplate = mark_boilerplate(words.lines, words.line_offsets, phrases, repeated | notices)
    boilerplate = mark_unrelated(words, boilerplate, tables.alphabet)
    paragraphs = cut_paragraphs(
        words.lines, words.line_offsets, words.offsets, words.flags, boilerplate, 2 * config.paragraph_words
    )
    passage_ends = join_passages(paragraphs, 2 * config.passage_words[0], 2 * config.passage_words[1])
    per_article = np.bincount(paragraphs[:, 0], minlength=len(texts))
    paragraph_offsets = np.concatenate([[0], np.cumsum(per_article)])

    lengths = paragraphs[:, 2] - paragraphs[:, 1]
    picked = _ranges(words.offsets[paragraphs[:, 0]] + paragraphs[:, 1], lengths)
    ends_within = np.cumsum(lengths)
    before = np.concatenate([[0], ends_within])[paragraph_offsets]
    first = (ends_within - lengths - np.repeat(before[:-1], per_article)).astype(np.int32)
    starts, ends = words.start[picked], words.end[picked]
    rows = np.empty((len(paragraphs), 5), np.int32)
    rows[:, 0] = first
    rows[:, 1] = first + lengths
    rows[:, 2], rows[:, 3] = _char_spans(texts, words, paragraphs)
    rows[:, 4] = paragraphs[:, 3]
    return Bodies(
        langs=_languages(texts, langs, words, boilerplate, tables.language),
        words=short_hashes(words.hash[picked], words.flags[picked]),
        surfaces=words.surface[picked],
        starts=starts,
        ends=ends,
        names=_names(words.flags[picked], np.cumsum(lengths) - lengths),
        offsets=before,
        paragraphs=rows,
        paragraph_offsets=paragraph_offsets,
        passages=_passages(paragraphs, paragraph_offsets, rows, passage_ends, 2 * config.least_words),
    )


def _passages(
    paragraphs: NDArray[np.int32],
    paragraph_offsets: NDArray[np.int64],
    rows: NDArray[np.int32],
    ends: NDArray[np.int32],
    least: int,
) -> NDArray[np.int32]:
    """The passages of at least `least` half-words, as `Bodies.passages`.

    `rows` are the paragraphs in their article's numbering (`Bodies.paragraphs`), `ends` the end word and length of the
    passage that begins at each.
    """
    # In its article's numbering a passage's end word moves as its last paragraph's does.
    last = np.searchsorted(
        paragraphs[:, 0].astype(np.int64) << 32 | paragraphs[:, 2],
        paragraphs[:, 0].astype(np.int64) << 32 | ends[:, 0],
    )
    kept = np.flatnonzero(ends[:, 1] >= least)
    passages = np.empty((len(kept), 7), np.int32)
    passages[:, 0] = paragraphs[kept, 0]
    passages[:, 1] = kept - paragraph_offsets[paragraphs[kept, 0]]
    passages[:, 2] = rows[kept, 0]
    passages[:, 3] = rows[last[kept], 1]
    passages[:, 4] = rows[kept, 2]
    passages[:, 5] = rows[last[kept], 3]
    passages[:, 6] = ends[kept, 1]
    return passages


def _names(flags: NDArray[np.uint8], paragraph_starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of words that begin with a capital, but for the first of a paragraph or a sentence."""
    begins = np.zeros(len(flags), bool)
    begins[paragraph_starts[paragraph_starts < len(flags)]] = True
    begins[1:] |= flags[:-1] & ENDS_SENTENCE > 0
    return np.flatnonzero((flags & CAPITAL > 0) & ~begins)


def _languages(
    texts: Sequence[str], given: Sequence[str | None], words: Words, boilerplate: NDArray[np.bool_], language: Language
) -> list[str | None]:
    """The language of each article: its main script says whether the record's is believed, else its longest lines."""
    scripts = main_scripts(words.lines, words.line_offsets, boilerplate).tolist()
    believed = {pair: language.believed(*pair) for pair in set(zip(given, scripts, strict=True))}
    found: list[str | None] = []
    for number, text in enumerate(texts):
        lang, script = given[number], scripts[number]
        known = believed[lang, script]
        if known is None and script > 0:
            low, high = words.line_offsets[number], words.line_offsets[number + 1]
            lines = words.lines[low:high]
            body = lines[~boilerplate[low:high]]
            body = body if len(body) else lines
            order = np.argsort(-body[:, HALF_WORDS], kind="stable")[:3]
            sample = " ".join(text[line[START] : min(line[END], line[START] + SAMPLE_CHARS)] for line in body[order])
            known = language.identify(sample)
        found.append(known)
    return found


def _char_spans(
    texts: Sequence[str], words: Words, paragraphs: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and end characters of paragraphs: those of their lines where they begin and end one, so that quotation
    marks and full stops are in; where a line was cut, the marks go to the side that they lean on."""
    base = words.offsets[paragraphs[:, 0]]
    start = words.start[base + paragraphs[:, 1]]
    end = words.end[base + paragraphs[:, 2] - 1]
    line_article = np.repeat(np.arange(len(texts), dtype=np.int64), np.diff(words.line_offsets))
    first_key = line_article << 32 | words.lines[:, 2]
    last_key = line_article << 32 | words.lines[:, 3]
    wanted = paragraphs[:, 0].astype(np.int64) << 32
    at = np.minimum(np.searchsorted(first_key, wanted | paragraphs[:, 1]), len(first_key) - 1)
    begins = first_key[at] == wanted | paragraphs[:, 1]
    start = np.where(begins, words.lines[at, START], start)
    at = np.minimum(np.searchsorted(last_key, wanted | paragraphs[:, 2]), len(last_key) - 1)
    finishes = last_key[at] == wanted | paragraphs[:, 2]
    end = np.where(finishes, words.lines[at, END], end)
    for row in np.flatnonzero(~begins):
        text = texts[paragraphs[row, 0]]
        before = words.end[base[row] + paragraphs[row, 1] - 1]
        start[row] -= len(_leaning_on_next(text[before : start[row]]))
    for row in np.flatnonzero(~finishes):
        text = texts[paragraphs[row, 0]]
        after = words.start[base[row] + paragraphs[row, 2]]
        between = text[end[row] : after]
        end[row] += len(between.removesuffix(_leaning_on_next(between)).rstrip())
    return start.astype(np.int32), end.astype(np.int32)


def _leaning_on_next(between: str) -> str:
    """What of the marks between two words belongs to the second: all behind the last space, and opening marks."""
    tail = _LAST_PART.search(between)
    if tail is None or len(tail[0]) == len(between):
        tail = _OPENING.search(between)
    return tail[0] if tail else ""


def _ranges(firsts: NDArray[np.int64], lengths: NDArray[np.int32]) -> NDArray[np.int64]:
    """The numbers of all ranges `[first, first + length)`, end to end."""
    begin = np.cumsum(lengths) - lengths
    numbers: NDArray[np.int64] = np.arange(int(lengths.sum()), dtype=np.int64) + np.repeat(firsts - begin, lengths)
    return numbers


def _outlet_salts(outlets: Sequence[str | None]) -> NDArray[np.uint64]:
    salts = {
        outlet: int.from_bytes(
            hashlib.blake2b((outlet or "").encode("utf-8", "replace"), digest_size=8).digest(), "little"
        )
        for outlet in set(outlets)
    }
    return np.array([salts[outlet] for outlet in outlets], np.uint64)
