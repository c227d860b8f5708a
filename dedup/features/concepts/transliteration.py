"""How the languages spell the sounds of names: tables for `names`, nothing else.

A spelling is turned into sound classes, one letter each: `a` any vowel, `p b v t d k g m n l r`, and `s` for every
sibilant and affricate. Classes are as wide as the transliteration systems in use disagree: х is kh, h, ch or x; ц is
ts, tz, c or z; ж is zh, j, ž or sch. Every table is read left to right, the longest spelling first.

To correct a language, edit its entry; to add one, give it what differs from `COMMON`.
"""

from collections.abc import Mapping
from types import MappingProxyType

COMMON: Mapping[str, str] = MappingProxyType(
    {
        **{vowel: "a" for vowel in "aeiouy"},
        **{
            "b": "b",
            "p": "p",
            "v": "v",
            "f": "v",
            "w": "v",
            "t": "t",
            "d": "d",
            "k": "k",
            "q": "k",
            "g": "g",
            "h": "g",
        },
        **{"s": "s", "z": "s", "j": "s", "c": "k", "x": "ks", "m": "m", "n": "n", "l": "l", "r": "r"},
        **{"ph": "v", "th": "t", "dh": "d", "bh": "b", "rh": "r", "kh": "g", "gh": "g", "ck": "k", "cq": "k"},
        **{"sh": "s", "zh": "s", "ch": "s", "sch": "s", "shch": "s", "tch": "s", "tsch": "s", "dsch": "s"},
        **{
            "ce": "sa",
            "ci": "sa",
            "cy": "sa",
            "cc": "k",
            "np": "mp",
            "nb": "mb",
            "lj": "l",
            "kj": "k",
            "jev": "av",
            "S": "s",
        },
    }
)
"""Spelling -> classes in ASCII letters: romanised text, and every Latin orthography where its own entry is silent."""

# c is ts before vowels in the Slavic and Baltic orthographies; cr-, cl- are foreign there (Macron, Clinton).
_SLAVIC_LATIN = {"c": "s", "cr": "kr", "cl": "kl", "ct": "kt", "ck": "sk", "ch": "g", "j": "a", "ia": "a", "ck ": "k"}

ORTHOGRAPHIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            **{"wh": "v", "wr": "r", "ohn": "an", "ohl": "al", "ohm": "am", "ehn": "an", "george": "sars"},
            "tz": "s",
            "cz": "s",
        },
        "de": {
            **{"ch": "g", "chs": "ks", "ach": "ag", "j": "a", "ohn": "an", "ohl": "al", "ohm": "am", "ehn": "an"},
            **{"ahn": "an", "ahl": "al", "tz": "s", "qu": "kv"},
        },
        "nl": {"ch": "g", "sch": "sg", "j": "a", "tj": "s", "sj": "s", "dzj": "s", "tsj": "s"},
        "fr": {"gn": "n", "qu": "k", "tch": "s", "dj": "s", "w": "v", "ill": "al"},
        "es": {"j": "g", "qu": "k", "gue": "ga", "gui": "ga", "ll": "l", "x": "ks"},
        "pt": {"qu": "k", "nh": "n", "lh": "l", "x": "s"},
        "it": {
            "ch": "k",
            "gli": "la",
            "gn": "n",
            "gi": "sa",
            "ge": "sa",
            "sc": "sk",
            "sci": "sa",
            "sce": "sa",
            "qu": "kv",
        },
        "ro": {"ch": "k", "ge": "sa", "gi": "sa"},
        "pl": {**_SLAVIC_LATIN, "sz": "s", "cz": "s", "rz": "s", "w": "v", "dz": "s", "szcz": "s"},
        "cs": {**_SLAVIC_LATIN},
        "sk": {**_SLAVIC_LATIN},
        "sr": {**_SLAVIC_LATIN, "ch": "k"},
        "sl": {**_SLAVIC_LATIN, "ch": "k"},
        "lv": {**_SLAVIC_LATIN},
        "lt": {**_SLAVIC_LATIN},
        "hu": {
            "sz": "s",
            "cs": "s",
            "zs": "s",
            "gy": "d",
            "ly": "l",
            "ny": "n",
            "ty": "t",
            "c": "s",
            "j": "a",
            "dzs": "s",
        },
        "sq": {"xh": "s", "x": "s", "q": "s", "gj": "d", "c": "s", "j": "a", "nj": "n"},
        "tr": {"c": "s", "cr": "kr", "cl": "kl", "ch": "s"},
        "az": {"c": "s", "x": "g", "q": "g"},
        "uz": {"x": "g", "j": "s"},
        "fi": {"j": "a", "ch": "k"},
        "et": {"j": "a"},
        "sv": {"j": "a", "sj": "s", "tj": "s", "sk": "sk"},
        "no": {"j": "a", "kj": "s", "skj": "s", "sj": "s"},
        "da": {"j": "a", "sj": "s"},
        "is": {"j": "a", "hv": "v"},
    }
)
"""Language -> what its Latin orthography spells otherwise than `COMMON`."""

