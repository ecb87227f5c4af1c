"""Three tenants who say things that only they may read: every text carries a word that exists nowhere else."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import dataclass, field
from typing import Any

from adapters.discord import controls as discord_controls
from adapters.discord.render import draw as draw_discord
from adapters.slack.controls import long_lines
from adapters.slack.render import draw as draw_slack
from bot.messages.reply import Outcome, Reply
from bot.messages.reply_json import reply_json
from bot.messages.request import Request, Role

# One person sits in two of them.
TENANTS = {"discord:7": ("discord:42", "discord:71"), "discord:8": ("discord:42", "discord:81"),
           "slack:T1": ("slack:T1/U1", "slack:T1/U2")}  # fmt: skip
WORD = {"discord:7": "canaryseven", "discord:8": "canaryeight", "slack:T1": "canarytee"}
SURFACE = 'surface:"ChatGPT picker" how:"own account"'
PAD = "I chose it in the picker and the header said so; it was gone after a reload. Maybe an A/B test."


@dataclass
class World:
    """A conversation that remembers what each tenant was told, drawn every way it can be."""

    talk: Any
    dice: random.Random
    told: dict[str, list[str]] = field(default_factory=lambda: {tenant: [] for tenant in TENANTS})
    said: list[tuple[str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _numbers: Any = field(default_factory=itertools.count)

    def secret(self, tenant: str) -> str:
        """A word only this tenant has ever written."""
        return f"{WORD[tenant]}{next(self._numbers)}x"

    async def say(self, tenant: str, line: str, *, who: int | None = None, role: Role = Role.ADMIN) -> Reply:
        """Run a line in a tenant; what it answered counts as read by that tenant."""
        people = TENANTS[tenant]
        actor = people[self.dice.randrange(len(people)) if who is None else who]
        request = Request(line=line, actor=actor, place=f"{tenant}/C9", roles=frozenset({role}))
        reply = await self.talk.app.run(request)
        await self.talk.settled()
        self.said.append((tenant, line))
        self.told[tenant].append(everything(reply))
        if reply.outcome is Outcome.BROKEN:
            self.broken.append(f"{line} -> {reply.plain}")
        return reply

    async def type(self, tenant: str, command: str, option: str, text: str) -> None:
        """What is offered while somebody types."""
        request = Request(name=command, actor=TENANTS[tenant][0], place=f"{tenant}/C9", roles=frozenset({Role.ADMIN}))
        self.told[tenant].append(repr(await self.talk.app.suggest(request, option, text)))

    def leaks(self) -> list[str]:
        """Each word of another tenant in what a tenant was told, with what surrounds it."""
        found = []
        for tenant, texts in self.told.items():
            for other in TENANTS:
                for text in texts if other != tenant else ():
                    at = text.casefold().find(WORD[other])
                    if at >= 0:
                        found.append(f"{tenant} was told {text[max(at - 150, 0) : at + 60]!r}")
        return found


def everything(reply: Reply) -> str:
    """All that leaves with a reply, on every platform."""
    discord = draw_discord(reply, keys=dict.fromkeys(discord_controls.too_long(reply), "0" * 24))
    slack = draw_slack(reply, kept=dict.fromkeys(long_lines(reply.actions), "0" * 24))
    return "\n".join(
        (
            reply.plain,
            repr(reply),
            json.dumps(reply_json(reply), default=str, ensure_ascii=False),
            json.dumps(discord.components, ensure_ascii=False),
            json.dumps(slack.blocks, ensure_ascii=False),
            slack.text,
        )
    )


def operations(world: World, tenant: str) -> dict[str, str]:
    """Things a tenant's people do, each with a secret in every text it takes."""
    secret = world.secret(tenant)
    page = f"https://{secret}.example/{secret}"
    dated = f"link:{page} published:today"
    return {
        "report": f'checkpoint report label:"{secret} Pro" {SURFACE} text:"{secret} {PAD}" link:{page} step:save',
        "report the same as others": f'checkpoint report label:"Crest Ultra" {SURFACE} text:"{secret} {PAD}" step:save',
        "draft": f'checkpoint report label:"{secret} Max" {SURFACE} text:"{secret} {PAD}"',
        "confirm": f"checkpoint confirm CP-0001 note:{secret}",
        "check": f'checkpoint confirm "Crest Ultra" have_it:no sure:yes note:{secret}',
        "attribute": f'checkpoint attribute label:"Crest Ultra" model:spud method:timing why:"{secret} {PAD}"',
        "attribute to a new name": f'checkpoint attribute label:"Crest Ultra" model:{secret} method:style why:"{PAD}"',
        "dispute a label": f'checkpoint dispute CP-0001 why:"{secret} {PAD}" link:{page}',
        "edit": f'checkpoint edit CP-0001 text:"{secret} {PAD}"',
        "withdraw": "checkpoint withdraw CP-0001",
        "watch a label": f'checkpoint watch "{secret} Ultra"',
        "paste": f'checkpoint paste rows:"{secret} 1400 12000"',
        "claim": f'claimcheck add claim:"Spud costs 5 dollars, {secret}" {dated} quote:"{secret}" basis:first-hand',
        "evidence": f'claimcheck add claim:CL-0044 {dated} quote:"{secret}" basis:repeats party:{secret}',
        "dispute a claim": f'claimcheck dispute claim:CL-0044 why:"{secret} {PAD}" link:{page}',
        "trial": f"claimcheck trial task:{secret} model:spud score:0.5",
        "trial of a shared name": f"claimcheck trial task:shared model:{secret} score:0.5",
        "demo": f"claimcheck demo link:{page} prompt:yes",
        "odds watch": "odds watch MK-0001",
        "market link": f"odds link market:MK-0001 claim:CL-0044 relation:exact note:{secret}",
        "digest": f'digest create channel:here name:"{secret}" days:daily time:09:00',
        "start it": "digest resume DG-01",
        "channel alert": "alerts add what:sighting about:spud",
        "own alert": "alerts add what:correction about:spud where:me",
        "settings": f"spudwatch-admin desk person:{secret} role_is:manager",
        "share": "spudwatch-admin share names:no sightings:yes publish:yes",
        "feed": f"spudwatch-admin feeds add url:{page}",
        "my zone": "spudwatch timezone Asia/Tokyo",
        "accept": f"desk accept DQ-000{world.dice.randint(1, 4)}",
        "refuse": f'desk refuse DQ-000{world.dice.randint(1, 4)} note:"{secret}"',
        "resolve": f'desk resolve id:"Crest Ultra" outcome:identified source:{page} subject:spud note:"{secret}"',
        "merge": f'desk merge source:"{secret} Pro" into:"Crest Ultra"',
        "retract": f'desk retract EV-0{world.dice.randint(100, 140)} reason:"a copy of something we have"',
        "undo": "desk undo",
        "a mistake": f'odds show about:"{secret}" by:never',
        "another mistake": f"{secret} {secret}",
        "report a public name": f'checkpoint report label:"Crest Pro Alpha" {SURFACE} text:"{secret} {PAD}" step:save',
        "ask": f'claimcheck "Spud costs 5 dollars, {secret}"',
    }


