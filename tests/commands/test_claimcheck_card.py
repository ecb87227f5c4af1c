"""One card of a claim: by its id, by its words, of several things at once, and what leads to another claim."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Statement
from bot.domain.evidence.grade_rules import NO_EVIDENCE, RULES, Grade
from bot.domain.grading.caps import weakest
from bot.domain.grading.grades import grade
from bot.messages.levels import brief_text
from bot.messages.reply import part_lines
from bot.messages.request import View
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.claims.claim_parts import parts_of
from bot.queries.records.grade_record import came_true, graded_resolutions

NOVEMBER = "2026-11-28T12:00Z"
VIEW = View("", datetime.fromisoformat(NOVEMBER))


@pytest.mark.parametrize("claim", ["CL-0044", "CL-0077", "CL-0348", "CL-0474"])
async def test_show_and_ask_by_its_id_are_one_card(talk, claim):
    here = talk(NOVEMBER)
    shown, asked = await here.say(f"claimcheck show {claim}"), await here.say(f"claimcheck ask {claim}")
    assert (shown.title, shown.plain) == (asked.title, asked.plain)
    assert brief_text(shown) == brief_text(asked)
    assert "level" not in brief_text(shown), "formulas are in the full card"


@pytest.mark.parametrize(
    ("claim", "opening"),
    [
        ("gpt-6 vs opus 5.5", "GPT-6 and Claude Opus 5.5, side by side: the ledger has no test of both"),
        ("gpt-6 beats opus 5.5", "NO EVIDENCE HERE: "),
        ("gpt-6 vs opus 5.5 in french", "NO EVIDENCE HERE: "),
        ("hunyuan 9 vs ernie 11", "NO EVIDENCE HERE: "),
    ],
)
async def test_two_models_that_are_only_named_together_are_set_side_by_side(talk, claim, opening):
    card = await talk(NOVEMBER).say(f"claimcheck ask {claim}")
    assert card.title.startswith(opening)
    assert card.data["grade"] is None


@pytest.mark.parametrize("text", ["{} vs {}", "{} or {}", "how does {} compare to {}"])
@pytest.mark.parametrize("pair", [("GPT-6.2 Astra", "Claude Fable 5.2"), ("GPT-6 Sol", "Claude Opus 5.5")])
async def test_two_models_are_set_side_by_side_alike_in_either_order(talk, text, pair):
    here = talk(NOVEMBER)
    one, other = [brief_text(await here.say(text.format(*names))) for names in (pair, pair[::-1])]
    assert all(f"• {name}: $" in told for name in pair for told in (one, other))
    assert ("CL-0346" in one, "62.1 against 64.6" in one) == ("CL-0346" in other, "62.1 against 64.6" in other)
    assert ("no test of both" in one) == ("CL-0346" not in one) == ("no test of both" in other)


@pytest.mark.parametrize("who", ["Sam Altman", "The Verge", "Dario Amodei"])
async def test_it_is_told_that_not_the_saying_is_checked(talk, who):
    here = talk(NOVEMBER)
    said = brief_text(await here.say(f"claimcheck ask {who} said GPT-6 costs $5 per million input tokens"))
    assert f"This is checked, not whether {who.removeprefix('The ')} said it" in said
    assert "not whether" not in brief_text(await here.say("claimcheck ask GPT-6 costs $5 per million input tokens"))


async def test_of_a_release_on_another_day_it_is_said_what_is_true_and_what_is_not(talk):
    card = await talk(NOVEMBER).say("claimcheck show CL-0326")
    assert card.title.startswith(
        "True in part: that it came out is true, the day is not: it came out on 3 September 2026"
    )
    assert "CONTRADICTED for the day that it names." in brief_text(card)


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("bloomberg.com", "Bloomberg"),
        ("www.theverge.com", "The Verge"),
        ("https://www.theinformation.com/articles/a", "The Information"),
        ("theinformation.com", "The Information"),
    ],
)
async def test_the_record_of_an_address_is_that_of_its_outlet(talk, address, party):
    here = talk(NOVEMBER)
    asked, named = [await here.say(f'claimcheck source "{one}"') for one in (address, party)]
    assert asked.title == named.title
    assert asked.title.startswith(f"{party}: right ")


async def test_what_one_side_of_a_comparison_costs_is_said_not_to_be_known(talk):
    told = brief_text(await talk(NOVEMBER).say("claimcheck ask Mistral Large 4 vs Hunyuan 4"))
    assert "• Mistral Large 4: context" in told
    assert "• Hunyuan 4: no price or limits of its own" in told


async def test_a_claim_of_several_models_is_graded_by_its_parts_as_the_typed_sentence_is(talk):
    here = talk(NOVEMBER)
    card = await here.say("claimcheck show CL-0348")
    typed = await here.say("claimcheck ask o3 and GPT-5 are shut down in the API on 11 December 2026")
    words = {one["subject"]: one["grade"] for one in typed.data["claims"]}
    assert words == {"openai/gpt-5": "SUPPORTED", "openai/o3": None}
    assert "SUPPORTED “GPT-5 is shut down" in card.plain
    assert "NO EVIDENCE HERE “o3 is shut down" in card.plain
    assert card.title.startswith("NO EVIDENCE HERE: of its 2 parts, “o3")
    assert card.data["claim_id"] == "CL-0348"


@pytest.mark.parametrize("claim", ["CL-0348", "CL-0349"])
async def test_a_filed_claim_of_several_things_is_found_whole_by_its_words(talk, claim):
    here = talk(NOVEMBER)
    filed = here.ports.claims.claim(claim, VIEW)
    for text in (filed.text, filed.text.lower(), f"{filed.text}."):
        assert (await here.say(f"claimcheck ask {text}")).title == (await here.say(f"claimcheck ask {claim}")).title
    half = await here.say(f"claimcheck ask {filed.text} and GPT-6 is out")
    assert half.data["claim_id"] != claim


async def test_its_grade_is_that_of_the_weakest_part_in_lists_and_the_log_too(talk):
    here = talk(NOVEMBER)
    said = "GPT-5 and GPT-5-mini are shut down in the API on 11 December 2026"
    claim = Claim(Statement("other", "openai/gpt-5", object="filed-in-words"), said, id="CL-9000", so_at=VIEW.as_of)
    parts = parts_of(here.ports, claim, VIEW)
    assert [part.subject for part in parts] == ["openai/gpt-5", "openai/gpt-5-mini"]
    each = [grade_claim(here.ports, Claim(part.statement, part.text), VIEW).graded for part in parts]
    assert grade_claim(here.ports, claim, VIEW).graded == each[weakest(each)]
    assert not parts_of(here.ports, replace(claim, text="GPT-5 handles audio and video natively"), VIEW)
    assert not parts_of(here.ports, replace(claim, statement=Statement("price", "openai/gpt-5")), VIEW)


def test_a_part_that_is_not_so_decides_before_one_that_nobody_knows():
    nothing = grade(Claim(Statement("exists", "a/b")), (), VIEW.as_of)
    word = replace(nothing, grade=Grade.SPECULATION, rule=RULES["word-only"], support=1)
    good = replace(nothing, grade=Grade.SUPPORTED, rule=RULES["on-record"], support=4)
    wrong = replace(nothing, grade=Grade.CONTRADICTED, rule=RULES["refuted-measured"])
    assert weakest([good, nothing, wrong]) == 2
    assert weakest([good, word, nothing]) == 2
    assert weakest([good, word]) == 1


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_plain_sentence_of_a_rule_has_no_levels(rule):
    assert not any(char.isdecimal() for char in rule.plain.replace("72 hours", ""))
    assert "level" not in rule.plain
    assert rule.plain.endswith(".")


async def test_evidence_only_against_it_does_not_read_as_leaning_to_yes(talk):
    here, found = talk(NOVEMBER), 0
    for claim in here.ports.claims.every(VIEW):
        is_open = claim.outcome_at(VIEW.as_of) is ClaimOutcome.OPEN
        if is_open and grade_claim(here.ports, claim, VIEW).graded.rule.name == "only-against":
            card = await here.say(f"claimcheck show {claim.id}")
            if card.data["origins"]:
                continue
            found += 1
            assert "against it" in card.title or " instead, says " in card.title, card.title
            chain = await here.say(f"claimcheck chain {claim.id}")
            assert "No origin is known" not in chain.title
            assert card.data["against"][0] in chain.plain
    assert found


async def test_what_had_no_grade_before_its_outcome_counts_for_no_grade(talk):
    here = talk(NOVEMBER)
    decided = graded_resolutions(here.ports, VIEW, newest=40)
    for one in decided:
        claim = here.ports.claims.claim(one.claim, VIEW)
        before = grade_claim(here.ports, claim, View("", one.at - timedelta(seconds=1))).graded
        assert (one.grade, one.word) == (before.known, before.word)
    assert NO_EVIDENCE in {one.word for one in decided}
    assert not came_true(decided, None, "other").n


async def test_a_button_says_it_is_a_claim_only_where_no_slot_disagrees(talk):
    here = talk(NOVEMBER)
    for line in (
        "gpt-6.2 terra ships before christmas",
        "gemini 4 neon is better than claude fable 5.2 at cooking",
        "grok 5 costs 3 dollars per million input tokens",
    ):
        reply = await here.say(f"claimcheck ask {line}")
        offered = [one.label for one in reply.actions if one.label.startswith("It is CL-")]
        assert reply.data["match"] in ("near", "two") or not offered, (line, offered)


async def test_a_list_of_a_lab_has_the_claims_about_its_models_and_the_number_is_theirs(talk):
    here = talk(NOVEMBER)
    whole = await here.say("claimcheck list")
    assert whole.data["count"] == here.ports.claims.count(VIEW)
    last = await here.say(f"claimcheck list page:{whole.data['pages']}")
    assert last.data["claims"]
    lab = await here.say("claimcheck list about:mistral")
    assert lab.data["count"] > 5
    assert {one["subject"].partition("/")[0] for one in lab.data["claims"]} == {"mistral"}
    version = await here.say("claimcheck list about:gpt-6.2")
    assert {one["subject"] for one in version.data["claims"]} > {"openai/gpt-6.2-astra"}
    some = await here.say("claimcheck list outcome:true")
    every = here.ports.claims.every(VIEW)
    assert some.data["count"] == sum(one.outcome_at(VIEW.as_of).value == "true" for one in every)


async def test_a_full_card_says_each_thing_once_and_no_key_of_a_row(talk):
    here = talk(NOVEMBER)
    nothing = (await here.say("claimcheck show CL-0209")).plain
    assert nothing.count("NO EVIDENCE HERE.") == 1, "its rule"
    assert not {"Origins: 0", "Taking away any one origin"} & set(nothing.split("\n"))
    assert not [row for row in nothing.split("\n") if row.endswith(" 0")]
    for line in ("show GPT-5 is out", "chain GPT-5 is out", "show GPT-5.5 costs $5/$30"):
        told = (await here.say(f"claimcheck {line}")).plain
        assert not [word for word in told.split() if "#" in word and "://" not in word]


async def test_a_weaker_number_against_is_told_with_its_source(talk):
    reply = await talk(NOVEMBER).say("claimcheck ask GPT-5.5 has a context window of 1,050,000 tokens")
    weaker = "Weaker against it: context 2,000,000 tokens (theneuralfeed), context 256,000 tokens ("
    assert weaker in "\n".join(line for part in reply.brief.parts for line in part_lines(part)), "without an address"
    alone = brief_text(await talk(NOVEMBER).say("claimcheck ask GPT-5.5 costs $5/$30"))
    assert "Weaker against it" not in alone


async def test_the_full_card_links_the_page_that_decided_a_claim_which_no_evidence_is_of(talk):
    full = (await talk(NOVEMBER).say("claimcheck show CL-0190")).plain
    assert "Decided by newsletter.semianalysis.com (https://newsletter.semianalysis.com/p/gemini-" in full


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Grok 5 will be released by March 2027", "a forecast; nothing here speaks for or against it"),
        ("Grok 5 won't come out before March 2027", "a forecast; nothing here speaks for or against it"),
        ("Grok 5 is out", "not known to be out"),
    ],
)
async def test_the_title_of_a_forecast_speaks_of_what_is_to_come(talk, text, title):
    assert (await talk(NOVEMBER).say(f"claimcheck ask {text}")).title == f"NO EVIDENCE HERE: {title}"


@pytest.mark.parametrize("text", ["Argon doubles in price tomorrow", "The price of Argon will double on December 1"])
async def test_what_a_sentence_nearly_says_is_named_though_no_slot_holds_its_words(talk, text):
    reply = await talk("2026-11-30T12:00Z").say(f"claimcheck ask {text}")
    assert reply.title == "NO EVIDENCE HERE: nothing about exactly this; the nearest is CL-0217, SPECULATION"
    assert "It is CL-0217" in [action.label for action in reply.actions]


@pytest.mark.parametrize("text", ["Argon halves in price tomorrow", "Argon doubles in price on 5 December"])
async def test_what_differs_in_what_no_slot_holds_is_not_named_as_the_nearest(talk, text):
    reply = await talk("2026-11-30T12:00Z").say(f"claimcheck ask {text}")
    assert "CL-0217" not in reply.title


async def test_a_claim_of_a_variant_is_found_by_the_family_that_its_words_name(talk):
    here = talk(NOVEMBER)
    assert (await here.say("claimcheck ask Gemini 4 has a 2M context")).data["claim_id"] == "CL-0209"
    assert (await here.say("claimcheck ask Gemini 4 has a 3M context")).data["claim_id"] is None
    assert (await here.say("claimcheck ask Gemini 4 Flash has a 2M context")).data["claim_id"] is None
