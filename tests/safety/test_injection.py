"""Whatever anybody types anywhere is drawn letter by letter: no ping, link, format or hidden letter takes effect."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.console.render import draw as draw_console
from adapters.console.terminal_text import Screen
from adapters.discord import controls as discord_controls
from adapters.discord.render import draw as draw_discord
from adapters.slack.controls import long_lines
from adapters.slack.render import draw as draw_slack
from bot.domain.sightings.labels import disguises
from bot.messages.reply import Outcome, Reply
from tests.safety.fields import fields, filled, named
from tests.safety.tenants import LOOKS

PAYLOADS = (
    "@everyone @here <@42> <@&7> <#9> </odds:1> <t:1:R> <a:x:1>",
    "<!channel> <!here> <!everyone> <!here_> <!hereƋ铔> <@U1> <#C1> <!subteam^S1> <!date^1^x^https://evil.example|y>",
    "[good.example](https://evil.example) <https://evil.example|good.example> https://evil.example discord.gg/x",
    "**bold** __u__ ~~s~~ ||spoiler|| `code` ```block``` *a* _b_ ~c~ :tada:",
    "x\n# head\n> quote\n- list\n1. one\n-# small",
    "\u202eevil\u202c \u2066x\u2069 ze\u200bro\u2060 \u200f \ufeff \x1b[31m\x07\x00 \U000e0041 \ue000 \u2028x",
    "{0.__class__} {title} %s %(x)s ${x} {{7*7}}",
    "=cmd|' /C calc'!A0",
)
FIELDS = tuple(fields())
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ue000\U000e0041]")


def texts(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a drawn message with the key it stands under; ids and payloads of controls are not drawn."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from texts(value, f"{node.get('type')}.{name}")
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, key)
    elif isinstance(node, str) and not key.endswith(("custom_id", "value", "action_id", "block_id", "url", "type")):
        yield key, node


def discord(reply: Reply) -> None:
    """Nothing of a user's takes effect on Discord."""
    message = draw_discord(reply, keys=dict.fromkeys(discord_controls.too_long(reply), "0" * 24))
    assert message.payload()["allowed_mentions"] == {"parse": []}
    for key, text in texts(message.components):
        assert not UNSEEN.search(text), text
        if key != "10.content":
            continue  # labels of controls are plain text on Discord
        read = re.sub(r"```.*?```|(?<!\\)`[^`\n]*`", "", text, flags=re.DOTALL)
        assert not re.search(r"(?<!\\)\]\(<https://evil.example", read), text
        outside = re.sub(r"\]\(<[^>]*>\)", "", read)
        # a time, the moderator the audit names, and the person whose number was typed
        outside = re.sub(r"<t:\d+:[a-zA-Z]>|<@[12]>", "", outside)
        for live in ("<", "@e", "@h", "](", "discord.gg/", "https://", "||", "~~", "__"):
            assert not re.search(r"(?<!\\)" + re.escape(live), outside), (live, text)
        for line in outside.splitlines():
            assert not re.match(r"\s*(?:#{1,2} |> |\d+\. )", line), line


def slack(reply: Reply) -> None:
    """Nothing of a user's takes effect on Slack."""
    made = draw_slack(reply, kept=dict.fromkeys(long_lines(reply.actions), "0" * 24))
    for _, text in (("text", made.text), *texts(made.blocks)):
        assert not UNSEEN.search(text), text
        for mark in re.findall(r"<[^>]*>", text):
            assert re.match(r"<(https?://|!date\^\d+\^)", mark), mark
            assert not mark.startswith("<https://evil.example"), mark
    whole = json.dumps(made.blocks)
    assert '"emoji": true' not in whole
    for block in made.blocks:
        for element in (block.get("text"), *(block.get("fields") or ()), *(block.get("elements") or ())):
            if element and element.get("type") == "mrkdwn":
                assert element["verbatim"] is True
                bare = re.sub(r"```.*?```|`[^`]*`|(?s:<[^>]*>)", "", element["text"], flags=re.DOTALL)
                assert ":tada:" not in bare
                assert not re.search(r"(?<![\w\u2060])[_~](?=\w)", bare), element["text"]


def console(reply: Reply) -> None:
    """Nothing of a user's reaches the terminal as a command to it."""
    for screen in (Screen(), Screen(colour=True)):
        drawn = re.sub(r"\x1b\[[\d;]*m", "", draw_console(reply, screen)) if screen.colour else ""
        plain = draw_console(reply, Screen())
        assert not UNSEEN.search(drawn + plain)


def judged(reply: Reply) -> None:
    """The reply on every platform."""
    discord(reply)
    slack(reply)
    console(reply)


@pytest.mark.parametrize("field", FIELDS, ids=named)
async def test_no_text_in_any_field_takes_effect_anywhere(talk, field):
    here, (kind, opt) = talk(), field
    for payload in PAYLOADS:
        for text in (payload[: opt.limit], "Crest " + payload[: opt.limit - 6]):
            reply = await here.app.run(filled(kind, opt, text))
            assert reply.outcome is not Outcome.BROKEN, (text, reply.plain)
            judged(reply)


@pytest.fixture
async def lived_in(talk):
    """A place where somebody has put every payload wherever it would go."""
    here = talk()
    for kind, opt in FIELDS:
        if kind.name.startswith(("spudwatch-admin", "desk", "checkpoint withdraw", "alerts remove", "digest delete")):
            continue
        for payload in PAYLOADS:
            await here.app.run(filled(kind, opt, payload[: opt.limit], actor="discord:2"))
    return here


async def test_what_was_kept_is_as_harmless_when_it_is_shown_again(lived_in):
    for line in LOOKS:
        judged(await lived_in.say(line, actor="discord:1", place="discord:7/9"))
    rows = lived_in.running.store.database.read("SELECT reply FROM bodies")
    assert rows
    kept = lived_in.running.store.database.read("SELECT count(*) AS n FROM reports WHERE tenant = 'discord:7'")
    assert kept[0]["n"]


LOOK_ALIKES = [
    "Сrest", "Сгеѕт", "Crést", "Cr\u200best", "\u202etserC", "Ⅽrest", "Ｃrest", "𝐂rest", "Crest\u2060", "Cгest",
    "Cre\u0455t", "C\u0301rest",
]  # fmt: skip


@pytest.mark.parametrize("label", LOOK_ALIKES)
def test_a_label_that_is_not_what_it_looks_like_is_flagged(label):
    assert disguises(label)


@pytest.mark.parametrize("label", ["Crest", "Crest 🌊", "千问", "GPT-5.5 Pro", "o3", "Qwen3 通义千问", "クロード"])
def test_an_honest_label_is_not(label):
    assert not disguises(label)


@pytest.mark.parametrize("label", ["Сrest Pro Alpha", "Crest Pro Аlpha", "Crеst Pro Alpha"])
async def test_a_look_alike_is_never_counted_with_the_name_it_looks_like(talk, label):
    reply = await talk().say(f'checkpoint "{label}"', actor="discord:1", place="discord:7/9")
    assert reply.data["known"] is False
    assert "Look-alike" in reply.plain
