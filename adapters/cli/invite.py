"""Print the Discord install links, with exactly the permissions used."""

import argparse
import sys

from adapters.cli._common import add_platform, settings
from adapters.discord.permissions import PERMISSIONS, install_links


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: platform, and application id if no setting has it."""
    add_platform(parser, "discord", "an app for Slack is created from `spudwatch manifest`")
    parser.add_argument(
        "--application-id", default="", metavar="ID", help="instead of SPUDWATCH_DISCORD__APPLICATION_ID"
    )


def run(args: argparse.Namespace) -> int:
    """Print the links and each permission's purpose; 1 without an application id."""
    application = args.application_id
    if not application:
        application = settings().discord.application_id  # an id that is given needs no settings
    if not application.isdecimal():
        sys.stderr.write(
            "spudwatch: no application id. Copy it from the Discord developer portal (General Information) into "
            "SPUDWATCH_DISCORD__APPLICATION_ID, or give --application-id.\n"
        )
        return 1
    links = install_links(application)
    out = [
        f"For a server: {links['server']}",
        f"For yourself: {links['person']}",
        "",
        "Asked of a server, and why (no privileged intent; the intents are Guilds and Direct Messages):",
        *(f"  {one.name}: {one.feature}. Without it, {one.without}." for one in PERMISSIONS),
    ]
    sys.stdout.write("\n".join(out) + "\n")
    return 0
