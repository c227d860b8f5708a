"""Words by which papers are called are ordinary words too: only where they are part of a name do they name a source."""

import pytest
from cited import SOURCES, cite, cited_keys

PAPERS = [
    ("hr", "Podravski glasnik piše da je most otvoren.", "~podravskiglasnik"),
    ("hr", "Prema Podravskim novinama most je otvoren.", "~podravskenovine"),
    ("sr", "Подравски гласник пише да је мост отворен.", "~podravskglasnik"),
    ("cs", "Podle Podhorských novin most otevřou.", "~podhorsknovin"),
    ("fi", "Koivulahden Lehden mukaan silta avataan.", "~koivulahdenlehti"),
    ("fi", "Rantaseudun Sanomien mukaan silta avataan.", "~rantaseudunsanomat"),
    ("fi", "Silta avataan, kertoo Rantaseudun Sanomat.", "~rantaseudunsanomat"),
    ("fi", "Koivulahden Uutisten mukaan silta avataan.", "~koivulahdenuutiset"),
    ("bg", "За случая разказа „Глас на Родопите“.", "~glasnarodopit"),
    ("sr", "Мост је отворен, пише „Глас“.", "~glas"),
    ("en", "The bridge will open, Radio Calder reported.", "~radiocalder"),
    ("hi", "दैनिक शालवन ने बताया कि पुल बंद है।", "~dnkslvn"),
    ("bn", "দৈনিক করতোয়া জানায়, সেতুটি বন্ধ রয়েছে।", "~dnkkrty"),
    ("nb", "Broen åpner, skriver VG.", "vg-no"),
    ("nb", "Ifølge VG åpner broen.", "vg-no"),
    ("nb", "– Broen åpner, sier hun til VG.", "vg-no"),
    ("nb", "VG melder at broen åpner.", "vg-no"),
    ("nb", "Det skriver E24 fredag.", "e24"),
    ("da", "– Broen åbner, siger hun til DR.", "dr-dk"),
    ("sv", "Enligt Kustbladet öppnas bron.", "~kustbladet"),
    ("da", "Ifølge Fjordavisen åbner broen.", "~fjordavisen"),
    ("da", "Det skriver Fjords Avis.", "~fjordsavis"),
    ("de", "Laut Lausitzer Heidezeitung wird die Brücke geöffnet.", "~lausitzerheidezeitung"),
    ("sw", "Kwa mujibu wa Sauti ya Ziwa, bei imepanda mara mbili.", "~sautiyaziwa"),
    ("fr", "Selon La Voix du littoral, le pont ouvrira.", "~voixdulittoral"),
    ("fr", "Selon Le Courrier de l'Ouest, le pont ouvrira.", "~courrierdelouest"),
    ("fr", "Source : L'Écho des champs", "~echodeschamp"),
    ("pt", "Segundo o Jornal do Vale, a ponte abre.", "~jornaldovale"),
    ("de", "Der Minister hat im Spiegel die Pläne kritisiert.", "spiegel"),
    ("de", "Die Opposition hat im Spiegel den Minister scharf verurteilt.", "spiegel"),
]


@pytest.mark.parametrize(("lang", "text", "key"), PAPERS)
def test_a_name_with_a_papers_title_is_a_source(lang: str, text: str, key: str) -> None:
    assert cited_keys(text, lang) == {key}


