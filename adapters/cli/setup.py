"""Create the Slack app automatically, with an app configuration token."""

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from adapters.cli._common import settings
from adapters.cli._manifest import add_arguments, asked_manifest

SECRET = "SPUDWATCH_SLACK__SIGNING_SECRET"  # noqa: S105 - the name of a setting
TOKENS = "https://api.slack.com/apps, “Your App Configuration Tokens”"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_arguments(parser, "Discord has no such interface")
    parser.add_argument(
        "--env", type=Path, default=Path(".env"), metavar="FILE", help="where its secret is kept (.env)"
    )


def run(args: argparse.Namespace) -> int:
    """Create the app, keep its signing secret, and say what is left to do by hand.

    The token is read from standard input, so that no list of processes shows it; it is used once and not kept.
    """
    try:
        made = asked_manifest(args)
    except ValueError as error:
        return _stopped(str(error))
    token = (getpass.getpass("App configuration token: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not token.startswith("xoxe"):
        return _stopped(f"An app configuration token begins with xoxe. Generate one at {TOKENS}.")
    answer = _create(token, made)
    if not answer.get("ok"):
        return _stopped(f"Slack did not create the app: {_why(answer)}.")
    app, install = str(answer.get("app_id") or ""), str(answer.get("oauth_authorize_url") or "")
    kept = _keep(args.env, str((answer.get("credentials") or {}).get("signing_secret") or ""))
    page = f"https://api.slack.com/apps/{app}"
    steps = [f"The app {app} was created. {kept}"]
    steps.append(f"1. Install it: {install or page + '/install-on-team'}")
    steps.append(f"2. Copy the Bot User OAuth Token ({page}/oauth) into SPUDWATCH_SLACK__BOT_TOKEN.")
    if not args.address:
        steps.append(
            f"3. Generate an app-level token with connections:write ({page}/general) for SPUDWATCH_SLACK__APP_TOKEN."
        )
    steps.append("Then run `spudwatch doctor`.")
    sys.stdout.write("\n".join(steps) + "\n")
    return 0


def _create(token: str, made: dict[str, Any]) -> dict[str, Any]:
    """Return Slack's answer to apps.manifest.create.

    https://docs.slack.dev/reference/methods/apps.manifest.create
    """
    from slack_sdk import WebClient  # noqa: PLC0415 - an extra
    from slack_sdk.errors import SlackApiError, SlackClientError  # noqa: PLC0415 - the same

    client = WebClient(token=token, base_url=settings().slack.api_url, timeout=30)
    try:
        answer = client.apps_manifest_create(manifest=json.dumps(made)).data
        return answer if isinstance(answer, dict) else {}
    except SlackApiError as error:
        return dict(error.response.data)
    except (SlackClientError, OSError) as error:
        return {"ok": False, "error": f"it was not reached ({type(error).__name__})"}


def _why(answer: dict[str, Any]) -> str:
    """Slack's reason, with the parts of the manifest that it names."""
    faults = [str(one.get("message") or "") for one in answer.get("errors") or () if isinstance(one, dict)]
    return "; ".join(filter(None, (str(answer.get("error") or "no reason given"), *faults)))


def _keep(env: Path, secret: str) -> str:
    """Append the signing secret to the settings file; return what was done, in words.

    Only the owner may read the file.
    """
    from storage.sqlite.private_files import make_file  # noqa: PLC0415 - only once there is something to keep

    before = env.read_text("utf-8") if env.exists() else ""
    if not secret or f"{SECRET}=" in before:
        return f"{SECRET} in {env} is unchanged: check it against the app's page." if secret else ""
    make_file(env)
    end = "" if not before or before.endswith("\n") else "\n"
    with env.open("a", encoding="utf-8") as file:
        file.write(f"{end}{SECRET}={secret}\n")
    return f"Its signing secret is kept in {env}."


def _stopped(why: str) -> int:
    sys.stderr.write(f"spudwatch setup: {why}\n")
    return 1
