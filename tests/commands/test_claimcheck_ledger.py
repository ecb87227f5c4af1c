"""The other claimcheck commands, as conversations."""

from datetime import datetime

import pytest

from bot.messages import words
from bot.messages.levels import LINES, brief_text
from bot.messages.reply import DotPlot, Form, Outcome, Tree
from bot.messages.request import Attachment, Request, Role, View
from bot.queries.records.grade_record import graded_resolutions

APRIL, MAY, NOVEMBER = "2026-04-21T12:00Z", "2026-05-10T12:00Z", "2026-11-28T12:00Z"
LINK = "https://example.org/article"
NUMBERS = ("grade", "outcome", "origins", "repeats")


async def test_show_has_the_rule_the_items_and_the_record(talk):
    reply = await talk(MAY).say("claimcheck show CL-0016")
    assert (reply.data["grade"], reply.data["outcome"]) == ("SUPPORTED", "true")
    assert "Why this grade" in reply.plain
    told = reply.data["record"]
    assert (
        told["true"]
        <= told["n"]
        < len(graded_resolutions(talk(MAY).ports, View("console:local", datetime.fromisoformat(MAY))))
    )
    assert reply.shows == ("CL-0016",)


async def test_the_record_is_of_other_claims_with_its_type_and_grade_from_ten_on(talk):
    here, now = talk(NOVEMBER), datetime.fromisoformat(NOVEMBER)
    sizes = set()  # of the records: whether they are large enough to be printed
    for one in here.ports.claims.every(View("", now), 200):
        if one.statement.type != "release_date" or len(sizes) == 2:
            continue
        reply = await here.say(f"claimcheck show {one.id}")
        told, grade = reply.data["record"], reply.data["grade"]
        like = [
            other for other in graded_resolutions(here.ports, View("console:local", now))
            if grade and (other.word, other.type) == (grade, "release_date") and other.claim != one.id
        ]  # fmt: skip
        assert (told["n"], told["true"]) == (len(like), sum(other.true for other in like))
        large = told["n"] >= 10
        assert (f"of other claims of its type (release date) that were {grade}" in reply.plain) == large
        sizes.add(large)
    assert sizes == {True, False}, "the ledger has claims with a large record and with a small one"


async def test_a_record_of_one_type_grades_no_other_claim(talk):
    ports, view = talk(NOVEMBER).ports, View("console:local", datetime.fromisoformat(NOVEMBER))
    whole = graded_resolutions(ports, view)
    kinds = {one.type for one in whole}
    assert len(kinds) > 3
    for kind in sorted(kinds):
        alone = graded_resolutions(ports, view, kind)
        assert alone == tuple(one for one in whole if one.type == kind)
        assert graded_resolutions(ports, view, kind, 3) == alone[:3]


async def test_a_record_leaves_out_what_ended_later(talk):
    april, november = (
        graded_resolutions(talk(at).ports, View("console:local", datetime.fromisoformat(at)))
        for at in (APRIL, NOVEMBER)
    )
    assert {one.claim for one in april} < {one.claim for one in november}
    assert all(one.at <= datetime.fromisoformat(APRIL) for one in april)


async def test_an_unknown_id_offers_the_nearest(talk):
    reply = await talk(MAY).say("claimcheck show CL-0999")
    assert reply.outcome is Outcome.REFUSED
    assert "CL-0480" in reply.plain


async def test_chain_hangs_the_repeats_under_their_origin(talk):
    reply = await talk(APRIL).say('claimcheck chain "pretraining finished on March 24"')
    tree = next(part for part in reply.parts if isinstance(part, Tree))
    assert tree.alt
    memo = next(branch for branch in tree.roots if branch.label == "The Information")
    assert len(memo.children) >= 10
    assert reply.data["drift"]
    assert (reply.data["origins"], reply.data["grade"]) == (1, "REPORTED")


