"""Public lists of models as they stand now, read once an hour."""

from datetime import timedelta

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.notify.digest_sections import ChangeKind
from bot.jobs.list_poll import take
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import ChangeBatch, LogFilter

START = "2026-12-01T12:00Z"
HOUR = timedelta(hours=1)
NEWS = {ChangeKind.RELEASE, ChangeKind.PRICE, ChangeKind.LIMIT}
OLD = tuple(Listing(f"qwen/qwen2.5-{size}b", price_in=1, price_out=2, context=32_000) for size in range(1, 41))


def openrouter(price=(5, 25), context=2_000_000, name="anthropic/claude-opus-9", **more):
    return Listing(name, price_in=price[0], price_out=price[1], context=context, **more)


def litellm(price=(5, 25), context=2_000_000, name="claude-opus-9"):
    return openrouter(price, context, name, provider="anthropic")


async def quiet(talk):
    """A place at a moment for which the ledger's own past is not told again."""
    chat = talk(START)
    marks = chat.ports.changes.due(chat.clock.now(), 100_000)
    assert await chat.ports.changes.append(ChangeBatch(done=marks), chat.clock.now())
    return chat


class Lists:
    """Three lists, each as it stands now, read together."""

    def __init__(self, chat) -> None:
        self.chat, self.ports, self.position = chat, chat.ports, chat.ports.changes.head()
        self.now = {"openrouter": OLD, "models_dev": OLD, "litellm": OLD}

    async def read(self, after=HOUR, **lists):
        """What is told of a reading; a list that is given stands so from now on."""
        self.chat.clock.move(self.chat.clock.now() + after)
        for name, rows in lists.items():
            self.now[name] = (*OLD, *rows) if rows is not None else ()
        for number, (name, rows) in enumerate(self.now.items()):
            moment = self.chat.clock.now() - timedelta(seconds=30 - number)
            await take(self.ports.listings, Snapshot(name, moment, rows), f"https://{name}.example.org")
        await record_changes(self.ports, self.chat.clock.now())
        rows = self.ports.changes.read(LogFilter("", after=self.position, limit=10_000))
        self.position = self.ports.changes.head()
        return [f"{one.change.title}: {one.change.after}" for one in rows if one.change.kind in NEWS]

    def subject(self, slug):
        return self.ports.ledger.subject(slug, View("", self.chat.clock.now()))
