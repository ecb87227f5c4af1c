"""A place's own models: added, named and merged by the desk, for the place alone, and taken back."""

import pytest

from bot.messages.request import Request, Role

PAGE = "https://example.org/notes"


async def claimed(chat, text, **more):
    return (await chat.say(f'claimcheck ask "{text}"', **more)).data


async def test_an_added_model_is_known_on_every_path(talk):
    chat = talk()
    done = await chat.say(f'model add model:"Claude Opus 7" source:{PAGE}')
    assert (done.data["state"], done.data["slug"]) == ("done", "anthropic/claude-opus-7")
    assert (await chat.say("alerts add what:release about:anthropic/claude-opus-7")).data["about"] == [
        "anthropic/claude-opus-7"
    ]
    assert "Claude Opus 7" in (await chat.say("odds show about:opus 7")).plain
    asked = Request(name="alerts add", actor="console:you", place="console:local/here")
    found = await chat.app.suggest(asked, "about", "claude opus 7")
    assert found[0].value == "anthropic/claude-opus-7"


async def test_a_codename_needs_its_lab_and_may_be_merged_later(talk):
    chat = talk()
    asked = await chat.say(f"model add model:Lantern source:{PAGE}")
    assert "Who makes" in asked.plain
    assert (await chat.say(f"model add model:Lantern lab:google source:{PAGE}")).data["slug"] == "google/lantern"
    assert (await claimed(chat, "Lantern is out"))["subject"] == "google/lantern"
    await chat.say(f'model add model:"Gemini 4 Pro" source:{PAGE}')
    merged = await chat.say(f'model merge source:lantern into:"Gemini 4 Pro" page:{PAGE}')
    assert merged.data["slug"] == "google/gemini-4-pro"
    again = await chat.say(f'model merge source:"Gemini 4 Pro" into:lantern page:{PAGE}')
    assert "one model already" in again.plain
    await chat.say("desk undo")
    assert (await chat.say(f'model merge source:lantern into:"Gemini 4 Pro" page:{PAGE}')).data["state"] == "done"


@pytest.mark.parametrize(
    "line", ["alerts add what:release about:", "model watch name:", "model alias alias:Moth model:"]
)
async def test_a_name_that_nobody_knows_is_answered_with_how_to_add_it(talk, line):
    said = await talk().say(f"{line}Nebulon-1" + (f" source:{PAGE}" if "alias" in line else ""))
    assert "the desk can add it: model add" in said.plain


@pytest.mark.parametrize(
    ("name", "lab", "slug", "shown"),
    [
        ("Nebulon-1", "Quarkworks", "quarkworks/nebulon-1", "Quarkworks"),
        ("Nova 9", "Lattice Labs", "lattice-labs/nova-9", "Lattice Labs"),  # a family of another lab
    ],
)
async def test_a_model_of_a_lab_that_is_not_known_is_followed_here_alone(talk, name, lab, slug, shown):
    chat, there = talk(), {"place": "discord:8/1", "actor": "discord:5", "role": Role.ADMIN}
    added = await chat.say(f'model add model:"{name}" lab:"{lab}" source:{PAGE}')
    assert (added.data["state"], added.data["slug"]) == ("done", slug)
    card = await chat.say(f'odds show about:"{name}"')
    assert (card.data["subject"], shown in card.plain) == (slug, True)
    assert (await chat.say(f'alerts add what:release about:"{name}"')).data["about"] == [slug]
    assert f"You now watch {name}" in (await chat.say(f'model watch name:"{name}"')).plain
    assert "CL-1000" in (await chat.say(f'claimcheck add claim:"{name} is released by March 2027"')).plain
    assert (await claimed(chat, f"{name} is released by March 2027"))["subject"] == slug
    assert (await claimed(chat, f"{name} is released by March 2027", **there))["subject"] != slug
    assert slug not in (await chat.say(f'model show name:"{name}"', **there)).plain


