"""The real discord.py on the local Discord: every kind of interaction, there and back."""

import pytest

from adapters.discord import limits
from adapters.discord.parse import form_of
from bot.messages.request import Role
from tests.adapters.discord.conftest import controls, platform, shown, texts
from tests.adapters.discord.interactions import button, slash, typed
from tests.adapters.discord.local import CHANNEL, GUILD, USER, LocalDiscord
from tests.adapters.discord.sample.thing.show import Size


async def test_a_slash_command_is_answered_at_once_and_privately(bot, discord: LocalDiscord):
    told = await discord.send(2, slash("thing", "show", about="spud", size=Size.LARGE.value, count=3, loud=True))
    message = await shown(told)
    assert told.answer["type"] == 4
    assert message["flags"] == limits.COMPONENTS_V2 | limits.SUPPRESS_EMBEDS | limits.EPHEMERAL
    assert message["allowed_mentions"] == {"parse": []}
    assert "Thing spud" in texts(message)
    assert "Share in channel" in controls(message)


async def test_a_button_carries_its_order_and_sharing_is_remembered(bot, discord: LocalDiscord):
    first = await shown(await discord.send(2, slash("thing", "show", about="spud")))
    told = await discord.send(3, button(controls(first)["Share in channel"]), message={"id": "9", "flags": 64})
    message = await shown(told)
    assert not message["flags"] & limits.EPHEMERAL
    assert f"Shared by <@{USER}>" in texts(message)
    assert message["allowed_mentions"] == {"parse": []}  # shown as a name, and nobody is pinged
    [post] = bot.remembered
    assert (post.place, post.message, post.asked_by) == (f"discord:{GUILD}/{CHANNEL}", message["id"], f"discord:{USER}")
    assert post.reply.shows


async def test_a_select_carries_the_order_of_each_choice(bot, discord: LocalDiscord):
    first = await shown(await discord.send(2, slash("thing", "show", about="spud")))
    chosen = controls(first)["by 26 Apr"]
    told = await discord.send(3, {"component_type": 3, "custom_id": "=0", "values": [chosen]})
    assert "There is no command “odds" in texts(await shown(told))  # of the sample's commands; the order arrived whole


async def test_suggestions_come_from_storage_with_state_and_date(bot, discord: LocalDiscord):
    options = [{"name": "about", "type": 3, "value": "sp", "focused": True}]
    data = {"id": "1", "type": 1, "name": "thing", "options": [{"type": 1, "name": "show", "options": options}]}
    told = await discord.send(4, data)
    await told.done.wait()
    assert told.answer["type"] == 8
    names = [choice["name"] for choice in told.answer["data"]["choices"]]
    assert any(name.startswith("Spud") for name in names)
    assert len(names) <= limits.CHOICES


async def test_a_form_opens_with_what_is_known_and_comes_back_as_an_order(bot, discord: LocalDiscord):
    told = await discord.send(2, slash("thing", "ask", label="Crest Pro Alpha"))
    await told.done.wait()
    assert told.answer["type"] == 9
    modal = told.answer["data"]
    assert [label["component"]["custom_id"] for label in modal["components"]] == ["how", "saw", "image", "sure", "link"]
    discord.files["pic.png"] = b"12345"
    url = discord.url + "/cdn/pic.png"
    resolved = {"attachments": {"77": {"filename": "pic.png", "content_type": "image/png", "size": 5, "url": url}}}
    form = typed(modal["custom_id"], resolved, how=["own account"], saw="It wrote a poem.", image=["77"], sure=["no"])
    message = await shown(await discord.send(5, form))
    assert "Kept Crest Pro Alpha" in texts(message)
    assert "own account · It wrote a poem. · image pic.png 5 · False" in texts(message)


