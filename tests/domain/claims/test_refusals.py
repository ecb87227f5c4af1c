"""What is no claim is told with its reason, and a claim in loose words is one all the same."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.claims.parsed import Reason
from tests.domain.claims.reading import names

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def one(text):
    return parse_message(text, NOW, names())[0]


@pytest.mark.parametrize(
    "text",
    [
        "Better to have Grok 6 late than wrong",
        "Hoping Opus 4.7 stays under $3 a million, that would be lovely",
        "I replaced my whole team with Opus 4.7 for a week",
        '"Would somebody please rerun this?" — top comment under the Reka thread',
        "GPT-6, Grok 6, Claude 6: whoever ships last buys the beers",
        "Could somebody paste the Opus 4.7 card here?",
    ],
)
def test_a_wish_a_joke_or_a_deed_of_ones_own_is_no_claim(text):
    assert not one(text).checkable


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I hope Opus 6 drops soon", "wish"),
        ("which is cheaper, GPT-6.1 or Opus 5.5?", "question"),
        ("Opus 5.5 feels dumber this week", "opinion"),
    ],
)
def test_no_claim_is_made_of_a_wish_a_choice_or_a_feeling(text, reason):
    assert parse_message(text, NOW, names())[0].reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("could anyone at Mistral please put Large 4 on Groq, 50 requests an hour is plenty", Reason.REQUEST),
        ("40 days with both and I still say Runway is karaoke and Kling is a band", Reason.OPINION),
        ("my dog has chewed more copies of the Opus 6 card than my boss has opened. 12 to 0", Reason.JOKE),
        ("If Qwen 5 hallucinates again I'm charging it $40 per million apologies", Reason.JOKE),
        ("if Kimi K4 lands this week imma shave my head", Reason.JOKE),
        ("I'll eat a floppy disk if Grok 6 ships in May", Reason.JOKE),
        ("Satire: Grok 6 demands 12 weeks of paid leave", Reason.JOKE),
        ("[Help] When will Grok 6 ship?", Reason.QUESTION),
        ("LM Studio folks, please add: GLM-6, Jamba 3", Reason.REQUEST),
        ("somebody port Llama 5 to the Steam Deck by Friday, thx", Reason.REQUEST),
        ("Kimi K4 is a joke", Reason.OPINION),
        ("¿cuándo sale Gemini 4?", Reason.OTHER_LANGUAGE),
    ],
)
def test_bids_likenesses_and_jests_are_no_claims_whatever_number_they_hold(text, reason):
    claim = one(text)
    assert (claim.checkable, claim.reason) == (False, reason)


@pytest.mark.parametrize(
    ("text", "claim_type", "said_by"),
    [
        ("@nora_ml said Gemini 4 ships in May, can I trust that account", "release_date", "@nora_ml"),
        ("if I read the page right, Grok 6 is $4 in", "price", None),
        ("Grok 6 is $3 per million really", "price", None),
        ('La Repubblica writes that Kyutai told them Moshi 4 "è qui" by May 20', "release_date", None),
        ("yo is seedream 7 up on fal yet", "available", None),
    ],
)
def test_claims_in_loose_words_are_still_claims(text, claim_type, said_by):
    claim = one(text)
    assert (claim.claim_type, claim.said_by) == (claim_type, said_by)
