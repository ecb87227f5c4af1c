"""From a request to its reply: privacy, roles, and what a failure leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.runtime.clock import StandingClock
from bot.commands.spudwatch.mydata import MyData
from bot.dispatch.app import App, _private
from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.registry import CommandRegistry
from bot.dispatch.request_reader import MAX_REQUEST
from bot.messages.errors import OurFault, SourceDown, StoreBusy
from bot.messages.reply import Outcome, Reply
from bot.messages.reply_json import reply_json
from bot.messages.request import Request, RequestContext, Role
from bot.ports import Ports
from storage.accounts.tenants import TenantStore
from storage.sqlite.engine import Database
from tests.no_names import no_names

TOO_LONG = "x" * (MAX_REQUEST + 1)
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


class Look(Command[str], name="look", shareable=True):
    """Looks."""

    about: str = option("What")
    as_of: datetime | None = as_of_option()

    async def gather(self, ports: Ports, ctx: RequestContext) -> str:
        return self.about

    def answer(self, found: str, ctx: RequestContext) -> Reply:
        if found == "boom":
            raise ZeroDivisionError
        if found == "busy":
            raise StoreBusy(todo="Try again.")
        if found == "down":
            raise SourceDown("No venue answers.")
        return Reply(title=f"Saw {found}", data={"as_of": ctx.as_of})


class Change(Command[None], name="change", role=Role.DESK):
    """Changes."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> None: ...

    def answer(self, found: None, ctx: RequestContext) -> Reply:
        return Reply(title="Changed")

    async def keep(self, found: None, ports: Ports, ctx: RequestContext) -> None:
        await ports.tenants.choose(ctx.tenant, "zone", "Europe/Berlin", ctx.actor, ctx.now)


class Two(CommandRegistry):
    """A catalogue of the two commands above; lines are taken apart by the real one."""

    @property
    def tree(self) -> dict[str, tuple[str, ...]]:
        return {"look": (), "change": ()}

    def get(self, name: str) -> type[Command[Any]]:
        return {"look": Look, "change": Change}[name]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    database = Database(tmp_path / "app.db")
    others: dict[str, Any] = dict.fromkeys(set(Ports.__dataclass_fields__) - {"clock", "tenants"})
    yield App(Ports(clock=StandingClock(NOW), tenants=TenantStore(database), **others), Two(), plain=no_names)
    database.close()


def asking(line: str, **more: Any) -> Request:
    return Request(line=line, actor="discord:1", place="discord:7/9", **more)


async def test_a_look_up_is_private_and_can_be_shared(app: App) -> None:
    reply = await app.run(asking("look spud"))
    assert reply.private
    share = reply_json(reply)["actions"][-1]
    assert share["label"] == "Share in channel"
    shared = await app.run(asking(share["run"]))
    assert not shared.private
    assert shared.title == reply.title
    assert "Shared by 1" in shared.plain
    assert not await app.private(asking(share["run"]))


async def test_what_may_not_be_shared_is_not(app: App) -> None:
    reply = await app.run(asking("share change", roles=frozenset({Role.ADMIN})))
    assert reply.outcome is Outcome.REFUSED


async def test_a_command_for_the_desk_is_refused_to_others_and_changes_nothing(app: App) -> None:
    reply = await app.run(asking("change"))
    assert reply.outcome is Outcome.REFUSED
    assert app.ports.tenants.settings("discord:7").zone == "UTC"


@pytest.mark.parametrize("role", [Role.DESK, Role.ADMIN])
async def test_whoever_may_change_does(app: App, role: Role) -> None:
    assert (await app.run(asking("change", roles=frozenset({role})))).outcome is Outcome.ANSWERED
    assert app.ports.tenants.settings("discord:7").zone == "Europe/Berlin"
    assert app.ports.tenants.settings("discord:8").zone == "UTC"


async def test_a_role_given_here_counts_like_the_platforms(app: App) -> None:
    await app.ports.tenants.give("discord:7", "discord:1", Role.DESK, "discord:2", NOW)
    assert (await app.run(asking("change"))).outcome is Outcome.ANSWERED


async def test_our_fault_is_an_apology_with_a_reference(app: App, caplog: pytest.LogCaptureFixture) -> None:
    reply = await app.run(asking("look boom"))
    assert reply.outcome is Outcome.BROKEN
    reference = str(reply.note).removeprefix("ref ")
    assert any(getattr(record, "reference", "") == reference for record in caplog.records)
    assert "You typed: look boom" in reply.plain


async def test_an_error_repeats_what_was_typed_shortened(app: App) -> None:
    reply = await app.run(asking("look " + "x" * 5_000))
    assert reply.outcome is Outcome.REFUSED
    assert reply.private
    assert len(reply.plain) < 500


@pytest.mark.parametrize(
    "line",
    ["", "lok spud", "look", "look \ud800", "look as_of:9999-01-01 x", "look x as_of:2027-01-01", TOO_LONG],
)
async def test_whatever_is_typed_is_answered(app: App, line: str) -> None:
    reply = await app.run(asking(line))
    assert reply.outcome is Outcome.REFUSED
    assert reply.title


async def test_a_source_that_is_down_is_a_refusal_with_its_reason(app: App) -> None:
    assert (await app.run(asking("look down"))).title == "No venue answers."
    assert (await app.run(asking("look busy"))).outcome is Outcome.BROKEN


async def test_as_of_moves_what_is_read_and_never_past_now(app: App) -> None:
    reply = await app.run(asking("look spud as_of:2026-03-01"))
    assert reply.data["as_of"] == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)


async def test_a_part_that_is_switched_off_says_so(app: App) -> None:
    await app.ports.tenants.choose("discord:7", "off", {"look"}, "discord:2", NOW)
    reply = await app.run(asking("look spud"))
    assert reply.outcome is Outcome.REFUSED
    assert "turned off" in reply.title


async def test_a_public_channel_answers_in_public(app: App) -> None:
    await app.ports.tenants.choose("discord:7", "public_channels", {"discord:7/9"}, "discord:2", NOW)
    assert not (await app.run(asking("look spud"))).private
    assert (await app.run(asking("look"))).private
    assert _private(Look, "discord:7/9", app.ports.tenants.settings("discord:7")) is False
    assert _private(MyData, "discord:7/9", app.ports.tenants.settings("discord:7")) is True


def test_every_kind_of_fault_has_a_default_message() -> None:
    kinds = [OurFault]
    while kinds:
        kind = kinds.pop()
        assert str(kind())
        kinds += kind.__subclasses__()
