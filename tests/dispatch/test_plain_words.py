"""Sentences that name no command: what they are about, and what is offered for them."""

import pytest

from bot.dispatch.plain_words import lone_name, name_in, three_questions


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
        ("is 5.5 out", "5.5", True),
        ("did gemini 3.5 leak", "gemini 3.5", True),
        ("spud context window", "spud", True),
        ("who said it beats opus", "opus", True),
        ("how much will it cost", "", False),
        ("it is 5", "", False),
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


def test_whoever_asks_for_a_price_is_offered_what_is_known_of_it():
    said = [button.run.line for button in three_questions("spud", "spud context window")]
    assert said == ["odds show about:spud", "claimcheck ready model:spud", "claimcheck list about:spud"]
    assert three_questions("spud", "how much will spud cost?")[1].run.line == "claimcheck ready model:spud"
    assert three_questions("spud", "spud costs 5 dollars")[2].run.line == 'claimcheck ask claim:"spud costs 5 dollars"'


def test_a_statement_is_checked_and_a_question_asks_for_claims():
    said = [button.run.line for button in three_questions("spud", "spud beats opus")]
    assert said == [
        "odds show about:spud",
        "checkpoint show label:spud",
        'claimcheck ask claim:"spud beats opus"',
    ]
    assert three_questions("spud", "spud beats opus?")[2].run.line == "claimcheck list about:spud"
    assert three_questions("spud", "spud")[2].run.line == "claimcheck list about:spud"
