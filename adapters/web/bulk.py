"""The public ledger as files to download: JSON lines, SQLite, the edition chain.

They are made of the edition that the database holds and of nothing else, so that no row of a server or workspace can be
in them. An edition that was taken over is passed on with its maker's signature.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from bot import ledger
from bot.ledger.editions import EditionLink, Signature, edition_file, pack, unpack, unsigned
from bot.messages.reply_json import jsonable
from bot.ports.editions import Editions

if TYPE_CHECKING:
    from collections.abc import Sequence

EDITION, DATABASE, CHAIN = "/data/ledger.jsonl.gz", "/data/ledger.db", "/data/chain.json"
MEDIA: Final = {EDITION: "application/gzip", DATABASE: "application/vnd.sqlite3", CHAIN: "application/json"}


@dataclass
class BulkFiles:
    """The files of the current edition, made once an edition.

    ``sign`` signs one that came with the program.
    """

    editions: Editions
    sign: Signature = unsigned
    _made: tuple[EditionLink, dict[str, bytes]] | None = field(default=None, init=False)

    def body(self, path: str) -> bytes | None:
        """The bytes of a file; None for an unknown name or another program's edition."""
        if path not in MEDIA or not (chain := self.editions.chain()):
            return None
        if path == CHAIN:
            return _chain(chain)
        if self._made is None or self._made[0] != chain[-1]:
            self._made = chain[-1], self._files(chain[-1])
        return self._made[1].get(path)

    def _files(self, place: EditionLink) -> dict[str, bytes]:
        if (taken := self.editions.taken()) is not None:
            tables, edition = unpack(taken).tables, taken
        else:
            tables = ledger.tables()
            body = pack(tables)
            if sha256(body).hexdigest() != place.digest:  # another version of the program loaded it
                return {}
            edition = edition_file(place, body, self.sign)
        return {EDITION: edition, DATABASE: self.editions.database_file(tables)}


def _chain(links: Sequence[EditionLink]) -> bytes:
    rows = [{"made": one.made, "sha256": one.digest, "previous": one.previous, "chain": one.chain} for one in links]
    return json.dumps(jsonable(rows), indent=1).encode() + b"\n"
