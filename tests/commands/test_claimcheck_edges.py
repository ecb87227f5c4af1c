"""The corners of claimcheck: circles, drift, pauses, odd files, sentences without a subject."""

from datetime import UTC, datetime

import pytest

from bot.commands.claimcheck.source import ShowSource, ShowSourceInputs
from bot.domain.evidence.evidence import Basis, Claim, ClaimOutcome, Evidence, EvidenceForm, Statement
from bot.messages import words
from bot.messages.reply import Outcome
from bot.messages.request import Attachment, Request, RequestContext, Role
from bot.ports.claims import SourceInfo
from bot.ports.desk import QueueItem
from bot.queries.records.source_record import Ending, SourceRecord, Word

MAY = "2026-05-10T12:00Z"
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
LINK = "https://example.org/a"


async def test_a_citation_circle_is_drawn_and_weighs_nothing(talk):
    here = talk(MAY)
    added = f"claimcheck add CL-0036 link:{LINK} published:today basis:cites cites:EV-0079 party:one"
    await here.say(added, role=Role.DESK)
    before = (await here.say("claimcheck show CL-0036")).data

    def close(db):
        row = db.execute("SELECT id, body FROM evidence WHERE party = 'one'").fetchone()
        body = row[1].replace('"cites":["EV-0079"]', f'"cites":["{row[0]}"]')
        db.execute("UPDATE evidence SET body = ?, changed = changed + 1 WHERE id = ?", [body, row[0]])

    await here.running.store.database.write(close)
    chain = await here.say("claimcheck chain CL-0036")
    assert chain.data["circular"]
    assert "circular" in chain.plain
    after = await here.say("claimcheck show CL-0036")
    assert after.data["grade"] == before["grade"]
    assert "circular sourcing" in after.data["flags"]


async def test_likely_copies_are_proposed_for_a_person(talk):
    chain = await talk(MAY).say("claimcheck chain CL-0033")
    assert isinstance(chain.data["proposed"], list)
    loose = await talk(MAY).say('claimcheck chain "Grok 5 has a 9M context window"')
    assert "Nothing in the ledger" in loose.plain


async def test_who_speaks_against_a_claim_did_not_say_it_first(talk):
    reply = await talk(MAY).say('claimcheck chain "Grok 5 has 9T parameters"')
    assert reply.title.startswith("Elon Musk spoke against it first, nobody for it, ")
    assert "Elon Musk" in reply.plain


async def test_a_board_that_ranks_without_numbers_is_a_line(talk):
    data = (await talk("2026-06-10T12:00Z").say('claimcheck ask "GPT-5.5 beats Opus 4.7 at coding"')).data
    sides = {line["benchmark"]: (line["ours"], line["speaks"]) for line in data["lines"]}
    assert sides["WebDev Arena"] == ("behind", "against")
    assert sides["Agent Arena"][1] == "for"


async def test_a_negation_is_graded_the_other_way_round(talk):
    reply = await talk(MAY).say('claimcheck ask "GPT-5.5 was not released on April 23"')
    assert (reply.data["grade"], reply.data["match"], reply.data["claim_id"]) == ("CONTRADICTED", "negated", "CL-0014")
    assert "the other way round" in reply.plain


async def test_words_alone_never_confirm(talk):
    reply = await talk(MAY).say('claimcheck ask "the knowledge of GPT-5.5 ends on 1 December 2025"')
    assert reply.data["grade"] != "SUPPORTED" or reply.data["match"] == "exact"


async def test_a_claim_can_be_asked_by_its_id(talk):
    reply = await talk(MAY).say("claimcheck CL-0016")
    assert (reply.data["claim_id"], reply.data["grade"]) == ("CL-0016", "SUPPORTED")


@pytest.mark.parametrize("about", ["spud", "openai/spud", "Spud"])
async def test_about_names_the_subject_a_sentence_leaves_out(talk, about):
    reply = await talk("2026-04-21T12:00Z").say(f'claimcheck ask "pretraining is complete" about:"{about}"')
    assert reply.data["subject"] == "openai/spud"


async def test_chain_and_add_say_when_there_is_no_claim(talk):
    here = talk(MAY)
    for line in ("claimcheck chain hello", "claimcheck add hello"):
        assert (await here.say(line)).outcome is Outcome.REFUSED


async def test_three_refused_disputes_pause_the_right(talk):
    here = talk(MAY)
    now = here.clock.now()
    for number in range(3):
        item = QueueItem("dispute", f"CL-000{number + 1}", "x", "console:you", now)
        name = await here.ports.desk.propose("console:local", item)
        await here.ports.desk.decide("console:local", name, "refused", "console:desk", now, "no")
    reply = await here.say(f'claimcheck dispute CL-0044 why:"the harness differs between them" link:{LINK}')
    assert reply.outcome is Outcome.REFUSED
    assert "24 May 2026" in reply.plain


async def test_a_short_dispute_is_sent_back(talk):
    reply = await talk(MAY).say(f"claimcheck dispute CL-0044 why:no link:{LINK}")
    assert reply.outcome is Outcome.REFUSED


