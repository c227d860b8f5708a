"""Concepts of Chinese and Japanese text, which has no spaces to cut it into words at.

1. A run of katakana is one word: an entry if it is one, else a foreign name, read like any other name.
2. In the rest the longest entry at each place is taken: those of `entries`, and of `cjk_names.tsv`, whose names
   stand in characters that no romanisation gives back (普京). Longest match from the left is the baseline that Chinese
   segmenters are measured against (Sproat and Emerson, SIGHAN bakeoff, 2003); for looking up it is enough.
3. Names of persons whose characters no list of words has are read by `person_names`.
4. Of what is left in Chinese, three or more characters in a row that serve to transcribe names are taken for one. Only
   the coarse name key is made of it: transcription keeps no more.

A `CjkReader` is built once a language and then reads any number of texts.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from importlib import resources

from dedup.features.concepts.entries import read_entries
from dedup.features.concepts.names import coarse, name_concepts, skeleton
from dedup.features.concepts.numbers import Span
from dedup.features.concepts.person_names import JapaneseNames, chinese_names
from dedup.features.concepts.seed_lexicon import Seed
from dedup.features.language_tables import language_table
from dedup.features.stems.stemmer import base_language
from dedup.tables import to_ascii
from dedup.text import simplified_han

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff々"
_KATAKANA = re.compile("[ァ-ヺー]{2,}")
_CJK = re.compile(f"[{_HAN}ぁ-ゖァ-ヺー]+")
# A pinyin syllable of a transcription: what its initial may stand for, and whether it ends in n.
_INITIALS: tuple[tuple[str, str], ...] = (
    *(("zh", "s"), ("ch", "s"), ("sh", "s"), ("b", "p"), ("p", "p"), ("m", "m"), ("f", "p"), ("d", "t"), ("t", "t")),
    *(("n", "n"), ("l", "r"), ("g", "k"), ("k", "k"), ("h", "k"), ("j", "j"), ("q", "s"), ("x", "s"), ("r", "r")),
    *(("z", "s"), ("c", "s"), ("s", "s"), ("w", "p"), ("y", "a")),
)


class CjkReader:
    """Finds the concepts of one language's texts."""

    def __init__(self, lang: str, seed: Seed | None = None) -> None:
        """`seed` may be left out, for an ablation; CLDR and the table of names are always there."""
        self.lang = base_language(lang)
        self._simplified = simplified_han() if self.lang == "zh" else {}
        self._entries = read_entries(self.lang, seed, lambda surface: surface.translate(self._simplified))
        for surface, concepts in _table_names(self.lang):
            self._entries.add(surface, concepts)
        self._persons = JapaneseNames(self.lang, self._entries.longest_at)
        self._transcribed = re.compile(f"[{language_table('zh', 'persons')['transcribing']}]{{3,}}")

    def concepts(self, text: str) -> list[Span]:
        """Return every concept of `text` with its characters, by place. Numbers are `numbers`' and are not here.

        >>> CjkReader("ja").concepts("プーチン氏")[0]
        Span(start=0, end=4, concept='w:ptn')
        """
        text = text.translate(self._simplified)
        found: list[Span] = []
        for run in _CJK.finditer(text):
            found += self._run(text, run.start(), run.end())
        if self.lang == "zh" and (persons := list(chinese_names(text))):
            found = sorted([*found, *persons], key=lambda span: span.start)
        return found

    def _run(self, text: str, start: int, end: int) -> Iterator[Span]:
        free = place = start
        openers = self._persons.openers
        while place < end:
            # Most characters are no katakana: to compare one takes a fifth of what a match does.
            katakana = _KATAKANA.match(text, place, end) if "ァ" <= text[place] <= "ー" else None
            # An entry may not end within a katakana word.
            surface = self._entries.longest_at(text, place, end, katakana.end() if katakana else 0)
            named = text[place : place + 2] in openers
            person = self._persons.at(text, place, end, start < place == free) if named else []
            if person and person[0].end > place + len(surface):
                yield from self._transcriptions(text, free, place)
                yield from person
                free = place = person[-1].end
            elif surface:
                yield from self._transcriptions(text, free, place)
                yield from (Span(place, place + len(surface), concept) for concept in self._entries.of[surface])
                free = place = place + len(surface)
            elif katakana:
                yield from self._transcriptions(text, free, place)
                for concept in name_concepts([katakana[0]], self.lang)[0]:
                    yield Span(place, katakana.end(), concept)
                free = place = katakana.end()
            else:
                place += 1
        yield from self._transcriptions(text, free, end)

    def _transcriptions(self, text: str, start: int, end: int) -> Iterator[Span]:
        if self.lang == "ja" or end - start < 3:
            return
        for run in self._transcribed.finditer(text, start, end):
            for key in transcription_keys(run[0]):
                yield Span(run.start(), run.end(), key)


def transcription_keys(characters: str) -> tuple[str, ...]:
    """Return coarse name keys of a Chinese transcription; two if its j may be k or a sibilant (吉尔吉斯, 京).

    >>> transcription_keys("卢卡申科"), name_concepts(["Lukashenko"], "en")[0][1]
    (('W:rksnk',), 'W:rksnk')
    """
    sounds = "".join(_syllable_sounds(to_ascii(character).strip().lower()) for character in characters)
    keys = {"W:" + coarse(skeleton(sounds.replace("j", choice))): None for choice in ("s", "k")}
    return tuple(key for key in keys if len(key) > 4)


def _syllable_sounds(syllable: str) -> str:
    if syllable == "er":
        return "r"
    if syllable == "wu":
        return "a"
    sounds = next((sound for initial, sound in _INITIALS if syllable.startswith(initial)), "a")
    return sounds + "a" + ("n" if syllable.endswith(("n", "ng")) and len(syllable) > 1 else "")


def _table_names(lang: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names in characters with the keys that their English spelling has in every other language."""
    table = (resources.files("dedup.features.concepts") / "cjk_names.tsv").read_text(encoding="utf-8")
    rows: list[Mapping[str, str]] = list(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))
    keys = name_concepts([row["en"] for row in rows], "en")
    for row, concepts in zip(rows, keys, strict=True):
        for surface in (row.get(lang) or "").split("|"):
            if surface:
                yield surface, concepts
