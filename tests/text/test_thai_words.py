"""Where a line of Thai may end."""

import pytest

from text.thai_words import kept_together


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("องค์การพลังงาน", ["องค์การ", "พลังงาน"]),
        ("อย่างไรจำกัด", ["อย่างไร", "จำกัด"]),
        ("3 มีนาคม", ["มีนาคม"]),
        ("ต่าง ๆ", ["ต่าง ๆ"]),
        ("สำนักงาน ก.พ.ร. และ พ.ศ. 2546", ["สำนักงาน", "ก.พ.ร.", "และ", "พ.ศ."]),
        ("No Thai here", []),
        ("", []),
    ],
)
def test_each_second_piece_is_a_word(text: str, words: list[str]) -> None:
    pieces = kept_together(text)
    assert "".join(pieces) == text
    assert [piece for piece in pieces[1::2] if piece] == words


def test_letters_that_are_no_word_may_be_cut() -> None:
    nothing = "ฮฮฌฌ" * 20
    assert nothing in kept_together(nothing)[::2]