@pytest.mark.parametrize("line", [
    "claimcheck trial evals model:a",
    "claimcheck floor nothing",
    "claimcheck floor nothing model:a",
    "claimcheck demo nowhere",
    "claimcheck list page:99",
    "claimcheck show whatever",
])  # fmt: skip
async def test_what_cannot_be_done_is_said_with_what_to_do(talk, line):
    assert (await talk(MAY).say(line)).outcome is Outcome.REFUSED


async def sheet(here, text):
    file = Attachment("runs.csv", "text/csv", text.encode() if isinstance(text, str) else text)
    return await here.app.run(Request(name="claimcheck trial", values={"task": "evals", "model": "a", "file": file}))


async def test_a_file_too_large_or_too_long_is_refused_or_cut(talk):
    here = talk(MAY)
    assert (await sheet(here, b"x" * 16_000_001)).outcome is Outcome.REFUSED
    assert (await sheet(here, "score\n" + "1\n" * 60_000)).outcome is Outcome.REFUSED
    assert (await sheet(here, b"\xff\xfe\x00")).data["read"] == 0


async def test_latency_cost_and_passes_are_said_with_their_n(talk):
    here = talk(MAY)
    rows = "\n".join(f"{n % 2},{100 + n},0.02" for n in range(30))
    await sheet(here, f"pass,latency_ms,cost\n{rows}")
    reply = await here.say("claimcheck floor evals model:a")
    assert reply.data["latency"]["n"] == 30
    assert reply.data["pass_hat"]["5"] == pytest.approx(3003 / 142506)
    assert "$0.0200 a run (n = 30)" in reply.plain
    await here.say("claimcheck trial evals model:b score:4 latency_ms:900")
    beside = await here.say("claimcheck floor evals model:a versus:b")
    assert beside.data["versus"]["n"] == 1
    assert (await here.say("claimcheck floor evals model:a versus:c")).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("sentence", "vague"),
    [
        ("Grok 7 beats Gemini 9", True),
        ("Grok 7 beats Gemini 9 on SWE-bench Pro", False),
        ("Grok 7 costs $5/$30", False),
    ],
)
async def test_a_superlative_without_a_benchmark_is_flagged_by_its_words_alone(talk, sentence, vague):
    """Nothing is known of either model, so that no row of evidence can have lent the flag."""
    data = (await talk(MAY).say(f'claimcheck ask "{sentence}"')).data
    assert data["origins"] == 0
    assert ("superlative without benchmark" in data["flags"]) is vague


@pytest.mark.parametrize(("resolved", "rated"), [(9, False), (10, True)])
def test_a_sources_rate_is_said_from_ten_resolved_claims_on(resolved, rated):
    said = Statement("exists", "a/one")
    items = [
        Evidence(f"E{n}", "x", Basis.FIRST_HAND, EvidenceForm.POST, NOW, NOW, says=(said,)) for n in range(resolved + 1)
    ]
    claims = [Claim(said, id=f"CL-{n}", outcome=ClaimOutcome.TRUE, resolved_at=NOW) for n in range(resolved)]
    endings: list[Ending] = ["right"] * resolved + ["open"]
    words = tuple(
        Word(item, claim, 1, ending)
        for item, claim, ending in zip(items, [*claims, Claim(said, id="CL-open")], endings, strict=True)
    )
    record = SourceRecord(SourceInfo("x", "account"), words, 0)
    told = ShowSource(source="x").answer(ShowSourceInputs(record), RequestContext("a", "p/1", NOW, NOW))
    assert (told.data["n"], told.data["rate"] is not None, told.data["low"] is not None) == (resolved, rated, rated)
    assert ("too few" in told.plain) is not rated


async def test_a_source_that_was_right_and_wrong_is_counted_by_type(talk):
    reply = await talk(MAY).say('claimcheck source "tempmail.ninja"')
    assert reply.data["wrong"] >= 1
    market = await talk(MAY).say("claimcheck source Polymarket")
    assert "never evidence" in market.plain


async def test_a_list_of_many_has_pages(talk):
    reply = await talk(MAY).say("claimcheck list")
    assert reply.data["pages"] > 1
    assert any(getattr(action, "label", "") == words.NEXT_PAGE for action in reply.actions)
    late = await talk(MAY).say("claimcheck list changed_days:2")
    assert 0 < late.data["count"] < reply.data["count"]
    none = await talk(MAY).say("claimcheck list grade:SUPPORTED outcome:void")
    assert none.data["count"] == 0
    every = await talk("2026-11-28T12:00Z").say("claimcheck list grade:CONFIRMED")
    assert every.data["of_latest"] is None


async def test_ready_says_what_a_name_is_read_as_and_when_it_knows_nobody(talk):
    later = await talk(MAY).say("claimcheck ready spud")
    assert "confirmed" in later.plain
    nobody = await talk(MAY).say("claimcheck ready nobody-9")
    assert (nobody.data["known"], nobody.outcome) == (0, Outcome.ANSWERED)
    assert "is not known here" in nobody.plain