async def test_a_refused_form_can_be_opened_again_with_the_text(bot, discord: LocalDiscord):
    told = await discord.send(2, slash("thing", "ask", label="Crest"))
    await told.done.wait()
    form = typed(told.answer["data"]["custom_id"], how=["saw a post"], saw="hm", link="https://x.example/" + "y" * 300)
    message = await shown(await discord.send(5, form))
    assert "saw is too short." in texts(message)
    again = await discord.send(3, button(controls(message)["Reopen with my text"]))
    await again.done.wait()
    values = {c["component"]["custom_id"]: c["component"].get("value") for c in again.answer["data"]["components"]}
    assert values["saw"] == "hm"
    assert values["link"].endswith("yyy")


async def test_a_form_asked_for_from_a_form_becomes_a_button(bot, discord: LocalDiscord):
    told = await discord.send(5, typed("?label|thing ask", label="Crest"))
    message = await shown(told)
    form = form_of(controls(message)["Add a thing"][1:], bot.platform._app.catalogue)
    assert form.filled == {"label": "Crest"}


async def test_an_uploaded_file_that_is_too_large_is_refused_before_it_is_fetched(bot, discord: LocalDiscord):
    big = {"filename": "pic.png", "content_type": "image/png", "size": 31 * 1024 * 1024, "url": discord.url + "/cdn/x"}
    form = typed("?|thing add label:x", {"attachments": {"77": big}}, how=["own account"], image=["77"])
    message = await shown(await discord.send(5, form))
    assert "That file is 31 MB; the limit is 8." in texts(message)
    assert "Reopen with my text" in controls(message)


async def test_a_file_of_another_host_is_never_fetched(bot, discord: LocalDiscord):
    evil = {"filename": "pic.png", "content_type": "image/png", "size": 3, "url": "http://169.254.169.254/latest"}
    form = typed("?|thing add label:x", {"attachments": {"77": evil}}, how=["own account"], image=["77"])
    assert "limit" in texts(await shown(await discord.send(5, form)))


async def test_an_old_control_says_so(bot, discord: LocalDiscord):
    for old in ("poll:7", "#" + "0" * 24, "?x|gone command"):
        message = await shown(await discord.send(3, button(old)))
        assert "from before an update" in texts(message)
        assert message["flags"] & limits.EPHEMERAL


async def test_what_was_typed_into_an_old_form_is_given_back(bot, discord: LocalDiscord):
    told = await discord.send(5, typed("?label|gone thing", label="Crest *Pro*", saw="in my picker\nat noon"))
    message = await shown(told)
    assert r"Crest \*Pro\*" in texts(message)
    assert "in my picker\nat noon" in texts(message)
    assert message["flags"] & limits.EPHEMERAL


async def test_an_id_beyond_all_time_is_left_alone(bot, discord: LocalDiscord, caplog):
    person = {"user": {"id": "9" * 40}, "roles": [], "permissions": "0"}
    await discord.send(2, slash("thing", "show", about="spud"), member=person)
    assert "Thing spud" in texts(await shown(await discord.send(2, slash("thing", "show", about="spud"))))
    assert "interaction not understood" in caplog.text


async def test_a_broken_command_apologises_with_a_reference(bot, discord: LocalDiscord):
    message = await shown(await discord.send(2, slash("thing", "show", about="break")))
    assert "This failed on my side." in texts(message)
    assert "ref " in texts(message)
    assert "secret" not in texts(message)


async def test_a_value_outside_the_offered_ones_and_an_unknown_version_are_refused_in_words(bot, discord: LocalDiscord):
    message = await shown(await discord.send(2, slash("thing", "show", about="x", size="enormous")))
    assert "It is one of: small, very large." in texts(message)
    message = await shown(await discord.send(2, slash("thing", "gone", about="x")))
    assert "There is no command" in texts(message)
    message = await shown(await discord.send(2, slash("thing", "show", about="x", renamed="y")))
    assert "no option" in texts(message)


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [
        (0, set()),
        (1 << 4, {"digest"}),
        (1 << 40, {"digest", "desk"}),
        (1 << 5, {"digest", "desk", "control"}),
        (1 << 3, {"digest", "desk", "control"}),
    ],
)
async def test_what_discord_allows_is_what_a_person_may_do(bot, discord: LocalDiscord, permissions: int, allowed: set):
    member = {"user": {"id": USER}, "roles": [], "permissions": str(permissions)}
    for name in ("digest", "desk", "control"):
        message = await shown(await discord.send(2, slash(name), member=member))
        assert ("done" in texts(message)) == (name in allowed)


