"""The command line: ``spudwatch`` and ``python -m adapters``.

Nothing but the standard library is imported here, and a verb's module only when it is asked for, so that ``--help``
costs what Python costs.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# The module of each verb below adapters/verbs, and what it does.
VERBS = {
    "demo": "the Spud story with the clock at 21 April 2026; `tomorrow` moves it",
    "ask": "answer one command, or one a line with `-`",
    "serve": "run every platform and job that is configured",
    "doctor": "check settings, tokens, database, sources and clock, and say what to do",
    "publish": "write the public pages as files for any static host",
    "backup": "copy the database while it is in use, and check the copy",
    "restore": "put a checked backup in the database's place",
    "export": "write everything, or one tenant, as JSON lines and CSV",
    "import": "read an export back",
    "replay": "run the sighting detectors over a history of model lists",
    "manifest": "print the Slack app manifest",
    "invite": "print the Discord install links",
}


def parser() -> argparse.ArgumentParser:
    """The words the command line takes, without importing what they start."""
    verbs = "\n".join(f"  {name:<9} {does}" for name, does in VERBS.items())
    made = argparse.ArgumentParser(
        prog="spudwatch",
        description="Odds, sightings and evidence about AI models before they are released.",
        epilog=f"verbs (without one: the console):\n{verbs}\n\nspudwatch VERB --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("verb", nargs="?", metavar="VERB", help="what to do")
    made.add_argument("--version", action="store_true", help="print the version and stop")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit status: 0 answered, 1 refused with a reason, 2 broken."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb = given[0] if given and not given[0].startswith("-") else ""
    if not verb:
        chosen = parser().parse_args(given)
        if chosen.version:
            from importlib.metadata import version  # noqa: PLC0415 - only here

            sys.stdout.write(f"spudwatch {version('spudwatch')}\n")
            return 0
        verb, given = "console", [""]
    if verb not in VERBS and verb != "console":
        sys.stderr.write(f"spudwatch: there is no verb {verb[:40]!r}. Try: {', '.join(VERBS)}.\n")
        return 2
    module = import_module(f"adapters.cli.{verb.replace('import', 'import_')}")
    words = argparse.ArgumentParser(prog=f"spudwatch {verb}", description=VERBS.get(verb, "the console"))
    module.arguments(words)
    try:
        status = module.run(words.parse_args(given[1:]))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has read enough (`| head`); what is still buffered must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # 128 + SIGPIPE, as a shell says it
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
