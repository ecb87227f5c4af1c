"""Shared by all commands that change a setting."""

from bot.messages.reply import Button, Fields, Reply, Runnable, Severity, Words


def changed(
    what: str,
    before: object,
    after: object,
    undo: Runnable | None = None,
    note: str = "",
    then: Button | None = None,
    whose: Words = "",
) -> Reply:
    """Compose the confirmation of a change, with undo and any next step.

    ``whose`` it is, where it is a person's.
    """
    on = (then,) if then else ()
    of: tuple[tuple[str, Words], ...] = (("Of", whose),) if whose else ()
    if before == after:
        return Reply(
            title=f"{what}: nothing changed",
            parts=(Fields((*of, ("It is", format_value(after)))),),
            actions=on,
            data={"changed": False},
        )
    return Reply(
        title=f"{what}: changed",
        parts=(Fields((*of, ("Before", format_value(before)), ("Now", format_value(after)))),),
        severity=Severity.GOOD,
        actions=(*((Button("Undo", undo, in_place=True),) if undo else ()), *on),
        note=note,
        data={"changed": True, "before": before, "after": after},
    )


def format_value(value: object) -> str:
    """A setting's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset | set | tuple | list):
        return ", ".join(sorted(str(entry) for entry in value)) or "nothing"
    return str(value) or "nothing"
