"""How late the loop is while a venue pushes the prices of 500 rungs: a real WebSocket, client, database and flush.

Run by hand: ``python -m tests.bench.bench_stream``. Prints a table and exits 1 when a bound is broken. The server runs
in a process of its own and sends as fast as is said here; a flush is made every five seconds and once at the end.
"""

import asyncio
import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from adapters.net.client import HttpSourceClient
from adapters.net.push_client import PushClient
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import SystemClock
from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.jobs.streams.market_stream import EVERY, MAX_RUNGS, MarketStream
from bot.sources.streams import polymarket as channel
from bot.sources.venues import every
from tests.bench.figures import Figure, percentile, report
from tests.local_server import in_another_process, serve_until_ended

BOARDS, RUNGS, LEVELS = 50, 10, 40
SECONDS, A_SECOND = 30.0, 400  # messages; a busy release day has tens
LAG_P99 = 0.010
BEAT = 0.005


def whole(token: str) -> dict[str, object]:
    """A book of both sides."""
    levels = range(1, LEVELS + 1)
    bids = [{"price": f"{0.5 - level / 1000:.3f}", "size": "50"} for level in levels]
    asks = [{"price": f"{0.5 + level / 1000:.3f}", "size": "50"} for level in levels]
    return {"event_type": "book", "asset_id": token, "bids": bids, "asks": asks}


def changed(token: str, number: int) -> str:
    """A level of its book that moves, with both tokens of the rung in it as the venue sends them."""
    level = {"price": f"0.4{number % 90 + 10}", "size": str(number % 7 * 10), "side": "BUY"}
    best = {"best_bid": "0.499", "best_ask": "0.501"}
    return json.dumps(
        {"event_type": "price_change", "price_changes": [{"asset_id": one} | level | best for one in (token, "no")]}
    )


def serve(pipe: Any) -> None:
    """A market channel that sends whole books when asked and changes all the time."""

    async def stream(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        tokens: list[str] = []

        async def send() -> None:
            number, loop = 0, asyncio.get_running_loop()
            due = loop.time()
            while True:
                due += 1 / A_SECOND
                await asyncio.sleep(max(due - loop.time(), 0))
                if tokens:
                    number += 1
                    await socket.send_str(changed(tokens[number * 7 % len(tokens)], number))

        task = asyncio.create_task(send())
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data != channel.PING:
                new = json.loads(message.data)["assets_ids"]
                tokens += new
                await socket.send_str(json.dumps([whole(token) for token in new]))
            else:
                await socket.send_str("PONG")
        task.cancel()
        return socket

    app = web.Application()
    app.router.add_get(channel.PATH, stream)
    serve_until_ended(app, pipe)


def board(number: int, clock: SystemClock) -> VenueMarket:
    """One board as a poll reads it, all of whose rungs end soon."""
    at = clock.now()
    rungs = tuple(
        VenueRung(f"{number}-{rung}", f"May {rung}", f"Out by May {rung}?", at + timedelta(days=2), "open", None, False,
                  Quote(at, 0.49, 0.51, 0.5, at, 9_000.0, 50_000.0), f"{number}:{rung}")
        for rung in range(RUNGS)
    )  # fmt: skip
    url = f"https://polymarket.com/event/{number}"
    return VenueMarket("polymarket", str(number), str(number), "Out by?", url, "", rungs, (), "USD", None, False, at)


async def measure(base: str, path: Path) -> tuple[list[float], list[float], int]:
    """How late the loop woke (s) without and with the stream, and how many boards a flush wrote at last."""
    clock = SystemClock()
    running = build(path, clock)
    boards = [board(number, clock) for number in range(BOARDS)]
    await running.ports.markets.record([(market, "openai/spud") for market in boards])
    client = HttpSourceClient(channel.UPSTREAMS, clock, bases={channel.HOST.name: base})
    stream = MarketStream(channel, every()["polymarket"], PushClient(client), client, running.ports)
    idle = await lateness(SECONDS / 3)
    stream.take(boards)
    written = await stream.flush()
    task, flushes = asyncio.create_task(stream.run()), asyncio.create_task(_flushing(stream))
    late = await lateness(SECONDS)
    written = await stream.flush()
    for one in (task, flushes):
        one.cancel()
    await asyncio.gather(task, flushes, return_exceptions=True)
    await client.close()
    running.close()
    return idle, late, written


async def _flushing(stream: MarketStream) -> None:
    while True:
        await asyncio.sleep(EVERY.total_seconds())
        await stream.flush()


async def lateness(seconds: float) -> list[float]:
    """How late the loop woke, each few milliseconds for so long."""
    loop, late = asyncio.get_running_loop(), []
    end = loop.time() + seconds
    while (now := loop.time()) < end:
        await asyncio.sleep(BEAT)
        late.append(loop.time() - now - BEAT)
    return late


def main() -> int:
    """Prints the table; 1 when a bound is broken."""
    with in_another_process(serve) as server, tempfile.TemporaryDirectory() as folder:
        idle, late, written = asyncio.run(measure(server.recv(), Path(folder) / "bench.db"))
    shown = {name: [percentile(told, share) * 1000 for share in (0.5, 0.99, 1.0)]
             for name, told in (("idle", idle), ("with the stream", late))}  # fmt: skip
    print(f"    {min(BOARDS * RUNGS, MAX_RUNGS)} rungs, {A_SECOND} messages a second for {SECONDS:.0f} s")
    for name, (p50, p99, worst) in shown.items():
        print(f"    loop lag {name:16} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  worst {worst:6.2f} ms")
    return report(
        [
            Figure("loop lag p99 with the stream", shown["with the stream"][1], "ms", LAG_P99 * 1000),
            Figure("boards not written", BOARDS - written, "", 0),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
