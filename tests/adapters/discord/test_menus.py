"""The *Apps* menu of a message: what it says becomes an order, and nothing else of the channel is read."""

from typing import Any

import pytest

from adapters.discord import controls, forms, limits, parse
from adapters.discord.markup import unmarked
from bot.dispatch.message_menus import MESSAGE_MENUS
from bot.dispatch.registry import CommandRegistry
from tests.adapters.discord.local import CHANNEL, GUILD, LocalDiscord

REAL = CommandRegistry()


def picked(name: str, **message: Any) -> dict[str, Any]:
    message = {"id": "909", "channel_id": CHANNEL, "content": "", "author": {"id": "1"}} | message
    data = {"id": "1", "type": 3, "name": name, "target_id": "909", "resolved": {"messages": {"909": message}}}
    return LocalDiscord().make(2, data)[0]


def read(payload: dict[str, Any]) -> Any:
    return parse.read(payload, lambda _: None, REAL)[1]


def test_a_claim_check_runs_on_the_messages_words():
    job = read(picked("Claim-check this", content="Spud beats Opus 4.7"))
    assert (job.request.name, job.request.values) == ("claimcheck ask", {"claim": "Spud beats Opus 4.7"})


def test_a_report_opens_its_form_with_the_words_and_the_address():
    job = read(picked("Report as sighting", content="Crest Pro Alpha in my picker"))
    asked = [opt.name for opt in forms.asked_options(job.form, REAL.get("checkpoint report"))]
    assert asked == ["label", "how", "where", "text", "image"]
    assert job.form.filled == {
        "text": "Crest Pro Alpha in my picker",
        "link": f"https://discord.com/channels/{GUILD}/{CHANNEL}/909",
    }


def test_evidence_opens_its_form_with_a_quote_and_the_address():
    job = read(picked("Add as evidence", content="“Better than Opus”"))
    assert job.form.filled["quote"] == "“Better than Opus”"
    assert job.form.filled["link"].endswith("/909")


@pytest.mark.parametrize("menu", MESSAGE_MENUS, ids=lambda menu: menu.name)
def test_every_menu_leads_to_options_that_there_are(menu):
    command = REAL.get(menu.command)
    names = {opt.name for opt in command.options}
    assert set(menu.fields) <= names
    assert len(menu.fields) <= limits.MODAL_FIELDS
    assert names & set(menu.text)


def test_a_long_message_is_cut_to_what_the_option_takes():
    limit = next(opt.limit for opt in REAL.get("claimcheck add").options if opt.name == "quote")
    job = read(picked("Add as evidence", content="x" * (limit + 1)))
    assert len(job.form.filled["quote"]) == limit


def test_a_message_of_embeds_or_components_is_read_for_its_words():
    assert read(picked("Claim-check this", embeds=[{"title": "Spud", "description": "is out"}])).request.values == {
        "claim": "Spud\nis out"
    }
    boxed = [{"type": 17, "components": [{"type": 10, "content": "Spud is out"}]}]
    assert read(picked("Claim-check this", components=boxed)).request.values == {"claim": "Spud is out"}


@pytest.mark.parametrize(
    ("content", "claim"),
    [
        ("<@1100000000000000042> Spud beats Opus 4.7", "Spud beats Opus 4.7"),
        ("<@&11> <:kek:1100000000000000042> Spud beats Opus 4.7 <@!12>", "Spud beats Opus 4.7"),
        ("**Spud** beats *Opus 4.7*", "Spud beats Opus 4.7"),
        ("```\nSpud beats Opus 4.7\n```", "Spud beats Opus 4.7"),
        ("||Spud|| __beats__ ~~Opus~~ `4.7`", "Spud beats Opus 4.7"),
        ("> # Spud \\*beats\\* snake_case_name", "Spud *beats* snake_case_name"),
        ("[Spud](https://x.example/a) is out <t:1776772800:D>", "Spud https://x.example/a is out 21 Apr 2026"),
        ("", ""),
    ],
)
def test_no_mark_and_nobodys_id_is_read(content, claim):
    assert unmarked(content) == claim