@pytest.mark.parametrize(
    ("moment", "known"), [(APRIL, 0), ("2026-04-23T20:00Z", 1), ("2026-04-24T20:00Z", 3), (MAY, 3)]
)
async def test_ready_counts_what_was_really_known(talk, moment, known):
    reply = await talk(moment).say("claimcheck ready spud")
    assert (reply.data["known"], reply.data["of"]) == (known, 5)
    assert f"{known} of 5 known" in reply.title


async def test_a_new_link_without_a_citation_counts_zero(talk):
    here = talk(MAY)
    before = (await here.say("claimcheck show CL-0036")).data
    reply = await here.say(f'claimcheck add CL-0036 link:{LINK} published:today quote:"it says so"')
    assert reply.data["evidence"]["basis"] == "unknown"
    after = (await here.say("claimcheck show CL-0036")).data
    assert (after["grade"], after["origins"]) == (before["grade"], before["origins"])


async def test_a_page_without_its_day_is_asked_for_it_and_never_dated_today(talk):
    here = talk(MAY)
    asked = await here.say(f'claimcheck add CL-0036 link:{LINK} quote:"it says so"')
    assert asked.outcome is Outcome.REFUSED
    assert "Which day" in asked.title
    (form,) = [one for one in asked.actions if isinstance(one, Form)]
    assert (form.fields, form.filled["link"], form.filled["quote"]) == (("published",), LINK, "it says so")
    kept = await here.say(f'claimcheck add CL-0036 link:{LINK} quote:"it says so" published:2026-05-01', role=Role.DESK)
    assert kept.outcome is Outcome.ANSWERED
    items = here.ports.claims.evidence(["openai/gpt-5.5"], View("console:local", here.clock.now()), "CL-0036")
    assert [item.so_at.date().isoformat() for item in items if item.url == LINK] == ["2026-05-01"]


async def test_a_second_named_origin_lifts_a_claim_once_the_desk_agrees(talk):
    here = talk(MAY)
    line = f'claimcheck add CL-0036 link:{LINK} published:today basis:first-hand kind:"press report" party:Reuters'
    waiting = await here.say(line, role=Role.MEMBER)
    assert "until the desk accepts" in waiting.plain
    assert (await here.say("claimcheck show CL-0036")).data["grade"] == "REPORTED"
    other = line.replace("article", "second").replace("Reuters", "Bloomberg")
    await here.say(other, role=Role.DESK)
    shown = (await here.say("claimcheck show CL-0036")).data
    assert (shown["grade"], shown["origins"]) == ("SUPPORTED", 2)


async def test_a_repeat_is_counted_and_weighs_nothing(talk):
    here = talk(MAY)
    before = (await here.say("claimcheck show CL-0004")).data
    line = f"claimcheck add CL-0004 link:{LINK} published:today basis:repeats cites:EV-0001"
    reply = await here.say(line, role=Role.DESK)
    assert "counts zero" in reply.plain
    after = (await here.say("claimcheck show CL-0004")).data
    assert after["repeats"] == before["repeats"] + 1
    assert (after["grade"], after["origins"]) == (before["grade"], before["origins"])


async def test_a_sentence_can_be_filed_and_found_again_here_only(talk):
    here = talk(MAY)
    reply = await here.say('claimcheck add "GPT-6 has a 4M token context window"')
    assert reply.data["filed"]
    found = (await here.say('claimcheck ask "GPT-6 has a 4M token context window"')).data
    assert found["match"] == "exact"
    assert found["claim_id"].startswith("CL-1")
    other = await here.say('claimcheck ask "GPT-6 has a 4M token context window"', place="discord:9/1")
    assert other.data["claim_id"] is None


async def test_a_sentence_that_is_there_already_is_not_filed_twice(talk):
    reply = await talk(MAY).say('claimcheck add "GPT-5.5 was released on April 23"')
    assert (reply.title, reply.data["filed"]) == ("Already in the ledger: CL-0014.", False)


async def test_evidence_without_anything_to_look_at_is_sent_back(talk):
    here = talk(MAY)
    for line in (
        "CL-0036",
        "CL-0036 basis:repeats link:https://x.org",
        "CL-0036 link:nowhere",
        "CL-0036 quote:x cites:EV-9999",
    ):
        assert (await here.say(f"claimcheck add {line}")).outcome is Outcome.REFUSED


