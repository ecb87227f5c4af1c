"""The composition root: builds the app from core, storage and adapters."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.runtime.request_threads import LoopPictures, ThreadedApp
from bot.dispatch.answer_cache import AnswerCache
from bot.dispatch.app import App, RequestObserver
from bot.messages.request import View
from bot.ports import Clock, Ports
from bot.ports.pictures import Picture, Pictures
from bot.ports.webhooks import WebhookRules
from bot.queries.names import names
from storage import Store, open_store, stores

if TYPE_CHECKING:
    from bot.settings import Settings


@dataclass(frozen=True)
class RunningApp:
    """An app over an open store, and the answers it keeps."""

    app: App
    store: Store
    ports: Ports
    answers: AnswerCache

    def warm(self) -> None:
        """Read the public names on this thread.

        The first answer or job would do so while others wait.
        """
        names(self.ports, View("", self.ports.clock.now()))

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def build(
    database: str | Path,
    clock: Clock,
    *,
    observers: Sequence[RequestObserver] = (),
    telling: bool = True,
    pictures: Pictures | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    pages: str = "",
    patience: float | None = None,
    webhooks: WebhookRules | None = None,
) -> RunningApp:
    """Build the app on a database: a file, or a server's address.

    ``telling``: people who look things up can be notified when they change. ``pictures`` decodes uploads; by default a
    thread of this process does. ``pages`` is the address of the public pages, for links to them. ``patience``: seconds
    after which a server's read counts as unanswered. ``webhooks``: the operator's rules for them.

    Raises:
        OurFault: the database cannot be used; the error says why and what to do.
    """
    store = open_store(database, progress, patience, webhooks)
    ports = Ports(clock=clock, pictures=pictures or _Pictures(), **store.kinds)
    answers = AnswerCache(store.database.current_version)
    app = App(
        ports,
        observers=observers,
        lookup_history=ports.lookup_history if telling else None,
        pages=pages,
        answers=answers,
    )
    return RunningApp(app, store, ports, answers)


def webhook_rules(settings: "Settings") -> WebhookRules:
    """Return the operator's rules for webhooks, as the settings give them."""
    key, services = settings.webhook.token_key.get_secret_value(), find_spec("apprise") is not None
    return WebhookRules(key, settings.webhook.private, services)


def threaded(
    running: RunningApp,
    *,
    observers: Sequence[RequestObserver],
    pictures: Pictures,
    pages: str,
) -> ThreadedApp:
    """Build the same app with requests on threads.

    Call it on the event loop that ``pictures`` belongs to.
    """
    loop = asyncio.get_running_loop()

    def make() -> App:
        kinds = stores(running.store.database, running.ports.webhooks.rules)
        ports = Ports(clock=running.ports.clock, pictures=LoopPictures(pictures, loop), **kinds)
        catalogue, answers = running.app.catalogue, running.answers
        talk = running.app.talk  # whichever thread asked, another one hears the yes
        return App(
            ports, catalogue, observers, lookup_history=ports.lookup_history, pages=pages, answers=answers, talk=talk
        )

    return ThreadedApp(running.app, make)


class _Pictures:
    """Decodes pictures with Pillow, imported at the first one."""

    async def read(self, content: bytes, name: str = "") -> Picture:
        """The picture in a file, as `bot.ports.pictures` promises."""
        from adapters.images.uploads import PillowPictures  # noqa: PLC0415 - no picture, no Pillow

        return await PillowPictures().read(content, name)
