"""Print the Slack app manifest, to be pasted where Slack creates an app."""

import argparse
import json
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("platform", choices=["slack"], help="the platform; Discord needs none, see `spudwatch invite`")
    parser.add_argument("--one-command", action="store_true", help="everything under /spudwatch, where names clash")
    parser.add_argument("--direct-messages", action="store_true", help="answer in direct messages and in the assistant")
    parser.add_argument("--address", default="", metavar="URL", help="public https address; without it, Socket Mode")
    parser.add_argument("--name", default="Spudwatch", help="what the app is called in Slack")


def run(args: argparse.Namespace) -> int:
    """Print the manifest as JSON."""
    from adapters.slack.manifest import manifest  # noqa: PLC0415 - only the verb that was asked for is loaded
    from bot.dispatch.registry import CommandRegistry  # noqa: PLC0415 - the same

    if args.address and not args.address.startswith("https://"):
        sys.stderr.write("spudwatch manifest: --address begins with https://, as Slack wants it.\n")
        return 1
    made = manifest(
        CommandRegistry(),
        one_command=args.one_command,
        address=args.address,
        name=args.name,
        direct_messages=args.direct_messages,
    )
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return 0
