from datetime import date

from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Button, Form, Menu, Reply, Source, Text, bold


class Show(Command[None], name="odds show", shareable=True):
    """Shows what the prediction markets say."""

    about: str = option("Model or event", complete="subject", limit=2_000)
    by: date | None = option("Only this deadline", default=None)

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        return Reply(
            title=f"{self.about} by {self.by or 'any day'}",
            parts=(Text((bold("78 %"), " at ", self.about)),),
            sources=(Source("Polymarket", "https://polymarket.com/x", asked.now),),
            actions=(
                Button("History", order("odds history", about=self.about), "main"),
                Menu(
                    "More",
                    (
                        Button("Rules", order("odds rules", about="x" * 200)),
                        Button("Again", order("odds show", about="y")),
                    ),
                ),
                Form("Report", "checkpoint report", {"label": self.about}),
            ),
            data={"about": self.about},
            shows=("MK-0001",),
        )
