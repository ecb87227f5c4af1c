"""Everything a person can do in Slack, by a socket and by HTTP, and what they see then."""

import asyncio
from dataclasses import replace

import pytest

from tests.adapters.slack.people import find_control
from tests.adapters.slack.sample.checkpoint import report
from tests.clocks import until

MENTION = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "5.1"}
THREAD = {"text": "Spud beats Opus 4.7", "ts": "1776772800.000100", "thread_ts": "1776772000.000100", "user": "U9"}


async def test_typed_words_are_read_by_the_same_grammar_as_the_console(world):
    shown = await world.person().command("/odds gpt 5.5 by:2026-04-30")
    assert shown[-1]["blocks"][0]["text"]["text"] == "gpt 5.5 by 2026-04-30"


async def test_in_a_sentence_people_and_channels_keep_their_names_and_nobodys_id_is_kept(world):
    shown = await world.person().command("/odds <@U7|ana> &amp; <#C9|leaks> &lt;3 <https://x.example|x.example>")
    assert "@ana &amp; #leaks &lt;3 https://x.example by any day" in shown[-1]["text"]
    assert "U7" not in str(shown)
    await world.person("U2").event({**MENTION, "text": "<@UBOT> claimcheck <@U12> told <@U1>: Spud is out"})
    assert "@someone told @someone: Spud is out" in world.slack.ephemerals[-1]["text"]


async def test_a_command_without_what_it_needs_opens_a_form_whose_pickers_ask_us(world):
    ana = world.person()
    assert await ana.command("/odds") == []
    view = ana.modal
    assert view["callback_id"] == "ask"
    options = await ana.type_into(view, "about", "spu")
    assert [entry["value"] for entry in options] == ["openai/0", "openai/1", "openai/2", "spu"]
    after = await ana.submit(view, about=options[0], by="2026-04-30")
    assert after["blocks"][0]["text"]["text"] == "openai/0 by 2026-04-30"


async def test_one_command_manifest_types_everything_under_spudwatch(world):
    ana = world.person()
    assert "spud by any day" in (await ana.command("/spudwatch odds spud"))[-1]["text"]
    assert "Help" in (await ana.command("/spudwatch"))[-1]["text"]
    assert "Help me" in (await ana.command("/spudwatch help me"))[-1]["text"]