@pytest.mark.parametrize(("option", "text", "first"), [
    ("claim", "crest pro", "CL-0012"), ("claim", "CL-0044", "CL-0044"), ("source", "verge", "The Verge"),
])  # fmt: skip
async def test_what_is_offered_while_typing(talk, option, text, first):
    command = {"claim": "claimcheck show", "source": "claimcheck source"}[option]
    offered = await talk(MAY).app.suggest(Request(name=command), option, text)
    assert offered[0].value == first
    assert len(offered[0].label) <= 100


async def test_evidence_and_tasks_are_offered_too(talk):
    here = talk(MAY)
    await here.say("claimcheck trial evals model:a score:5")
    assert [s.value for s in await here.app.suggest(Request(name="claimcheck floor"), "task", "ev")] == ["evals"]
    cited = await here.app.suggest(Request(name="claimcheck add"), "cites", "EV-0001")
    assert cited[0].value == "EV-0001"
    assert await here.app.suggest(Request(name="claimcheck add"), "cites", "the information")


async def test_a_dispute_asks_for_what_is_missing_and_shows_at_once(talk):
    here = talk(MAY)
    bare = await here.say("claimcheck dispute CL-0044")
    assert bare.form is not None
    assert bare.form.filled == {"claim": "CL-0044"}
    assert "claimcheck dispute claim:CL-0044 why:" in bare.plain
    half = await here.say('claimcheck dispute CL-0044 why:"the harness differs between them"')
    assert half.form is not None
    assert half.form.filled["why"] == "the harness differs between them"
    assert "what is wrong" not in half.plain
    assert "disputed" not in (await here.say("claimcheck show CL-0044")).data["flags"]
    done = await here.say(f'claimcheck dispute CL-0044 why:"the harness differs between them" link:{LINK}')
    assert done.outcome is Outcome.ANSWERED
    assert "disputed" in (await here.say("claimcheck show CL-0044")).data["flags"]


async def test_a_source_has_no_rate_below_ten(talk):
    reply = await talk(MAY).say('claimcheck source "The Information"')
    assert reply.data["rate"] is None
    assert "too few" in reply.plain
    lost = await talk(MAY).say("claimcheck source nobody")
    assert lost.outcome is Outcome.REFUSED


async def test_list_filters_by_grade_and_outcome(talk):
    here = talk(MAY)
    every = (await here.say("claimcheck list")).data
    right = (await here.say("claimcheck list grade:SUPPORTED outcome:true")).data
    assert 0 < right["count"] < every["count"]
    assert {claim["grade"] for claim in right["claims"]} == {"SUPPORTED"}
    none = await here.say('claimcheck list about:"hunyuan 9"')
    assert "about “hunyuan 9”" in none.plain
    assert [button.label for button in none.actions][-2] == "All claims"
    assert (await here.say(none.actions[0].run.line)).data["count"] > 0
    spud = (await here.say("claimcheck list about:spud")).data
    assert 0 < spud["count"] <= every["count"]


async def test_a_list_and_a_card_agree_on_every_number_of_every_claim(talk):
    here, seen = talk(MAY), set()
    first = (await here.say("claimcheck list")).data
    for page in range(1, first["pages"] + 1):
        for claim in (await here.say(f"claimcheck list page:{page}")).data["claims"]:
            card = (await here.say(f"claimcheck show {claim['claim_id']}")).data
            assert {key: claim[key] for key in NUMBERS} == {key: card[key] for key in NUMBERS}, claim["claim_id"]
            seen.add(claim["claim_id"])
    assert len(seen) == first["count"]


async def test_the_next_page_of_a_list_is_of_the_same_moment(talk):
    here = talk(NOVEMBER)
    first = await here.say(f"claimcheck list as_of:{APRIL}")
    (more,) = (one for one in first.actions if getattr(one, "label", "") == words.NEXT_PAGE)
    second = await here.say(more.run.line)
    assert (second.data["page"], second.data["count"]) == (2, first.data["count"])
    assert second.data["claims"] != (await here.say("claimcheck list page:2")).data["claims"]
    assert second.note == first.note == "Evidence as known on 21 Apr 2026 12:00 UTC."