@pytest.mark.parametrize(("text", "grade"), [
    ("GPT-5 was released on August 7, 2025", "CONFIRMED"),
    ("GPT-5 was released on August 8, 2025", "CONTRADICTED"),
    ("GPT-5 was released as open source", None),
    ("Orion is GPT-5", "REPORTED"),
    ("GPT-5 isn't available in Germany", "SPECULATION"),
    ("GPT-5 isn't out yet", "CONTRADICTED"),
    ("Orion is GPT-4.5", "REPORTED"),
])  # fmt: skip
async def test_what_the_ledger_knows_of_other_models_counts_as_evidence(talk, text, grade):
    assert (await talk(MAY).say(f'claimcheck ask "{text}"')).data["grade"] == grade


async def test_a_sentence_without_a_subject_is_not_graded(talk):
    reply = await talk(MAY).say('claimcheck ask "it costs $5/$30"')
    assert (reply.data["checkable"], reply.data["grade"], reply.data["reason"]) == (False, None, "no_subject")


async def test_an_option_it_has_not_got_is_named_and_not_the_one_before(talk):
    reply = await talk(MAY).say("claimcheck ask GPT-5.5 is out as_of:2026-04-21 venue:polymarket")
    assert reply.outcome is not Outcome.ANSWERED
    assert "has no option “venue”" in reply.plain
    assert "as_of" in reply.plain
    assert "could not read" not in reply.plain


@pytest.mark.parametrize(
    ("text", "flagged"),
    [("is grok 8 made by google", True), ("is grok 8 made by xAI", False), ("grok 8 isn't made by google", False)],
)
async def test_a_name_of_another_labs_family_is_flagged(talk, text, flagged):
    reply = await talk(MAY).say(f"claimcheck ask {text}")
    assert ("by its name a model of xAI, not of Google" in reply.data["flags"]) is flagged


LATER = "2026-11-29T13:00Z"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Claude Opus 5 was switched off", "CONTRADICTED"),
        ("Claude Opus 5 hasn't been retired", "CONFIRMED"),
        ("Anthropic will shut down Claude Opus 5", None),
        ("Claude Opus 5 is shut down next year", None),
    ],
)
async def test_an_earliest_day_of_an_end_that_is_to_come_denies_that_it_ended(talk, text, grade):
    assert (await talk(LATER).say(f"claimcheck ask {text}")).data["grade"] == grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Claude Opus 5 input costs between $4 and $8 per million tokens", "CONFIRMED"),
        ("Claude Opus 5 input costs 6 to 8 dollars per million tokens", "CONTRADICTED"),
        ("Claude Opus 5's context window is 900k-1.1M tokens", "CONFIRMED"),
        ("Claude Opus 5's context window is 100-300k tokens", "CONTRADICTED"),
    ],
)
async def test_a_range_is_graded_by_what_lies_in_it(talk, text, grade):
    assert (await talk(LATER).say(f"claimcheck ask {text}")).data["grade"] == grade


@pytest.mark.parametrize("text", ["this and that", "🙃🙃", "haha such a silly robot", "which model writes nicest?"])
async def test_three_claims_stand_under_every_refusal(talk, text):
    reply = await talk(LATER).say(f"claimcheck ask {text}")
    assert not reply.data["checkable"]
    assert len(set(reply.data["nearest"])) == 5  # for programs
    assert [name in reply.plain for name in reply.data["nearest"]] == [True] * 3 + [False] * 2
    assert reply.title == "Not checkable as it stands."


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("GPT-5.5 natively understands sound and video, folks", "CL-0028", "it turned out false"),
        ("grok 5 will be agi, promise", "CL-0477", "REPORTED"),
    ],
)
async def test_a_refusal_names_the_claim_that_a_text_nearly_says_and_how_it_stands(talk, text, name, told):
    here = talk(LATER)
    reply = await here.say(f"claimcheck ask {text}")
    assert not reply.data["checkable"]
    assert reply.title == f"Not checkable as it stands; {name} comes nearest: {told}"
    lines = [line for line in reply.plain.splitlines() if line.startswith("• CL-")]
    assert [line.rpartition(": ")[2] != "" for line in lines] == [True] * 3
    assert lines[0].startswith(f"• {name} — ")
    assert lines[0].endswith(f": {told}")
    opens = next(one for one in reply.actions if one.label == f"It is {name}")
    assert (await here.say(opens.run.line)).data["claim_id"] == name


async def test_a_fact_of_no_type_of_its_own_is_the_claim_it_says(talk):
    reply = await talk(LATER).say("claimcheck ask GLM-5 borrows the sparse attention of DeepSeek")
    assert (reply.data["claim_id"], reply.data["match"]) == ("CL-0132", "words")


@pytest.mark.parametrize(
    "text", ["GPT-5.5 is my therapist", "glm-5 stole my lunch", "Does Astra make you feel old?", "wen glm 6"]
)
async def test_a_text_that_shares_only_a_models_name_with_a_claim_is_not_near_it(talk, text):
    reply = await talk(LATER).say(f"claimcheck ask {text}")
    assert (reply.data["checkable"], reply.title) == (False, "Not checkable as it stands.")
