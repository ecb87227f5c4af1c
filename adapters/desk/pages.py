"""The desk's pages as HTML, in the style of the public pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources
from typing import Any, Final
from urllib.parse import urlencode

from adapters.desk.sessions import Session
from adapters.desk.sign_in import Seat, SignIn
from adapters.web.site import Site
from adapters.web.templates import templates_of
from bot.messages.reply import age
from bot.pages.page import path_of
from bot.queries.desk_items import DeskItem

_FOLDER = resources.files("adapters.desk") / "static"
STATIC: Final = {  # the file, its media type
    "desk.js": ((_FOLDER / "desk.js").read_bytes(), "text/javascript"),
    "desk.css": ((_FOLDER / "desk.css").read_bytes(), "text/css"),
}


class DeskPages:
    """Render the desk.

    ``reasons`` are those of a refusal, ``outcomes`` those of a label or a claim.
    """

    def __init__(
        self, site: Site, base: str, ways: Mapping[str, SignIn], reasons: Sequence[str], outcomes: Sequence[str]
    ) -> None:
        self._site, self._base, self._ways, self._reasons, self._outcomes = site, base, ways, reasons, outcomes

    def sign_in(self, title: str, words: str) -> str:
        """The ways to sign in, below what there is to say."""
        return self._render("sign_in", title=title, words=words)

    def desk(
        self,
        session: Session,
        seat: Seat,
        waiting: Sequence[Mapping[str, Any]],
        chosen: Mapping[str, Any] | None,
        found: DeskItem | None,
        notice: Sequence[str],
        now: datetime,
    ) -> str:
        """The queue beside one of its items.

        ``chosen`` is the item as `/desk queue` gives it: where the member asked not to be named, it names nobody.
        """

        def address(ident: str, tenant: str = seat.tenant) -> str:
            return f"{self._base}?{urlencode({'at': tenant, **({'id': ident} if ident else {})})}"

        def picture(name: str) -> str:
            return f"{self._base}/picture/{name}?{urlencode({'at': seat.tenant})}"

        return self._render(
            "desk",
            session=session,
            seat=seat,
            waiting=waiting,
            chosen=chosen,
            found=found,
            notice=notice,
            reasons=self._reasons,
            outcomes=self._outcomes,
            address=address,
            picture=picture,
            age=lambda at: age(at, now),
            page=self._page_of,
        )

    def _page_of(self, about: str) -> str:
        path = path_of(about)
        return self._site.url(path) if path else ""

    def _render(self, name: str, **values: object) -> str:
        template = templates_of("adapters.desk").get_template(f"{name}.html")
        return template.render(base=self._base, site=self._site, ways=self._ways, **values)