async def test_a_demo_is_counted_by_what_it_discloses(talk):
    here = talk(MAY)
    reply = await here.say(f"claimcheck demo {LINK} prompt:yes attempts:no")
    assert (reply.data["disclosed"], reply.data["of"]) == (1, 6)
    again = await here.say(f"claimcheck demo {LINK} settings:yes")
    assert again.data["disclosed"] == 2


async def sheet(here, text, name="runs.csv"):
    values = {"task": "evals", "model": "gpt-5.5", "file": Attachment(name, "text/csv", text.encode())}
    return await here.app.run(Request(name="claimcheck trial", values=values))


async def test_runs_are_logged_and_the_bad_lines_named(talk):
    here = talk(MAY)
    reply = await sheet(here, "score,pass\n7.5,yes\nNaN,\n=1+1,\n6,no\n")
    assert (reply.data["read"], reply.data["bad"]) == (2, 2)
    assert [error["line"] for error in reply.data["errors"]] == [3, 4]
    floor = await here.say("claimcheck floor evals")
    assert "worst of 2: 6" in floor.plain


async def test_the_floor_has_a_tenth_percentile_from_twenty_runs_on(talk):
    here = talk(MAY)
    await sheet(here, "score,pass\n" + "\n".join(f"{n},{'yes' if n > 4 else 'no'}" for n in range(40)))
    floor = await here.say("claimcheck floor evals model:gpt-5.5")
    assert floor.data["floor"].p10 == pytest.approx(3.9)
    assert floor.data["pass"]["passed"] == 35
    assert floor.data["pass_hat"]["1"] == pytest.approx(35 / 40)
    assert any(isinstance(part, DotPlot) and part.alt for part in floor.parts)


async def test_different_tasks_are_not_compared(talk):
    here = talk(MAY)
    await here.say("claimcheck trial evals model:a score:5")
    await here.say("claimcheck trial other model:b score:6")
    reply = await here.say("claimcheck floor * model:a versus:b")
    assert reply.outcome is Outcome.REFUSED
    assert "not comparable" in reply.title


async def test_own_runs_stay_at_home(talk):
    here = talk(MAY)
    await here.say("claimcheck trial evals model:a score:5", place="discord:7/1")
    reply = await here.say("claimcheck floor evals", place="discord:8/1")
    assert reply.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("GPT-5.5 is available in Germany on iPads", "UNCONFIRMED"),
        ("GPT-5.5 is not available in Germany", "SPECULATION"),
        ("GPT-5.5 was released as open weights", None),
    ],
)
async def test_filing_a_sentence_does_not_make_it_the_plain_claim(talk, sentence, grade):
    chat = talk("2026-05-10T12:00Z")
    await chat.say(f'claimcheck add "{sentence}"')
    asked = (await chat.say(f'claimcheck ask "{sentence}"')).data
    assert (asked["match"], asked["grade"]) == ("exact", grade)
    shown = (await chat.say(f"claimcheck show {asked['claim_id']}")).data
    assert shown["grade"] == grade
    plain = (await chat.say('claimcheck ask "GPT-5.5 is available"')).data
    assert (plain["grade"], plain["claim_id"] == asked["claim_id"]) == ("SUPPORTED", False)


async def test_evidence_accepted_for_the_filed_sentence_itself_lifts_it(talk):
    chat = talk("2026-05-10T12:00Z")
    said = '"GPT-5.5 is available in Germany on iPads"'
    page = "link:https://help.openai.com/x published:today"
    await chat.say(f'claimcheck add {said} {page} basis:first-party kind:"help page"')
    assert (await chat.say(f"claimcheck ask {said}")).data["grade"] == "CONFIRMED"


