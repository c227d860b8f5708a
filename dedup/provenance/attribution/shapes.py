"""How media are called: words, beginnings and ends of words by which a name that nobody lists is a medium's.

The scanner of texts and the reader of slots both take them from here: what one does not see, the other is not asked.
What is said in one language only stands in its cue file (`Titles`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

WORDS: Final = frozenset(
    "times post herald tribune gazette chronicle observer daily press wire media tv radio journal courier kurier "
    "zeitung tagblatt tageblatt anzeiger presse nachrichten rundschau echo gazeta diario correo giornale "
    "corriere gazzetta notizie noticias nouvelles vijesti list novine vesti вести новини газета правда інформ информ "
    "вестник вісник время телеканал ведомости відомості express online "
    # Titles of Romance papers, which a place follows ("La Gaceta de Robledo", "Correio do Vale").
    "gaceta courrier dépêche correio jornal diário heraldo tribuna crónica crônica mattino messaggero gazzettino voz "
    "écho bote boten głos nowiny tribun courant nieuwsblad dagblad weekblad monitorul curierul ecoul ziarul "
    "suara warta napló híradó κήρυκας ταχυδρόμος ημερησία βήμα φωνή ράδιο rádio radyo "
    "tidning tidningen tidningar bladet avisen tidende dagblad קול მოამბე მაცნე ხმა".split()
)
"""Whole words."""

HEADS: Final = (
    *"news actu haber ajans xəbər новост gazete gazetas postas".split(),
    # Slavic titles in all cases.
    *"газет правд вестник вісник вестей вестям вестях ведомост відомост неделя неделе неделю".split(),
    *"недели тижд хроник".split(),
    *"kurier dziennik tygodnik куриер курир kurir гласник glasnik vjesnik vesnik вјесник весник".split(),
    *"хабаршы xabarchi hírlap hírmondó".split(),
)
"""Beginnings of words: `news\\w*`."""


TAILS: Final = tuple(
    "news info press inform media новости инфо информ пресс інформ прес медиа tv zeitung tagblatt tageblatt "
    "wochenblatt bladet bladets tidning tidningen avisen tidende sanomat".split()
)
"""Ends of words of which they are a part."""

HINT_TAILS: Final = (
    *TAILS,
    *"boten bote kurier kuriers echo echos rundschau wacht merkur merkurs umschau volksstimme".split(),
    *"posten avis folkeblad folkblad dagblad kuriren live online world watch wire today".split(),
)
"""And those of names that are a medium's in some languages, or where a capital stands within: for the scanner."""

QUOTED_TAILS: Final = re.compile(
    r"(?i:\w(?:bote|boten|kurier|anzeiger|rundschau|nachrichten|echo|blatt|blattes|posten|avis|blad|krant|lehti|lehden))$"
)
"""Ends of compound names that are a medium's between quotation marks, and ordinary words without: "Heidebote"."""

_NORTH: Final = frozenset("da nb sv".split())
_NORDIC: Final = re.compile(
    r"[A-ZÅÄÖÆØ]\w{2,}(?:bladets?|tidning(?:en)?s?|avisens?|posten|avis|folkeblad|folkblad|dagblad|kuriren)"
)
_SITED: Final = re.compile(r"[A-Z][a-z]+(?:Live|Online|World|Post|Watch|Wire|News|Today|Times|Press)")
_HYPHENED: Final = re.compile(
    r"[^\W\d_]{2,}-(?:Rundschau|Boten?|Kuriers?|Anzeigers?|Tagblatts?|Tageblatts?|Echos?|Merkurs?)"
)

DENSE_TAILS: Final = (
    *"社報报網网刊",
    *"电视台 電視台 通讯 通訊 通信 新闻 テレビ 放送 ニュース タイムズ メディア".split(),
)
"""Where the scanner sees a medium's name in Chinese and Japanese end: wide, for the slot is read after it."""

SCRIPTLESS: Final = re.compile(
    r"(?:通讯社|通訊社|通信社?|日报|日報|晚报|晚報|时报|時報|电视台|電視台|新闻网?|新聞社?|(?<![联聯官种上物外内局入并])网|(?<![预預情警公海汇匯通举舉简簡年财財申喜回战戰季谎謊研])[报報]|周刊|週刊|社|テレビ|放送|ニュース|タイムズ|メディア)$"
)
"""What ends a medium's name there when a slot is read: not each paper is one (预报 is a forecast)."""