NONE = {
    "hr": [
        "Objavljeno je u Narodnim novinama.",
        "Uredba je objavljena u Službenom listu.",
        "Statut je objavljen u Službenom listu Grada.",
        "Zakon je objavljen u Službenom glasniku.",
        "Izborni list objavila je komisija.",
        "Lažne vijesti objavio je nepoznat autor.",
    ],
    "sr": ["Zakon je objavljen u Službenom glasniku.", "Закон је објављен у Службеном гласнику."],
    "cs": ["Zákon vyšel v Úředním věstníku.", "Smutné zprávy přinesl mluvčí."],
    "fi": [
        "Antti Lehtimäen mukaan silta avataan.",
        "Pekka Lehtisen mukaan silta avataan.",
        "Jari Uutisen mukaan silta avataan.",
        "Sanoma kertoo tuloksensa nousseen.",
    ],
    "en": [
        "According to Lehtinen, the bridge will open.",
        "Revenue was up, according to VG.",
        "Radio Shack said sales fell.",
        "American Express said sales fell.",
    ],
    "es": ["Según Novinsky, el puente abrirá.", "Según La Voz del pueblo, el puente abrirá."],
    "hi": [
        "दैनिक यात्रियों ने बताया कि पुल बंद है।",
        "दैनिक यात्री ने बताया कि पुल बंद है।",
        "दैनिक वेतनभोगी कर्मचारियों ने बताया कि वेतन नहीं मिला।",
    ],
    "bn": ["দৈনিক শ্রমিকরা জানিয়েছেন, সেতু বন্ধ।", "দৈনিক যাত্রীরা জানান, সেতু বন্ধ।"],
    "sv": [
        *(
            f"Enligt {paper} öppnas bron."
            for paper in "Informationsbladet Faktabladet Flygbladet Anslagsbladet Elevtidningen".split()
        ),
        "Det skriver VG.",
    ],
    "da": [f"Ifølge {paper} åbner broen." for paper in "Flyvebladet Fagbladet Ugebladet".split()],
    "nb": ["Ifølge Informasjonsbladet åpner broen."],
    "de": [
        *(
            f"Laut {paper} wird die Brücke geöffnet."
            for paper in "Schülerzeitung Kirchenzeitung Betriebszeitung Wandzeitung Lokalzeitung Lehtinen".split()
        ),
        "Laut Avis sinken die Mieten.",
        "Laut Deutsche Post sinken die Preise.",
        "Laut Glas Müller sinken die Preise.",
        "Der Verlag hat im Spiegel der Zeit die Sitten kritisiert.",
        "Er hatte im Focus der Debatte gestanden und die Pläne kritisiert.",
        "Der Minister wurde in der Presse kritisiert.",
        "Die Regierung hat im Bund viel Zuspruch verloren und wird kritisiert.",
    ],
    "fr": [
        "Selon Avis, les locations baissent.",
        "Selon Voix, l'album sortira.",
        "Selon La Voix du peuple, le pont ouvrira.",
        "Selon La Nouvelle Voix du peuple, le pont ouvrira.",
        "Selon Courrier du maire, le pont ouvrira.",
        "Selon le Courrier du président, le pont ouvrira.",
        "Selon La Tribune du stade, le pont ouvrira.",
        "Selon L'Écho du passé, le pont ouvrira.",
    ],
    "it": ["Secondo Avis, i donatori calano."],
    "pt": ["Segundo o Jornal de ontem, a ponte abre."],
    "sw": [
        "Kulingana na Sauti Sol, tamasha litafanyika.",
        "Kampuni ya Nation Media Group ilitangaza hasara.",
    ],
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in NONE.items() for text in texts])
def test_a_papers_title_elsewhere_names_none(lang: str, text: str) -> None:
    assert [row["source"] for row in cite(text, lang)] == []


@pytest.mark.parametrize(
    ("lang", "text", "keys"),
    [
        ("es", "La empresa cerrará dos plantas, según adelantó El Faro del Bierzo.", {"~farodelbierzo"}),
        ("fr", "D'après les informations du Canard du Nord, deux enquêtes sont ouvertes.", {"~canarddunord"}),
        ("es", "Según el alcalde, el faro del puerto no se cerrará.", set()),
        ("de", "Das berichtet der Uhlenbote.", {"~uhlenbote"}),
        ("de", "Das berichtet der Postbote.", set()),
        ("de", "Das berichtet die Bergwacht.", set()),
        ("de", "Nach Angaben der Strandwacht ertranken zwei.", set()),
        ("de", "Laut Deichwacht hält der Damm.", set()),
        ("de", "Das sagte der Essenskurier.", set()),
        ("de", "Das berichtet der Grenzbote.", {"~grenzbote"}),
        ("fr", "Selon notre partenaire France Bleu, le pont est fermé.", {"radiofrance"}),
        ("da", "Det skriver Limfjordsposten.", {"~limfjordsposten"}),
        ("en", "The school was never asked, the headteacher told LancsLive.", {"~lancslive"}),
        ("en", "The school was never asked, the headteacher told Clive.", set()),
        ("pl", "Burmistrz powiedział o tym w rozmowie z Radiem Kolor.", {"~radiokolor"}),
        ("nl", "Volgens het CBS daalde de werkloosheid in mei.", set()),
        ("uk", "Про це повідомляє «Надбужанка» з посиланням на обласну адміністрацію.", {"~nadbuzhank"}),
        ("uk", "Про це повідомляє «Надбужанка».", set()),
    ],
)
def test_titles_that_are_ordinary_words_too(lang: str, text: str, keys: set[str]) -> None:
    assert cited_keys(text, lang) == keys


@pytest.mark.parametrize("name", ["LA VOIX DU MARAIS", "la voix du marais", "la Voix du Marais", "VOIX DU MARAIS"])
def test_a_names_key_is_the_same_however_it_is_written(name: str) -> None:
    assert SOURCES.resolve(name)[1] == SOURCES.resolve("La Voix du marais")[1]


def test_initials_are_no_article() -> None:
    assert SOURCES.resolve("LA Morning Gazette")[1] != SOURCES.resolve("Morning Gazette")[1]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("lasvegasgazette.example", "Las Vegas Gazette"),
        ("lesnouvellesduval.example", "Les Nouvelles du Val"),
        ("lechoduval.example", "L'Écho du Val"),
        ("lunion.example", "L'Union"),
        ("ocorreiodovale.example", "O Correio do Vale"),
        ("avozdovale.example", "A Voz do Vale"),
    ],
)
def test_an_outlet_whose_host_begins_with_an_article_is_called_so(host: str, name: str) -> None:
    assert SOURCES.resolve(name)[1] in SOURCES.outlet_keys(host)


def test_a_name_has_one_key_with_and_without_its_article() -> None:
    assert SOURCES.resolve("La Voix du marais")[1] == SOURCES.resolve("Voix du marais")[1]
    assert "~voixdumarais" in SOURCES.outlet_keys("lavoixdumarais.example")
