"""What is registered, when it is registered, and what is asked for at the door."""

import argparse
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.cli import invite
from adapters.discord import permissions
from adapters.discord.commands import fingerprint, registrations
from bot.dispatch.registry import CommandRegistry
from tests.adapters.discord.conftest import SAMPLE, platform
from tests.adapters.discord.judge import judge
from tests.adapters.discord.local import Fault, LocalDiscord


def named(made, name):
    return next(command for command in made if command["name"] == name)


def test_a_folder_is_a_command_and_a_file_its_subcommand_with_typed_options():
    thing = named(registrations(CommandRegistry(SAMPLE)), "thing")
    assert thing["description"] == "Things, looked up and changed."
    assert [sub["name"] for sub in thing["options"]] == ["show", "add", "ask", "slow"]
    show = {option["name"]: option for option in thing["options"][0]["options"]}
    about = {"type": 3, "name": "about", "description": "Which thing", "required": True}
    assert show["about"] == {**about, "max_length": 300, "autocomplete": True}
    assert [choice["value"] for choice in show["size"]["choices"]] == ["small", "very large"]
    assert (show["count"]["type"], show["count"]["min_value"], show["count"]["max_value"]) == (4, 1, 50)
    assert (show["share"]["type"], show["loud"]["type"], show["by"]["type"], show["as_of"]["type"]) == (10, 5, 3, 3)
    add = {option["name"]: option["type"] for option in thing["options"][1]["options"]}
    assert add["image"] == 11


def test_who_sees_a_command_follows_from_the_role_it_needs():
    made = registrations(CommandRegistry(SAMPLE))
    asked = {"thing": None, "digest": str(1 << 4), "desk": str(1 << 40), "control": str(1 << 5)}
    assert {name: named(made, name).get("default_member_permissions") for name in asked} == asked
    assert (named(made, "thing")["contexts"], named(made, "thing")["integration_types"]) == ([0, 1, 2], [0, 1])
    assert (named(made, "desk")["contexts"], named(made, "desk")["integration_types"]) == ([0], [0])


def test_what_buttons_fill_in_is_not_registered():
    real = CommandRegistry()
    hidden = {(kind.name, opt.name) for kind in real.all() for opt in kind.options if opt.hidden}
    assert ("alerts stop", "owner") in hidden
    made = registrations(real)
    registered = {(f"{top['name']} {sub['name']}", opt["name"])
                  for top in made for sub in top.get("options", ()) for opt in sub.get("options", ())}  # fmt: skip
    assert registered & hidden == set()
    assert ("alerts stop", "about") in registered


def test_the_real_commands_have_their_menus():
    made = registrations(CommandRegistry())
    menus = [command["name"] for command in made if command["type"] == 3]
    assert menus == ["Report as sighting", "Claim-check this", "Add as evidence", "Odds for this link"]
    assert all("description" not in command for command in made if command["type"] == 3)


def test_names_and_descriptions_can_be_translated():
    words = {"de": {"thing.description": "Dinge.", "thing show about.name": "was", "Report as sighting.name": "Melden"}}
    thing = named(registrations(CommandRegistry(SAMPLE), words), "thing")
    assert thing["description_localizations"] == {"de": "Dinge."}
    assert thing["options"][0]["options"][0]["name_localizations"] == {"de": "was"}
    made = registrations(CommandRegistry(), words)
    assert named(made, "Report as sighting")["name_localizations"] == {"de": "Melden"}
    assert judge().request("PUT", "/applications/1/commands", made) == []


async def test_commands_are_sent_only_when_they_changed(app, discord: LocalDiscord, clock):
    async with platform(app, discord, clock) as bot:
        assert await bot.synchronise()
        assert await bot.synchronise()
    assert len(discord.requests("PUT", "/commands")) == 1
    async with platform(app, discord, clock) as bot:  # after a restart
        assert await bot.synchronise()
        await app.ports.tenants.choose_for_me("discord:app/111111111111111111", "commands", "hash", "old", clock.now())
        assert await bot.synchronise()
    assert len(discord.requests("PUT", "/commands")) == 2


async def test_commands_that_were_not_taken_are_sent_again_later(app, discord: LocalDiscord, clock):
    discord.faults.append(Fault("PUT", "503", times=2))
    async with platform(app, discord, clock) as bot:
        await bot._register()
    assert len(discord.requests("PUT", "/commands")) == 3
    assert discord.commands


def test_the_same_commands_have_the_same_fingerprint():
    assert fingerprint(registrations(CommandRegistry(SAMPLE))) == fingerprint(registrations(CommandRegistry(SAMPLE)))
    assert fingerprint(registrations(CommandRegistry(SAMPLE))) != fingerprint(registrations(CommandRegistry()))


@pytest.mark.parametrize("application", ["42", ""])
def test_the_install_links_ask_for_exactly_what_is_used(application, capsys, monkeypatch):
    monkeypatch.delenv("SPUDWATCH_DISCORD__APPLICATION_ID", raising=False)
    parser = argparse.ArgumentParser()
    invite.arguments(parser)
    status = invite.run(parser.parse_args(["discord", "--application-id", application]))
    out = capsys.readouterr()
    if not application:
        assert status == 1
        assert "SPUDWATCH_DISCORD__APPLICATION_ID" in out.err
        return
    server, person = (parse_qs(urlsplit(line.split(": ", 1)[1]).query) for line in out.out.splitlines()[:2])
    assert int(server["permissions"][0]) == sum(1 << one.bit for one in permissions.PERMISSIONS)
    assert server["scope"] == ["bot applications.commands"]
    assert person["scope"] == ["applications.commands"]
    assert "permissions" not in person
    for one in permissions.PERMISSIONS:
        assert f"{one.name}: {one.feature}" in out.out


def test_the_table_names_each_permission_its_use_and_what_breaks():
    rows = permissions.table().splitlines()[2:]
    assert len(rows) == len(permissions.PERMISSIONS)
    assert all(row.count("|") == 4 and "||" not in row for row in rows)


def test_nothing_that_gives_power_over_others_is_asked_for():
    asked = {one.name for one in permissions.PERMISSIONS}
    assert asked == {
        "View Channel",
        "Send Messages",
        "Send Messages in Threads",
        "Embed Links",
        "Attach Files",
        "Read Message History",
    }
