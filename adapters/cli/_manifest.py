"""The Slack app manifest that a verb's arguments ask for."""

import argparse
from typing import Any

from adapters.cli._common import add_platform


def add_arguments(parser: argparse.ArgumentParser, elsewhere: str) -> None:
    """Add the platform and what the app shall have.

    ``elsewhere`` tells where other platforms are set up.
    """
    add_platform(parser, "slack", elsewhere)
    parser.add_argument("--one-command", action="store_true", help="everything under /spudwatch, where names clash")
    parser.add_argument("--direct-messages", action="store_true", help="answer in direct messages and in the assistant")
    parser.add_argument("--address", default="", metavar="URL", help="public https address; without it, Socket Mode")
    parser.add_argument("--pages", default="", metavar="URL", help="https address of the pages, to sign in to the desk")
    parser.add_argument("--name", default="Spudwatch", help="what the app is called in Slack")


def asked_manifest(args: argparse.Namespace) -> dict[str, Any]:
    """Return the manifest that the arguments ask for.

    Raises:
        ValueError: the address is not one that Slack accepts; says why.
    """
    from adapters.slack.manifest import manifest  # noqa: PLC0415 - only the verb that was asked for is loaded
    from bot.dispatch.registry import CommandRegistry  # noqa: PLC0415 - the same

    for option in ("address", "pages"):
        given = getattr(args, option)
        if given and not given.startswith("https://"):
            raise ValueError(f"--{option} begins with https://, as Slack requires.")
    desk = f"{args.pages.rstrip('/')}/desk/callback/slack"
    return manifest(
        CommandRegistry(),
        one_command=args.one_command,
        address=args.address,
        name=args.name,
        direct_messages=args.direct_messages,
        redirects=(desk,) if args.pages else (),
    )
