"""A report's preview becomes its receipt in place, and a reminder asked for in words is kept: over the real client."""

import pytest

from tests.adapters.slack.people import find_control
from tests.sightings import TEXT


def report(label):
    return f'/checkpoint report label:"{label}" surface:"ChatGPT picker" how:"own account" text:"{TEXT}"'


async def test_save_turns_the_preview_into_the_receipt_and_an_old_save_changes_nothing(real):
    ana = real.person("UADMIN")
    first = (await ana.command(report("Crest Ultra")))[-1]
    second = (await ana.command(report("Crest Other")))[-1]
    stale = (await ana.press(first, "Save report"))[-1]
    assert stale["replace_original"] is True
    assert "the draft has changed since" in str(stale["blocks"])
    saved = (await ana.press(second, "Save report"))[-1]
    assert saved["replace_original"] is True
    assert "Crest Other" in str(saved["blocks"])
    with pytest.raises(AssertionError, match="nothing to press"):
        find_control(saved["blocks"], "Save report")
    again = (await ana.press(second, "Save report"))[-1]
    assert "There is no report to go on with" in str(again["blocks"])


async def test_a_reminder_asked_for_by_mention_and_directly_is_kept_after_one_confirmation(real):
    ana = real.person("U1")
    mention = {"type": "app_mention", "user": "U1", "text": "<@UBOT> remind me when spud is out", "channel": "C1"}
    await ana.event({**mention, "ts": "5.1"}, "Ev1")
    asked = real.slack.ephemerals[-1]
    assert "Shall I tell you" in str(asked)
    kept = (await ana.press(asked, "Yes, tell me"))[-1]
    assert "You now watch" in str(kept)
    real.slack.channels["T1", "D1"] = {"member": True, "archived": False, "public": False}
    direct = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "7.1"}
    await ana.event({**direct, "text": "remind me when grok 6 is out"}, "Ev2")
    asked = real.slack.messages[-1]
    assert "Shall I tell you" in str(asked)
    kept = (await ana.press(asked, "Yes, tell me"))[-1]
    assert "You now watch" in str(kept)
