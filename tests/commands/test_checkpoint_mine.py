"""One's own reports: listed for oneself, mended for a day, taken back at any time."""

from bot.messages.reply import Button, Form, Outcome
from bot.messages.request import Role
from tests.sightings import ANA, BOB, reported, tell


def controls(reply):
    return {action.label: action for action in reply.actions}


async def test_only_ones_own_reports_are_listed_newest_first(talk):
    here = talk()
    await reported(here, ANA, BOB)
    (other,) = await reported(here, ANA, label="Crest Nano")
    reply = await tell(here, "checkpoint mine")
    assert [one["label"] for one in reply.data["reports"]] == ["Crest Nano", "Crest Ultra"]
    assert reply.title == "You filed 2 reports here"
    assert other in reply.plain
    assert "NEEDS CORROBORATION" in reply.plain
    assert (await tell(here, "checkpoint mine", BOB)).title == "You filed 1 report here"
    elsewhere = await tell(here, "checkpoint mine", place="discord:8/9")
    assert elsewhere.title == "You reported nothing here yet"
    assert reply.private
    assert "Share in channel" not in controls(reply)


async def test_a_report_can_be_edited_for_a_day_and_withdrawn_at_any_time(talk):
    here = talk()
    (name,) = await reported(here, ANA)
    buttons = controls(await tell(here, "checkpoint mine"))
    edit, withdraw = buttons[f"Edit {name}"], buttons[f"Withdraw {name}…"]
    assert isinstance(edit, Button)
    assert (await tell(here, edit.run.line)).form.command == "checkpoint edit"
    assert withdraw == Form(f"Withdraw {name}…", "checkpoint withdraw", {"id": name})
    here.at("2026-04-22T09:11Z")
    later = await tell(here, "checkpoint mine")
    assert f"Edit {name}" not in controls(later)
    assert "can be edited" not in later.plain
    assert f"Withdraw {name}…" in controls(later)
    await tell(here, f"checkpoint withdraw {name}")
    gone = await tell(here, "checkpoint mine")
    assert "you withdrew it" in gone.plain
    assert not [label for label in controls(gone) if name in label]


async def test_an_edit_that_says_less_is_returned_and_nothing_is_lost(talk):
    here = talk()
    (name,) = await reported(here, ANA)
    before = (await tell(here, f"checkpoint show label:{name}")).plain
    refused = await tell(here, f"checkpoint edit {name} text:short")
    assert refused.outcome is Outcome.REFUSED
    assert "at least 40 characters" in refused.plain
    assert (await tell(here, f"checkpoint show label:{name}")).plain == before


async def test_a_name_that_was_kept_back_is_said_to_be(talk):
    here = talk()
    await tell(
        here,
        'checkpoint report label:"Crest Ultra" surface:"ChatGPT picker" how:"saw a post" text:"it was there" '
        "anonymous:yes step:save",
    )
    assert "without your name" in (await tell(here, "checkpoint mine")).plain


async def test_many_reports_come_in_pages(talk):
    here = talk()
    for number in range(7):
        here.at(f"2026-04-21T{number + 10}:00Z")
        await tell(
            here,
            f'checkpoint report label:"Crest {number}x" surface:"ChatGPT picker" how:"saw a post" text:"there" '
            "step:save",
        )
    first = await tell(here, "checkpoint mine")
    assert "Page 1 of 2" in first.plain
    second = await tell(here, controls(first)["Next page"].run.line)
    assert "Page 2 of 2" in second.plain
    assert "Next page" not in controls(second)
    assert "Page 2 of 2" in (await tell(here, "checkpoint mine page:9")).plain
    assert len(first.data["reports"]) == 7


async def test_the_names_one_watches_are_listed_and_ended_by_a_choice(talk):
    here = talk()
    none = await tell(here, "checkpoint watch")
    assert none.title == "You watch no name here"
    await tell(here, 'checkpoint watch "Crest Ultra"')
    await tell(here, 'checkpoint watch "Crest Nano"')
    reply = await tell(here, "checkpoint watch")
    assert sorted(reply.data["watching"]) == ["Crest Nano", "Crest Ultra"]
    assert (await tell(here, "checkpoint watch", BOB)).data["watching"] == []
    menu = controls(reply)["Stop watching"]
    await tell(here, next(choice.run.line for choice in menu.choices if choice.label == "Crest Ultra"))
    assert (await tell(here, "checkpoint watch")).data["watching"] == ["Crest Nano"]


WHAT = (
    'checkpoint attribute crest ultra model:spud method:"press report" why:"named in the text" link:https://x.example/a'
)


async def test_an_attribution_is_withdrawn_by_its_person_alone_and_its_words_with_it(talk):
    here = talk()
    said = controls(await tell(here, WHAT))
    assert (await tell(here, "checkpoint withdraw AT-0001", BOB)).outcome is Outcome.REFUSED
    who = "checkpoint who crest ultra"
    offered = ["Withdraw AT-0001…" in controls(await tell(here, who, person)) for person in (ANA, BOB)]
    assert offered == [True, False]
    assert (await tell(here, said["Undo"].run.line)).title == "AT-0001 withdrawn"
    assert not (await tell(here, who)).data.get("attributions")
    assert (await tell(here, "checkpoint withdraw AT-0001")).outcome is Outcome.REFUSED
    waiting = await tell(here, "desk queue", "discord:meg", role=Role.DESK)
    assert (waiting.data["waiting"], "x.example" in str(waiting.data)) == ([], False)


async def test_undo_in_words_takes_an_attribution_back(talk):
    here = talk()
    await tell(here, WHAT)
    assert (await tell(here, "undo")).title == "AT-0001 withdrawn"
