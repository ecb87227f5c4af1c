"""What an operator chooses, from ``SPUDWATCH_…`` variables, a ``.env`` file, or files of secrets. Made once, at start.

Nested settings join with two underscores: ``SPUDWATCH_DISCORD__TOKEN``. A secret may stand in a file instead: a file
named like the variable, in the folder ``SPUDWATCH_SECRETS_DIR`` (as Docker and Kubernetes mount them). Every address of
somebody else's service is a setting, so that a proxy or a test can stand in its place.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class DiscordSettings(BaseModel):
    """The Discord bot; off without a token."""

    token: SecretStr = Field(SecretStr(""), description="Bot token; Discord is off without it")
    application_id: str = Field("", description="Application id, for install links and HTTP interactions")
    public_key: str = Field("", description="Hex public key; set it to receive interactions over HTTP")
    http_host: str = Field("127.0.0.1", description="Address the HTTP interactions endpoint listens on")
    http_port: int = Field(0, description="Port of the HTTP interactions endpoint; 0 uses the gateway alone")
    api_url: str = Field("https://discord.com/api/v10", description="Where Discord's REST API answers")
    gateway_url: str = Field("", description="Gateway address; empty asks Discord for it")
    per_second: int = Field(50, ge=1, description="Requests a second Discord allows this bot")


class SlackSettings(BaseModel):
    """The Slack app; off without a bot token or a client id."""

    bot_token: SecretStr = Field(SecretStr(""), description="xoxb token of the one workspace served")
    app_token: SecretStr = Field(SecretStr(""), description="xapp token; set it to use Socket Mode")
    signing_secret: SecretStr = Field(SecretStr(""), description="Signing secret; needed to receive requests over HTTP")
    http_port: int = Field(0, description="Port of the HTTP endpoint; 0 uses Socket Mode alone")
    client_id: str = Field("", description="OAuth client id, to be installed in many workspaces")
    client_secret: SecretStr = Field(SecretStr(""), description="OAuth client secret")
    redirect_url: str = Field("", description="Public address of /slack/oauth_redirect")
    token_key: SecretStr = Field(SecretStr(""), description="Fernet key that encrypts stored tokens")
    admins: str = Field("", description="Who are admins from the start (U1,U2), beside whoever installed the app")
    api_url: str = Field("https://slack.com/api/", description="Where Slack's Web API answers")


class WebSettings(BaseModel):
    """The public pages; off without a port."""

    port: int = Field(0, description="Port of the public pages, feeds, API and MCP server; 0 is off")
    host: str = Field("127.0.0.1", description="Address the public pages listen on; a proxy stands before it")
    address: str = Field("", description="Public address of the pages; with it every card ends with its page's link")


class SourceSettings(BaseModel):
    """Where markets and model lists answer, and how often they are asked."""

    polymarket_gamma_url: str = Field("https://gamma-api.polymarket.com", description="Polymarket events and markets")
    polymarket_clob_url: str = Field("https://clob.polymarket.com", description="Polymarket order books")
    polymarket_data_url: str = Field("https://data-api.polymarket.com", description="Polymarket price history")
    kalshi_url: str = Field("https://external-api.kalshi.com/trade-api/v2", description="Kalshi's trade API")
    manifold_url: str = Field("https://api.manifold.markets/v0", description="Manifold's API")
    metaculus_url: str = Field("https://www.metaculus.com/api", description="Metaculus's API")
    metaculus_token: SecretStr = Field(SecretStr(""), description="Metaculus token; the venue is off without it")
    openrouter_url: str = Field("https://openrouter.ai/api/v1", description="OpenRouter's model list")
    models_dev_url: str = Field("https://models.dev", description="models.dev's catalogue")
    litellm_url: str = Field(
        "https://raw.githubusercontent.com/BerriAI/litellm/main", description="LiteLLM's price file"
    )
    openai_url: str = Field("https://api.openai.com/v1", description="An OpenAI-style model list")
    openai_key: SecretStr = Field(SecretStr(""), description="Key for that list; it is off without one")
    poll_minutes: int = Field(5, ge=1, description="Minutes between two reads of a mapped market")
    discover_minutes: int = Field(60, ge=10, description="Minutes between two searches for new markets")
    catalog_minutes: int = Field(15, ge=10, description="Minutes between two reads of a model list")
    live: bool = Field(default=True, description="Read the network at all; without it the bundled ledger answers")


class Settings(BaseSettings):
    """All settings, checked once at start."""

    model_config = SettingsConfigDict(
        env_prefix="SPUDWATCH_", env_nested_delimiter="__", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database: Path | None = Field(None, description="The database file; empty uses the platform's data folder")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")
    log_format: Literal["json", "text"] = Field("json", description="JSON lines for machines, text for eyes")
    operator: str = Field("", description="Contact shown in help and in the User-Agent of requests")
    metrics_host: str = Field("127.0.0.1", description="Address of /metrics, /healthz and /readyz")
    metrics_port: int = Field(0, description="Port of /metrics, /healthz and /readyz; 0 is off")
    stop_seconds: float = Field(20, gt=0, description="How long a stop may take to finish what is held")
    discord: DiscordSettings = Field(default_factory=DiscordSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    web: WebSettings = Field(default_factory=WebSettings)
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
        """Arguments first, then the environment, ``.env``, and the folder of secrets where one is named."""
        sources = (init_settings, env_settings, dotenv_settings)
        if not (folder := os.environ.get("SPUDWATCH_SECRETS_DIR")):
            return sources
        from pydantic_settings import NestedSecretsSettingsSource  # noqa: PLC0415 - only where secrets are files

        return (*sources, NestedSecretsSettingsSource(file_secret_settings, secrets_dir=folder))

    def database_path(self) -> Path:
        """Where the database is: the setting, or ``spudwatch.db`` in the platform's data folder."""
        if self.database:
            return self.database
        from platformdirs import user_data_path  # noqa: PLC0415 - not needed where the setting is given

        return user_data_path("spudwatch") / "spudwatch.db"


def known() -> frozenset[str]:
    """The variable of every setting."""
    return frozenset(_variables(Settings, "SPUDWATCH_"))


def written(file: Path) -> frozenset[str]:
    """The variables of ours that a ``.env`` file names."""
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
