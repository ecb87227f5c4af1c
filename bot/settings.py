"""Operator settings from ``SPUDWATCH_…`` variables, ``.env``, or secret files.

Created once, at start. Nested settings join with two underscores: ``SPUDWATCH_DISCORD__TOKEN``. A secret can be read
from a file named like the variable in the folder ``SPUDWATCH_SECRETS_DIR`` (as Docker and Kubernetes mount them). Every
outside address is a setting, so that a proxy or a test can replace it.
"""

import os
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


def public_address(address: str) -> str:
    """Return a public address that is whole, or empty.

    Raises:
        ValueError: it is neither.
    """
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("write the whole address, such as https://spud.example")
    return address


def _fernet(key: SecretStr) -> SecretStr:
    """Return a key that Fernet takes, or an empty one.

    It is 32 bytes in URL-safe base64 (https://cryptography.io/en/latest/fernet/).
    """
    given = key.get_secret_value()
    try:
        size = len(urlsafe_b64decode(given))
    except ValueError:
        size = -1
    if given and size != FERNET_BYTES:
        raise ValueError("write a Fernet key: 32 random bytes in URL-safe base64, 44 characters")
    return key


FERNET_BYTES = 32
Port = Annotated[int, Field(ge=0, le=65535)]
PublicAddress = Annotated[str, AfterValidator(public_address)]
FernetKey = Annotated[SecretStr, AfterValidator(_fernet)]


class DiscordSettings(BaseModel):
    """The Discord bot; off without a token."""

    token: SecretStr = Field(SecretStr(""), description="Bot token; Discord is off without it")
    application_id: str = Field("", description="Application id, for install links and HTTP interactions")
    client_secret: SecretStr = Field(SecretStr(""), description="OAuth secret, for signing in to the desk in a browser")
    public_key: str = Field("", description="Hex public key; set it to receive interactions over HTTP")
    http_host: str = Field("127.0.0.1", description="Address the HTTP interactions endpoint listens on")
    http_port: Port = Field(0, description="Port of the HTTP interactions endpoint; 0 uses the gateway alone")
    api_url: str = Field("https://discord.com/api/v10", description="Address of Discord's REST API")
    gateway_url: str = Field("", description="Gateway address; if empty, Discord supplies it")
    per_second: int = Field(50, ge=1, description="Requests per second that Discord allows this bot")
    mentions: bool = Field(default=False, description="Answer where the bot is mentioned; needs no privileged intent")


class SlackSettings(BaseModel):
    """The Slack app; off without a bot token or a client id."""

    bot_token: SecretStr = Field(SecretStr(""), description="xoxb token of the one workspace served")
    app_token: SecretStr = Field(SecretStr(""), description="xapp token; set it to use Socket Mode")
    signing_secret: SecretStr = Field(SecretStr(""), description="Signing secret; needed to receive requests over HTTP")
    http_host: str = Field("127.0.0.1", description="Address the HTTP endpoint listens on")
    http_port: Port = Field(0, description="Port of the HTTP endpoint; 0 uses Socket Mode alone")
    client_id: str = Field("", description="OAuth client id, for installation in many workspaces")
    client_secret: SecretStr = Field(SecretStr(""), description="OAuth client secret")
    redirect_url: PublicAddress = Field("", description="Public address of /slack/oauth_redirect")
    token_key: FernetKey = Field(SecretStr(""), description="Fernet key that encrypts stored tokens")
    admins: str = Field("", description="Initial admins besides the installer: U1,U2; with OAuth T1/U1")
    api_url: str = Field("https://slack.com/api/", description="Address of Slack's Web API")


class WebSettings(BaseModel):
    """The public pages; off without a port."""

    port: Port = Field(0, description="Port of the public pages, feeds, API and MCP server; 0 is off")
    host: str = Field("127.0.0.1", description="Address the public pages listen on, behind a proxy")
    address: PublicAddress = Field(
        "", description="Public address of the pages; if set, cards end with a link to their page"
    )
    desk: bool = Field(default=False, description="Serve the desk at /desk, behind a sign-in with Discord or Slack")


class WebhookSettings(BaseModel):
    """Webhooks and services at addresses that admins choose; off without a key."""

    token_key: FernetKey = Field(SecretStr(""), description="Fernet key that encrypts webhooks; off without it")
    private: bool = Field(default=False, description="Let admins choose addresses in this machine's own network, too")


