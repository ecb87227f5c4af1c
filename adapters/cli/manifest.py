"""Print the Slack app manifest, to be pasted where Slack creates an app."""

import argparse
import json
import sys

from adapters.cli._manifest import add_arguments, asked_manifest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_arguments(parser, "Discord needs none, see `spudwatch invite`")


def run(args: argparse.Namespace) -> int:
    """Print the manifest as JSON."""
    try:
        made = asked_manifest(args)
    except ValueError as error:
        sys.stderr.write(f"spudwatch manifest: {error}\n")
        return 1
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return 0
