"""Case forms that a stemmer parts from their dictionary form, made so that a lexicon can list their stems too.

A stemmer that takes Ереване for a verb gives it another stem than Ереван. Rather than change each stemmer, `Lexicon`
lists the stems of a few regular forms of every word. A form that does not exist costs an entry and finds nothing.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

# Language -> (what a dictionary form ends in, what stands there in other forms); the first that fits is taken.
_RULES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "ru": (
            ("ия", "ии ию ией"),
            ("[ая]", "ы и е у ю ой ей ам ах"),
            ("[ие]е", "ия ию ием ии ий"),
            ("ь", "я ю е ем и ью ей"),
            ("й", "я ю е ем и ев"),
            ("[ыи]", "ов ам ах ами ей"),
            ("(?<=[бвгджзклмнпрстфхцчшщ])", "а у ом е ы и ов ам ах"),
        ),
        "uk": (
            ("ія", "ії ію ією ій"),
            ("їв", "єва єву єві євом"),
            ("ок", "ку ка ком"),
            ("[ая]", "и і у ю ою ею ам ах"),
            ("ь", "я ю ем і і ей ю"),
            ("й", "я ю єм ї їв"),
            ("[иі]", "ів ам ах ами"),
            ("о", "а у ом і"),
            ("(?<=[бвгджзклмнпрстфхцчшщ])", "а у ом ові і и ів ам ах"),
        ),
        "pl": (
            ("ja", "ji ję ją"),
            ("ia", "ii ię ią"),
            ("[aą]", "y i ę ą ie"),
            ("[yi]", "ów om ach ami"),
            ("(?<=[bcdfghjklłmnprstwz])", "a u em ie owi y ów ach ie"),
        ),
        "cs": (
            ("ha", "hy ze hu hou"),
            ("ka", "ky ce ku kou"),
            ("ko", "ka ku kem"),
            ("ie", "ii ií"),
            ("a", "y e ě u ou"),
            ("o", "a u em ě"),
            ("[yi]", "ů ům ech"),
            ("(?<=[bcčdďfghjklmnňprřsštťvzž])", "a u em ě e i y ů ům ech ovi"),
        ),
        "sr": (
            ("ija", "ije iji iju ijom"),
            ("ka", "ke ci ku kom"),
            ("a", "e i u om ama"),
            ("i", "a e ima"),
            ("o", "a u om"),
            ("(?<=[bcčćdđfghjklmnprsštvzž])", "a u om i e em ima"),
        ),
        "is": (
            ("a", "u um na nnar"),
            ("(?<=land)", "i s"),
            ("(?<=[bdðfghjklmnprstvxþ])", "i s ar ir um inn ið ins inu"),
            ("i", "a um inn ans"),
            ("ur", "s i inn inum ar um"),
        ),
        "ka": (
            ("ი", "ის მა ს ში ზე ით იდან ისთვის ები ების ებს ებმა ებში"),
            ("[აე]", "ის მ ს აში ში დან ები ების ებს ებმა"),
            ("[ოუ]", "ს მ ში ზე დან ები"),
        ),
        "hy": (
            ("ա", "այի ային այում այից այով ան ա"),
            ("ու", "ուի ուն ուում ուից"),
            ("(?=$)", "ը ի ին ում ից ով ն ներ ները ների ներին ներում ներից"),
        ),
        "az": (
            ("(?<=[aıou])", "nın nun da dan ya nı nu sı sının sında lar ların larda ları"),
            ("(?<=[əeiöü])", "nin nün də dən yə ni nü si sinin sində lər lərin lərdə ləri"),
            ("(?<=[aıou][bcçdfgğhjklmnpqrsştvxyz])", "ın un da dan a ı u ının ında lar ların lara ları"),
            ("(?<=[bcçdfgğhjklmnpqrsştvxyz])", "in ün də dən ə i ü inin ində lər lərin lərə ləri"),
        ),
        "tr": (
            ("(?<=[aıou])", "nın nun da dan ya yı yu sı sının lar ların larda ları"),
            ("(?<=[eiöü])", "nin nün de den ye yi yü si sinin ler lerin lerde leri"),
            ("(?<=[aıou][bcçdfgğhjklmnprsştvyz])", "ın un da dan ta a ı u ının ında lar ların lara ları"),
            ("(?<=[bcçdfgğhjklmnprsştvyz])", "in ün de den te e i ü inin inde ler lerin lere leri"),
        ),
        "de": (("(?<=[bdfghklmnprstz])", "s es en e er"),),
    }
)


def inflected(word: str, lang: str) -> Iterator[str]:
    """The word as it is, then other forms of it, so far as the table has its language.

    >>> list(inflected("Франция", "ru"))
    ['Франция', 'Франции', 'Францию', 'Францией']
    """
    yield word
    if lang == "he":
        yield from (prefix + word for prefix in "בלמהושכ")
        yield from (prefix + word for prefix in ("וב", "של", "שב", "וה", "מה"))
    if len(word) > 3:
        for ending, others in _compiled(lang):
            if found := ending.search(word):
                yield from (word[: found.start()] + other for other in others)
                return


@cache
def _compiled(lang: str) -> list[tuple[re.Pattern[str], list[str]]]:
    return [(re.compile(f"(?:{ending})$"), others.split()) for ending, others in _RULES.get(lang, ())]
