"""What public records settle, and what they do not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.catalogs.listings import ListingValue, ids_of
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm, Statement, Value
from bot.domain.grading.grades import grade
from bot.domain.grading.resolution_proposals import QueuedProposal, agreed, by_documents, by_host, by_lists, by_market
from bot.domain.markets.market_view import board
from bot.domain.markets.markets import MarketReading, RungReading

T = datetime(2026, 5, 2, 12, tzinfo=UTC)
MODEL, HOUR = "openai/gpt-5.5", timedelta(hours=1)


def claim(kind, polarity=1, **slots):
    return Claim(Statement(kind, MODEL, polarity=polarity, **slots), "said", "CL-1000", T, T, tenant="discord:7")


# ------------------------------------------------------------------------------------------------------------ markets
def market(*rungs, title="GPT-5.5 released by...?"):
    made = tuple(
        RungReading(
            number,
            question,
            label,
            question,
            None,
            "",
            placeholder=False,
            first_seen=T - timedelta(days=40),
            status="resolved" if result else "open",
            resolution=result,
            resolved_at=T - 30 * HOUR if result else None,
        )
        for number, (question, label, result) in enumerate(rungs)
    )
    return board(
        MarketReading(
            7, "polymarket", "k", "k", title, "https://p.example/k", MODEL, "real", False, None, T, "s", made
        ),
        T,
    )


LADDER = market(
    ("GPT-5.5 released by April 15, 2026?", "April 15", "no"),
    ("GPT-5.5 released by April 30, 2026?", "April 30", "yes"),
    ("GPT-5.5 released by May 31, 2026?", "May 31", None),
)


@pytest.mark.parametrize(
    ("day", "operator", "polarity", "outcome"),
    [
        (date(2026, 4, 30), "by", 1, "true"),
        (date(2026, 4, 30), "by", -1, "false"),
        (date(2026, 4, 15), "by", 1, "false"),
        (date(2026, 5, 1), "before", 1, "true"),
        (date(2026, 4, 30), "on", 1, None),  # the ladder asks "by", which is another question
        (date(2026, 4, 29), "by", 1, None),
        (date(2026, 5, 31), "by", 1, None),
        (date(2026, 4, 30), "after", 1, None),
    ],
)
def test_a_rung_of_the_claims_own_day_settles_it(day, operator, polarity, outcome):
    found = by_market(claim("release_date", polarity, day=day, operator=operator), LADDER, exact=False)
    assert (found.outcome if found else None) == outcome
    if found:
        assert (found.resolver, found.host, found.source) == ("market settled", "polymarket", "https://p.example/k")


def test_a_void_market_voids_and_one_linked_as_exact_speaks_of_any_type():
    void = market(("Will GPT-5.5 be open?", "", "void"))
    assert by_market(claim("other"), void, exact=True).outcome == "void"
    yes = market(("Will GPT-5.5 be open?", "", "yes"))
    assert by_market(claim("other"), yes, exact=True).outcome == "true"
    assert by_market(claim("other"), yes, exact=False) is None


# -------------------------------------------------------------------------------------------------------------- lists
def told(catalog="openrouter", at=T - 5 * HOUR, confirmed=True, **numbers):
    values = {"context": 1_050_000, "output": 128_000, "price_in": 5.0, "price_out": 30.0} | numbers
    return ListingValue(catalog, MODEL, at, at + HOUR if confirmed else None, source="https://l.example", **values)


PRICE = claim("price", values=(Value(5, "input"), Value(30, "output")))


def test_a_model_that_lists_show_twice_exists_and_is_available_in_the_api():
    for kind in ("exists", "available"):
        assert by_lists(claim(kind), [told()], T).outcome == "true"
        assert by_lists(claim(kind, -1), [told()], T).outcome == "false"
    assert by_lists(claim("available", surface="api"), [told()], T).outcome == "true"
    assert by_lists(claim("available", surface="app"), [told()], T) is None
    assert by_lists(claim("available", object="testing"), [told()], T) is None
    assert by_lists(claim("exists"), [told(confirmed=False)], T) is None
    assert by_lists(claim("exists"), [told(), replace(told(), at=T, gone=True)], T) is None
    assert by_lists(claim("exists"), [], T) is None


def test_numbers_are_provisional_for_three_days():
    found = by_lists(PRICE, [told()], T)
    assert (found.outcome, found.provisional) == ("true", T - 5 * HOUR + timedelta(hours=72))
    assert "provisional until 5 May 2026 07:00 UTC" in found.how
    assert by_lists(PRICE, [told(at=T - 80 * HOUR)], T).provisional is None


def test_lists_that_disagree_or_may_round_settle_nothing():
    assert by_lists(PRICE, [told(), told("litellm", price_out=45.0)], T) is None
    assert by_lists(PRICE, [told(price_out=45.0)], T).outcome == "false"
    assert by_lists(PRICE, [told(price_in=None)], T) is None
    assert by_lists(PRICE, [told(price_in=-1.0)], T) is None
    million = claim("context_limits", values=(Value(1_000_000, "context"),))
    assert by_lists(million, [told()], T) is None
    assert by_lists(claim("price", values=(Value(5, "cached"),)), [told()], T) is None
    assert by_lists(claim("price", values=(Value(5, "input"),), bound="under"), [told()], T) is None
    assert by_lists(claim("benchmark_score"), [told()], T) is None


def test_a_corrected_value_counts_as_corrected():
    first = told("models_dev", output=130_000)
    later = told("models_dev", at=T - 2 * HOUR)
    limits = claim("context_limits", values=(Value(128_000, "output_limit"),))
    assert by_lists(limits, [first], T) is None
    assert by_lists(limits, [first, later], T).outcome == "true"


@pytest.mark.parametrize(
    ("slug", "has"),
    [
        ("openai/gpt-5.5", {"openai/gpt-5.5", "gpt-5.5"}),
        ("anthropic/claude-opus-4.7", {"anthropic/claude-opus-4-7", "claude-opus-4.7"}),
        ("xai/grok-5", {"x-ai/grok-5"}),
    ],
)
def test_the_ids_of_a_subject(slug, has):
    assert has <= set(ids_of(slug))


@pytest.mark.parametrize("slug", ["label/crest-pro-alpha", "openai/spud", "", "gpt-5.5"])
def test_codenames_and_labels_have_no_ids(slug):
    assert ids_of(slug) == ()


# ---------------------------------------------------------------------------------------------------------- documents
def item(says, basis=Basis.FIRST_PARTY, form=EvidenceForm.ANNOUNCEMENT, **more):
    return Evidence(
        "EV-0001", "OpenAI", basis, form, T - HOUR, T - HOUR, "s", "https://openai.com/x", says=says, **more
    )


def decided(asked, *items):
    return by_documents(asked, grade(asked, items, T), items)


def test_the_vendors_document_about_an_accomplished_fact_settles():
    out = item((Statement("available", MODEL),))
    assert decided(claim("available"), out).outcome == "true"
    assert decided(claim("available", -1), out).outcome == "false"
    assert decided(claim("available"), out).source == "https://openai.com/x"
    assert decided(claim("available"), replace(out, accepted=False)) is None
    assert decided(claim("available"), replace(out, basis=Basis.FIRST_HAND)) is None
    assert decided(claim("available"), item((Statement("available", MODEL, future=True),))) is None


def test_a_rounded_number_is_settled_by_a_person():
    limits = item((Statement("context_limits", MODEL, values=(Value(1_050_000, "context"),)),))
    assert decided(claim("context_limits", values=(Value(1_000_000, "context"),)), limits) is None
    assert decided(claim("context_limits", values=(Value(1_050_000, "context"),)), limits).outcome == "true"


def test_a_day_that_the_watched_source_let_pass():
    day = claim("release_date", day=date(2026, 4, 30), operator="by")
    watch = item((Statement("release_date", MODEL),), Basis.FIRST_HAND, EvidenceForm.WATCH)
    watched = replace(watch, so_at=T, learned_at=T)
    found = decided(day, watched)
    assert (found.resolver, found.outcome) == ("deadline passed", "false")
    assert decided(day, replace(watched, so_at=T - timedelta(days=10))) is None


@pytest.mark.parametrize("other", ["another model", "the day not over"])
def test_a_passed_day_is_proposed_by_the_watch_that_shows_it(other):
    day = claim("release_date", day=date(2026, 4, 30), operator="by")
    watch = item((Statement("release_date", MODEL),), Basis.FIRST_HAND, EvidenceForm.WATCH)
    early = datetime(2026, 5, 1, 6, tzinfo=UTC)
    odd = replace(watch, id="EV-0000", so_at=early, learned_at=early)
    if other == "another model":
        odd = replace(odd, so_at=T - 2 * HOUR, learned_at=T - 2 * HOUR, says=(Statement("release_date", "xai/grok-5"),))
    assert "(EV-0001)" in decided(day, odd, replace(watch, so_at=T, learned_at=T)).how


def test_a_list_that_says_a_tenth_less_may_round():
    exact = claim("price", values=(Value(1.1, "input"),))
    assert by_lists(exact, [told(price_in=0.99)], T) is None


def test_a_host_that_says_what_a_name_was():
    given = {"at": T, "source": "https://l.example", "why": "its text says so"}
    text = by_host("crest", "Crest", "openrouter", "GPT-5.5", MODEL, row=False, **given)
    row = by_host("crest", "Crest", "arena", "GPT-5.5", "", row=True, **given)
    assert (text.resolver, text.subject, row.resolver, row.subject) == (
        "host reveal",
        MODEL,
        "same row id",
        "GPT-5.5",
    )


# --------------------------------------------------------------------------------------------------- the 48-hour rule
def waits(by="resolver:a", host="a", hours=48, outcome="true", **more):
    return QueuedProposal(f"DQ-{by}", by, outcome, "", T - hours * HOUR, host, **more)


def test_two_that_agree_for_two_days_are_taken():
    both = [waits(), waits("resolver:b", "b")]
    assert len(agreed(both, T)) == 2
    assert agreed(both, T) == agreed(both[::-1], T)


@pytest.mark.parametrize(
    "other",
    [
        waits("resolver:b", "b", hours=47),
        waits("resolver:b", "b", outcome="false"),
        waits("resolver:b", "b", refused=True, waiting=False),
        waits("resolver:b", "b", provisional=T + HOUR),
        waits("resolver:b", "a"),  # the same host's word
        waits("resolver:a", "b"),  # the same resolver
        waits("discord:42", "b", resolver=False),
        waits("discord:42", "b", resolver=False, outcome="false"),
        waits("resolver:b", "b", waiting=False),
    ],
)
def test_anything_less_waits_for_a_person(other):
    assert agreed([waits(), other], T) == ()
