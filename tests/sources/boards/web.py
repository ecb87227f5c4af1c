"""The recorded boards, as the web answers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.sources.boards import every
from bot.sources.protocol import Answer, Get, Reading, Upstream, drive

READ_AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "recorded"
ALL = {name: json.loads((FOLDER / name / "read.json").read_text("utf-8")) for name in every()}


class Web:
    async def run(self, reading: Reading[Any]) -> Any:
        return drive(reading, answer)

    def ready(self, upstream: Upstream) -> bool:
        return True


def answer(get: Get) -> Answer:
    for exchange in [one for recorded in ALL.values() for one in recorded["exchanges"]]:
        request, told = exchange["request"], exchange["answer"]
        if (request["upstream"], request["path"], request["query"]) == (get.upstream, get.path, dict(get.query)):
            body = told["text"] if "text" in told else json.dumps(told["json"])
            return Answer(told["status"], told["headers"], body.encode(), READ_AT, get.origin)
    raise AssertionError(f"nobody recorded {get}")