CLAUSE: Final = re.compile(
    "将|將|认为|認為|某|举行|舉行|召开|召開|进入|進入|各种|各種|于是|於是|的|被|及|没有|沒有|在网|本网|本報|接收|看了|是|其|一则|例行|下载|保留|？|通过|通過|有新|在新|^平台|(?<!广)电网$"
)
"""What stands in a sentence and in no name: "召开新闻发布会" is no medium's doing."""

PARTED: Final = re.compile("经[济营理验]|經[濟營理驗]")
"""Words of which the first letter is a preposition elsewhere: "据经济时报" does not say "by way of"."""

DATED: Final = re.compile(r"^(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日")
"""A day that is written on to the front of a name."""

HANGUL_KINDS: Final = tuple("일보 신문 신보 타임스 뉴스 저널 투데이 포스트 헤럴드".split())
"""Ends of Korean names; not 방송 and 통신, which are broadcasts and networks too."""

CASELESS: Final = frozenset(
    "टाइम्स न्यूज न्यूज़ न्यूज़ समाचार पत्रिका एक्सप्रेस पोस्ट हेराल्ड टुडे টাইমস নিউজ টুডে বার্তা সংবাদ نیوز ٹائمز پوسٹ "
    "نيوز تايمز برس بوست முரசு டைம்ஸ் நியூஸ் भास्कर जागरण ट्रिब्यून क्रॉनिकल সমাচার পোস্ট ট্রিবিউন "
    "ٹریبیون ایکسپریس تريبيون எக்ஸ்பிரஸ் தந்தி".split()
)
"""Words that end a name of two words, in scripts without capitals: "नदीपुर टाइम्स"."""

PLACED: Final = frozenset(["eco", "sauti"])
"""Titles that are names of people too, and a paper's only before the place it is of: "L'Eco della Valle", "Sauti ya
Ziwa"; not "Sauti Sol"."""

LINKS: Final = frozenset("de del della dello dell' di do da dos das du des of von la le las los".split())
"""Words between a paper's title and the place it is of."""

_CONNECTORS: Final = LINKS | frozenset("& and e für i les the und y в и на та".split())
AGENCY: Final = re.compile(r"(?i)ag[eê]n[ctțz]|агент|агенци|agjenc|ajans|ügynöks")
"""Beginnings of the word for an agency, which authorities are called too."""

OF_NEWS: Final = re.compile(
    r"(?i)not[ií]c|notiz|press|prens|pres[ăa]|news|nouvell|inform|\bmedi(?:a|os|e[ns]?)\b|haber|știri|vijest|новост|новин|печат|прес"
)
"""What is said of a news agency and of no other."""

LAST: Final = frozenset(
    "mercury standard ledger argus examiner inquirer enquirer sentinel advertiser telegraph register recorder bugle "
    "bulletin monitor intelligencer live today insider".split()
)
"""Words that are a paper's title behind another: "Ashford Mercury"."""

_EVERYDAY: Final = re.compile(
    r"(?i)(?:informa(?:tion|sjon)s?|fakta|fly(?:g|ve)?|løpe|anslags?|fag|fack|uge|uke|vecko?|månads|måneds|kvälls|"
    r"elev|skol[ae]?|medlems?|personal|lokal|kund|kunde|annons|annonce|reklame?|gratis|parti|kyrko|"
    r"kirke|menighets|vägg|vegg|nät|nett|net|schüler|studenten|schul|abi|kirchen|pfarr|gemeinde|betriebs|werks|firmen|"
    r"haus|wand|mitglieder|vereins|partei|kunden|fach|regional|provinz|boulevard|online|kinder|"
    r"straßen|obdachlosen|hochzeits|bier)(?:blad(?:et)?s?|tidning(?:en)?s?|avisens?|zeitung|tagblatt|tageblatt|wochenblatt)"
)
"""Common nouns that end like the name of a paper: "Flygbladet" is the leaflet, "Schülerzeitung" any school's."""


