"""A name that comes back in every paragraph is one coincidence: against a plain sum, and over whole articles."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_run import rows_of, write_lines

import dedup
from dedup.features import Values, Weights
from dedup.matching.distinct_gain import distinct_gains
from dedup.matching.similarity import BLOCK
from dedup.matching.windows import Windows

LEVEL = 0.2
WEIGHTS = {0: 0.0, 1: 0.5, 2: 1.0, 3: 2.0, 4: 3.5, 5: 5.0, 6: 5.0, 7: 1.5}
aligned = st.lists(
    st.tuples(*[st.sets(st.integers(0, 7), min_size=1, max_size=6)] * 2, st.booleans()), min_size=1, max_size=5
)


@given(aligned, st.sampled_from([0.5, 1.0, 2.0]), st.sets(st.integers(1, 9)), st.integers(0, 3))
def test_each_element_counts_once(
    paragraphs: list[tuple[set[int], set[int], bool]], scale: float, enumerable: set[int], most: int
) -> None:
    """Paragraph i of a is aligned with paragraph i of b, word by word where the third says so."""
    texts = [[sorted(pair[side]) for pair in paragraphs] for side in (0, 1)]
    lengths = [np.array([len(words) for words in text], np.int64) for text in texts]
    elements = np.array([word for text in texts for words in text for word in words], np.uint32)
    known = np.array(sorted(WEIGHTS), np.uint32)
    weights = np.array([WEIGHTS[word] for word in sorted(WEIGHTS)], np.float32)
    windows = Windows.of(
        elements,
        np.array([0, lengths[0].sum(), len(elements)]),
        np.concatenate([np.cumsum(each) for each in lengths]),
        2 * np.concatenate(lengths),
        np.array([0, len(paragraphs), 2 * len(paragraphs)]),
        Values.by_level(Weights(known, weights), LEVEL),
        100,
    )
    blocks = np.zeros(len(paragraphs), BLOCK)
    blocks["verbatim"] = [pair[2] for pair in paragraphs]
    for side in "ab":
        blocks[f"{side}_from"], blocks[f"{side}_to"] = np.arange(len(blocks)), np.arange(len(blocks)) + 1
    # Starting from what the sum over paragraphs gains.
    by_meaning = [(one, other) for one, other, verbatim in paragraphs if not verbatim]
    both = [word for one, other in by_meaning for word in one & other]
    either = [[word for pair in by_meaning for word in pair[side]] for side in (0, 1)]

    def gain(shared: list[int], costs: list[list[int]]) -> float:
        value = (1 + LEVEL) * sum(WEIGHTS[word] for word in shared)
        return value - LEVEL * sum(
            by * WEIGHTS[word] for by, of in zip((scale, 1.0), costs, strict=True) for word in of
        )

    found, shared = distinct_gains(
        np.array([0]),
        np.array([1]),
        np.array([gain(both, either)], np.float32),
        blocks,
        windows,
        np.array([scale], np.float32),
        np.array([1], np.float32),
        np.array(sorted(enumerable), np.uint32),
        most,
    )
    listed = [(1 + LEVEL - LEVEL * (1 + scale)) * WEIGHTS[word] for word in set(both) & enumerable]
    beyond = max(0, len(listed) - most)
    once = gain(list(set(both)), [list(set(side)) for side in either])
    assert found[0] == pytest.approx(once - sum(listed) * beyond / max(1, len(listed)), abs=1e-4)
    assert shared[0] == len({word for word in both if WEIGHTS[word]}) - beyond


# Six reports of one mayor that have nothing else in common; every paragraph names him and his town.
REPORTS = {
    "en": """Mayor Ilmar Tengbo of Varsund opened a swimming pool on the east bank, and children queued in the rain.

Ilmar Tengbo swam one length himself, to cheers. Varsund has had no pool since the old one cracked.

Tickets are free until spring, said Ilmar Tengbo; lessons for pensioners fill the mornings in Varsund.

A lifeguard said that the water was warm. Ilmar Tengbo promised a slide if Varsund finds a sponsor.""",
    "de": """Ilmar Tengbo, Bürgermeister von Varsund, muss wegen einer Rechnung über Streusalz vor Gericht aussagen.

Laut Anklage bestellte Ilmar Tengbo das Salz bei einem Vetter. In Varsund schneite es in jenem Winter kaum.

Ilmar Tengbo nennt die Vorwürfe erfunden und bleibt im Amt, der Stadtrat von Varsund vertagte sich.

