"""Documentation tables generated from the code by cog, and checked in CI."""

from pydantic import SecretStr

from bot.dispatch.registry import CommandRegistry
from bot.domain.evidence.grade_rules import RULES
from bot.messages.request import Role
from bot.settings import Settings, source_variables
from bot.sources.registry import upstreams

_WHO = {
    Role.MEMBER: "everyone",
    Role.MANAGER: "channel managers",
    Role.DESK: "the desk",
    Role.ADMIN: "admins",
}


def commands() -> str:
    """Format every command with its usage, description and role."""
    lines = ["| command | what it does | who |", "|---|---|---|"]
    for kind in CommandRegistry().all():
        usage = "/" + kind.usage().replace("|", "\\|")
        who = _WHO[kind.role] + (f" for themselves; {_WHO[kind.channels]} for channels" if kind.channels else "")
        lines.append(f"| `{usage}` | {kind.description} | {who} |")
    return "\n".join(lines)


def settings() -> str:
    """Format every setting with its variable, default and description."""
    lines = ["| variable | default | what it does |", "|---|---|---|"]
    lines += _settings(Settings, "SPUDWATCH_")
    lines += [f"| `{name}` | {_code(base)} | {about} |" for name, (base, about) in source_variables().items()]
    return "\n".join(lines)


def grades() -> str:
    """The rules a grade is made by, with the names answers print them under."""
    lines = ["| rule | says |", "|---|---|"]
    lines += [f"| {rule.name} | {rule.sentence} |" for rule in RULES.values()]
    return "\n".join(lines)


# Hosts that a platform names, or an admin: no setting holds their address.
NAMED_BY_OTHERS = (
    ("gateway.discord.gg and others of discord.gg", "`SPUDWATCH_DISCORD__GATEWAY_URL`", "Discord's gateway"),
    ("cdn.discordapp.com, media.discordapp.net", "", "Pictures attached to a report on Discord"),
    ("hosts of slack.com", "", "Socket Mode, answers to commands and buttons (hooks), pictures sent in (files)"),
    ("any public host", "`/spudwatch-admin feeds`", "Feeds an admin adds; a private address is refused"),
    (
        "any public host",
        "`/spudwatch-admin webhooks`",
        "Webhooks and message services (mail, Telegram and others) an admin adds, where the operator switched them on",
    ),
)


def hosts() -> str:
    """Every host the program may contact, and the setting that replaces it."""
    lines = ["| host | setting | why |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        for inner, spec in getattr(field.annotation, "model_fields", {}).items():
            if inner.endswith("_url") and str(spec.default).startswith("http"):
                host = str(spec.default).split("/")[2]
                lines.append(f"| {host} | `SPUDWATCH_{name.upper()}__{inner.upper()}` | {spec.description} |")
    for name, source in upstreams().items():
        setting = f"SPUDWATCH_SOURCES__{name.upper()}_URL"
        lines.append(f"| {source.base.split('/')[2]} | `{setting}` | {source.about} |")
    lines += [f"| {host} | {setting} | {why} |" for host, setting, why in NAMED_BY_OTHERS]
    return "\n".join(lines)


def _settings(model: type, prefix: str) -> list[str]:
    lines = []
    for name, field in model.model_fields.items():  # type: ignore[attr-defined]
        if hasattr(field.annotation, "model_fields"):
            lines += _settings(field.annotation, f"{prefix}{name.upper()}__")
            continue
        default = _code(field.get_default(call_default_factory=True))
        lines.append(f"| `{prefix}{name.upper()}` | {default} | {field.description} |")
    return lines


def _code(value: object) -> str:
    return "" if value in (None, "", SecretStr("")) else f"`{value}`"