def test_a_feed_and_a_poll_are_read_for_their_words():
    embed = {"author": {"name": "The Feed"}, "fields": [{"name": "Spud", "value": "is out"}], "footer": {"text": "now"}}
    job = read(picked("Claim-check this", embeds=[embed]))
    assert job.request.values == {"claim": "Spud: is out\nThe Feed\nnow"}
    answers = [{"poll_media": {"text": "yes"}}, {"poll_media": {"text": "no"}}]
    poll = read(picked("Claim-check this", poll={"question": {"text": "Spud by May?"}, "answers": answers}))
    assert poll.request.values == {"claim": "Spud by May?\nyes · no"}


def test_with_nothing_to_read_a_form_asks():
    job = read(picked("Claim-check this", attachments=[PICTURE]))
    assert (job.form.command, job.form.filled, job.form.fields) == ("claimcheck ask", {}, ("claim",))


def test_the_market_that_a_message_links_to_is_asked_for():
    market = "https://polymarket.com/event/gpt-5pt5-released-by"
    job = read(picked("Odds for this link", content=f"look at <{market}>, wow"))
    assert (job.request.name, job.request.values) == ("odds show", {"about": market})
    bare = read(picked("Odds for this link", content="https://news.example/a Spud"))
    assert (bare.form.command, bare.form.fields) == ("odds show", ("about",))


def test_a_menu_of_an_older_version_is_stale():
    assert isinstance(read(picked("Gone")), parse.Stale)


def test_nothing_but_a_menus_own_message_is_looked_at():
    payload = picked("Claim-check this", content="a claim")
    payload["data"]["resolved"]["messages"]["910"] = {"id": "910", "content": "private words"}
    assert "private" not in str(read(payload))


def test_a_forwarded_message_is_read_as_the_one_it_forwards():
    snapshot = {"message": {"content": "Spud is out", "attachments": [PICTURE]}}
    assert read(picked("Claim-check this", message_snapshots=[snapshot])).request.values == {"claim": "Spud is out"}
    assert read(picked("Report as sighting", message_snapshots=[snapshot])).form.filled["image"] == PICTURE["url"]


PICTURE = {"id": "5", "url": "https://cdn.discordapp.com/attachments/1/2/shot.png?ex=6", "content_type": "image/png"}
FILE = {"id": "6", "url": "https://cdn.discordapp.com/attachments/1/2/log.txt", "content_type": "text/plain"}


@pytest.mark.parametrize("own", [[], ["61"]])
def test_the_picture_of_a_message_is_reported_unless_another_is_given(own):
    asked = read(picked("Report as sighting", attachments=[FILE, PICTURE]))
    command = REAL.get("checkpoint report")
    labels = forms.modal(asked.form, command, "x")["components"]
    [upload] = [label for label in labels if label["component"]["type"] == parse.UPLOAD]
    assert upload["description"] == forms.FROM_MESSAGE
    typed = [{"type": 18, "component": {"type": 19, "custom_id": "image", "values": own}}]
    line = controls.order_of(asked.form)[1:]
    resolved = {"attachments": {"61": {"id": "61", "filename": "own.png", "url": "https://x/own.png", "size": 3}}}
    data = {"custom_id": "&kept", "components": typed, "resolved": resolved}
    job = parse.read(LocalDiscord().make(5, data)[0], lambda _: line, REAL)[1]
    assert job.uploads["image"].name == ("own.png" if own else "shot.png")
    assert "image" not in job.request.values
    assert job.form.filled.get("image") == (None if own else PICTURE["url"])


def test_a_message_without_a_picture_asks_for_one():
    asked = read(picked("Report as sighting", attachments=[FILE]))
    assert "image" not in asked.form.filled
