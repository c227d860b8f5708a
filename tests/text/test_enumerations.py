"""Long lists of names are found in every script that shows where an item ends, and clauses are no items."""

import pytest

from dedup.text.enumerations import enumerations


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("会议周二举行。副主席罗文凯、沈玉芬、周明、何鲁平、孙秀兰、霍振东出席了会议。", 1),
        ("式典には青浜市長の成宮文雄、柴崎玉枝、周藤明、森田一、岡部ゆりの各氏が出席した。", 1),
        ("彼は朝早く家を出て、いつもの道を川まで歩き、橋の上で長いあいだ立ち止まってから、ようやく、駅へ向かった。", 0),
        ("他说，天冷了，路滑，车慢，人少，店也关了。", 0),
        ("The council was attended by Mayor Olga Siebert, Martin Renner, Ruth Okoro, Paolo Ferrante, Dina Arkwell, "
         "Bo Lykke and Eero Salmi.", 1),
        ("На встрече были Анна Ковач, Пётр Лисин, Ольга Зиберт, Мартин Реннер, Рут Окоро, Бо Люкке и Эро Салми.", 1),
        ("He came late, sat down, asked for tea, read the paper, paid for two, left a coin, and went home.", 0),
        ("Rain fell in Asbach, Kirnau and Velmar.", 0),
    ],
)  # fmt: skip
def test_lists(text: str, lists: int) -> None:
    assert len(enumerations(text)) == lists


@pytest.mark.parametrize(
    "guests",
    [
        "空军副参谋长熊光明，海军副司令员贺飞，外交部副部长李星，以及来访的防务部副部长施洛姆等参加了会谈。",
        "会談には森田一防衛相、岡部ゆり統合幕僚長、柴崎大使、成宮知事らが出席した。",
        "회의에는 이도현 국방장관, 박서윤 참모총장, 최민재 대사, 정은우 장군, 한지우 지사가 참석했다.",
        "Present were Deputy Minister Ivo Lant, Chief of Staff Mara Dulek, Ambassador Peter Holm, General Udo Rask and "
        "Governor Ana Rizo.",
        "Present were Dr. Ivo Lant, Gen. Mara Dulek of St. Asbach, Prof. Peter Holm, Sen. Udo Rask and Gov. Ana Rizo.",
        "На встрече присутствовали министр Лев Горин, начальник штаба Олег Тарн, посол Анна Ким, генерал Юрий Раск.",
        "Asistieron el ministro Iván Lanta, la jefa Mara Dulek, el embajador Pedro Holm, el general Udo Rasco.",
        "در این نشست وزیر نیرو علی رضوان، استاندار حسن کرمان، معاون وزیر محمد نورا، و شهردار سعید احمدان حضور داشتند.",
        "وحضر اللقاء وزير الخارجية سامي نادر، ووزير الطاقة كريم حداد، والسفير وليد منصور، واللواء جابر سالم.",
        "बैठक में मंत्री राजेश वर्मा, सचिव अनिल मेहता, राजदूत सुनील राव, और राज्यपाल मीना दास मौजूद थे.",
    ],
)
def test_guests_who_are_told_with_their_offices_are_a_list(guests: str) -> None:
    text = f"Velmar, Asbach. Kirnau, Ostmark.\n\n{guests}"
    assert [text[start:end] for start, end in enumerations(text)] == [guests[:-1]]


@pytest.mark.parametrize(
    "life",
    [
        "他先后参加了长征、抗日战争、解放战争和抗美援朝，多次负伤，立功受奖。",
        "He took part in the war, was wounded twice, came home, and opened a shop in Velmar.",
        "Он участвовал в трёх войнах, был ранен, вернулся домой, женился и открыл лавку.",
        "他上午抵达首都，会见当地官员，随后参观博物馆，并出席欢迎晚宴。",
    ],
)
def test_what_somebody_took_part_in_is_no_list(life: str) -> None:
    assert enumerations(life) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "این شرکت، که در تهران مستقر است، محصولات خود را به عراق، ترکیه و افغانستان صادر می‌کند.",
        "وأوضح أن حضور المرأة في السوق ضعيف، وأن البطالة مرتفعة، وأن الأجور منخفضة، وأن الحل صعب.",
        "बाजार में सब्जी, फल, दूध, और अनाज मौजूद है, लेकिन दाम बढ़ गए हैं.",
    ],
)
def test_a_word_for_presence_makes_no_guests_of_a_sentence_with_commas(sentence: str) -> None:
    assert enumerations(f"{sentence} {sentence}") == []


@pytest.mark.parametrize(
    ("before", "guests"),
    [
        ("सड़क खुल गई। ", "बैठक में मंत्री राजेश वर्मा, सचिव अनिल मेहता, राजदूत सुनील राव, और राज्यपाल मीना दास उपस्थित थे"),
        ("সড়ক খুলেছে। ", "সভায় মন্ত্রী রাজেশ বর্মা, সচিব অনিল মেহতা, রাষ্ট্রদূত সুনীল রাও, ও মেয়র মীনা দাস উপস্থিত ছিলেন"),
        ("سڑک کھل گئی۔ ", "اجلاس میں وزیر راشد خان، سیکریٹری انیل مہتا، سفیر سنیل راؤ، اور میئر مینا داس موجود تھے"),
    ],
    ids=["hi", "bn", "ur"],
)
def test_the_sentence_before_that_of_the_guests_is_not_of_the_list(before: str, guests: str) -> None:
    text = f"{before}{guests}{before[-2]} {before * 2}\n\nA, B, C, D, E."
    assert [text[start:end].strip() for start, end in enumerations(text)] == [guests]
