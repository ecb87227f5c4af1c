"""The command line: ``spudwatch`` and ``python -m adapters``.

Only the standard library is imported here, and a verb's module only when it is used, so that ``--help`` is as fast as
Python itself.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

CONSOLE = "console"  # what runs without a verb
QUOTES = '"""'


def verbs() -> dict[str, str]:
    """Map verbs to the first line of their module's docstring.

    They are neither imported nor parsed.
    """
    folder = Path(__file__).parent / "cli"
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))
    said = {file.stem.rstrip("_"): _first_line(file) for file in files}
    return {name: text for name, text in said.items() if name != CONSOLE}


def _first_line(path: Path) -> str:
    """Return the first line of a module's docstring, without its full stop."""
    with path.open(encoding="utf-8") as file:
        return file.readline().strip().removeprefix(QUOTES).removesuffix(QUOTES).rstrip(".")


def parser() -> argparse.ArgumentParser:
    """Build the argument parser without importing the verbs."""
    listed = "\n".join(f"  {name:<9} {does}" for name, does in verbs().items())
    made = argparse.ArgumentParser(
        prog="spudwatch",
        description="Odds, sightings and evidence about AI models before they are released.",
        epilog=f"verbs (without one: the console):\n{listed}\n\nspudwatch VERB --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("verb", nargs="?", metavar="VERB", help="what to do")
    made.add_argument("--version", action="store_true", help="print the version and stop")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status.

    It is 0 if answered, 1 if refused with a reason, 2 if failed.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb = given[0] if given and not given[0].startswith("-") else ""
    if not verb:
        chosen = parser().parse_args(given)
        if chosen.version:
            from importlib.metadata import version  # noqa: PLC0415 - only here

            sys.stdout.write(f"spudwatch {version('spudwatch')}\n")
            return 0
        verb, given = CONSOLE, [""]
    known = {**verbs(), CONSOLE: "Talk on the real database"}
    if verb not in known:
        sys.stderr.write(f"spudwatch: there is no verb {verb[:40]!r}. Try: {', '.join(verbs())}.\n")
        return 2
    module = import_module(f"adapters.cli.{verb.replace('import', 'import_')}")
    words = argparse.ArgumentParser(prog=f"spudwatch {verb}", description=known[verb] + ".")
    module.arguments(words)
    try:
        status = module.run(words.parse_args(given[1:]))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader closed the pipe (`| head`); buffered output must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # 128 + SIGPIPE, as a shell says it
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
