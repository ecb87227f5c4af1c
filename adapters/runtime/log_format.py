"""Structured logs: one line per event with its facts, without secrets.

Every record passes one redaction filter, so that no library's debug line or traceback leaks a token. Foreign loggers
are limited to INFO and above: slack_sdk's DEBUG prints tokens and the socket's ticket.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

# Shapes of secrets: Slack tokens and tickets, Discord bot and webhook tokens, bearer and basic headers, keys in URLs.
_SHAPES = (
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w.-]+",
    r"wss://wss[\w.-]*slack[^\s\"']+",
    r"[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}",
    r"(?<=/webhooks/)\d+/[\w-]+|(?<=/interactions/)\d+/[\w.-]+",
    r"(?i:(?<=bearer )|(?<=token )|(?<=bot )|(?<=basic ))[\w.~+/=-]{12,}",
    r"(?i:(?<=[?&]token=)|(?<=[?&]ticket=)|(?<=[?&]api_key=)|(?<=[?&]client_secret=))[^&\s\"']+",
)
_SECRETS = re.compile("|".join(_SHAPES))
HIDDEN = "[hidden]"
_STANDARD = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName"}


def redact(text: str) -> str:
    """The text with everything that has the shape of a secret hidden."""
    return _SECRETS.sub(HIDDEN, text)


class JsonLines(logging.Formatter):
    """One JSON object per line: time, level, logger, event, and the ``extra`` facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Format the record as a line; JSON escapes line breaks and control characters."""
        facts = {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **facts,
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return redact(json.dumps(entry, default=str, ensure_ascii=False))


class PlainLines(logging.Formatter):
    """Human-readable lines: time, level, event and facts, with any traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        facts = " ".join(f"{key}={value!r}" for key, value in record.__dict__.items() if key not in _STANDARD)
        at = datetime.fromtimestamp(record.created, UTC)
        event = record.getMessage().replace("\n", "\\n")
        line = f"{at:%H:%M:%S} {record.levelname.lower():7} {event}  {facts}".rstrip()
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redact(line)


def set_up(level: str, form: Literal["json", "text"]) -> None:
    """Send all log records to standard error; foreign libraries log from INFO up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for foreign in ("discord", "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "PIL", "urllib3"):
        logging.getLogger(foreign).setLevel(max(logging.getLevelName(level), logging.INFO))
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    logging.getLogger("slack_bolt.middleware").setLevel(logging.WARNING)