async def test_a_button_answers_beside_its_message_and_leaves_it_alone(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    shown = await ana.press(card, "History")
    assert shown[0] is card
    assert "History of spud" in shown[-1]["text"]
    assert shown[-1]["replace_original"] is False


async def test_an_overflow_menu_runs_its_choice_even_if_the_order_is_long(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    assert find_control(card["blocks"], "Rules")["selected_option"]["value"].startswith("#")
    assert "Rules of xxx (200)" in (await ana.press(card, "Rules"))[-1]["text"]
    assert "y by any day" in (await ana.press(card, "Again"))[-1]["text"]


async def test_share_in_channel_is_posted_once_and_remembered(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    await ana.press(card, "Share in channel")
    (message,) = world.slack.messages
    assert message["channel"] == "C1"
    assert "spud by any day" in message["text"]
    (post,) = world.remembered
    assert (post.place, post.message, post.asked_by) == ("slack:T1/C1", message["ts"], "slack:T1/U1")


async def test_share_works_in_a_channel_we_are_not_in(world):
    world.slack.channels["T1", "C1"].update(member=False, public=False)
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    await ana.press(card, "Share in channel")
    assert "spud by any day" in world.slack.responses[ana.url.rpartition("/")[2]]["public"][0]["text"]
    assert world.slack.messages == []


async def test_a_button_with_a_form_opens_it_filled_in(world):
    ana = world.person()
    card = (await ana.command("/odds spud"))[-1]
    await ana.press(card, "Report")
    block = next(b for b in ana.modal["blocks"] if b.get("block_id") == "o.label")
    assert block["element"]["initial_option"]["value"] == "spud"


async def test_a_form_that_was_refused_keeps_every_word(world):
    ana = world.person()
    await ana.command("/checkpoint Crest Pro Alpha")
    before = len(report.KEPT)
    view = await ana.submit(ana.modal, label="Crest Pro Alpha", how="own account", what="short")
    assert len(report.KEPT) == before
    assert "too short" in view["blocks"][0]["text"]["text"]
    typed = next(b for b in view["blocks"] if b.get("block_id") == "o.what")
    assert typed["element"]["initial_value"] == "short"
    view = await ana.submit(view, label="Crest Pro Alpha", how="own account", what="long enough to check")
    assert "Saved Crest Pro Alpha" in view["blocks"][0]["text"]["text"]
    assert report.KEPT[before:] == [("slack:T1/U1", "slack:T1/C1", "Crest Pro Alpha")]


async def test_a_picture_in_a_form_reaches_the_command(world):
    ana = world.person()
    await ana.command("/checkpoint Crest")
    world.slack.files["T1", "F9"] = {"content": b"x" * 77}
    file = {
        "id": "F9",
        "name": "a.png",
        "size": 77,
        "mimetype": "image/png",
        "url_private_download": world.slack.url("/files/F9"),
    }
    view = await ana.submit(ana.modal, label="Crest", how="saw a post", what="long enough to check", image=file)
    assert "(77 bytes)" in str(view["blocks"])


async def test_a_file_elsewhere_gets_no_token_and_costs_no_words(world):
    ana = world.person()
    await ana.command("/checkpoint Crest")
    file = {"id": "F9", "name": "a.png", "size": 7, "url_private_download": "https://evil.example/files.slack.com"}
    view = await ana.submit(ana.modal, label="Crest", how="saw a post", what="long enough to check", image=file)
    assert "could not read a.png" in view["blocks"][0]["text"]["text"]
    assert next(b for b in view["blocks"] if b.get("block_id") == "o.what")["element"]["initial_value"]


async def test_claim_check_this_answers_in_the_thread_of_the_message(world):
    ana = world.person()
    await ana.shortcut("claim-check", THREAD)
    answer = world.slack.shown(ana.url)[-1]
    assert "Spud beats Opus 4.7" in answer["text"]
    assert answer["thread_ts"] == THREAD["thread_ts"]


async def test_report_as_sighting_and_add_as_evidence_fill_in_what_the_message_says(world):
    ana = world.person()
    await ana.shortcut("report-sighting", THREAD)
    filled = {b["block_id"]: b["element"] for b in ana.modal["blocks"] if "block_id" in b}
    assert filled["o.what"]["initial_value"] == "Spud beats Opus 4.7"
    assert filled["o.how"]["initial_option"]["value"] == "saw a post"
    assert filled["o.link"]["initial_value"] == "https://spuds.slack.com/archives/C1/p1776772800000100"
    await ana.shortcut("add-evidence", THREAD)
    view = await ana.submit(ana.modal, claim="CL-0044", quote="Spud beats Opus 4.7")
    assert "Added to CL-0044" in view["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(
    ("callback", "title"), [("report", "checkpoint report"), ("check", "claimcheck ask"), ("odds", "odds show")]
)
async def test_global_shortcuts_open_their_form(world, callback, title):
    ana = world.person()
    await ana.shortcut(callback)
    assert ana.modal["title"]["text"] == title


async def test_app_home_shows_what_the_person_may_see(world):
    await world.person("U1").event({"type": "app_home_opened", "user": "U1", "tab": "home"}, "EvA")
    assert "Desk queue" not in str(world.slack.homes["T1", "U1"])
    await world.person("UADMIN").event({"type": "app_home_opened", "user": "UADMIN", "tab": "home"}, "EvB")
    view = world.slack.homes["T1", "UADMIN"]
    assert "CP-0001" in str(view)
    find_control(view["blocks"], "Report a sighting")


async def test_a_button_on_app_home_answers_in_a_modal(world):
    ana = world.person()
    await ana.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await ana.press(None, "Help", view=world.slack.homes["T1", "U1"] | {"id": "VHOME"})
    assert "Help" in ana.modal["blocks"][0]["text"]["text"]
    await ana.press(None, "Odds", view=ana.modal)
    assert "spud by any day" in ana.modal["blocks"][0]["text"]["text"]


async def test_a_mention_is_answered_in_its_thread_to_the_person_alone(world):
    event = {
        "type": "app_mention",
        "user": "U1",
        "text": "<@UBOT> odds spud",
        "channel": "C1",
        "ts": "5.1",
        "thread_ts": "4.1",
    }
    await world.person().event(event)
    (answer,) = world.slack.ephemerals
    assert (answer["user"], answer["thread_ts"]) == ("U1", "4.1")
    await world.person().press(answer, "Share in channel", thread="4.1")
    assert world.slack.messages[0]["thread_ts"] == "4.1"


async def test_we_may_be_mentioned_anywhere_in_a_text_and_no_id_of_ours_is_read(world):
    await world.person().event({**MENTION, "text": "hey <@UBOT>, odds spud"}, "Ev1")
    assert "UBOT" not in str(world.slack.ephemerals)
    await world.person().event({**MENTION, "text": "odds spud <@UBOT|spudwatch> "}, "Ev2")
    assert "spud by any day" in world.slack.ephemerals[-1]["text"]


async def test_a_direct_message_is_answered_as_a_message_and_a_bots_is_not(world):
    world.slack.channels["T1", "D1"] = {"member": True, "archived": False, "public": False}
    said = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "7.1", "text": "odds spud"}
    await world.person().event(said, "Ev1")
    (answer,) = world.slack.messages
    assert (answer["channel"], world.slack.ephemerals) == ("D1", [])
    assert "spud by any day" in answer["text"]
    world.slack.channels["T1", "D2"] = {"member": True, "archived": False, "public": False}
    await world.person().event({**said, "channel": "D2", "thread_ts": "7.1"}, "Ev2")
    assert world.slack.messages[-1]["thread_ts"] == "7.1"
    for event in (
        {**said, "bot_id": "B1"},
        {**said, "subtype": "message_changed"},
        {**said, "channel_type": "channel"},
    ):
        await world.person().event(event, f"Ev{event}")
    assert len(world.slack.messages) == 2


async def test_the_assistant_panel_opens_with_questions(world):
    thread = {"user_id": "U1", "channel_id": "D1", "thread_ts": "8.1", "context": {}}
    await world.person().event({"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": "8.2"})
    (offered,) = world.slack.prompts
    assert (offered["channel_id"], offered["thread_ts"]) == ("D1", "8.1")
    assert 1 <= len(offered["prompts"]) <= 4
    await world.person().event({"type": "assistant_thread_started", "assistant_thread": {}}, "Ev2")
    assert len(world.slack.prompts) == 1


async def test_the_address_of_a_market_gets_its_card_and_any_other_stays_bare(world):
    market = "https://polymarket.com/event/gpt-5pt5-released-by"
    links = [
        {"domain": "polymarket.com", "url": market},
        {"domain": "polymarket.com", "url": "https://polymarket.com/"},
    ]
    event = {"type": "link_shared", "user": "U1", "channel": "C1", "message_ts": "9.1", "links": links}
    await world.person().event(event)
    (shown,) = world.slack.unfurls
    assert (shown["channel"], shown["ts"], list(shown["unfurls"])) == ("C1", "9.1", [market])
    assert "actions" not in {block["type"] for block in shown["unfurls"][market]["blocks"]}
    await world.person().event({**event, "unfurl_id": "C1.9.2", "source": "composer"}, "Ev2")
    assert (world.slack.unfurls[-1]["unfurl_id"], world.slack.unfurls[-1]["source"]) == ("C1.9.2", "composer")
    await world.person().event({**event, "links": links[1:]}, "Ev3")
    assert len(world.slack.unfurls) == 2


async def test_a_mention_outside_of_a_thread_is_answered_where_it_is_shown(world):
    await world.person().event({**MENTION, "text": "<@UBOT> odds spud"})
    (answer,) = world.slack.ephemerals
    assert "thread_ts" not in answer
    world.app.run = public(world.app.run)
    await world.person().event({**MENTION, "text": "<@UBOT> odds spud"}, "Ev2")
    assert world.slack.messages[0]["thread_ts"] == MENTION["ts"]


def public(run):
    """Answers as in a channel where look-ups are public."""

    async def publicly(request):
        return replace(await run(request), private=False)

    return publicly


async def test_a_bare_mention_gets_help_and_a_bot_gets_nothing(world):
    event = {"type": "app_mention", "user": "U1", "text": "<@UBOT>", "channel": "C1", "ts": "5.1"}
    await world.person().event(event, "Ev1")
    assert "Help" in world.slack.ephemerals[0]["text"]
    await world.person().event({**event, "bot_id": "B2"}, "Ev2")
    assert len(world.slack.ephemerals) == 1


async def test_errors_are_private_and_say_what_was_typed(world):
    shown = await world.person().command("/odds spud by:someday")
    assert shown[-1]["response_type"] == "ephemeral"
    assert "You typed: odds spud by:someday" in shown[-1]["text"]
    shown = await world.person().command("/desk queue")
    assert "desk role" in shown[-1]["text"]
    shown = await world.person("UADMIN").command("/desk boom")
    assert "failed on my side" in shown[-1]["text"]
    assert "xoxb" not in shown[-1]["text"]


async def test_an_answer_with_a_form_of_its_own_opens_it(world):
    ana = world.person()
    await ana.command("/spudwatch help form")
    assert "from help" in str(ana.modal)


async def test_a_public_channel_gets_public_answers(world):
    await world.app.ports.tenants.choose(
        "slack:T1", "public_channels", {"slack:T1/C1"}, "slack:T1/UADMIN", world.clock.now()
    )
    assert await world.person().command("/odds spud") == []
    assert "spud by any day" in world.slack.messages[0]["text"]


async def test_what_takes_long_is_acknowledged_first_and_follows_then(world):
    ana = world.person()
    delivered = asyncio.ensure_future(ana.command("/odds slow"))
    await until(lambda: "slack patience" in world.clock.sleepers)
    await world.clock.advance(2)
    shown = await delivered
    assert "Looking" in shown[-1]["text"]
    await world.clock.advance(4)
    await world.settle()
    looking, answer = world.slack.shown(ana.url)
    assert "Looking" in looking["text"]
    assert "At last" in answer["text"]


async def test_a_message_of_blocks_or_attachments_alone_is_read_by_what_they_say(world):
    rich = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "Spud is "}, {"type": "user", "user_id": "U9"}],
    }
    messages = {
        "Spud is out today": {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Spud is out today"}}]},
        "Spud is": {"blocks": [{"type": "rich_text", "elements": [rich]}]},
        "Opus 5 is out": {"attachments": [{"title": "News", "text": "Opus 5 is out"}, {"blocks": "x"}]},
    }
    for said, message in messages.items():
        ana = world.person()
        await ana.shortcut("claim-check", {"text": "", "ts": "1.1", **message})
        assert said in world.slack.shown(ana.url)[-1]["text"]


async def test_a_message_of_a_picture_alone_asks_for_the_words(world):
    ana = world.person()
    await ana.shortcut("claim-check", {"text": "", "files": [{"id": "F1"}], "ts": "1.1"})
    assert any(block.get("block_id") == "o.claim" for block in ana.modal["blocks"])
