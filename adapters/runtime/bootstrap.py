"""The composition root: the only place that knows the core, the store and the world at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.dispatch.app import App, RequestObserver
from bot.ports import Clock, Ports
from bot.ports.pictures import Picture, Pictures
from storage import Store, open_store


@dataclass(frozen=True)
class RunningApp:
    """An app over an open store."""

    app: App
    store: Store
    ports: Ports

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def build(
    database: str | Path,
    clock: Clock,
    *,
    watchers: Sequence[RequestObserver] = (),
    telling: bool = True,
    pictures: Pictures | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    pages: str = "",
) -> RunningApp:
    """The app on a database: a file, or an address of a server.

    ``telling``: somebody who looks things up can be told later that they changed. ``pictures`` reads what people
    upload; by default a thread of this process does. ``pages`` is the address of the public pages, for links to them.

    Raises:
        OurFault: the database cannot be used; the error says why and what to do.
    """
    store = open_store(database, progress)
    ports = Ports(clock=clock, pictures=pictures or _Pictures(), **store.kinds)
    return RunningApp(
        App(ports, watchers=watchers, askers=ports.askers if telling else None, pages=pages), store, ports
    )


class _Pictures:
    """Reads pictures with Pillow, which is loaded with the first of them."""

    async def read(self, content: bytes, name: str = "") -> Picture:
        """The picture in a file, as `bot.ports.pictures` promises."""
        from adapters.images.uploads import PillowPictures  # noqa: PLC0415 - no picture, no Pillow

        return await PillowPictures().read(content, name)
