"""Endings that the light stemmers of `stems` take off, one entry a language.

In the manner of Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages"
(SAC 2006): endings of nouns and adjectives first of all, since these carry what an article is about, and only such verb
endings as are frequent and safe. The longest ending that leaves enough of the word goes,
once a round.

All entries are in the folded form that `stems.fold_word` gives. To correct a language, edit its strings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class LightRules:
    """How one language's words are cut."""

    endings: tuple[str, ...]
    """One string of endings a round, separated by spaces; an ending may be a regular expression."""

    keep: int = 3
    """Letters that must be left after an ending goes."""

    prefixes: str = ""
    """What prefixes written together with the word (articles, conjunctions) look like: a regular expression."""


# Reflexive -ся first, then case and person endings, then what derivation leaves: -ість/-ост, -енн-, a soft sign.
_UK = LightRules(
    endings=(
        "ся сь",
        "ування уванням уванню уваннях ями ами ові еві єві ого ього ому ьому ими іми ої ьої ій ей ею єю "
        "ою ьою их іх ів їв ам ям ах ях "
        "ом ем єм им ім ий а я у ю і ї є е о и й ь ла ло ли ав яв ив ів ала яла ила іла али яли или іли "
        "ало яло ило іло "
        "ати яти ити іти увати ував увала ували ував уть ють ать ять ає яє ує ють ують ають яють имо емо "
        "ємо уємо ите ете єте "
        "ення енням енню еннях ання анням анню аннях ість істю ості остей остям остями остях ції цій "
        "цією ціям ціями ціях",
        "ь й і",
    ),
    keep=3,
)
_BE = LightRules(
    endings=(
        "ся ца цца",
        "амі ямі ага яга аму яму ымі імі ай яй ой ае яе ую юю ых іх ам ям ах ях аў яў оў еў ом ем ым ім "
        "ы і а я у ю е э о й ь "
        "ць ла лі ло ў аў іў ыў ала ыла іла алі ылі ілі аць яць іць ыць уць юць уе ае яе ецца асць асці "
        "асцю анне анні аннем енне енні еннем",
        "ь й",
    ),
    keep=3,
)
# The article is a suffix in Bulgarian and Macedonian: it goes in a round of its own, before number and gender.
_BG = LightRules(
    endings=(
        "ият ия ът ят (?<=[аяое])т[аое] (?<=и)те",
        "ове еве ища ища ета ите ия ии ие а я о е и у ът ха хме аха яха л ла ло ли еше аше ва вам ваме "
        "ват ал ала али ило или ил ост ости",
        "ь й",
    ),
    keep=3,
)
_MK = LightRules(
    endings=(
        "иот от та то те ов ва во ве он на но не",
        "ови еви иња и а о е у ја ии ие л ла ло ле ше ва ваат ат ост ости",
        "ј",
    ),
    keep=3,
)
_SK = LightRules(
    endings=(
        "iach iam iami ami ach och ech ám am ím im ým ym om em ov ovi ého eho ému emu ých ich ou ej iu "
        "ia ie ii ii ý á é í ú ó a e i o u y ä "
        "iť ať eť ť l la lo li il ila ili al ala ali uje ujú ujeme ovať oval ovala ovali osť osti osťou "
        "nie nia niu ním",
        "ov n",
    ),
    keep=3,
)
_SL = LightRules(
    endings=(
        "ovima evima ovih ega emu ima ami ama ih im em om am ah eh ov ev oma jo ja je ji a e i o u ti l "
        "la lo li il ila ili al ala ali "
        "anje anja anju enje enja enju ost osti ostjo",
    ),
    keep=3,
)
# Articles -inn/-in/-ið and their cases, then the cases without them. `fold_word` has already made ö an a (land, lönd).
_IS = LightRules(
    endings=(
        "unnar innar anna unum inum inni nni num inn ina ins ann ana nna nar nir inu ið nu na in an "
        "arnir irnir urnar arnar ernir arinnar",
        "aði uðu uðum aðir andi anda ast ist ust ar ir ur um a i u s r legur legs legan legt legum leg",
        "a i u",
    ),
    keep=3,
)
# Case after plural after possessive: postpositions (-ში, -ზე, -თან…) first, then the case, the plural, the case vowel.
_KA = LightRules(
    endings=(
        "ც ვე ა",
        "ისთვის სთვის თვის ისკენ სკენ კენ ისგან სგან გან იდან დან სთან თან ში ზე მდე ამდე ადმი",
        "ისა ის ითა ით ად მა მ სა ს თა ი ო ა",
        "ებ თ ნ",
        "ა ი ე ო უ",
    ),
    keep=3,
)
# Plural, possessive, case, copula: agglutinated, so one ending a round.
_AZ = LightRules(
    endings=(
        "dır dir dur dür",
        "ır ir ur ür acaq əcək mış miş muş müş dı di du dü ıb ib ub üb maq mək ması məsi ma mə",
        "lıdır dakı dəki ndan ndən dan dən nda ndə da də nın nin nun nün ın in un ün la lə yla ylə ya yə "
        "na nə nı ni nu nü yı yi yu yü a ə",
        "ımız imiz umuz ümüz ları ləri sı si su sü ı i u ü",
        "lar lər",
        "lıq lik luq lük",
        # Azərbaycan-ın reads as Azərbayca-nın, so what an ending may have taken goes from every word.
        "n",
        "iya iyə ya yə a ə ı i u ü",
    ),
    keep=3,
)
_KK = LightRules(
    endings=(
        "ның нің дың дің тың тің дан ден тан тен нан нен да де та те нда нде ға ге қа ке на не ны ні ды "
        "ді ты ті мен бен пен а е",
        "ымыз іміз лары лері дары дері тары тері сы сі ы і",
        "лар лер дар дер тар тер",
    ),
    keep=3,
)
_UZ = LightRules(
    endings=(
        "dagi ning dan da ga ka qa ni gacha",
        "imiz ingiz lari si i",
        "lar",
    ),
    keep=3,
)
_KY = LightRules(
    endings=(
        "нын нин нун нүн дын дин дун дүн тын тин дан ден дон дөн тан тен да де до дө та те та га ге го "
        "гө ка ке ко кө на не ны ни ды ди ты ти",
        "лары лери дары дери сы си су сү ы и у ү",
        "лар лер лор лөр дар дер дор дөр тар тер",
    ),
    keep=3,
)
# Prefixes go one after the other while four letters are left: הבחירות, בבחירות and בחירות then end alike, and what
# is wrongly taken (ביטחון without its ב) is taken from every form. The article ה may leave three.
_HE = LightRules(
    endings=("ויות יות יימ ימ ות ית ייה יה ה י ת",),
    keep=3,
    prefixes="(?:[ובלמשכה](?=.{4})|ה(?=.{3}))+",
)
_LV = LightRules(
    endings=("ajiem ajām ajam ajos ajās ajai iem ies ais ais ām ās os am ai as es is us ā ē ī ū a e i u o s š",),
    keep=3,
)
_SQ = LightRules(
    endings=("eve ave ive ëve ëve sisht it in un ut ët et at ve ja je në ën ur ar er i u a e ë",),
    keep=3,
)