async def test_a_merged_model_opens_as_the_other_until_that_is_undone(talk):
    chat, there = talk(), {"place": "discord:8/1", "actor": "discord:5"}

    async def shown(line, **more):
        return (await chat.say(line, **more)).data["subject"]

    async def expected(**more):
        return {one["subject"] for one in (await chat.say("model coming lab:xai", **more)).data["models"]}

    assert "xai/grok-5" in await expected()
    await chat.say('claimcheck add claim:"Grok 5 has a context window of 5000000 tokens"')
    await chat.say(f'model alias alias:"Grok Six" model:"Grok 6" source:{PAGE}')
    done = await chat.say(f'model merge source:"Grok 5" into:"Grok 6" page:{PAGE}')
    assert (done.data["state"], "xai/grok-5" in done.data["names"]) == ("done", False)
    assert await shown("model show grok 5") == "xai/grok-6"
    assert await shown("model show xai/grok-5") == "xai/grok-6"
    assert (await claimed(chat, "grok 5 is out"))["subject"] == "xai/grok-6"
    assert not {"xai/grok-5"} & await expected()
    assert "CL-1000" in (await chat.say("claimcheck list grok 6")).plain
    assert "xai/grok-5" not in (await chat.say("full model show grok 6")).plain
    assert (await shown("model show grok 5", **there), "xai/grok-5" in await expected(**there)) == ("xai/grok-5", True)
    await chat.say("desk undo")
    assert (await shown("model show grok 5"), "xai/grok-5" in await expected()) == ("xai/grok-5", True)
    assert await shown("model show grok six") == "xai/grok-6"
    assert "CL-1000" not in (await chat.say("claimcheck list grok 6")).plain


async def test_a_model_merged_into_one_that_is_merged_again_opens_as_the_last(talk):
    chat = talk()

    async def shown(text):
        return (await chat.say(f"model show {text}")).data["subject"]

    for name in ("Grok 7", "Grok 8", "Grok 9"):
        await chat.say(f'model add model:"{name}" source:{PAGE}')
    await chat.say(f'model merge source:"Grok 7" into:"Grok 9" page:{PAGE}')
    await chat.say(f'model merge source:"Grok 9" into:"Grok 8" page:{PAGE}')
    assert [await shown(f"grok {one}") for one in (7, 8, 9)] == ["xai/grok-8"] * 3
    await chat.say("desk undo")
    assert [await shown(f"grok {one}") for one in (7, 8, 9)] == ["xai/grok-9", "xai/grok-8", "xai/grok-9"]


async def test_another_name_means_the_model_here_and_nowhere_else(talk):
    chat = talk()
    await chat.say(f'model alias alias:Kestrel model:"GPT-5.4" source:{PAGE}')
    assert (await claimed(chat, "Kestrel is out"))["subject"] == "openai/gpt-5.4"
    other = await claimed(chat, "Kestrel is out", place="discord:8/1", actor="discord:5", role=Role.ADMIN)
    assert other["subject"] != "openai/gpt-5.4"
    undone = await chat.say("desk undo")
    assert "Kestrel" in undone.plain
    assert (await claimed(chat, "Kestrel is out"))["subject"] != "openai/gpt-5.4"
    trail = await chat.say("spudwatch-admin audit")
    assert "accept name of a model" in trail.plain


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('model add model:"GPT-5.5"', "known here already"),
        ('model alias alias:"GPT-5.5" model:"GPT-5.4"', "is GPT-5.5"),
        ('model alias alias:"GPT 5.4" model:"GPT-5.4"', "already"),
        ('model merge source:"GPT-5.4" into:"gpt 5.4"', "one model already"),
        (f"model add model:{'x' * 300}", "at most"),
        ('model add model:"Сlaude Opus 9"', "not what it looks like"),
        ("model add model:<@123>", "mention"),
        ("model add model:Kestrel lab:Opnai", "Did you mean OpenAI"),
        ("model add model:Kestrel lab:label", "Who makes"),
        ("model alias alias:Kestrel model:Claude", "no one model"),
    ],
)
async def test_what_would_mislead_is_refused(talk, line, word):
    option = "page" if "merge" in line else "source"
    said = await talk().say(f"{line} {option}:{PAGE}")
    assert word in said.plain


async def test_members_may_not(talk):
    said = await talk().say(f"model add model:Kestrel lab:openai source:{PAGE}", role=Role.MEMBER)
    assert "desk" in said.plain.lower()
