"""How names are written: their letters, their case endings, the hosts of outlets.

A rule of endings need not be right, only the same for all forms of a name.

An outlet is recognised by its name in another case, and in another script too: "Дніпро сьогодні" is
dnipro-sohodni.example. A name that the table of sources lacks has a key made of its letters, romanised character by
character and without case endings; whoever registered the domain romanised it otherwise (г is g or h, я is ya, ia or
ja). So the two are compared by sound: the consonants of all words in one, as names are compared between languages when
articles are matched. Two names out of all that exist may well share those; of the few outlets of one story they hardly
do. So this is asked within a story alone. Of the 2,066 names of the shipped table in other scripts than Latin, 99 sound
like one of the 1,900 domains of others. A Japanese name in Chinese characters has no sound to its letters, and is not
found.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from dedup.tables import DENSE_CHARACTER, to_ascii, word_table

_WORD = re.compile(r"\w+")
_NOT_LETTERS = re.compile(r"[\W_]+")
TAIL = re.compile(r"(?<=\w\w)[’'‘`´-](\w{1,5})$")
ELISION = re.compile(r"^(?:l|d|dell|all|dall|nell|sull|qu|un)[’'](?=\w)", re.IGNORECASE)
_HEADS = ("The", "Der", "Die", "Das", "Le", "La", "Les", "Il", "El", "Los", "Las", "O", "A", "De", "Het")
_HEAD = "|".join(f"[{one[0]}{one[0].lower()}]{one[1:]}" for one in _HEADS)
_ARTICLE = re.compile(rf"(?:(?:{_HEAD}) |[Ll]['’])(?=\S{{3}})")
_HOST_LEFT = 5  # letters behind an article in the label of a host: `host_key` asks for six of the whole
_RUN_ON = re.compile(r"^[^\W\d_A-ZÀ-Þ]\w*\.[A-ZÀ-Þ][^A-Z]")  # not "tut.BY"
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,12})(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)


# Case endings, longest first, of the languages that inflect names; tried on words of five letters and more.
ENDINGS = {
    "cyrillic": [
        *"ами ями ого его ему ому ими ыми ої ому ою ьою ам ям ах ях ов ев ей ой ий ый ая яя ою ею ую юю ым им".split(),
        *"ом ем ия ии ию ію ії ия ье ью ья а я о е є у ю ы и і ї й ь ъ".split(),
    ],
    "latin": [
        *"iej iego owi nın nün dən ın ün də yə nə nı iemu ovi ych ich ami iem ej ie ą ę em er en es om ov ův".split(),
        *"ou ym im og oj ih a e i o u y s n ı ə é á í ě".split(),
    ],
    "armenian": "ության ությունը ություն ների ներից ներին ուն ում ից ին ով ը ն ի".split(),
    "georgian": "ისთვის ისთან ისგან სთვის სთან სგან თან მა ის ით ში ზე სა ს ი მ".split(),
}
# Of an adjective three letters are left at least (Новая, Новой), of a noun four.
_ADJECTIVE = frozenset(["ая", "ой", "ую", "ое", "ый", "ого", "ому", "ым", "ої", "ій"])
# Arabic and Persian letters that keyboards mix up; Uzbek's turned comma; letters of Bengali and Hindi that are one
# character or two.
_ALIKE = str.maketrans(
    "يىك\u09dc\u09dd\u09df\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f",
    "ییک\u09a1\u09a2\u09af\u0915\u0916\u0917\u091c\u0921\u0922\u092b\u092f",
    "ʻʼ",
)
ARTICLES = frozenset(["The", "Der", "Die", "Das", "Le", "La", "Les", "Il", "El", "Los"])
DENSE = frozenset({"armenian", "georgian"})  # no capitals, but four letters of a stem say enough in a cue
# What Turkish, Azeri, Armenian and others hang on a name behind an apostrophe or a hyphen.
_MAX_TAIL = 5
_INFLECTED = 5  # letters of a word from which an ending is cut
_SHORT = 4
_LEFT = 2  # letters of a name that are left at least: "AP는"

SHORTENERS = frozenset(
    "t.co pic.twitter.com bit.ly ow.ly goo.gl tinyurl.com buff.ly dlvr.it ift.tt fb.me youtu.be trib.al lnkd.in".split()
)
"""Hosts of addresses that say nothing of whose page they lead to."""


def letters(name: str) -> str:
    """Return a name's letters and digits in lower case: what names are compared by."""
    return _NOT_LETTERS.sub("", name.casefold().translate(_ALIKE))