Ein Urteil wird im Herbst erwartet. Bis dahin darf Ilmar Tengbo keine Aufträge für Varsund unterschreiben.""",
    "ru": """Илмар Тенгбо, мэр города Варсунд, женился на дирижёре местного оркестра. Гостям подавали уху.

Невеста встретила жениха на репетиции: Илмар Тенгбо сел в литавры. Весь Варсунд пересказывал это месяц.

Илмар Тенгбо взял отпуск на две недели, а ключи от города Варсунд отдал заместителю.

Подарки Илмар Тенгбо попросил передать детскому хору. Город Варсунд такой свадьбы не видел давно.""",
    "el": """Ο δήμαρχος του Βαρσουντ Ιλμαρ Τενγμπο έχασε το αεροπλάνο του επειδή το ταξί μπήκε σε λάθος δρόμο.

Ο Ιλμαρ Τενγμπο κοιμήθηκε σε ένα παγκάκι του αεροδρομίου. Στο Βαρσουντ γελούσαν με τη φωτογραφία.

Την επόμενη μέρα ο Ιλμαρ Τενγμπο πήρε το τρένο με μια γάτα. Ο σταθμός του Βαρσουντ ήταν κλειστός.

Το ταξί πλήρωσε το εισιτήριο. Ο Ιλμαρ Τενγμπο γύρισε στο Βαρσουντ το βράδυ.""",
    "ko": """바르순드 시장 일마르 텡보가 낡은 우표 삼백 장을 박물관에 기증했다.

일마르 텡보는 어릴 때부터 우표를 모았다고 말했다. 바르순드 박물관은 내년에 전시회를 연다.

가장 비싼 것은 배가 거꾸로 인쇄된 우표다. 일마르 텡보는 이것을 바르순드 벼룩시장에서 샀다.

관람료는 없다. 일마르 텡보는 바르순드 아이들이 우표를 알기를 바란다.""",
    "ka": """ვარსუნდ ქალაქის მერი ილმარ ტენგბო ფეხბურთის მატჩზე მსაჯს წაეკამათა და ტრიბუნიდან გააძევეს.

ილმარ ტენგბო ამტკიცებს, რომ ბურთი ხაზს გადასცდა. ვარსუნდ გუნდმა მაინც წააგო.

მსაჯმა ოქმში ყველაფერი ჩაწერა. ილმარ ტენგბო ჯარიმას იხდის, ვარსუნდ კლუბი კი გაჩუმდა.

შემდეგ თამაშს ილმარ ტენგბო სახლში უყურებს. ვარსუნდ სტადიონზე მას ერთი თვე არ შეუშვებენ.""",
}


def matched(texts: dict[str, str], folder: Path) -> set[tuple[str, str]]:
    """The pairs that match in a dump of texts by their languages."""
    records = [
        {"id": lang, "url": f"https://{lang}.example/1", "text": text, "lang": lang} for lang, text in texts.items()
    ]
    dedup.run(write_lines(folder / "dump.jsonl", records), folder / "out", report=False)
    return {(row["a"], row["b"]) for row in rows_of(folder / "out", "matches.jsonl")}


def test_reports_of_one_mayor_are_no_translations_of_each_other(tmp_path: Path) -> None:
    assert matched(REPORTS, tmp_path) == set()


# A trade fair and a garlic farm that name the same ten countries.
LISTS = {
    "en": """Officials from Indonesia, Malaysia, Singapore, Thailand, Vietnam, the Philippines, Cambodia, Laos, Japan
and South Korea walked through the halls of the boat fair on its last morning. The organisers counted visitors by hand,
since the turnstiles had rusted, and gave a kayak to the oldest of them.""",
    "ru": """Чеснок с холмов возят теперь в Индонезию, Малайзию, Сингапур, Таиланд, Вьетнам, на Филиппины, в Камбоджу,
Лаос, Японию и Южную Корею. Головки сушат под крышей до октября, потом плетут в косы. Старики помнят, как его меняли
на соль, а дети получают за каждую косу по прянику.""",
    "zh": """展览馆里摆着印度尼西亚、马来西亚、新加坡、泰国、越南、菲律宾、柬埔寨、老挝、日本和韩国的邮票。
管理员每天用毛刷清扫玻璃柜，灯光很暗，以免纸张褪色。一位老人把祖父的信封留给了这里，信封上的字已经看不清。""",
}


def test_lists_of_countries_make_no_translations(tmp_path: Path) -> None:
    assert matched(LISTS, tmp_path) == set()
