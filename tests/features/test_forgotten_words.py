"""Readers that forget the words they have seen read the same."""

import numpy as np
import pyarrow as pa

from dedup.config import TextConfig
from dedup.features import ConceptReader, StemReader
from dedup.text import Bodies, TextTables, cut_bodies

TEXTS = [
    ("en", "Ministers in Berlin and Warsaw agreed on Monday to raise the price of grain by 12 percent."),
    ("de", "Die Minister in Berlin und Warschau einigten sich am Montag, den Preis um 12 Prozent zu erhöhen."),
    ("ru", "Министры в Берлине и Варшаве договорились в понедельник поднять цену зерна на 12 процентов."),
    ("en", "The price of grain in Warsaw rose again, and ministers asked Berlin for another meeting."),
]


def _bodies(tables: TextTables, number: int) -> tuple[Bodies, list[str]]:
    lang, text = TEXTS[number]
    return cut_bodies([text], [None], [lang], np.zeros(0, np.uint64), tables, TextConfig()), [text]


def test_forgotten_words_are_read_as_before(tables: TextTables) -> None:
    # Fewer than the words of two of the languages, and more than those of one: they are counted together.
    keeping, forgetting = StemReader(), StemReader(most_words=30)
    known, asked_again = ConceptReader(), ConceptReader(most_words=30)
    first = asked_again._memories.of("en")
    spelled: dict[StemReader, list[pa.Table]] = {keeping: [], forgetting: []}
    for number in (0, 1, 2, 3, 0, 3):
        bodies, texts = _bodies(tables, number)
        (elements, stems), (again, repeated) = (reader.read(bodies, texts) for reader in (keeping, forgetting))
        assert elements.tolist() == again.tolist()
        spelled[keeping].append(stems)
        spelled[forgetting].append(repeated)
        one, other = known.read(bodies, texts), asked_again.read(bodies, texts)
        assert one.values.tolist() == other.values.tolist()
        assert one.word.tolist() == other.word.tolist()
        assert one.counts.equals(other.counts)
    kept, forgotten = (pa.concat_tables(tables) for tables in spelled.values())
    assert kept.drop_columns("stem").equals(forgotten.drop_columns("stem"))
    # What was forgotten is spelled out again; nothing is spelled otherwise.
    assert set(kept["stem"].drop_null().to_pylist()) == set(forgotten["stem"].drop_null().to_pylist())
    assert forgotten["stem"].null_count < kept["stem"].null_count
    assert asked_again._memories.of("en") is not first
