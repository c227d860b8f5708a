"""Names of Japanese and Chinese persons in Chinese characters: 片山 is Katayama, 汪文斌 Wang Wenbin.

1. A Japanese surname is one of a table, and what follows it a given name if it is one of another. Their readings are
   those of no single character, so without the tables no romanisation gives them back. Half of all surnames lie across
   the seam of two words as well (古市 in 中古市場), so one counts only where a word can begin and end. In a Chinese
   text, where a surname may be two words, only both names together do.
2. A Chinese name is a surname and one or two characters beside a title or a verb of saying. Each character has one
   reading, that of Mandarin.

Both give the keys that the names have in Latin letters, surname and given name apart.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from dedup.features.concepts.names import name_concepts
from dedup.features.concepts.numbers import Span
from dedup.tables import japanese_readings, to_ascii
from dedup.text import simplified_han

_LONGEST_SURNAME: Final = 3
_LONGEST_GIVEN: Final = 3
_NO_GIVEN: Final = frozenset("元前新現副総正准各両同全本当他氏様君家部課長党派区市町村県府道州員人")
"""What stands between a surname and a title, or behind one: 田中元首相 is former prime minister Tanaka."""

# Forms of Japanese characters that neither China nor Taiwan writes, and what China writes.
_JAPANESE_FORMS: Final = (
    "沢泽辺边邉边浜滨広广斎斋斉齐桜樱関关黒黑徳德竜龙滝泷塩盐鉄铁栄荣恵惠渋涩児儿亀龟豊丰条条伝传実实顕显蔵藏穂穗歩步頼赖"
    "暁晓県县気气楽乐応应対对経经検检芸艺稲稻瀬濑薫薰聡聪総总亜亚覚觉観观巌岩渓溪剣剑済济緒绪浄净静静荘庄増增緑绿弥弥満满"
    "来来礼礼両两郷乡覇霸勲勋団团図图圏圈壱壹寿寿専专帯带庁厅恋恋戦战択择挙举暦历栃枥楼楼様样歓欢歳岁毎每沖冲浅浅焼烧猟猎"
    "発发県县禅禅穏稳粋粹絵绘継继続续総总縁缘繁繁覧览訳译読读誉誉譲让変变豊丰転转辞辞逓递遅迟醸酿鉱矿銭钱鋭锐闘斗隆隆険险"
    "隷隶雑杂霊灵顔颜駅驿駆驱騒骚験验髄髓髪发鶏鸡麦麦黙默斎斋齢龄"
)

_CHINESE_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文栗耿华翟庞安樊颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢"
    "骆岳齐梅莫庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴车冉房边辜"
)
_TITLES: Final = (
    "主席|总理|总统|部长|发言人|书记|市长|省长|县长|局长|厅长|署长|司长|处长|主任|教授|记者|董事长|总裁|经理|院长|校长|会长|社长|秘书长|委员"
    "|议员|大使|司令|将军|上将|先生|女士|博士|医生|律师|警官|法官|导演|演员|歌手|作家|选手|球员|队长|教练|主帅|专家|研究员|分析师|创始人|居民|村民"
    "|民警|嫌疑人|负责人"
)
_SAYING: Final = (
    "表示|指出|认为|介绍|告诉|强调|透露|称|说|坦言|回应|宣布|解释|补充|呼吁"
    "|先生|女士|教授|博士|主任|院长|主席|总理|部长|书记|市长"
)
_HAN: Final = "[\u4e00-\u9fff]"
_COMMON: Final = (
    "方面|方案|方法|文章|文件|白宫|华为|高层|高官|高兴|高度|高校|程序|万科|万达|苏宁|韩方|金融|江苏|江西|石油|黄金|安全|平台|马上|车主|车企|单位|项目"
    "|包括|常委|常务|曾经|毛利|温度|柴油|关于|关键|连续"
)
"""Words that begin with the character of a surname and stand before verbs of saying."""
_NO_NAME: Final = f"(?!{_COMMON})"
_GIVEN: Final = f"(?!{_TITLES}|{_SAYING})({_HAN})({_HAN})?"
_BEHIND_TITLE: Final = re.compile(f"(?:{_TITLES}){_NO_NAME}([{_CHINESE_SURNAMES}]){_GIVEN}")
_BEFORE_SAYING: Final = re.compile(f"{_NO_NAME}([{_CHINESE_SURNAMES}]){_GIVEN}(?={_SAYING})")


class JapaneseNames:
    """Surnames and given names by their spelling; in a Chinese text by the spelling of China."""

    def __init__(self, lang: str, is_word: Callable[[str, int, int], object]) -> None:
        """`is_word` says whether a known word begins at a place of a text and ends before another."""
        self._is_word = is_word
        self._chinese = lang == "zh"
        self._folded: dict[int, str] = {}
        if self._chinese:
            forms = iter(_JAPANESE_FORMS)
            self._folded = {**simplified_han(), **{ord(form): next(forms) for form in forms}}
        self._surnames = self._table("surnames")
        self.openers = frozenset(surname[:2] for surname in self._surnames)
        """Two characters that names begin with: most places of a text begin none, and are passed over by these."""
        self._given: dict[str, str] | None = None

    def _table(self, which: str) -> dict[str, str]:
        readings = japanese_readings(which)
        if not self._chinese:
            return readings
        folded: dict[str, str] = {}
        for spelling, reading in readings.items():
            key = spelling.translate(self._folded)
            folded[key] = f"{folded[key]}\t{reading}" if key in folded else reading
        return folded

    def at(self, text: str, place: int, end: int, behind_word: bool) -> list[Span]:
        """Return the concepts of the name that begins at a place, of its surname first; none if there is no name.
        `behind_word` says that a known word ends there."""
        if not (self._chinese or behind_word) and place and _is_han(text[place - 1]):
            return []
        for length in range(min(_LONGEST_SURNAME, end - place), 1, -1):
            reading = self._surnames.get(text[place : place + length])
            if reading is not None:
                break
        else:
            return []
        middle = place + length
        given = self._given_name(text, middle, end)
        open_end = middle < end and _is_han(text[middle]) and text[middle] not in _NO_GIVEN
        if not given and (self._chinese or (open_end and not self._is_word(text, middle, end))):
            return []
        found = [Span(place, middle, concept) for concept in _keys(reading)]
        if given:
            found += [Span(middle, middle + given, concept) for concept in _keys(self._readings(text, middle, given))]
        return found

    def _readings(self, text: str, place: int, length: int) -> str:
        if self._given is None:
            # Read with the first surname: most texts of a dump name nobody.
            self._given = self._table("given")
        return self._given.get(text[place : place + length], "")

    def _given_name(self, text: str, place: int, end: int) -> int:
        """The length of the given name at a place."""
        for length in range(min(_LONGEST_GIVEN, end - place), 1 if self._chinese else 0, -1):
            if text[place] not in _NO_GIVEN and self._readings(text, place, length):
                return length
        return 0


def chinese_names(text: str) -> Iterator[Span]:
    """Yield the concepts of Chinese names in a text in simplified characters.

    >>> [span.concept for span in chinese_names("外交部发言人汪文斌表示")]
    ['w:vng', 'W:pnk', 'w:vmbn', 'W:pmpn']
    """
    # One that has a title before it and a verb behind it is found twice.
    names = {found.span(1): found for pattern in (_BEHIND_TITLE, _BEFORE_SAYING) for found in pattern.finditer(text)}
    for found in names.values():
        surname, first, second = found.groups()
        for concept in _keys(to_ascii(surname).strip()):
            yield Span(found.start(1), found.end(1), concept)
        whole = first + (second or "")
        # Behind a title nothing shows where a name ends.
        for name in [whole, first] if second and found.re is _BEHIND_TITLE else [whole]:
            for concept in _keys(to_ascii(name).replace(" ", "")):
                yield Span(found.start(2), found.start(2) + len(name), concept)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


@lru_cache(1 << 14)
def _keys(readings: str) -> tuple[str, ...]:
    """Name keys of readings in Latin letters, split at tabs: those that English has."""
    spelled = readings.split("\t")
    # 大谷 is Otani, and Ohtani by himself.
    spelled += [f"oh{reading[2:]}" for reading in spelled if reading.startswith("oo")]
    names = [reading.capitalize() for reading in spelled if reading]
    return tuple(dict.fromkeys(concept for keys in name_concepts(names, "en") for concept in keys))
