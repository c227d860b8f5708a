"""What a run learned of words can be looked at."""

import dedup


def test_strongest_first_and_the_same_from_both_sides(ran):
    with dedup.Archive.open(ran.archive) as archive:
        found = list(dedup.lexicon(archive, "en", "hy"))
        mirrored = list(dedup.lexicon(archive, "hy", "en"))
        counted = archive.rows("SELECT count(*) FROM lexicon WHERE lang_a = 'en' AND lang_b = 'hy'")
    assert len(found) == counted.column(0)[0].as_py() > 0
    assert [pair.strength for pair in found] == sorted((pair.strength for pair in found), reverse=True)
    assert all(0 < pair.strength <= 1 and pair.pieces > 0 for pair in found)
    assert {(pair.other, pair.stem) for pair in mirrored} == {(pair.stem, pair.other) for pair in found}
    assert all(pair.stem.isascii() and not pair.other.isascii() for pair in found if not pair.other.isdigit())


def test_languages_without_translations_have_nothing(ran):
    with dedup.Archive.open(ran.archive) as archive:
        assert list(dedup.lexicon(archive, "is", "fa")) == []
