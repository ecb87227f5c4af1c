"""The first screen shows what whoever asks may use."""

import pytest

from bot.messages.levels import brief_text, buttons_of
from bot.messages.request import Role

EVERYBODY_S = {"odds", "checkpoint", "claimcheck", "spudwatch"}


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.MEMBER, set()),
        (Role.DESK, {"desk"}),
        (Role.ADMIN, {"desk", "spudwatch-admin"}),
    ],
)
async def test_the_first_screen_names_what_the_asker_may_use(talk, role, more):
    reply = await talk().say("/spudwatch help", role=role)
    named = set(reply.data["commands"])
    assert named >= EVERYBODY_S | more
    assert {"desk", "spudwatch-admin"} & named == more
    assert all((f"/{top}" in reply.plain.split()) is (top in named) for top in ("desk", "spudwatch-admin"))


async def test_the_first_screen_names_every_group_and_its_button_opens_them_all(talk):
    reply = await talk().say("help", role=Role.MEMBER)
    more = next(one for one in buttons_of(reply.actions) if one.run.line == "full spudwatch help")
    assert more.label == "All commands"
    said = brief_text(reply)
    assert all(f"/{top}" in said for top in reply.data["commands"])
    assert len(said.splitlines()) <= 9
    assert (await talk().say(more.run.line)).plain.count("\n/") >= 7


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("help alert", "/alerts"),
        ("help digests", "/digest"),
        ("help admin", "/spudwatch-admin"),
        ("help pausing alerts", "/alerts"),
        ("how do i get alerts", "/alerts"),
        ("how can i watch a model?", "/model watch"),
        ("how do i report a sighting", "/checkpoint report"),
    ],
)
async def test_words_about_a_command_open_its_help(talk, text, title):
    reply = await talk().say(text)
    assert reply.title == title
    assert not any('text:"how' in one.run.line for one in buttons_of(reply.actions))


async def test_help_of_nothing_offers_help_of_the_nearest(talk):
    reply = await talk().say("help watch")
    assert {one.run.line for one in buttons_of(reply.actions)} >= {'spudwatch help topic:"model watch"'}


@pytest.mark.parametrize("text", ["who is winning the ai race", "why did nobody tell us"])
async def test_a_question_is_no_misspelt_subcommand(talk, text):
    assert "Did you mean" not in (await talk().say(text)).plain
