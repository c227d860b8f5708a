"""Reports that are denied, rejected or called false: who is named did not tell the news."""

import pytest
from cited import cited_keys


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Foreign Office dismissed claims made by Al Jazeera."),
        ("en", "The Kremlin called the Bloomberg report fake."),
        ("de", "Der Konzern wies den Bericht des „Handelsblatts“ zurück."),
        ("de", "Die Ministerin nannte den Bericht der Bild falsch."),
        ("fr", "Le ministère dément les affirmations du journal Le Monde."),
        ("fr", "La préfecture a jugé infondées les informations du Figaro."),
        ("es", "El Ministerio desmintió lo publicado por el diario Clarín."),
        ("es", "El ministro calificó de falsa la información de El País."),
        ("pt", "O clube negou o que foi publicado pelo O Globo."),
        ("it", "La Procura ha smentito la ricostruzione di Repubblica."),
        ("nl", "De minister noemt het bericht van De Telegraaf onjuist."),
        ("ru", "В Кремле назвали публикацию Bloomberg уткой."),
        ("ru", "Сообщения Reuters не соответствуют действительности, заявили в Кремле."),
        ("uk", "У Кабміні назвали повідомлення «Української правди» фейком."),
        ("pl", "Rzecznik odrzucił doniesienia Faktu."),
        ("pl", "Ministerstwo nazwało doniesienia Onetu kłamstwem."),
        ("cs", "Mluvčí označil informace deníku Právo za nepravdivé."),
        ("tr", "Bakanlık, Reuters'ın haberinin asılsız olduğunu bildirdi."),
        ("ar", "رفضت الوزارة تقرير رويترز."),
        ("fa", "سخنگو گزارش رویترز را نادرست خواند."),
        ("he", "השר דחה את הדיווח של הארץ."),
        ("hi", "मंत्रालय ने रॉयटर्स की रिपोर्ट को बेबुनियाद बताया।"),
        ("bn", "মন্ত্রণালয় রয়টার্সের খবর অস্বীকার করেছে।"),
        ("ur", "وزارت نے روئٹرز کی خبر کی تردید کی۔"),
        ("ta", "அமைச்சகம் ராய்ட்டர்ஸ் செய்தியை மறுத்தது."),
        ("zh", "外交部驳斥了路透社的报道。"),
        ("zh", "外交部称路透社的报道不实。"),
        ("ja", "同社はロイターの報道を否定した。"),
        ("ko", "국방부는 로이터 보도는 사실무근이라고 밝혔다."),
        ("vi", "Bộ Ngoại giao bác bỏ thông tin do Reuters đăng."),
        ("id", "Kementerian menepis laporan Reuters."),
        ("th", "กระทรวงปฏิเสธรายงานของรอยเตอร์"),
        ("ro", "Guvernul a dezmințit cele publicate de G4Media."),
        ("hu", "A minisztérium cáfolta a Telex híreit."),
        ("el", "Το υπουργείο διέψευσε όσα έγραψε η Καθημερινή."),
        ("bg", "Министерството отхвърли информацията на Ройтерс."),
        ("sr", "Ministarstvo je demantovalo navode Rojtersa."),
        ("hr", "Vlada odbacuje tvrdnje Jutarnjeg lista."),
        ("sl", "Vlada je zanikala poročanje Dela."),
        ("sv", "Ministern avfärdar uppgifterna i Expressen."),
        ("da", "Ministeren afviser historien i Politiken."),
        ("nb", "Ministeren avviser opplysningene i VG."),
        ("fi", "Ministeriö kiisti Helsingin Sanomien tiedot."),
        ("et", "Ministeerium lükkas ümber Postimehe väite."),
        ("lt", "Ministerija paneigė BNS pranešimą."),
        ("lv", "Ministrija noliedza LETA ziņu."),
        ("kk", "Министрлік Reuters хабарын жоққа шығарды."),
        ("uz", "Vazirlik Reuters xabarini rad etdi."),
        ("az", "Nazirlik Reuters xəbərini təkzib edib."),
        ("hy", "Նախարարությունը հերքել է Reuters-ի հրապարակումը։"),
        ("ka", "სამინისტრომ უარყო როიტერის ინფორმაცია."),
        ("sw", "Wizara imekanusha habari ya Reuters."),
        ("sq", "Ministria mohoi raportimin e Reuters."),
        ("mk", "Владата ги демантираше информациите на Ројтерс."),
    ],
)
def test_a_report_that_is_denied_credits_nobody(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("en", "The ministry denied the claim, Reuters reported.", "reuters"),
        ("de", "Der Konzern wies die Vorwürfe zurück, berichtet Reuters.", "reuters"),
        ("ru", "В Кремле опровергли эту информацию, сообщает Reuters.", "reuters"),
    ],
)
def test_a_report_of_a_denial_is_credited(lang: str, text: str, key: str) -> None:
    assert cited_keys(text, lang) == {key}
