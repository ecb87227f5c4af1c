"""Which servers have the bot, asked for: a bot that is down hears of no removal.

https://discord.com/developers/docs/resources/user#get-current-user-guilds
"""

from adapters.discord.transport.rest import DiscordRest

PAGE = 200  # the most one answer holds


async def servers(rest: DiscordRest) -> frozenset[str] | None:
    """The ids of all of them; None if Discord did not name them all.

    Raises:
        Unreached: no answer came.
    """
    found: set[str] = set()
    after = "0"
    while True:
        path = f"/users/@me/guilds?limit={PAGE}&after={after}"
        answer = await rest.call("GET", path, bucket="GET /users/@me/guilds")
        if not answer.ok or not isinstance(answer.body, list):
            return None
        page = [str(server["id"]) for server in answer.body]
        found.update(page)
        if len(page) < PAGE:
            return frozenset(found)
        after = max(page, key=int)
