"""Answer one command, or one a line with `-`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Iterator

from adapters.cli._common import STATUS, add_database, at, opened
from adapters.console import render
from adapters.console.terminal_text import Screen
from bot.dispatch.app import App
from bot.messages.levels import shown
from bot.messages.reply import Level, Reply
from bot.messages.reply_json import exported, reply_json
from bot.messages.request import Request, Role


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command in quotes, the moment to ask at, and how to print."""
    parser.add_argument("command", nargs="+", help='a command such as "/odds spud", or - for one a line')
    parser.add_argument("--at", metavar="TIME", help="answer as of this moment, e.g. 2026-04-21T12:00Z")
    parser.add_argument("--full", action="store_true", help="everything behind the answer, not only the answer")
    parser.add_argument("--json", action="store_true", help="print the whole reply as JSON, an object a line")
    parser.add_argument("--as", dest="actor", default="console:you", metavar="WHO", help="who asks (console:you)")
    parser.add_argument(
        "--in", dest="place", default="console:local/here", metavar="WHERE", help="where (console:local/here)"
    )
    parser.add_argument("--role", choices=[role.value for role in Role], default="admin", help="the asker's role here")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Answer, and return the worst outcome as the exit status."""
    lines: Iterable[str] = _lines() if args.command == ["-"] else [" ".join(args.command)]
    with opened(args.database, at(args.at)) as running:
        return asyncio.run(_answer(running.app, lines, args))


def _lines() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace").strip("\r\n")
        if line.strip():
            yield line


async def _answer(app: App, lines: Iterable[str], args: argparse.Namespace) -> int:
    worst = 0
    for line in lines:
        request = Request(line=line, actor=args.actor, place=args.place, roles=frozenset({Role(args.role)}))
        reply = await app.run(request)
        worst = max(worst, STATUS[reply.outcome])
        _print(reply, as_json=args.json, level=Level.FULL if args.full else None)
    return worst


def _print(reply: Reply, *, as_json: bool, level: Level | None) -> None:
    if as_json:
        text = json.dumps(reply_json(reply), ensure_ascii=False, separators=(",", ":"))
    else:
        drawn = render.draw(shown(reply, level), Screen.of(sys.stdout))
        text = "\n".join(filter(None, (drawn, exported(reply))))
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()
