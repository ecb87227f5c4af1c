from datetime import timedelta

from bot.dispatch.command import Command, option
from bot.messages.reply import Chart, Reply, Series


class History(Command[None], name="odds history", shareable=True):
    """Draws the series."""

    about: str = option("Model or event", complete="subject")

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        series = Series("Polymarket", ((asked.now - timedelta(days=1), 0.4), (asked.now, 0.78)))
        return Reply(title=f"History of {self.about}", parts=(Chart("Odds", (series,), alt="From 40 % to 78 %."),))