AUTHORITIES: Final = re.compile(
    r"(?i)(?:nasa|esa|frontex|europol|eurostat|roscosmos|роскосмос|moody[’']?s|fitch(?: ratings)?|s&p(?: global)?|"
    # Gazettes in which laws are printed.
    r"(?:the )?(?:official|government|federal|london) gazette|federal register|journal officiel|gazzetta ufficiale|"
    r"gaceta oficial|bolet[ií]n oficial(?: del estado)?|di[aá]rio oficial(?: da união)?|diari oficial|"
    r"monitorul(?:ui)? oficial|"
    r"gazet(?:a|ës|ën) zyrtare|resm[iî] gazete\w*|amtsblatts?|bundesanzeigers?|bundesgesetzblatts?|staatsblad|"
    r"staatscourant|dziennik(?:u)? (?:ustaw|urzędowy)|službeni (?:list|glasnik)|riigi teataja\w*|magyar közlöny\w*|"
    r"държавен вестник|службен весник|офіційний вісник|εφημερίδα της κυβερνήσεως)"
)
"""Agencies of space, borders and ratings, and official gazettes: what kind of agency each is, stands in words of every
language."""

_COMPANIES: Final = re.compile(
    r"(?i)(?:american|federal|panda|orient|pony) express|express scripts|media markt|radio (?:shack|city|flyer)|"
    r"(?:deutsche|swiss|schweizerische|österreichische) post|post (?:holdings|malone|office)|press ganey|"
    r"(?:times|herald|journal) square|sinar mas|(?:facebook|instagram|youtube|twitter|tiktok|twitch|xbox|google) live"
)
"""Companies and places that are called as media are, by knowledge of the news."""


_LAWS: Final = re.compile(
    r"(?i)\b(?:act|bill|law|freedom|association|union|club|council|awards?|conference|secretary|office|gallery|square)$"
)
"""Ends of names that begin as media's do and are laws, societies and places: "Press Freedom Act"."""

_TRADES: Final = frozenset("media echo express online wire daily global".split())
"""Words of media that companies are called by as often: "Liberty Media said its revenue rose"."""


def is_trade(name: str) -> bool:
    """Return whether nothing but a word that companies bear too says that a name is a medium's."""
    words = frozenset(name.lower().split())
    return bool(words & _TRADES) and not (words - _TRADES) & WORDS and not OF_NEWS.search(" ".join(words - _TRADES))


def is_nordic(name: str) -> bool:
    """Return whether a capitalised word ends as a Nordic paper's name: "Kustbladet"."""
    return bool(_NORDIC.fullmatch(name)) and not _EVERYDAY.fullmatch(name)


def is_hyphened(name: str) -> bool:
    """Return whether a German name is a place and a paper's title with a hyphen between them: "Lahn-Rundschau"."""
    return _HYPHENED.fullmatch(name) is not None


def is_sure_at_home(name: str, lang: str) -> bool:
    """Return whether a name listed as an ordinary word first is an abbreviation that means nothing but the medium in
    its own language: VG in Norwegian, DR in Danish, IS in Finnish."""
    return lang in ("da", "fi", "nb") and name[:2].isupper()


