"""Texts as no editor would write them: every script at once, with all that scraping leaves in."""

from hypothesis import strategies as st

PIECES = (
    # words
    *"Harbour Łódź İZMİR don't naïve re\u0301sume\u0301 ﬁne ＷＩＤＥ U.S. 5.0 3,14 ½ x² Ünlü".split(),
    *"Ёлка за́мок п'ять пʼять Їжак ГОРОД й и\u0306".split(),
    *"ինչո՞ւ Երևան։ ասաց: ՀԱՅ".split(),
    *"თბილისი ᲗᲑᲘᲚᲘᲡᲘ Ⴀ".split(),
    *"كِتَابٌ مـــدرسة می\u200cشود ١٢٣ أحمد ا\u0654حمد ۴۵".split(),
    *"שָׁלוֹם בן־אדם ארה״ב סוף׃".split(),
    *"ज़मीन ज\u093cमीन क्षत्रिय १२ है।".split(),
    *"กรุงเทพมหานคร ประเทศไทย".split(),
    *"今天的新闻 葛\U000e0100城 東 𠮷野家 ニュース ひらがな 가나다 한국어 ㈱ 々".split(),
    *"𝒜𝔅 𐐀𐐨 😀 ❤\ufe0f 👩\u200d💻 🇦🇲".split(),
    # what stands between them
    *" \t\u00a0\u2009\u202f\u3000\u00ad\u200b\u200c\u200d\ufeff\u2060\x00\x1b\x7f\ud800",
    *("\n", "\r", "\r\n", "\n\n", "\v", "\f", "\x85", "\u2028", "\u2029", "\n \n", "\r\n\r\n"),
    *(
        ". ",
        ".",
        "…",
        "! ",
        "?”",
        "。",
        "．",
        "։",
        ":",
        "؟",
        "۔",
        "।",
        "»",
        '." ',
        "—",
        "-",
        "|",
        " · ",
        " • ",
        "›",
        "(",
        ",",
    ),
)

mixed_texts = st.lists(
    st.sampled_from(PIECES) | st.just(" ") | st.text(max_size=3) | st.text("аБ字字。 a1.\n", max_size=6), max_size=40
).map("".join)
"""Pieces of every script in any order, some of them random."""

_SENTENCE_WORDS = "the harbour council said on Monday that 14 boats left Порт вечером 港口 消息".split()

article_texts = st.lists(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(_SENTENCE_WORDS), min_size=1, max_size=40), st.sampled_from([".", "", ":", "!"])
        ),
        min_size=1,
        max_size=8,
    ).map(lambda sentences: " ".join(" ".join(words).capitalize() + end for words, end in sentences)),
    max_size=12,
).flatmap(lambda lines: st.sampled_from(["\n", "\n\n"]).map(lambda between: between.join(lines)))
"""Texts with lines and sentences of every length."""
