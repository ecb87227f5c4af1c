"""What the console takes for one column without asking the tables of widths."""

import re
import sys

from wcwidth import wcwidth

from adapters.console.terminal_text import NARROW, columns


def test_every_letter_taken_for_narrow_is_narrow():
    taken = [letter for letter in map(chr, range(sys.maxunicode + 1)) if NARROW.fullmatch(letter)]
    assert {wcwidth(letter) for letter in taken} == {1}
    assert set("“·” • → — ≥ ▁█ é") <= set(taken)


def test_wide_and_combining_letters_are_measured():
    assert (columns("日本"), columns("e\u0301"), columns("a · b")) == (4, 1, 5)
    assert not re.search(NARROW.pattern.replace("*", "+"), "日\u0301\u00ad\u200b\t")
