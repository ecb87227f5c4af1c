"""Events that are repeated, late, refused, unanswered or hostile, and what a person sees all the same."""

import asyncio
from datetime import timedelta

from adapters.slack.limits import CHARACTERS
from adapters.slack.parse import SlackContext
from adapters.slack.render import weight
from bot.messages.reply import Reply
from tests.adapters.slack.shown import texts
from tests.clocks import until

MENTION = {"type": "app_mention", "user": "U1", "text": "<@UBOT> odds spud", "channel": "C1", "ts": "5.1"}


async def test_the_same_event_three_times_is_answered_once(world):
    ana = world.person()
    for attempt in range(3):
        await ana.event(MENTION, "Ev7", retry_attempt=attempt)
    assert len(world.slack.ephemerals) == 1
    await ana.event(MENTION, "Ev8")
    assert len(world.slack.ephemerals) == 2


async def test_the_same_envelope_twice_is_answered_once(by_socket):
    body = {"command": "/claimcheck", "text": "Spud is out", "team_id": "T1", "channel_id": "C1", "user_id": "U1"}
    first = await by_socket.slack.send("slash_commands", body, envelope="same")
    again = await by_socket.slack.send("slash_commands", body, envelope="same")
    assert "Spud is out" in first["text"]
    assert again is None


async def test_a_form_whose_trigger_expired_is_offered_by_a_button_with_every_word(world):
    world.slack.refuse("views.open", "expired_trigger_id")
    ana = world.person()
    shown = await ana.command("/checkpoint Crest Pro Alpha")
    assert "did not open in time" in shown[-1]["text"]
    await ana.press(shown[-1], "Open the form")
    block = next(b for b in ana.modal["blocks"] if b.get("block_id") == "o.label")
    assert block["element"]["initial_option"]["value"] == "Crest Pro Alpha"


async def test_a_fourth_modal_takes_the_place_of_the_third(world):
    ana = world.person()
    await ana.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await ana.press(None, "Help", view=world.slack.homes["T1", "U1"] | {"id": "VHOME"})
    await ana.press(None, "Odds", view=ana.modal)
    name = ana.modal["id"]
    world.slack.refuse("views.push", "push_limit_reached")
    await ana.press(None, "Report", view=ana.modal)
    assert world.slack.views[name]["callback_id"] == "ask"
    assert world.slack.messages == []


async def test_a_modal_changed_meanwhile_is_drawn_over(world):
    ana = world.person()
    await ana.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await ana.press(None, "Help", view=world.slack.homes["T1", "U1"] | {"id": "VHOME"})
    stale = dict(ana.modal)
    world.slack._keep_view(stale, stale["id"])
    await ana.press(None, "Odds", view=stale)
    assert "spud by any day" in ana.modal["blocks"][0]["text"]["text"]
    assert [args.get("hash") for args in world.calls("views.update")] == [stale["hash"], None]


async def test_a_modal_that_is_gone_answers_beside_it(world):
    ana = world.person()
    await ana.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await ana.press(None, "Help", view=world.slack.homes["T1", "U1"] | {"id": "VHOME"})
    gone = world.slack.views.pop(ana.modal["id"])
    await ana.press(None, "Odds", view=gone)
    (message,) = world.slack.messages
    assert message["channel"] == "D1"
    assert "spud by any day" in message["text"]