async def test_the_desk_role_of_a_server_makes_a_desk(bot, discord: LocalDiscord, ports, clock):
    await ports.tenants.choose(f"discord:{GUILD}", "desk_role", "888", "discord:1", clock.now())
    member = {"user": {"id": USER}, "roles": ["888"], "permissions": "0"}
    assert "done" in texts(await shown(await discord.send(2, slash("desk"), member=member)))


async def test_a_person_who_brought_the_bot_along_is_not_the_server(bot, discord: LocalDiscord):
    member = {"user": {"id": USER}, "roles": [], "permissions": str(1 << 5)}
    told = await discord.send(2, slash("control"), member=member, authorizing_integration_owners={"1": USER})
    assert "needs the admin role" in texts(await shown(told))


async def test_a_direct_message_is_answered(bot, discord: LocalDiscord):
    told = await discord.send(2, slash("thing", "show", about="spud"), guild_id=None, member=None, user={"id": USER})
    assert "Thing spud" in texts(await shown(told))


async def test_the_first_admin_is_shown_the_way_to_set_up_once(bot, discord: LocalDiscord):
    admin = {"user": {"id": USER}, "roles": [], "permissions": str(1 << 5)}
    first = await shown(await discord.send(2, slash("thing", "show", about="spud"), member=admin))
    assert controls(first)["Set up here"] == "!spudwatch-admin setup"
    again = await shown(await discord.send(2, slash("thing", "show", about="spud"), member=admin))
    assert "Set up here" not in controls(again)


async def test_only_what_is_needed_is_asked_of_discord(bot, discord: LocalDiscord):
    [identify] = discord.gateway.identified
    assert identify["intents"] == 1 | 1 << 12  # GUILDS, DIRECT_MESSAGES
    assert identify["shard"] == [0, 1]
    assert all(got.status < 400 for got in discord.received)
    assert Role.MEMBER  # the roles are the core's


async def test_what_is_not_shaped_like_an_interaction_is_left_alone(bot, discord: LocalDiscord):
    await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "5", "token": "x"})
    await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "6", "token": "x", "type": 2, "data": {}})
    assert "Thing spud" in texts(await shown(await discord.send(2, slash("thing", "show", about="spud"))))


async def test_an_interaction_delivered_twice_is_answered_once(bot, discord: LocalDiscord):
    payload, told = discord.make(2, slash("thing", "show", about="spud"))
    await discord.gateway.dispatch("INTERACTION_CREATE", payload)
    await discord.gateway.dispatch("INTERACTION_CREATE", payload)
    await shown(told)
    await shown(await discord.send(2, slash("thing", "show", about="spud")))
    assert len(discord.requests("POST", told.token)) == 1


async def test_a_long_order_is_kept_and_its_button_works_after_a_restart(app, discord: LocalDiscord, clock):
    """Killed between the answer and the press: the button is all there is, and it is enough."""
    about = "a claim of many words " * 10
    async with platform(app, discord, clock) as before:
        payload, told = discord.make(2, slash("thing", "show", about=about.strip()))
        before.on_interaction(payload)
    custom_id = controls(told.message)["Share in channel"]
    assert custom_id.startswith("#")
    async with platform(app, discord, clock) as after:
        payload, pressed = discord.make(3, button(custom_id))
        after.on_interaction(payload)
    assert about.strip() in texts(pressed.message)
