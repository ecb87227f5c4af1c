"""How far a model has come is one fact: its cards, the lists and the grades of "it is out" never tell two."""

from datetime import datetime

import pytest

from bot.domain.evidence.evidence import Claim, Statement
from bot.domain.names.subjects import SubjectState
from bot.messages.request import RequestContext
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.families.expected_models import waited_models
from bot.queries.records.model_state import ModelState, model_state
from tests import told

NOVEMBER = "2026-11-29T12:00Z"
DAYS = ["2026-04-24T12:00Z", "2026-08-01T12:00Z", NOVEMBER]
GOOD = frozenset({"CONFIRMED", "SUPPORTED"})
OUT = (" has been out since ", " came out on ", " is out as ", " was shut down on ", ", which has been out since ")
CARDS = ("model show", "odds show", "claimcheck ready")
EVERY = 9  # of the models that are simply out, one in so many


def said_to_be_out(title: str) -> bool:
    return any(words in title for words in OUT)


def is_telling(state: ModelState) -> bool:
    """Whether a model is not simply out: such are all looked at."""
    return not state.is_out or state.by_variant or state.quiet


@pytest.mark.parametrize("day", DAYS)
def test_the_grades_of_out_and_not_out_are_those_of_the_state(talk, day):
    at = datetime.fromisoformat(day)
    ports, view = talk(day).ports, RequestContext("console:you", "console:local/here", at, at).view
    wrong = {}
    for one in ports.ledger.suggest("", view, 5_000):
        if one.slug.startswith("label/"):
            continue
        state = model_state(ports, one.slug, view)
        claims = (Claim(Statement("available", one.slug, polarity=sign)) for sign in (1, -1))
        out, denied = (grade_claim(ports, claim, view).graded.grade.value for claim in claims)
        agrees = (out in GOOD) == state.is_out and (denied == "CONTRADICTED") == state.is_out
        if (out, denied) == ("REPORTED", "SPECULATION") and state.out is not None:  # "is out, according to …"
            agrees = told.by_a_page(state.out.vendor, [row for row in state.out.states if row.state is state.state])
        if not agrees or (state.is_not_out and out == "CONTRADICTED"):
            wrong[one.slug] = (state.state, out, denied)
    assert wrong == {}


@pytest.mark.parametrize("day", DAYS)
async def test_the_titles_of_all_cards_and_the_list_of_what_is_coming_are_those_of_the_state(talk, day):
    here = talk(day)
    at = datetime.fromisoformat(day)
    view = RequestContext("console:you", "console:local/here", at, at).view
    known = [one for one in here.ports.ledger.suggest("", view, 5_000) if not one.slug.startswith("label/")]
    states = {one.slug: model_state(here.ports, one.slug, view) for one in known}
    coming = {one.subject.slug for one in waited_models(here.ports, view)}
    sample = [slug for n, (slug, state) in enumerate(states.items()) if n % EVERY == 0 or is_telling(state)][:40]
    wrong = {}
    for slug in sample:
        out = states[slug].since is not None
        for card in CARDS:
            title = (await here.say(f"{card} {slug}")).title
            if said_to_be_out(title) != out or (out and " not out" in title):
                wrong[slug, card] = title
        if slug in coming and (out or states[slug].state is SubjectState.LIMITED):
            wrong[slug, "model coming"] = states[slug].state
    assert wrong == {}


async def test_a_variant_is_named_on_the_card_of_the_model_without_it(talk):
    here = talk(NOVEMBER)
    for card in ("model show", "odds show"):
        assert (await here.say(f'{card} "qwen 4"')).title == "Qwen4 is out as Qwen4 Max, since 16 November 2026"
    graded = await here.say('claimcheck ask "qwen4 is out"')
    assert graded.title == "REPORTED: one named origin, runware.ai, beside weaker ones"
    assert "Qwen4" not in [one["subject"] for one in (await here.say("model coming lab:alibaba")).data["models"]]


async def test_a_version_that_is_only_known_by_its_variants_is_out_by_them(talk):
    here = talk(NOVEMBER)
    assert (await here.say("odds show qwen3.7")).title == "Qwen3.7 is out as Qwen3.7-Max, since 21 May 2026"
    claim = await here.say('claimcheck ask "qwen3.7 is out"')
    assert claim.data["grade"] == "SUPPORTED"
    assert "not known here" not in claim.plain
    assert "not recorded here" not in (await here.say("odds show gpt-6.2")).plain


