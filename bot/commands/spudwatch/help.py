"""``/spudwatch help``: things to do now, or everything about one command."""

from dataclasses import dataclass, replace

from bot.dispatch.command import Command, option
from bot.dispatch.registry import CommandRegistry
from bot.domain.text import shorten
from bot.messages import words
from bot.messages.errors import Alternative, NotFound
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Fields, Reply, Table, Text, Words, code, spans
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.families.examples import Examples, examples

GLOSSARY_TOPICS = frozenset({"words", "glossary", "grades", "word"})
TITLE = "Ask in your own words, or use a command"
SAYS = "I follow AI models before they are released: odds, sightings and claims, each with its source and age."
NAMES = "Its name is one of those under help."
ALSO = "Also: what is coming and retiring, prices, catch-up, alerts, digests, your data"
SEES = "I see only what you send me: commands, buttons, forms, messages to me, and one you pick from a menu."


@dataclass(frozen=True, slots=True)
class HelpInputs:
    """The commands there are, and what can be asked at this moment."""

    commands: CommandRegistry
    now: Examples


class Help(Command[HelpInputs], name="spudwatch help", reusable=True):
    """Show things to do now, or how to use one command."""

    topic: str = option(
        "A command, such as checkpoint report, or a word, such as origin", default="", complete="command"
    )

    async def gather(self, ports: Ports, ctx: RequestContext) -> HelpInputs:
        """The commands there are; for the first screen, also what is expected and open now."""
        return HelpInputs(CommandRegistry(), Examples() if self.topic.strip() else examples(ports, ctx.view))

    def answer(self, inputs: HelpInputs, ctx: RequestContext) -> Reply:
        """The first screen, a command's subcommands, or one subcommand's options."""
        found = inputs.commands
        topic = " ".join(self.topic.casefold().removeprefix("/").split())
        top, _, sub = topic.partition(" ")
        if top in found.tree and (not sub or sub in found.tree[top]):
            return _one(found, top, sub) if sub or not found.tree[top] else _group(found, top)
        if topic in GLOSSARY_TOPICS:
            return _glossary()
        if meant := words.glossary_words(topic):
            return _meaning(meant)
        if command := found.meant(topic.split()):
            return Help(topic=command).answer(inputs, ctx)
        if topic:
            near = tuple(
                Alternative(f"Help: {name}", {"topic": name}) for name, _ in found.near(topic.split(), ctx.roles)
            )
            raise NotFound(f"There is no command “{shorten(self.topic, 40)}”.", todo=NAMES, instead=near)
        return _first(found, inputs.now, ctx)


def _first(found: CommandRegistry, now: Examples, ctx: RequestContext) -> Reply:
    """The first screen; its examples are of what is not out and not settled."""
    theirs = [top for top, subs in found.tree.items() if _open_to(found, top, subs, ctx)]
    rows = tuple((f"/{top}", found.about(top)) for top in theirs)
    asked = (
        ("Odds that a model ships", "Odds", order("odds", about=now.model), now.model),
        ("A name from a model picker", "A picker name", order("checkpoint", label=now.label), now.label),
        ("Whether a claim holds", "A claim", order("claimcheck", claim=now.claim), now.claim),
    )
    open_now = tuple(row for row in asked if row[3] and row[2].name.partition(" ")[0] not in ctx.off)
    things: tuple[Words, ...] = tuple((f"{what}: ", code(f"/{run.name} {name}")) for what, _, run, name in open_now)
    groups = ("Commands: ", " · ".join(f"/{top}" for top in theirs))
    lines: list[Words] = [SAYS, *(("• ", *spans(thing)) for thing in things), ALSO, groups, SEES]
    return Reply(
        title=TITLE,
        parts=(
            Text(SAYS),
            *((Bullets(things, "To do now"),) if things else ()),
            Table(("command", "what it is for"), rows),
            Text(SEES, quiet=True),
        ),
        brief=replace(
            brief(TITLE, lines, "Words such as origin or grade: /spudwatch help words"), opens=words.ALL_COMMANDS
        ),
        actions=tuple(
            Button(label, run, "main" if at == 0 else "plain") for at, (_, label, run, _) in enumerate(open_now)
        ),
        data={"commands": {top: list(found.tree[top]) for top in theirs}, "as_of": ctx.as_of},
    )


def _open_to(found: CommandRegistry, top: str, subs: tuple[str, ...], ctx: RequestContext) -> bool:
    """Whether the person may use any subcommand of a command."""
    names = [f"{top} {sub}" for sub in subs] or [top]
    return any(found.get(name).role in ctx.roles for name in names)


def _glossary() -> Reply:
    """Every word that cards use in a sense of their own."""
    return Reply(
        title=f"What {len(words.GLOSSARY)} words mean here",
        parts=(Fields(tuple((word, meaning) for word, meaning in words.GLOSSARY)),),
        data={"words": dict(words.GLOSSARY)},
    )


def _meaning(meant: dict[str, str]) -> Reply:
    """What one word means, or each of several."""
    first, *others = meant.items()
    return Reply(
        title=f"{first[0]}: {first[1]}" if not others else f"What {words.join_names(meant)} mean here",
        parts=(Fields(tuple(meant.items())),) if others else (),
        actions=(Button("All words", order("spudwatch help", topic="words")),),
        data={"words": meant},
    )


def _group(found: CommandRegistry, top: str) -> Reply:
    made = [found.get(f"{top} {sub}") for sub in found.tree[top]]
    rows = tuple((kind.name.partition(" ")[2], kind.description) for kind in made)
    return Reply(
        title=f"/{top}",
        parts=(
            Text(found.about(top)),
            Table(("subcommand", "what it does"), rows),
            Text(("Without a subcommand it is ", code(f"/{made[0].name}"), "."), quiet=True),
        ),
        data={"command": top, "usage": [kind.usage() for kind in made]},
    )


def _one(found: CommandRegistry, top: str, sub: str) -> Reply:
    kind = found.get(f"{top} {sub}" if sub else top)
    pairs = tuple(
        (
            opt.name if opt.required else f"[{opt.name}]",
            opt.description + (f" ({', '.join(opt.choices)})" if opt.choices else ""),
        )
        for opt in kind.offered
    )
    needed = kind.channels or kind.role
    where = " for a channel" if kind.channels else ""
    who = "" if needed.value == "member" else f"Needs the {needed.value} role{where}."
    return Reply(
        title=f"/{kind.name}",
        parts=(
            Text(kind.description),
            *((Fields(pairs),) if pairs else ()),
            *(Fields(tuple(opt.meanings.items())) for opt in kind.offered if opt.meanings),
            Text(("Type: ", code("/" + kind.usage()))),
        ),
        note=who,
        data={"command": kind.name, "usage": kind.usage(), "role": kind.role.value},
    )