@dataclass(frozen=True, eq=False)
class Titles:
    """What media are called in one language: the table `titles` of its cue file. No other language has it, not even
    one that extends the file: such words are shops ("Avis") and surnames elsewhere."""

    lang: str = ""
    own: frozenset[str] = frozenset()
    """Whole words by which its media are known (`words` in the file), in the cases in which names end."""

    articled: tuple[str, ...] = ()
    """Titles that are ordinary words, and a paper's behind an article and before its place: "El Faro del Bierzo"."""

    own_connectors: frozenset[str] = frozenset()
    """What stands between the words of a name (`connectors`); elsewhere some are words of their own."""

    contracted: Mapping[str, str] = field(default_factory=dict)
    """Prepositions that hold an article, with the article as a name begins with it: "selon les informations du Monde"
    names Le Monde."""

    compounds: tuple[str, ...] = ()
    """Expressions for titles of one word."""

    kinds: tuple[str, ...] = ()
    """Kinds of media that stand before a name, where no capitals mark one; not موقع (a site), قناة (a canal), وكالة and
    شبكة: of those a name must end like a medium's. দৈনিক and दैनिक say "daily" of other things too (`plurals`, `daily`).
    """

    named_kinds: tuple[str, ...] = ()
    """Those of them that are a part of the name."""

    plurals: tuple[str, ...] = ()
    """Plurals, of which the word before is an adjective and no name's beginning: "दैनिक यात्रियों", daily commuters."""

    daily: tuple[str, ...] = ()
    """Beginnings of words of wage, travel, labour and need that are daily without being a paper."""

    behind: str = ""
    """What begins the word for a daily, where that stands behind a name and says so alone: "காவிரி செய்தி நாளிதழுக்கு"."""

    article: str = ""
    """The article where it is written on to its word: of the words behind a kind of medium, one has it in a name, and a
    mere adjective has none."""

    dative: str = ""
    """What is hung on the name of whoever is told something, where it cannot be the name's own end."""

    @classmethod
    def of(cls, lang: str, table: Mapping[str, Any]) -> "Titles":
        """Return what the table `titles` of a language's cue file holds. Raises TypeError for an unknown name."""
        lists: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
        }
        own, connectors = lists.pop("words", ()), lists.pop("connectors", ())
        return cls(lang, own=frozenset(own), own_connectors=frozenset(connectors), **lists)

    @cached_property
    def words(self) -> frozenset[str]:
        """The whole words by which names of media are known."""
        return WORDS | self.own

    @cached_property
    def hints(self) -> frozenset[str]:
        """The whole words at which the scanner looks for the name of a medium, without those of all languages."""
        return (self.own | frozenset(self.articled)) - WORDS

    @cached_property
    def connectors(self) -> frozenset[str]:
        """What stands between the words of a name."""
        return _CONNECTORS | self.own_connectors

    @cached_property
    def with_article(self) -> re.Pattern[str] | None:
        """What matches a title of `articled` with its article and the first letter of its place; None without any.

        French joins the article to a preposition: "les informations du Canard du Nord".
        """
        if not self.articled:
            return None
        titles = "|".join(word.title() for word in self.articled)
        return re.compile(
            rf"(?:(?:El|La|Le|Il|O|A|De) |L['’]){'?' if self.lang == 'fr' else ''}(?:{titles}) "
            r"(?:(?:de|del|du|des|di|della|do|da|dos|das|van|uit)(?: la| las| los)? |(?:de l|d|dell)['’])[^\W\d_a-zà-ÿ]"
        )

    @cached_property
    def _built(self) -> re.Pattern[str]:
        words = "|".join(sorted(self.words, key=lambda word: (-len(word), word)))
        heads = "|".join("gazete(?!ci)" if head == "gazete" else head for head in HEADS)  # gazeteciler: journalists
        tails = "|".join("(?<!ex)press" if tail == "press" else tail for tail in TAILS)
        return re.compile(
            rf"(?i:\s(?:{'|'.join(sorted(LAST))}|(?:evening|morning) star)$)|"
            rf"(?i:(?:^|[\s'’-])(?:{words}|(?:{heads})\w*)(?:$|[\s-])|\w(?:{tails})$)"
        )

    @cached_property
    def _compound(self) -> re.Pattern[str]:
        return re.compile("|".join(self.compounds) or "(?!)")

    def is_built(self, name: str) -> bool:
        """Return whether a name is built like a medium's; a paper's title alone is none."""
        if (self.with_article is not None and self.with_article.match(name)) or _SITED.fullmatch(name):
            return True
        if (self.lang in _NORTH and is_nordic(name)) or self._compound.fullmatch(name):
            return True
        if name.lower() in self.words or _COMPANIES.fullmatch(name) or _LAWS.search(name):
            return False
        return bool(self._built.search(name)) and not _EVERYDAY.fullmatch(name.rpartition(" ")[2])

    def is_called(self, word: str) -> bool:
        """Return whether a paper is called so, in the nominative."""
        return word.lower() in self.words or word.lower() in HEADS

    def is_title(self, word: str) -> bool:
        """Return whether a word is what a paper is called, to be followed by the place it is of."""
        return bool(self._built.fullmatch(word)) or word.lower() in PLACED

    def is_daily(self, word: str) -> bool:
        """Return whether a word is of what is daily without being a paper."""
        return word.startswith(self.daily)
