"""A reply as an item of a JSON Feed, with its facts in an extension.

https://jsonfeed.org/version/1.1
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.messages.reply import Reply
from bot.messages.reply_json import jsonable
from bot.pages.page import path_of


def entry(reply: Reply, about: str, kind: str, at: datetime, pages: str) -> dict[str, Any]:
    """Return the item of a message.

    ``about`` names the message and gives the permanent id; a correction has the id of what it corrects.

    ``pages`` is where the public pages stand ('' if they do not): then what the message shows is linked.
    """
    shown = [{"id": one, **({"url": url} if (url := _page(one, pages)) else {})} for one in reply.shows]
    return {
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, f'spudwatch:{about}')}",
        "title": reply.title,
        "content_text": reply.plain,
        "date_modified": jsonable(at),
        "tags": [kind],
        **({"url": shown[0]["url"]} if shown and "url" in shown[0] else {}),
        "_spudwatch": {
            "severity": reply.severity.value,
            "grade": reply.grade or None,
            "shows": shown,
            "sources": jsonable(reply.sources),
            "data": jsonable(reply.data),
        },
    }


def page_links(reply: Reply, pages: str) -> list[str]:
    """Return the addresses of the pages of what a message shows."""
    return [url for one in reply.shows if (url := _page(one, pages))]


def _page(shown: str, pages: str) -> str:
    path = path_of(shown) if pages else ""
    return pages + path if path else ""