ROMANISED: Mapping[str, str] = MappingProxyType(
    {"c": "s", "cc": "s", "ce": "sa", "ci": "sa", "cy": "sa", "w": "v", "aw": "a", "lj": "ls", "jh": "s", "chh": "s"}
)
"""What a romanisation by anyascii spells otherwise: its c is Georgian ც, never k."""

MARKED_LETTERS: Mapping[int, str] = MappingProxyType(
    {
        ord(letter): spelling
        for letters, spelling in {
            "šśşșŝčćçĉžźżđ": "S",
            "ř": "r",
            "ð": "d",
            "þ": "th",
            "ğģ": "g",
            "ñń": "n",
            "ß": "ss",
            "æœ": "e",
            "ə": "a",
            "ı": "i",
            "ł": "l",
        }.items()
        for letter in letters
    }
)
"""Latin letters whose mark is a sound, not an accent (others lose it). S is the sibilant that no digraph takes."""

CYRILLIC: Mapping[int, str] = MappingProxyType(
    {
        ord(letter): sound
        for letters, sound in {
            "аеёиоуыэюяіїєйјўөүұәӣӯѝ": "a",
            "бԃ": "b",
            "вф": "v",
            "гґхғһҳђ": "g",
            "д": "d",
            "жзсцчшщџћѕҷҗ": "s",
            "кќқҡ": "k",
            "лљ": "l",
            "м": "m",
            "нњңҥ": "n",
            "п": "p",
            "р": "r",
            "т": "t",
            "ъьʼ'": "",
        }.items()
        for letter in letters
    }
)
"""Cyrillic letters -> classes, without the way over romanisation: these are most of a Russian dump's names."""

NAME_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "ru": "ами ями ого его ому ему ой ей ом ем ём ым им ах ях ам ям ых их",
        "uk": "ами ями ові еві єві ого ому ою ею ом ем єм им ім ах ях ам ям их іх",
        "be": "амі ямі ага аму ай ам ем ым ім ах ях ых іх",
        "bg": "ът та то те",
        "mk": "от та то те",
        "sr": "ima ama om em og eg oga ega omu emu ih im ом ем ог ег ога ега ому ему им их има ама",
        "sl": "oma ema om em ega emu ih im ov",
        "pl": "ami owi em om ego emu ym im ach ych ich ów",
        "cs": "ovi em om ám ami ho ého ému ým ím ách ech ých ích ův ova ovo ové ovi",
        "sk": "ovi om em ám ami ého ému ým ím och ách ých ích",
        "lt": "as is us ys ais ams oms omis uje ių",
        "lv": "is us as am em im os ās am ām iem",
        "tr": "nın nin nun nün ın in un ün da de ta te dan den tan ten yla yle la le lar ler ya ye yı yi yu yü",
        "az": "nın nin nun nün ın in un ün da də dan dən la lə nı ni nu nü ya yə ndan ndən nda ndə lar lər dakı dəki",
        "fi": "lla llä lta ltä lle ssa ssä sta stä n na nä ksi t tta",
        "et": "le lt l s st ga ks ni d",
        "hu": "ban ben ból ből nak nek val vel tól től ról ről hoz hez höz nál nél ért ra re t at et ot ba be ig",
        "hy": "ներ ների ներին ներում ում ին ով ից ը ն ի ու անի անը",
        "ka": "ისთვის სთვის თვის ისგან სგან გან იდან დან სთან თან ში ზე მდე მა მ ის ს ით ად თ",
        "is": "s ar ur num inu inn",
        "el": "ς ν",
        "hi": "ों",
        "de": "s es",
        "en": "'s s'",
        "sv": "s",
        "no": "s",
        "da": "s",
        "kk": "ның нің дың дің тың тің дан ден тан тен да де та те ға ге қа ке мен бен пен",
        "uz": "ning dan da ga ni",
        "ko": "은 는 이 가 을 를 의 에 에서 에게 와 과 도 로 으로 까지 부터 만 씨 측 께서 이라고 라고 라며 이다 였다",
        "bn": "ের কে তে র য় এর দের েরা",
        "ta": "வுக்கு வை வின் வில் யில் யின் யை யுடன் க்கு ுக்கு ில் ின் ிலிருந்து ால் ிடம் ுடன் ும் ை",
        "ml": "യുടെ യിലെ യിൽ യെ യ്ക്ക് ിന്റെ ിലെ ിൽ ിന് ിനെ ന്റെ നെ ക്ക് ന് ും െ",
        "te": "లోని లో కు కి ను ని తో నుంచి",
        "kn": "ನಲ್ಲಿ ಯಲ್ಲಿ ದಲ್ಲಿ ನ ಯ ದ ಗೆ ನಿಂದ",
        "mr": "च्या चा ची चे ने ला ना त मध्ये तील हून",
        "ne": "को का की ले लाई मा बाट",
        "ug": "نىڭ نى غا گە قا كە دا دە تا تە دىن تىن دىكى تىكى",
        "am": "ን ና ም ንና",
        "ti": "ን",
        "dv": "ގެ ގައި އަށް އިން އާއި",
    }
)
"""Language -> case endings that a name takes and that have a consonant; endings of vowels alone fall away anyhow."""