async def test_limited_access_has_its_own_word_and_is_neither_out_nor_denied(talk):
    here = talk(NOVEMBER)
    said = "Claude Mythos 5.2 is in limited access, not out for everybody"
    assert (await here.say('model show "mythos 5.2"')).title == said
    for text in ("mythos 5.2 is out", "mythos 5.2 isn't out", "mythos preview is out", "mythos preview isn't out"):
        reply = await here.say(f'claimcheck ask "{text}"')
        assert reply.title == "NO EVIDENCE HERE: in limited access, not out for everybody"
    assert (await here.say('claimcheck ask "mythos 5.2 is generally available"')).data["grade"] == "CONTRADICTED"
    line = await here.say('claimcheck ask "mythos is out"')
    several = "Claude Mythos is several models, the latest Claude Mythos 5.2 (limited access)"
    assert line.title == f"NO EVIDENCE HERE: {several}"
    settled = await here.say("odds show mythos preview")
    assert settled.title.startswith("Settled YES on 9 Jun 2026; by the record here Claude Mythos Preview is in limited")


async def test_what_was_not_named_for_long_is_told_with_its_day(talk):
    here = talk(NOVEMBER)
    assert (await here.say("model coming lab:xai")).title == "Expected from xAI: Grok 5"
    assert "Not heard of for 120 days, last named on: " in (await here.say("model coming lab:openai")).plain
    later = await talk("2027-06-01T12:00Z").say("model coming lab:xai")
    assert later.title == "Nothing from xAI was named in the last 120 days"
    assert "Grok 5 (4 Oct 2026)" in later.plain


async def test_an_open_market_without_a_price_is_open_on_every_card(talk):
    here = talk(NOVEMBER)
    listed = await here.say("odds show")
    assert listed.title == "2 markets are open, none with a price read at the venue"
    assert "35 % (reported) · Claude 6 by 31 Mar 2027" in " ".join(listed.plain.split())
    assert "out already · GPT-6" in " ".join(listed.plain.split())
    own = await here.say('odds show "claude 6"')
    assert own.title == "35 % that Claude 6 is out by 31 March 2027, as reported"
    coming = await here.say("model coming lab:anthropic")
    assert "35 % (reported) by 31 Mar 2027" in " ".join(coming.plain.split())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("gpt-6 is cancelled", "CONTRADICTED: it came out on 3 September 2026"),
        ("opus 4.7 was cancelled", "CONTRADICTED: it came out on 16 April 2026"),
        ("gpt-6 was not cancelled", "SUPPORTED: on record here, from Awesome-AITools"),
        ("openai confirmed gpt-6", "CONFIRMED: OpenAI says so"),
        ("gpt-6 has been delayed", "NO EVIDENCE HERE: it has been out since 3 September 2026"),
        ("opus 5 was delayed", "NO EVIDENCE HERE: it has been out since 24 July 2026"),
        ("gpt-6 will not be released", "CONTRADICTED: GPT-6 has been out since 3 September 2026"),
        ("openai killed gpt-4o", "NO EVIDENCE HERE: nothing in the ledger speaks for or against it"),
        ("sora was killed", "REPORTED: one named origin, tempmail.ninja"),
        ("google killed gemini 3.5 pro", "REPORTED: 2 named origins, none of them proof"),
        ("grok 5 is cancelled", "NO EVIDENCE HERE: nothing in the ledger speaks for or against it"),
        ("fable 5 was cancelled", "NO EVIDENCE HERE: it has been out since 9 June 2026"),
    ],
)
async def test_a_release_decides_what_was_to_come_of_it(talk, text, title):
    reply = await talk(NOVEMBER).say(f'claimcheck ask "{text}"')
    assert reply.title == title
    if "gpt-6" in text or "opus" in text:
        assert "still to come" not in reply.plain
        assert "forecast" not in reply.plain


@pytest.mark.parametrize("name", ["claude 2", "claude 3 opus", "gemini 1.5 pro", "gpt-4.5", "claude sonnet 4"])
async def test_no_title_of_a_model_long_unheard_of_reads_as_if_it_worked(talk, name):
    here = talk(NOVEMBER)
    for card in ("model show", "odds show", "claimcheck ready"):
        title = (await here.say(f'{card} "{name}"')).title
        assert " came out on " in title
        assert "whether it is still offered is not recorded here" in title
    ended = await here.say(f'model show "{name}" fact:shutdown')
    assert ended.title.startswith("No shutdown of ")
    assert " is recorded here; those of " in ended.title
    assert "has been out since" not in ended.plain
