"""The doctor's check of the desk in a browser."""

from collections.abc import Iterator

from adapters.doctor.results import CheckResult, CheckStatus
from bot.settings import Settings


def browser_desk(settings: Settings) -> Iterator[CheckResult]:
    """Check whether people can sign in to the desk.

    It says which redirects their platforms must know.
    """
    if not settings.web.desk:
        if settings.web.port:
            todo = "SPUDWATCH_WEB__DESK=true serves it at /desk, behind a sign-in."
            yield CheckResult("desk", CheckStatus.OFF, "not served in the browser", todo)
        return
    try:
        from adapters.desk.opening import redirects, trouble  # noqa: PLC0415 - its libraries are an extra
    except ModuleNotFoundError as error:
        yield CheckResult("desk", CheckStatus.FAIL, f"{error.name} is missing", "Run: pip install 'spudwatch[web]'")
        return
    why, todo = trouble(settings)
    if why:
        yield CheckResult("desk", CheckStatus.FAIL, f"SPUDWATCH_WEB__DESK is set, but {why}", todo)
        return
    for name, address in redirects(settings).items():
        todo = f"Its app's OAuth settings must list this redirect: {address}"
        yield CheckResult("desk", CheckStatus.OK, f"sign-in with {name.capitalize()}", todo)
