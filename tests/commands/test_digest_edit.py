"""``/digest edit``: what a changed digest says of itself; and names that all posts take."""

from bot.messages.reply import Outcome


async def test_an_edit_of_a_paused_digest_says_when_it_runs_and_what_it_leaves_out(talk):
    here = talk("2026-04-21T12:00Z")
    await here.say("digest create channel:here name:M days:daily time:09:00 min_grade:reported")
    await here.say("digest resume DG-01")
    await here.say("digest pause DG-01 until:2026-05-09")
    changed = await here.say("digest edit DG-01 time:7 points:9")
    assert "next: Sat 9 May 07:00" in changed.plain
    assert "It reports from REPORTED, at most 8 items, moves of 9 points." in changed.plain
    assert (await here.say("digest edit DG-01 unmute:grok 9")).title == "“grok 9” is not muted here."
    await here.say("digest edit DG-01 mute:grok 9")
    assert "Muted: xai/grok-9." in (await here.say("digest preview DG-01")).plain


async def test_a_family_is_followed_by_its_word(talk):
    here = talk("2026-04-21T12:00Z")
    made = await here.say("alerts add what:release about:gpt")
    assert (made.data["about"], made.title) == (["openai/gpt"], "AL-01: release about GPT")
    assert (await here.say("model watch gpt")).title == "You now watch GPT."
    assert (await here.say("catchup about:gpt")).outcome is Outcome.ANSWERED
