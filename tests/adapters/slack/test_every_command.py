"""The real commands on the real client: typed, by form, by menu, by every button and select of what they answer."""

import pytest

from adapters.slack.handler import SlackHandler
from adapters.slack.limits import CHARACTERS
from adapters.slack.render import weight
from tests.adapters.slack.typed import CATALOGUE, WORDS, line_of

COMMANDS = [kind.name for kind in CATALOGUE.all()]


def controls(blocks):
    for block in blocks:
        for element in [block.get("accessory") or {}, *(block.get("elements") or [])]:
            if element.get("type") == "button":
                yield element["text"]["text"]
            for option in element.get("options") or ():
                yield option["text"]["text"]


def current(ana):
    """What the person looks at: the latest answer, or the modal that opened."""
    shown = ana.slack.shown(ana.url)
    return shown[-1] if shown else None


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_is_answered_and_each_of_its_controls_too(real, name):
    ana = real.person("UADMIN")
    before = len(real.slack.views)
    shown = await ana.command(line_of(name))
    assert shown or len(real.slack.views) > before or real.slack.messages
    if not shown:
        return
    card = shown[-1]
    assert card["text"]
    assert weight(card["blocks"]) <= CHARACTERS + 200
    for label in list(dict.fromkeys(controls(card["blocks"])))[:12]:
        seen = (len(real.slack.calls), len(real.slack.views), len(real.slack.messages))
        await ana.press(card, label)
        assert (len(real.slack.calls), len(real.slack.views), len(real.slack.messages)) != seen, label
    assert "failed on my side" not in str(real.slack.responses)


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if any(opt.required for opt in CATALOGUE.get(name).options)]
)
async def test_every_command_that_needs_something_asks_for_it_and_takes_it(real, name):
    ana = real.person("UADMIN")
    await ana.command("/" + name)
    view = ana.modal
    values = {}
    for opt in CATALOGUE.get(name).options:
        if f"o.{opt.name}" in {block.get("block_id") for block in view["blocks"]} and opt.required:
            kind = next(b["element"]["type"] for b in view["blocks"] if b.get("block_id") == f"o.{opt.name}")
            if kind in ("users_select", "conversations_select"):
                values[opt.name] = "U7" if kind == "users_select" else "C1"
            elif opt.complete:
                options = await ana.type_into(view, opt.name, WORDS.get(opt.name, "spud"))
                values[opt.name] = options[-1]
            else:
                values[opt.name] = opt.choices[0] if opt.choices else WORDS.get(opt.name, "spud")
    after = await ana.submit(view, **values)
    assert after is None or after["blocks"]
    assert "failed on my side" not in str(after)


async def test_app_home_of_the_real_app(real):
    await real.person("UADMIN").event({"type": "app_home_opened", "user": "UADMIN", "tab": "home"})
    view = real.slack.homes["T1", "UADMIN"]
    headings = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert {"My watches", "Digests I manage", "Desk queue"} <= set(headings)
    for label in list(dict.fromkeys(controls(view["blocks"])))[:14]:
        seen = len(real.slack.calls)
        await real.person("UADMIN").press(None, label, view=view | {"id": "VHOME"})
        assert len(real.slack.calls) > seen, label


async def test_app_home_lists_what_is_mine_and_each_can_be_changed_there(real):
    ana = real.person("UADMIN")
    await ana.command("/odds watch spud")
    await ana.command("/checkpoint watch crest pro alpha")
    text = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload."
    await ana.command(
        f'/checkpoint report label:"Crest Ultra" surface:"ChatGPT picker" how:"own account" text:"{text}" step:save'
    )
    await ana.event({"type": "app_home_opened", "user": "UADMIN", "tab": "home"})

    def home():
        return real.slack.homes["T1", "UADMIN"] | {"id": "VHOME"}

    assert {"End MK-0001", "Crest Pro Alpha", "Edit CP-0001", "Withdraw CP-0001…", "Audit trail"} <= set(
        controls(home()["blocks"])
    )
    await ana.press(None, "Edit CP-0001", view=home())
    typed = next(block for block in ana.modal["blocks"] if block.get("block_id") == "o.text")
    assert typed["element"]["initial_value"] == text
    await ana.press(None, "Withdraw CP-0001…", view=home())
    after = await ana.submit(ana.modal, id="CP-0001")
    assert "CP-0001 withdrawn" in str(after)
    assert "you withdrew it" in str(home())
    assert "Withdraw CP-0001…" not in set(controls(home()["blocks"]))
    await ana.press(None, "End MK-0001", view=home())
    assert "You watch no market here" in str(home())


async def test_a_digest_begun_on_app_home_asks_for_its_channel(real):
    ana = real.person("UADMIN")
    await ana.event({"type": "app_home_opened", "user": "UADMIN", "tab": "home"})
    await ana.press(None, "Make one", view=real.slack.homes["T1", "UADMIN"] | {"id": "VHOME"})
    picker = next(block["element"] for block in ana.modal["blocks"] if block.get("block_id") == "o.channel")
    assert picker["type"] == "conversations_select"
    assert picker["default_to_current_conversation"] is True
    after = await ana.submit(ana.modal, channel="C1", name="Morning", days="weekdays", time="09:00")
    assert "Preview of DG-01" in str(after)
    assert [digest.place for digest in real.app.ports.subscriptions.digests("slack:T1")] == ["slack:T1/C1"]


async def test_the_sighting_form_from_a_message_to_its_receipt(real):
    ana = real.person()
    message = {
        "text": "The picker shows Crest Pro Alpha on Plus since this morning, next to GPT-5.4",
        "ts": "1776772800.000100",
    }
    await ana.shortcut("report-sighting", message)
    view = ana.modal
    said = next(block for block in view["blocks"] if block.get("block_id") == "o.text")
    assert said["element"]["initial_value"] == message["text"]
    after = await ana.submit(
        view, label="Crest Pro Alpha", where="ChatGPT web, this morning", how="saw a post", text=message["text"]
    )
    assert "Crest Pro Alpha" in str(after)


async def test_an_export_arrives_as_a_file_in_a_direct_message(real):
    ana = real.person()
    await ana.command("/odds watch spud")
    await ana.command("/spudwatch mydata export")
    files = [
        file
        for file in real.slack.files.values()
        if b"slack:T1/U1" in file["content"] or file["content"].startswith(b"{")
    ]
    assert files
    assert real.slack.messages[-1]["channel"] == "D1"


def test_the_conversation_is_the_only_one():
    assert SlackHandler.__module__ == "adapters.slack.handler"
