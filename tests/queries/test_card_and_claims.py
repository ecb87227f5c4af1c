"""A claim of what a model's card states has that card's answer, and one wrong in a single slot is contradicted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.commands.claimcheck._checking import gather, judge
from bot.domain.catalogs.vendor_facts import FactCertainty
from bot.domain.evidence.bearing import CANCELLED, SHUTDOWN
from bot.domain.evidence.evidence import Claim, Statement
from bot.domain.names.subjects import SubjectState
from bot.messages.levels import brief_text
from bot.messages.request import RequestContext
from bot.queries.dossier import Dossier, dossier
from tests import told

APRIL, NOVEMBER = "2026-04-21T12:00Z", "2026-11-29T12:00Z"
GOOD = frozenset({"CONFIRMED", "SUPPORTED"})
OTHER_MONTH = timedelta(days=61)
MODELS = 60  # of a day; one in several of those that are simply out, and every model that ended or will
LABS = ("openai", "google")

Pair = tuple[Statement, Statement]  # what the card states, and the same with one slot wrong


def pairs(made: Dossier, at: datetime) -> Iterator[Pair]:
    subject = made.subject
    if subject is None or subject.slug != made.slug:
        return
    ends = subject.shut_down(at)
    blank = Statement("", made.slug)
    if subject.vendor and made.released and made.slugs == (made.slug,):  # a codename is of its model's lab
        of_lab = replace(blank, type="identity", object=subject.vendor)
        yield of_lab, replace(of_lab, object=LABS[subject.vendor == LABS[0]])
    out = replace(blank, type="available", polarity=1 if made.released and not ends else -1)
    if made.released or subject.state is SubjectState.CANCELLED:
        yield out, replace(out, polarity=-out.polarity)
    if made.released:
        came = replace(blank, type="release_date", day=made.released[0].so_at.date(), operator="on")
        yield came, moved(came, -OTHER_MONTH)
    if ends:
        ended = replace(blank, type="other", object=SHUTDOWN, day=ends[0].so_at.date(), operator="on")
        yield ended, moved(ended, OTHER_MONTH)
    if subject.state is SubjectState.CANCELLED:
        cancelled = replace(blank, type="other", object=CANCELLED)
        yield cancelled, replace(cancelled, polarity=-1)
    day = made.shutdown.fact.day if made.shutdown is not None else None
    if made.shutdown is not None and day is not None and made.shutdown.fact.certainty is FactCertainty.DAY:
        planned = replace(blank, type="other", object=SHUTDOWN, day=day, operator="on", future=True)
        yield planned, moved(planned, 8 * OTHER_MONTH)


def moved(said: Statement, by: timedelta) -> Statement:
    assert said.day is not None
    return replace(said, day=said.day + by)


def is_rare(made: Dossier, at: datetime) -> bool:
    cancelled = made.subject is not None and made.subject.state is SubjectState.CANCELLED
    return cancelled or bool(made.subject and made.subject.shut_down(at)) or made.shutdown is not None


def is_an_end(said: Statement) -> bool:
    return said.object in (CANCELLED, SHUTDOWN) or (said.type == "available" and said.polarity < 0)


@pytest.mark.parametrize("day", [APRIL, NOVEMBER])
def test_a_claim_and_the_card_of_its_model_never_disagree(talk, day):
    at = datetime.fromisoformat(day)
    ports, ctx = talk(day).ports, RequestContext("console:you", "console:local/here", at, at)
    known = [one for one in ports.ledger.suggest("", ctx.view, 5_000) if not one.slug.startswith("label/")]
    step = len(known) // MODELS
    cards = [dossier(ports, ctx.view, one.slug) for one in known]
    sample = [one for place, one in enumerate(cards) if place % step == 0 or is_rare(one, at)]
    wrong, reported = {}, 0
    for made, right, false in ((one, *pair) for one in sample for pair in pairs(one, at)):
        words = [judge(gather(ports, ctx, Claim(said)), at).graded.word for said in (right, false)]
        released = made.released if right.type in ("available", "release_date") else ()
        page = made.subject is not None and told.by_a_page(made.subject.vendor, released)
        by_press = words[1] == "SPECULATION" and (page or is_an_end(right))
        reported += by_press
        if not by_press and (words[0] not in GOOD or words[1] != "CONTRADICTED"):
            wrong[right] = words
    assert len(sample) > MODELS
    assert wrong == {}
    assert reported


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("gpt-6 was released by anthropic", {"CONTRADICTED"}),
        ("anthropic made gpt-5.5", {"CONTRADICTED"}),
        ("google built gpt-5.5", {"CONTRADICTED"}),
        ("gpt-5.5 is not from google", GOOD),
        ("opus 4.7 is made by google", {"CONTRADICTED"}),
        ("opus 4.7 is made by anthropic", GOOD),
        ("is it true that gpt-6 was developed by google", {"CONTRADICTED"}),
        ("gpt-6 came out on september 3", GOOD),
        ("gpt-6 was released in october", {"CONTRADICTED"}),
        ("gemini 3.5 pro was cancelled", {"REPORTED"}),
        ("google cancelled gemini 3.5 pro", {"REPORTED"}),
        ("did gemini 3.5 pro get cancelled", {"REPORTED"}),
        ("gemini 3.5 pro was not cancelled", {"SPECULATION"}),
        ("gpt-5 will be shut down on december 11", GOOD),
        ("gpt-5 will be shut down on january 11", {"CONTRADICTED"}),
        ("sora was shut down in september", {"REPORTED"}),
        ("sora is out", {"SPECULATION"}),
        ("google's gpt-6 is out", {None}),
        ("Microsoft released GPT-5.5", {None}),
        ("gpt-6 is AGI", {None}),
    ],
)
async def test_a_sentence_of_what_a_card_states_has_its_answer(talk, text, grades):
    reply = await talk(NOVEMBER).say(f'claimcheck ask "{text}"')
    assert reply.data["grade"] in grades, reply.plain


@pytest.mark.parametrize("text", ["code-supernova is from xAI", "Garlic is OpenAI's model", "sonic is from xAI"])
async def test_a_label_refutes_no_lab(talk, text):
    reply = await talk(NOVEMBER).say(f'claimcheck ask "{text}"')
    assert reply.data["grade"] != "CONTRADICTED", reply.plain


async def test_whose_it_is_stands_in_the_title(talk):
    reply = await talk(NOVEMBER).say('claimcheck ask "opus 4.7 is made by google"')
    assert reply.title == "CONTRADICTED: it is Anthropic's"


async def test_what_is_not_out_by_its_card_is_not_known_to_be_out(talk):
    here = talk(NOVEMBER)
    card = await here.say("model show grok 5")
    claim = await here.say('claimcheck ask "grok 5 is out"')
    assert card.title.startswith("Grok 5 is not known to be out")
    assert claim.title == "NO EVIDENCE HERE: not known to be out"


async def test_a_record_that_was_learned_later_says_nothing_before(talk):
    here = talk(NOVEMBER)
    for text, day in (("gemini 3.5 pro was cancelled", "2026-08-01"), ("gpt-6 is out", "2026-08-01")):
        reply = await here.say(f'claimcheck ask "{text}" as_of:{day}')
        assert reply.data["grade"] not in GOOD, reply.plain


async def test_a_comparison_with_a_family_shows_the_nearest_known_one_with_its_grade(talk):
    reply = await talk("2026-04-24T12:00Z").say("did spud beat opus")
    assert reply.title == "NO EVIDENCE HERE: nothing about exactly this; the nearest is CL-0044, REPORTED"


async def test_a_lab_that_others_quote_is_not_linked_as_its_own_page(talk):
    reply = await talk("2026-04-24T12:00Z").say("claimcheck ask GPT-5.5 was released on 23 April 2026")
    named = {one.label for one in reply.sources if "decodethefuture.org" in one.url}
    assert named == {"OpenAI, quoted by decodethefuture.org"}


async def test_a_label_that_the_press_names_is_resolved_once_the_claim_turned_out_true(talk):
    before = await talk("2026-06-15T12:00Z").say("checkpoint show owl-alpha")
    assert "RESOLVED" not in before.plain
    after = await talk(NOVEMBER).say("checkpoint show owl-alpha")
    assert after.data["identity"] == "REPORTED"
    assert "(turned out true)" in after.title
    assert "RESOLVED" in after.plain


async def test_a_question_of_a_release_is_not_read_as_one_of_a_shutdown(talk):
    reply = await talk(APRIL).say("is gpt-5.5 going to release on 23 april")
    assert reply.data["read_as"]["intent"] != "retire"


async def test_a_question_why_it_was_cancelled_is_offered_as_whether_it_was(talk):
    reply = await talk(NOVEMBER).say('claimcheck ask "why was gemini 3.5 pro cancelled"')
    assert reply.data["rewrite"] == "gemini 3.5 pro was cancelled"


async def test_two_models_are_compared_by_what_turned_out_then_by_price_and_limits(talk):
    reply = await talk(NOVEMBER).say("claimcheck ask gpt-6.2 astra vs gemini 4 neon")
    assert "it turned out " in reply.title
    assert "NO EVIDENCE HERE, CL-" not in brief_text(reply)
    for name in ("GPT-6.2 Astra: ", "Gemini 4 Neon: "):
        assert any(line.startswith(f"• {name}") for line in brief_text(reply).splitlines()), reply.plain
