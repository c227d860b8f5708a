"""Names that no table has and that say nothing of a medium, where only a medium's may stand."""

import pytest
from cited import cite, cited_keys


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("en", "The regulator opened an inquiry in March, as Quillfeather first reported.", "~quillfeather"),
        ("en", "The fault was known for years, according to emails obtained by Plainspoke.", "~plainspoke"),
        ("de", "Wie Nordwacht zuerst berichtete, floh der Täter.", "~nordwacht"),
        ("es", "El documento, adelantado por Contraluz, detalla los pagos.", "~contraluz"),
        ("sv", "Det var Granskat som först berättade om affären.", "~granskat"),
        ("id", "Dilansir dari Lensakita, proyek itu sudah mangkrak.", "~lensakita"),
        ("it", "Come rivelato da Controvento, il contratto non esiste.", "~controvento"),
        ("pt", "O presidente pediu demissão, segundo o site Ponto Cego.", "~pontocego"),
        ("nl", "Dat blijkt uit stukken die Blootlegger inzag.", "~blootlegger"),
        ("fr", "Comme l'a révélé Contrechamp, les comptes manquent.", "~contrechamp"),
    ],
)
def test_a_name_counts_where_only_a_medium_may_stand(lang: str, text: str, key: str) -> None:
    assert cited_keys(text, lang) == {key}
    assert all(row["confidence"] < 0.6 for row in cite(text, lang))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The disease was first reported in China in 2019."),
        ("en", "The fire was first reported by Colombian investigators at dawn."),
        ("en", "The novel was first published in Paris in 1922, and the essay first appeared in London."),
        ("en", "He moved to Brindle, a weekly market town, in 2010."),
        ("en", "A letter from Smith, a magazine editor, was read out."),
        ("en", "A copy of the will seen by Judge Harlow was torn."),
        ("de", "Wie Müller erfuhr, war der Zug schon weg."),
        ("es", "El informe al que ha tenido acceso Juan Pérez es secreto."),
        ("fr", "L'entretien accordé à Marie Dupont a duré une heure."),
        ("pl", "Jak ustaliła Prokuratura Okręgowa, kierowca był trzeźwy."),
        ("it", "Le elezioni anticipate da Rossi si terranno a maggio."),
        ("hu", "Kovács megtudta, hogy elkésett."),
        ("en", "The flaw was first reported by Microsoft in June."),
        ("en", "A copy of the memo obtained by Kyiv was read out in court."),
        ("de", "Wie London zuerst meldete, sinkt der Zoll."),
        ("fr", "Selon un rapport consulté par Bruxelles, le déficit monte."),
        ("nl", "Zoals Brussel eerder meldde, is het tekort te hoog."),
        ("sv", "Det var Volvo som först berättade om felet."),
        ("ru", "Как стало известно Москве, договор подписан."),
        ("it", "Come rivelato da Rosati, il contratto non esiste. Il sindaco Carlo Rosati lo ha letto."),
        ("en", "Alan Brindle, who ran the shelter, resigned. The leak was first reported by Brindle."),
        ("es", "El documento, adelantado por Guadalajara, detalla los pagos."),
        ("id", "Dilansir dari Jakarta, satelit itu mengorbit dengan selamat."),
    ],
)
def test_places_persons_and_offices_stay_none(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()