async def test_a_source_is_scored_on_what_it_asserted_before_it_was_known(talk):
    chat = talk(MAY)
    told = (await chat.say('claimcheck source "theneuralfeed"')).data
    assert (told["right"], told["wrong"]) == (1, 4)  # a day before the 30th it was; not that day, name or context
    press = (await chat.say('claimcheck source "The Information"')).data
    assert (press["right"], press["wrong"]) == (5, 2)
    kinds = {row["type"] for row in press["by_type"]}
    assert "training status" in kinds  # by its slots: nobody linked it
    before = (await chat.at(APRIL).say('claimcheck source "The Information"')).data
    assert (before["n"] < press["n"], before["rate"]) == (True, None)


@pytest.mark.parametrize(
    ("claim", "page", "own"),
    [
        ("Grok 5 costs $1 per million input tokens", "https://x.ai.evil.example/pricing", False),
        ("Grok 5 costs $1 per million input tokens", "https://x.ai/pricing", True),
        ("GPT-7 has a 3M context window", "https://example.org/a", False),
        ("GPT-7 has a 3M context window", "https://notopenai.com/a", False),
        ("GPT-7 has a 3M context window", "https://platform.openai.com/docs/gpt-7", True),
        ("Claude Opus 9 was released on 2 May 2026", "https://anthropic.com.example.net/opus-9", False),
        ("Claude Opus 9 was released on 2 May 2026", "https://www.anthropic.com/news/opus-9", True),
    ],
)
async def test_a_typed_first_party_is_one_only_on_an_address_of_its_lab(talk, claim, page, own):
    chat = talk(MAY)
    filed = f'claimcheck add "{claim}" link:{page} published:today basis:first-party'
    await chat.say(filed, role=Role.MEMBER)
    queued = await chat.say("desk queue", role=Role.DESK)
    assert ("not known to be the lab's own" in queued.plain) is not own
    await chat.say(f"desk accept {queued.data['waiting'][0]['id']}", role=Role.DESK)
    graded = (await chat.say(f'claimcheck ask "{claim}"')).data["grade"]
    assert graded == ("CONFIRMED" if own else "SUPPORTED")


@pytest.mark.parametrize(
    ("text", "name"),
    [("Grok 5 has 6T params", "CL-0476"), ("Kimi K3 has 2.8 trillion parameters", "CL-0142")],
)
async def test_a_size_is_the_claim_that_gives_it_in_other_words(talk, text, name):
    reply = await talk("2026-11-30T12:00Z").say(f'claimcheck ask "{text}"')
    assert (reply.data["claim_id"], reply.data["match"]) == (name, "exact")


async def test_another_size_is_not_that_claim(talk):
    reply = await talk("2026-11-30T12:00Z").say('claimcheck ask "Grok 5 has 5T params"')
    assert reply.data["claim_id"] is None


async def test_a_claim_is_found_by_its_words_and_by_an_item_of_its_evidence(talk):
    here = talk()
    by_id = await here.say("claimcheck show CL-0001")
    assert (await here.say('claimcheck show claim:"spud exists"')).title == by_id.title
    item = here.ports.claims.item("EV-0001", View("console:local", here.clock.now()))
    assert (await here.say("EV-0001")).data["claim_id"] in item.links
    unknown = await here.say('claimcheck show claim:"Nobody filed these words"')
    assert unknown.title == "No claim reads “Nobody filed these words”."
    assert "by number" not in unknown.plain


async def test_a_market_is_read_as_itself(talk):
    here = talk()
    assert "Read as: the odds of MK-0001" in (await here.say("MK-0001")).plain


async def test_runs_of_one_moment_are_all_kept_and_the_floor_is_short_and_of_its_day(talk):
    here = talk(MAY)
    for _ in range(12):
        await here.say("claimcheck trial evals model:a score:5 passed:yes latency_ms:840 cost:0.2")
    floor = await here.say("claimcheck floor evals")
    assert floor.data["n"] == 12
    assert brief_text(floor).count("\n") < LINES
    assert "Cost" in floor.plain
    assert (await here.say("claimcheck floor evals as_of:2026-04-01")).outcome is Outcome.REFUSED