# Particles, and what makes a verb of a noun (-하다, -되다), then the plural. Two syllables are left: most nouns of news
# have two.
_KO = LightRules(
    endings=(
        "은 는 이 가 을 를 의 에 에서 에서는 에게 에게서 에는 에도 와 과 도 로 으로 으로는 까지 부터 만 께 께서 "
        "이라고 라고 라며 이라며 라는 이라는 이다 이며 였다 이었다 이었던 보다 처럼 로서 으로서 로써 으로써 대로 "
        "마다 조차 이나 인 이고 이자 씨 측 했다 한다 하는 하고 하며 해 할 한 했고 했던 했으며 했다고 한다고 "
        "하겠다고 했다며 하면서 하기 하지 하도록 하게 해야 해온 됐다 된다 되는 되고 되며 돼 될 된 됐고 됐던 "
        "됐으며 됐다고 된다고 되면서 되기 되지 되어 시켰다 시킨 시키는 받았다 받은",
        "들",
    ),
    keep=2,
)
_BN = LightRules(
    endings=(
        "ের েরা দের কে তে য় রা েই ও গুলো গুলোর গুলোকে গুলি টি টির টিকে টা জন জনকে কারী কারীরা কারীদের ে েও এর িক",
        "দের রা টি গুলো",
        # The genitive of words that end in a vowel; what it takes from others (সরকার) goes from all their forms.
        "র",
    ),
    keep=2,
)
_UG = LightRules(
    endings=(
        "نىڭ نى غا گە قا كە دا دە تا تە دىن تىن دىكى تىكى لىق لىك لۇق لۈك غان گەن قان كەن لىقىنى لىكىنى لىقنى دۇ تى دى",
        "ى سى لىرى ىمىز ىڭىز",
        "لار لەر",
    ),
    keep=3,
)
_AM = LightRules(
    endings=("ዎችን ዎችና ዎቹ ዎች ኦችን ን ና ም ው ዋ ቸው ቸውና ቸውን ቹ ንና ውን ውና ኑ",),
    keep=2,
    prefixes="(?:የ|በ|ለ|ከ|እንደ|ስለ|ወደ)(?=...)",
)
_TI = LightRules(endings=("ን ታት ታትን ት ና ኡ ኦም",), keep=2, prefixes="(?:ን|ብ|ዝ)(?=...)")
_ML = LightRules(
    endings=(
        "ങ്ങളിലെ ങ്ങളിൽ ങ്ങളുടെ ങ്ങളെ ങ്ങൾ ത്തിന്റെ ത്തിലെ ത്തിൽ ത്തിന് ത്തെ ത്തോടെ ത്തിനും ിന്റെ ിലെ ിൽ ിന് ിനെ ിനും യുടെ "
        "യിലെ യിൽ യിൽനിന്ന് യെ യും ക്ക് യ്ക്ക് െ ോടെ ും കളുടെ കളിൽ കളെ കൾ കളും ാണ് ന് നും ന്റെ നെ നിൽ രുടെ രെ ർ രും ം ൻ ൾ",
        "ക ് ു ി",
    ),
    keep=3,
)
_MR = LightRules(
    endings=(
        "ांच्या ांनी ांना ांचा ांची ांचे ांमध्ये ांवर च्या चा ची चे चं ने नी ला ना त तील मध्ये वर साठी हून ात ाच्या ाचा ाची ाचे ाला ाने ां",
        "ा ी े ो",
    ),
    keep=2,
)
_TE = LightRules(
    endings=("ంలో లోని లో నుంచి నుండి కు కి ను ని తో పై పైన యొక్క ల లను లకు లో ల్లో ాలు ాల ానికి ాన్ని ంపై ం లు గా",),
    keep=3,
)
_KN = LightRules(
    endings=("ದಲ್ಲಿ ನಲ್ಲಿ ಯಲ್ಲಿ ಗಳಲ್ಲಿ ಗಳ ಗಳು ಗಳನ್ನು ವನ್ನು ಯನ್ನು ನ್ನು ದಿಂದ ಯಿಂದ ಕ್ಕೆ ಗೆ ಯ ದ ನ ವು ು ಿ",),
    keep=3,
)

