"""The first screen shows what whoever asks may use."""

import pytest

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
