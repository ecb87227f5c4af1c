"""Answer AI agents over standard input and output (Model Context Protocol)."""

import argparse
import sys

from adapters.cli._common import add_database, at, opened, settings
from adapters.mcp.protocol import McpServer
from adapters.mcp.tools import Tools
from adapters.runtime.pages import claim_checker

LONGEST = 64 << 10  # bytes of one message


def arguments(parser: argparse.ArgumentParser) -> None:
    """The moment and the database."""
    parser.add_argument("--at", metavar="TIME", help="answer as of this moment, e.g. 2026-04-21T12:00Z")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Answer messages, one per line, until standard input closes.

    A line that is too long is split.
    """
    clock, address = at(args.at), settings().web.address.rstrip("/")
    with opened(args.database, clock) as running:
        server = McpServer(Tools(running.ports, clock, claim_checker(running.ports), address))
        while line := sys.stdin.buffer.readline(LONGEST):
            if line.strip() and (answer := server.answer(line)) is not None:
                sys.stdout.buffer.write(answer + b"\n")
                sys.stdout.buffer.flush()
    return 0