LIGHT_RULES: MappingProxyType[str, LightRules] = MappingProxyType(
    {
        "uk": _UK,
        "be": _BE,
        "bg": _BG,
        "mk": _MK,
        "sk": _SK,
        "sl": _SL,
        "is": _IS,
        "ka": _KA,
        "az": _AZ,
        "kk": _KK,
        "ky": _KY,
        "uz": _UZ,
        "he": _HE,
        "lv": _LV,
        "sq": _SQ,
        "ko": _KO,
        "bn": _BN,
        "ug": _UG,
        "am": _AM,
        "ti": _TI,
        "ml": _ML,
        "mr": _MR,
        "te": _TE,
        "kn": _KN,
    }
)
"""Language -> its rules, for languages that Snowball does not have."""

SNOWBALL: Mapping[str, str] = MappingProxyType(
    {
        "ar": "arabic",
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "eo": "esperanto",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fa": "persian",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hi": "hindi",
        "hu": "hungarian",
        "hy": "armenian",
        "id": "indonesian",
        "it": "italian",
        "lt": "lithuanian",
        "ne": "nepali",
        "nl": "dutch",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        # One stemmer for the four: it turns Cyrillic into Latin and ije into e.
        "sr": "serbian",
        "sv": "swedish",
        "ta": "tamil",
        "tr": "turkish",
        "yi": "yiddish",
    }
)
"""Language -> the algorithm's name in Snowball 3.1 (PyStemmer 3.1)."""
