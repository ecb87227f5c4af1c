"""Sentences that name no command: what they are about, and what is offered for them."""

import pytest

from bot.plain_words import lone_name, name_in, three_questions


@pytest.mark.parametrize(
    ("sentence", "name", "alone"),
    [
        ("what is spud", "spud", True),
        ("What's Spud?", "Spud", True),
        ("when will gpt-6 be out?", "gpt-6", True),
        ("tell me about Crest Pro Alpha, please", "Crest Pro Alpha", True),
        ("spud", "spud", True),
        ("spud beats opus 4.7", "spud", False),
        ("is spud better than opus", "spud", False),
        ("help me", "", False),
        ("?!", "", False),
        ("", "", False),
        ("x" * 10_000, "", False),
        ("what is �", "", False),
        ("what is ²", "", False),
        ("🥔", "", False),
    ],
)
def test_the_name_a_sentence_is_about(sentence, name, alone):
    assert name_in(sentence) == name
    assert lone_name(sentence) == (name if alone else "")


def test_a_statement_is_checked_and_a_question_asks_for_claims():
    said = [button.run.line for button in three_questions("spud", "spud beats opus")]
    assert said == [
        "odds show about:spud",
        "checkpoint show label:spud",
        'claimcheck ask claim:"spud beats opus"',
    ]
    assert three_questions("spud", "spud beats opus?")[2].run.line == "claimcheck list about:spud"
    assert three_questions("spud", "spud")[2].run.line == "claimcheck list about:spud"