class SourceSettings(BaseModel):
    """Addresses and polling intervals of markets, model lists and pages.

    Each host of `bot.sources` has a setting of its own: ``<NAME>_URL`` to replace its public address, and its token if
    it needs one. They are not fields here, so that a new source brings its own.
    """

    model_config = ConfigDict(extra="allow")

    poll_minutes: int = Field(5, ge=1, description="Minutes between reads of a mapped market")
    discover_minutes: int = Field(60, ge=10, description="Minutes between searches for new markets")
    catalog_minutes: int = Field(15, ge=10, description="Minutes between reads of a model list")
    vendor_minutes: int = Field(30, ge=10, description="Minutes between reads of the vendors' own pages")
    live: bool = Field(default=True, description="Read sources over the network; if off, only the ledger answers")
    off: list[str] = Field(default_factory=list, description="Hosts that are not read, as a JSON list of names")

    @model_validator(mode="before")
    @classmethod
    def _hide_secrets(cls, given: Any) -> Any:
        """Wrap tokens, so that no ``repr`` shows one."""
        if not isinstance(given, dict):
            return given
        secret = {name for name, value in given.items() if name.endswith(("_token", "_key")) and isinstance(value, str)}
        return {name: SecretStr(value) if name in secret else value for name, value in given.items()}

    def address(self, name: str, default: str = "") -> str:
        """The address of a host by name: its setting, else the default."""
        return str((self.model_extra or {}).get(f"{name}_url") or default)

    def secret(self, setting: str) -> str:
        """Return the secret that a host's ``token`` names; empty if not set."""
        value = (self.model_extra or {}).get(setting, "")
        return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


class LedgerSettings(BaseModel):
    """Source of newer ledger editions, and the key that must have signed them."""

    address: str = Field("", description="File or https address of a signed edition, for `spudwatch ledger update`")
    key: str = Field("", description="Public key that must have signed it, 64 hexadecimal digits")


class Settings(BaseSettings):
    """All settings, validated once at start."""

    model_config = SettingsConfigDict(
        env_prefix="SPUDWATCH_", env_nested_delimiter="__", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database: str | Path = Field(
        "",
        repr=False,
        description="Database file, or `postgresql://…` for a server; default: a file in the user data folder",
    )
    database_read: str = Field(
        "",
        repr=False,
        description="Streaming replica (`postgresql://…`) to read public pages from; default: the database itself",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Log level")
    log_format: Literal["json", "text"] = Field("json", description="JSON lines, or human-readable text")
    operator: str = Field("", description="Contact shown in help and in the User-Agent header")
    metrics_host: str = Field("127.0.0.1", description="Address of /metrics, /livez and /readyz")
    metrics_port: Port = Field(0, description="Port of /metrics, /livez and /readyz; 0 is off")
    stop_seconds: float = Field(20, gt=0, description="Seconds that a stop may take to finish pending work")
    discord: DiscordSettings = Field(default_factory=DiscordSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    webhook: WebhookSettings = Field(default_factory=WebhookSettings)
    ledger: LedgerSettings = Field(default_factory=LedgerSettings)
    sources: SourceSettings = Field(default_factory=SourceSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings passes it
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources.

        Arguments, environment, ``.env``, then the secrets folder if set.
        """
        sources = (init_settings, env_settings, dotenv_settings)
        if not (folder := os.environ.get("SPUDWATCH_SECRETS_DIR")):
            return sources
        from pydantic_settings import NestedSecretsSettingsSource  # noqa: PLC0415 - only where secrets are files

        return (*sources, NestedSecretsSettingsSource(file_secret_settings, secrets_dir=folder))

    def database_address(self) -> str:
        """The database's address, by default a file in the user data folder."""
        if self.database:
            return str(self.database)
        from platformdirs import user_data_path  # noqa: PLC0415 - not needed where the setting is given

        return str(user_data_path("spudwatch") / "spudwatch.db")


def known() -> frozenset[str]:
    """The variable of every setting, those of each source's hosts among them."""
    return frozenset((*_variables(Settings, "SPUDWATCH_"), *source_variables()))


def source_variables() -> dict[str, tuple[str, str]]:
    """Map the variable of every host's address and token to its default and purpose."""
    from bot.sources.registry import upstreams  # noqa: PLC0415 - imports every source

    found = {}
    for name, host in upstreams().items():
        found[f"SPUDWATCH_SOURCES__{name.upper()}_URL"] = (host.base, f"{host.about}: its address")
        if host.token:
            about = f"{host.about}: its token; not read without it"
            found[f"SPUDWATCH_SOURCES__{host.token.upper()}"] = ("", about)
    return found


def written(file: Path) -> frozenset[str]:
    """Return our variables that a ``.env`` file sets."""
    from dotenv import dotenv_values  # noqa: PLC0415 - pydantic-settings loads it where there is such a file

    return (
        frozenset(name for name in dotenv_values(file) if name.startswith("SPUDWATCH_"))
        if file.exists()
        else frozenset()
    )


def _variables(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _variables(field.annotation, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}"