def host_of(name: str) -> str | None:
    """Return the host of a URL or domain without `www.`; None if `name` is neither."""
    match = _DOMAIN.match(name.strip().strip('«»"“”()[],;').rstrip("."))
    # "sınav verdi.Son yıllarda": a sentence's end and the next one's beginning.
    return match[1].casefold() if match and not _RUN_ON.search(match[1]) else None


def host_key(host: str) -> str:
    """Return the label that names the site, if it is long enough to be one of a kind, else the domain ("news.am")."""
    labels = host.split(".")
    cut = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else 2
    label = letters(labels[-cut]) if len(labels) >= cut else letters(host)
    return f"~{label}" if len(label) >= 6 else "~" + ".".join(labels[-cut:])


def has_article(name: str) -> bool:
    """Return whether a name begins with an article, and that and the next word are written large: "La Tercera"."""
    article = _ARTICLE.match(name)
    return article is not None and name[article.end()].isupper() and article[0][0].isupper()


def name_key(name: str) -> str:
    """Return the key of a name that is not listed: its stems, romanised, without an article at its head.

    >>> name_key("La Dépêche du Morvan"), name_key("Dépêche du Morvan"), name_key("The Post")
    ('~depechdumorva', '~depechdumorva', '~thepost')
    """
    # "LA VOIX DU MARAIS" has an article, "LA Daily News" has none.
    article = _ARTICLE.match(name.capitalize() if name.isupper() else name)
    name = name[article.end() :] if article and (" " in name[article.end() :] or article[0][-1] in "'’") else name
    return "~" + letters(to_ascii(stem_name(name) if not name.isascii() else name))


def unarticled(key: str) -> frozenset[str]:
    """Return the keys that a site's name may have, by `name_key`, if its host begins with an article.

    >>> sorted(unarticled("~lasvegassun")), sorted(unarticled("~lunion")), sorted(unarticled("~lavoix.example"))
    (['~asvegassun', '~svegassun', '~vegassun'], ['~union'], [])
    """
    heads = [f"~{head}" for head in (*map(str.lower, _HEADS), "l")] if "." not in key else []
    return frozenset(
        f"~{key[len(head) :]}" for head in heads if key.startswith(head) and len(key) >= len(head) + _HOST_LEFT
    )


def case_fits(listed: str, written: str, lang: str | None) -> bool:
    """Return whether a listed name may be written so: capitals stay capitals, but those of an article."""
    article, _, rest = listed.partition(" ")
    if rest and article in ARTICLES and written.startswith(article.lower() + " "):
        return case_fits(rest, written[len(article) + 1 :], lang)
    if article in ARTICLES and rest[:1].isupper() and written.startswith(article + " "):
        return not written[len(article) + 1 :][:1].islower()  # "The paper published": no name
    if len(listed) <= _SHORT and ("&" in listed) != ("&" in written):
        return False  # "M&A" is not MA
    if listed.isupper() and len(listed) <= 5:
        if lang == "it" and len(listed) > 2 and written[:1].isupper():
            return True  # Italian writes acronyms as names: Bbc, Tass
        head = written[: len(listed)]
        return head.isupper() or not any(c.islower() or c.isupper() for c in head)
    return not listed[:1].isupper() or written[:1].isupper() or not written[:1].islower()


def dense(name: str) -> bool:
    """Return whether some of the name is in a script without spaces: Han, kana, Thai, Lao, Khmer, Burmese."""
    return bool(DENSE_CHARACTER.search(name))


_JOINED = dict(zip("\u09dc\u09dd\u09df\u0958\u0959\u095a\u095b\u095c\u095d\u095e", "ডঢযकखगजडढफ", strict=True))
_DOTS = {joined: plain + ("\u09bc" if joined > "\u0980" else "\u093c") for joined, plain in _JOINED.items()}


def spellings(word: str) -> Iterator[str]:
    """Yield the word with its dotted letters as one character and as two, which no normal form of Unicode makes one."""
    apart = joined = word
    for one, two in _DOTS.items():
        apart, joined = apart.replace(one, two), joined.replace(two, one)
    yield apart
    yield joined


def script(word: str) -> str:
    """Return the script of a word, as `ENDINGS` names it; empty for others."""
    c = word[0]
    if "а" <= c <= "ӿ":
        return "cyrillic"
    if "ա" <= c <= "և":
        return "armenian"
    if "ა" <= c <= "ჿ":
        return "georgian"
    return "latin" if c < "ɐ" else ""


