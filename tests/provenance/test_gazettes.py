"""Names that are built like media's and are none: official gazettes, chains of shops, canals."""

import pytest
from cited import cited_keys


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sq", "Siç raporton Gazeta Zyrtare, ligji hyn në fuqi."),
        ("en", "The order takes effect in May, the Federal Register reported."),
        ("es", "La cadena Mercamar informó de un aumento de ventas."),
        ("ca", "La cadena Mercamar ha informat d'un augment de vendes."),
        ("pt", "O canal do Panamá informou que a fila aumentou."),
        ("de", "Im Focus stehen zwei Männer, sagte der Sprecher."),
    ],
)
def test_what_is_called_like_a_medium_is_no_source(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()


def test_a_preposition_that_begins_a_name_is_part_of_it() -> None:
    assert cited_keys("据经济时报报道,大桥将关闭两个月。", "zh") == {"~jingjishibao"}
