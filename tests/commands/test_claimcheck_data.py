"""The typed facts of an answer: the same keys and types whatever was asked."""

from datetime import date

import pytest

from bot.messages.reply import Outcome

TEXT = (str, type(None))
KEYS: dict[str, object] = {
    "checkable": bool,
    "claim_type": TEXT,
    "subject": TEXT,
    "object": TEXT,
    "comparator": TEXT,
    "benchmark": TEXT,
    "value": (int, float, type(None)),
    "deadline": (date, type(None)),
    "polarity": str,
    "claim_id": TEXT,
    "match": str,
    "grade": TEXT,
    "support": (int, type(None)),
    "refute": (int, type(None)),
    "rule": TEXT,
    "origins": int,
    "repeats": int,
    "load_bearing": list,
    "missing": list,
    "flags": list,
}
ASKED = (
    "Spud is GPT-6",
    "Spud is GPT-6 and costs $5/$30",
    "GPT-5.5 costs $5/$30",
    "GPT-5.5 ships before May 30",
    "GPT-5.5 beats Opus 4.7 on SWE-bench Pro",
    "Opus 4.7 did not beat GPT-5.5",
    "GPT-5.5 scores 82.7% on Terminal-Bench 2.0",
    "5.5 is out",
    "Blorbo-9 is out",
    "GPT-5.5 feels smarter",
    "Is GPT-5.5 any good?",
    "https://example.org/x",
    "lol",
    "wann kommt das neue Modell",
    "CL-0004",
    "CL-0016",
    "pretraining finished on March 24",
    "GPT-5.5 is out. " * 40,
)


@pytest.mark.parametrize("asked", ASKED, ids=lambda text: text[:24])
async def test_the_keys_are_always_there_and_of_one_type(talk, asked):
    reply = await talk("2026-05-10T12:00Z").say(f'claimcheck ask "{asked}"')
    assert reply.outcome is Outcome.ANSWERED
    for data in (reply.data, *reply.data.get("claims", ())):
        for key, kind in KEYS.items():
            assert isinstance(data[key], kind), (key, data[key])
        assert data["polarity"] in ("+", "-")
        if data["checkable"]:
            assert (data["grade"] is None) == (data["rule"] == "nothing")
        else:
            assert data["grade"] is data["support"] is data["refute"] is data["rule"] is None
            assert data["why"]


@pytest.mark.parametrize("asked", ['""', "CL-9999", '"GPT-5.5 is out" as_of:blue'])
async def test_a_refusal_has_the_facts_of_every_refusal(talk, asked):
    reply = await talk("2026-05-10T12:00Z").say(f"claimcheck ask {asked}")
    assert reply.outcome is Outcome.REFUSED
    assert {"error", "what", "try_again"} <= set(reply.data)


async def test_an_item_that_leaves_a_number_out_does_not_speak_for_it(talk):
    chat = talk("2026-05-10T12:00Z")
    for sentence, grade in (
        ("GPT-5.5 costs $5 input, $30 output and $0.50 cached input", "SUPPORTED"),
        ("GPT-5.5 costs $5 input and $30 output", "SUPPORTED"),
        ("GPT-5.5 has a context window of 1,050,000 tokens and outputs up to 128,000 tokens", "SUPPORTED"),
        ("GPT-5.5 has a context window of 1,050,000 tokens and outputs up to 64,000 tokens", "CONTRADICTED"),
    ):
        data = (await chat.say(f'claimcheck ask "{sentence}"')).data
        grades = {one["grade"].value for one in data.get("claims", [data])}
        assert grade in grades, (sentence, grades)
