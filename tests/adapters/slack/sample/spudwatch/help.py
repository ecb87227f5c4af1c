from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Button, Form, Reply


class Help(Command[None], name="spudwatch help"):
    """Shows what to do."""

    topic: str = option("A command", default="")

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        form = Form("", "checkpoint report", {"label": "from help"}) if self.topic == "form" else None
        return Reply(title=f"Help {self.topic}", actions=(Button("Odds", order("odds", about="spud")),), form=form)