LOOKS = (
    "checkpoint list", "checkpoint list days:365", 'checkpoint "Crest Ultra"', 'checkpoint timeline "Crest Ultra"',
    'checkpoint who "Crest Ultra"', "checkpoint methods", "checkpoint canary",
    'checkpoint "Crest Ultra" as_of:2026-04-21', "claimcheck list", "claimcheck list about:spud",
    "claimcheck list page:2", "claimcheck Spud costs 5 dollars", "claimcheck Spud costs 5 dollars, canary",
    "claimcheck show CL-0044", "claimcheck chain CL-0044", "claimcheck ready spud", "claimcheck floor shared",
    "claimcheck floor canary", "claimcheck source canary", "claimcheck ask CL-0044 why:yes", "catchup",
    "catchup about:spud page:1", "odds spud", "odds rules MK-0001", "odds search canary", "odds history spud",
    "odds compare spud", "odds unwatch", "digest list", "digest preview", "digest preview DG-01", "digest why DG-01",
    "digest run DG-01 test:yes", "alerts list", "alerts why", "alerts test AL-01", "desk queue",
    "desk queue trail:yes", "spudwatch-admin show", "spudwatch-admin audit days:30", "spudwatch-admin export",
    "spudwatch-admin feeds", "spudwatch-admin share",
    "spudwatch-admin purge", "spudwatch mydata export", "spudwatch mydata delete",
    "spudwatch status", "checkpoint report",
)  # fmt: skip
