"""The doctor's check of webhooks and message services."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec

from adapters.doctor.results import CheckResult, CheckStatus
from bot.domain.notify.message_services import SERVICES
from bot.settings import Settings


def webhook_places(
    settings: Settings, installed: Callable[[str], bool] = lambda name: find_spec(name) is not None
) -> Iterator[CheckResult]:
    """Check whether digests and alerts can go to webhooks and message services."""
    if not settings.webhook.token_key.get_secret_value():
        yield CheckResult("webhooks", CheckStatus.OFF, "no key", "SPUDWATCH_WEBHOOK__TOKEN_KEY switches them on.")
        return
    if not installed("cryptography"):
        todo = "Run: pip install 'spudwatch[slack]'"
        yield CheckResult("webhooks", CheckStatus.FAIL, "cryptography is missing", todo)
        return
    services = f"{SERVICES[0].title}, {SERVICES[1].title} and {len(SERVICES) - 2} others"
    if not installed("apprise"):
        todo = f"For {services} run: pip install 'spudwatch[apprise]'"
        yield CheckResult("webhooks", CheckStatus.OK, "signed requests; apprise is missing", todo)
        return
    yield CheckResult("webhooks", CheckStatus.OK, f"signed requests, {services}")