def stem_name(name: str) -> str:
    """Return a name's letters with each word's case ending cut off."""
    return "".join(map(stem_word, _words(name)))


def _words(name: str) -> list[str]:
    """The words of a name in lower case, without what is hung on behind an apostrophe."""
    written = TAIL.sub(lambda m: "" if len(m[1]) <= _MAX_TAIL and m[1].islower() else m[0], name.casefold())
    return _WORD.findall(written)


@lru_cache(maxsize=1 << 15)
def stem_word(word: str) -> str:
    """Return a word without its case ending."""
    if len(word) >= _INFLECTED:
        for ending in ENDINGS.get(script(word), ()):
            if word.endswith(ending) and len(word) - len(ending) >= (3 if ending in _ADJECTIVE else 4):
                return word[: -len(ending)].rstrip("иіьйi")  # Извести-я, Извести-й, Известь-ю
    return word


def stems_of(name: str) -> list[str]:
    """Return a name's letters without each ending that its last word may have: for scripts where endings pile up."""
    written = letters(name)
    endings = ENDINGS.get(script(written), ()) if written else ()
    return [written[: -len(e)] for e in endings if written.endswith(e) and len(written) - len(e) >= 4]


@cache
def name_endings() -> dict[str, list[tuple[str, str]]]:
    """Return what each language hangs on names (`name_endings.toml`), longest first, and what stands there without."""
    found = {}
    for lang, endings in word_table("dedup.provenance.attribution", "name_endings.toml").items():
        parts = (ending.partition(">") for ending in endings)
        found[lang] = sorted(((old, new) for old, _, new in parts), key=lambda pair: (-len(pair[0]), pair))
    return found


def bare_forms(name: str, lang: str | None) -> Iterator[str]:
    """Yield a name without one or two of the endings that its language hangs on names (`name_endings.toml`)."""
    endings = name_endings().get(lang or "", ())
    for old, new in endings:
        if name.endswith(old) and len(name) - len(old) >= _LEFT:
            once = name[: -len(old)].rstrip("-’'‘ʻʼ") + new
            yield once
            for older, newer in endings:
                if once.endswith(older) and len(once) - len(older) >= _LEFT:
                    yield once[: -len(older)].rstrip("-’'‘ʻʼ") + newer


_LATIN_END = "\u024f"
_FEWEST = 4
"""Consonants that two names must share at least: below, unlike names sound alike."""


def is_outlet(name: str, lang: str | None, outlet: str | None, outlet_lang: str | None) -> bool:
    """Say whether a name in a text of `lang` is that of an outlet which is written in another script or case.

    >>> is_outlet("Дніпро сьогодні", "uk", "dnipro-sohodni.example", "uk")
    True
    >>> is_outlet("Kuriera Beskidzkiego", "pl", "kurierbeskidzki.example", "pl")
    True
    """
    if not outlet:
        return False
    host = host_of(outlet)
    label = host_key(host).removeprefix("~") if host else outlet
    if _is_latin(name) and _is_latin(label):
        # One word in another ending is another paper as often: Gazeta and Gazete, Insider and Inside.
        words = _words(name)
        return (
            lang in _DECLINING
            and len(words) > 1
            and _in_any_case(*words).fullmatch(letters(to_ascii(label))) is not None
        )
    return not _sounds(name, lang).isdisjoint(_sounds(label, "en") | _sounds(label, outlet_lang))


_DECLINING = frozenset("bs cs hr lt lv pl sk sl sq sr".split())
"""Languages in Latin letters that decline all words of a name. Of others the endings of `name_endings.toml` are cut."""


@lru_cache(1 << 12)
def _in_any_case(*words: str) -> re.Pattern[str]:
    """What a Latin name's letters are, whatever the case of each of its words: a domain has no blanks between them."""
    endings = "|".join(sorted({to_ascii(ending) for ending in ENDINGS["latin"]}, key=lambda e: (-len(e), e)))
    stems = [(re.escape(to_ascii(stem_word(word))), len(word) >= _INFLECTED) for word in words]
    return re.compile("".join(f"{stem}[iy]?(?:{endings})?" if long else stem for stem, long in stems))


def _is_latin(name: str) -> bool:
    return all(letter <= _LATIN_END or not letter.isalpha() for letter in name)


@lru_cache(1 << 12)
def _sounds(name: str, lang: str | None) -> frozenset[str]:
    # Here, as in `overlap`: an answer about a story that was traced needs no tables of languages.
    from dedup.features import name_spellings

    return frozenset(bones for bones in name_spellings(name, lang or "en") if len(bones) >= _FEWEST)