async def test_a_channel_that_is_archived_is_told_to_the_person(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    world.slack.channels["T1", "C1"]["archived"] = True
    await ana.press(card, "Share in channel")
    # The response_url reaches it where an app may still answer; nothing is lost in silence.
    entry = world.slack.responses[ana.url.rpartition("/")[2]]
    assert entry["public"] or "archived" in str(entry["shown"])


async def test_not_in_channel_without_a_response_url_says_what_to_do(world):
    world.slack.channels["T1", "C1"].update(member=False, public=False)
    event = {**MENTION, "text": "<@UBOT> share odds show about:spud"}
    await world.person().event(event)
    (message,) = world.slack.messages
    assert message["channel"] == "D1"
    assert "/invite" in message["text"]


async def test_a_share_that_slack_did_not_answer_is_not_posted_again(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    world.slack.faults["chat.postMessage"].append("drop after")
    shown = await ana.press(card, "Share in channel")
    assert len(world.slack.messages) == 1
    assert len(world.calls("chat.postMessage")) == 1
    assert "do not know whether" in shown[-1]["text"]


async def test_a_used_up_response_url_falls_back_to_an_ephemeral_message(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    world.slack.faults["response_url"].append("drop before")
    await ana.press(card, "History")
    assert "History of spud" in world.slack.ephemerals[-1]["text"]


async def test_an_answer_after_half_an_hour_does_not_use_the_response_url(world):
    ana = world.person()
    answering = asyncio.ensure_future(ana.command("/odds slow"))
    await until(lambda: "slack patience" in world.clock.sleepers)
    await world.clock.advance(2)
    await answering
    where = world.platform.conversation.delivery
    came = SlackContext("T1", "U1", "C1", url=ana.url, at=world.clock.now())
    assert where.open(came)
    await world.clock.advance(31 * 60)
    assert not where.open(came)


async def test_a_response_url_is_used_five_times_and_not_a_sixth(world):
    delivery = world.platform.conversation.delivery
    ana = world.person()
    await ana.command("/odds spud")
    came = SlackContext("T1", "U1", "C1", url=ana.url, at=world.clock.now())
    for number in range(6):
        await delivery.private(came, Reply(title=f"answer {number}"))
    assert world.slack.responses[ana.url.rpartition("/")[2]]["uses"] == 5
    assert "answer 5" in world.slack.ephemerals[-1]["text"]


async def test_hostile_words_are_shown_and_nothing_else(world):
    text = "&lt;!channel&gt; <!here> *x* " + ":tada:" * 300 + " &amp;lt; " + "😀" * 50
    shown = await world.person().command("/claimcheck " + text)
    assert "<!" not in shown[-1]["text"]
    assert not any("<!" in text for text in texts(shown[-1]["blocks"]))


async def test_forty_thousand_characters_are_answered(world):
    shown = await world.person().command("/claimcheck " + "word " * 8_000)
    assert "40," in shown[-1]["text"] or "39,9" in shown[-1]["text"]
    assert weight(shown[-1]["blocks"]) <= CHARACTERS


async def test_a_control_from_another_version_says_so(world):
    ana = world.person()
    old = {
        "blocks": [
            {
                "type": "actions",
                "elements": [{"type": "button", "text": {"text": "Go"}, "action_id": "run.0", "value": "#gone"}],
            }
        ]
    }
    assert "before an update" in (await ana.press(old, "Go"))[-1]["text"]
    old["blocks"][0]["elements"][0].update(action_id="form.0", value="{}")
    assert "before an update" in (await ana.press(old, "Go"))[-1]["text"]
    await ana.shortcut("no-such-thing", {"text": "x", "ts": "1.1"})
    assert "before an update" in world.slack.shown(ana.url)[-1]["text"]


async def test_two_presses_at_once_show_the_later_answer(world):
    ana = world.person()
    await ana.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await ana.press(None, "Help", view=world.slack.homes["T1", "U1"] | {"id": "VHOME"})
    view = ana.modal
    slow = {
        "blocks": [
            {
                "type": "actions",
                "elements": [{"type": "button", "text": {"text": "Slow"}, "action_id": "run.0", "value": "odds slow"}],
            }
        ]
    }
    await ana.press(None, "Slow", view={**view, **slow})
    await ana.press(None, "Odds", view=view)
    await world.clock.advance(6)
    await world.settle()
    assert "spud by any day" in world.slack.views[view["id"]]["blocks"][0]["text"]["text"]


async def test_somebody_of_another_company_sees_only_what_is_public(world):
    ana = world.person()
    card = (await ana.command("/claimcheck Spud is out"))[-1]
    assert "asked in slack:T1/C1" in card["text"]
    guest = world.person("U7")
    own = guest._who
    guest._who = lambda: own() | {"user": {"id": "U7", "team_id": "T7"}}
    await guest.shortcut("claim-check", {"text": "Spud is out", "ts": "1.1"})
    assert "asked in slack:T7/C1" in world.slack.shown(guest.url)[-1]["text"]


async def test_a_picture_that_takes_long_follows_its_words(world):
    world.slack.slow_files = 3
    ana = world.person()
    answering = asyncio.ensure_future(ana.command("/odds history spud"))
    await until(lambda: len(world.clock.sleepers) >= 3)  # the writing behind, our patience, a pause between two looks
    await world.clock.advance(1.1)
    shown = await answering
    assert "image" not in [block["type"] for block in shown[-1]["blocks"]]
    for _ in range(6):
        await world.settle()
        await world.clock.advance(1)
    await world.settle()
    _, pictured = world.slack.shown(ana.url)
    assert [block["type"] for block in pictured["blocks"]] == ["header", "image"]
    image = pictured["blocks"][1]
    assert image["alt_text"] == "From 40 % to 78 %."


async def test_a_picture_that_is_ready_comes_with_the_answer(world):
    shown = await world.person().command("/odds history spud")
    assert "image" in [block["type"] for block in shown[-1]["blocks"]]
    assert world.slack.files["T1", shown[-1]["blocks"][1]["slack_file"]["id"]]["content"] == b"PNG" * 100


async def test_without_the_scope_a_picture_is_told_in_words(world):
    world.slack.scopes["T1"] = "commands,chat:write"
    shown = await world.person().command("/odds history spud")
    assert "[chart: From 40 % to 78 %.]" in str(shown[-1]["blocks"])


async def test_a_stop_acknowledges_and_answers_what_is_on_its_way_and_takes_nothing_new(by_socket):
    ana = by_socket.person()
    answering = asyncio.ensure_future(ana.command("/odds slow"))
    await until(lambda: "slack patience" in by_socket.clock.sleepers)
    stopping = asyncio.ensure_future(by_socket.platform.stop(timedelta(seconds=5)))
    await until(lambda: not by_socket.platform.sockets.taking)
    await by_socket.clock.advance(6)
    assert "At last" in (await answering)[-1]["text"] or "Looking" in by_socket.slack.shown(ana.url)[-1]["text"]
    await stopping
    assert "At last" in by_socket.slack.shown(ana.url)[-1]["text"]
    assert by_socket.platform.deliveries.unwritten == 0
