from bot.reading.wording.words import words_of


def test_words_are_what_white_space_parts_with_their_marks() -> None:
    assert words_of("“Yes,” he\nsaid.  “Yes,”") == {"“Yes,”", "he", "said."}


def test_a_text_without_words_has_none() -> None:
    assert words_of(" \n") == frozenset()
