"""What each kind of question is read as, in sentences that nothing was trained with."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Form, Outcome
from bot.messages.request import Role
from tests.conftest import Conversation

NOW = "2026-11-28T12:00Z"


@pytest.mark.parametrize(
    ("text", "intent", "subject"),
    [
        ("any word on when the next sonnet lands", "coming", "anthropic/claude-sonnet"),
        ("is cohere cooking something or finished", "coming", "cohere"),
        ("what is xai going to launch at the end of the quarter", "coming", "xai"),
        ("robotics models on the horizon?", "coming", ""),
        ("sonnet 4 on bedrock, till when", "retire", "anthropic/claude-sonnet-4"),
        ("how long is gpt-4.1 going to stick around", "retire", "openai/gpt-4.1"),
        ("grok 3 has been giving 404s since noon", "retire", "xai/grok-3"),
        ("gpt-4o is hardcoded in half of our services, trouble?", "retire", "openai/gpt-4o"),
        ("did that 60% on opus 5 turn out right", "record", "anthropic/claude-opus-5"),
        ("manifold or kalshi, who was closer on grok 4", "record", "manifold"),
        ("manifld accuracy on launches", "record", "manifold"),
        ("did sonnet 5 limits change recently", "news", "anthropic/claude-sonnet-5"),
        ("grok 4.7 changelog", "news", "xai/grok-4.7"),
        ("did the odds swing overnight", "news", ""),
        ("who has the better odds of making it by may, claude 6 or grok 5", "odds", "anthropic/claude-6"),
        ("grok 5 when", "odds", "xai/grok-5"),
        ("claude 6 before june? my budget depends on it", "odds", "anthropic/claude-6"),
        ("you can run gpt-6 on the free tier", "claim", "openai/gpt-6"),
        ("grok 4.7 parameters = 3T?", "claim", "xai/grok-4.7"),
        ("tell me whether this is nonsense: gpt-6 has a 5M context", "claim", "openai/gpt-6"),
        ("gpt-6 was trained in two weeks, true/false", "claim", "openai/gpt-6"),
        ("legit or not: the 'Lunar Leaks' account", "source", "lunar-leaks"),
        ("promises kept and broken by the gemini team", "source", "google"),
        ("Hello, how likely is it that Claude 6 is out by the end of March? Thanks", "odds", "anthropic/claude-6"),
        ("did altman keep his word about gpt-7?", "source", "sam-altman"),
        ("what did hassabis say on gemini 5, and when", "source", "demis-hassabis"),
        ("was altman right about gpt-6?", "source", "sam-altman"),
        ("chipwatcher7 said grok 5 in march. how good is he usually?", "source", "chipwatcher7"),
        ("is the Quiet Tuners channel reliable", "source", "quiet-tuners"),
        ("Bloomberg/Gurman accuracy", "source", "mark-gurman"),
        ("Veo 5 came out on Tuesday, says a newsletter I subscribe to", "claim", "google/veo-5"),
        ("mistral never put out a Large 4, right", "claim", "mistral/mistral-large-4"),
        ("its a lie that owl-alpha was made by meta", "claim", "label/owl-alpha"),
        ("could we have a message in here once a week with what moved", "digest", ""),
        ("how many times a week does the briefing go out", "digest", ""),
        (
            "gpt-4.1-mini is wired into twelve of our services. how much time have we got",
            "retire",
            "openai/gpt-4.1-mini",
        ),
        ("is Prompt Studio being sunset", "retire", "label/prompt-studio"),
        ("mistral deprecaitons", "retire", "mistral"),
        ("eye on larch-gamma 4 us please, shout the second its unmasked", "watch", "label/larch-gamma"),
        ("préviens-moi quand DeepSeek sort un modèle", "watch", "deepseek"),
        ("music models due soon (Suno, Udio, Lyria ...)", "coming", ""),
        ("what's the closest launch right now", "coming", ""),
        ("what launches at the end of january", "coming", ""),
        ("likeliest before February: Qwen 5, Kimi K4, GLM 6", "odds", "alibaba/qwen-5"),
        ("the 0.41 for a new Sonnet by March, how liquid is that", "odds", "anthropic/claude-sonnet"),
        ("put glm-6 next to qwen 5", "compare", "zai/glm-6"),
        ("hahahaha", "none", ""),
    ],
)
async def test_a_question_is_read_by_its_kind(
    talk: Callable[..., Conversation], text: str, intent: str, subject: str
) -> None:
    reply = await talk(NOW).say(text, role=Role.MEMBER)
    assert reply.data["read_as"] == {"intent": intent, "subject": subject or None}


@pytest.mark.parametrize("text", ["how do i get a regular summary", "where can we sign up for a weekly mail"])
async def test_who_asks_how_to_get_a_digest_is_offered_one(talk: Callable[..., Conversation], text: str) -> None:
    reply = await talk(NOW).say(text)
    assert reply.title == "A digest is posted on the days and at the time that you choose."
    assert [one.command for one in reply.actions if isinstance(one, Form)] == ["digest create"]


async def test_a_timetable_behind_a_slash_is_a_digest_and_its_id_stays_one(talk: Callable[..., Conversation]) -> None:
    here = talk(NOW)
    made = await here.say("/digest tuesdays 5pm")
    assert (made.command, made.data["timetable"]) == ("digest create", "Every Tue 17:00 UTC")
    assert (await here.say("/digest DG-01")).command == "digest list"


async def test_a_colon_in_a_sentence_is_no_option_and_one_in_a_short_line_is(talk: Callable[..., Conversation]) -> None:
    here = talk(NOW)
    asked = await here.say("odds on grok 5 being shown at re:build next month")
    assert asked.data["read_as"] == {"intent": "odds", "subject": "xai/grok-5"}
    assert "odds show has no option “foo”" in (await here.say("odds zorbulon foo:bar")).plain


@pytest.mark.parametrize("text", ["report cobalt-11", "i have cobalt-11 too"])
async def test_who_reports_a_name_gets_the_form(talk: Callable[..., Conversation], text: str) -> None:
    reply = await talk(NOW).say(text)
    assert (reply.command, reply.outcome) == ("checkpoint report", Outcome.ANSWERED)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("names in the last 60 days", "checkpoint list days:60"),
        ("stealth models from google", "checkpoint list lab:Google"),
        ("who was right about gpt-5.5", "claimcheck list about:openai/gpt-5.5 outcome:decided"),
        ("do your guesses ever turn out right", "checkpoint methods"),
    ],
)
async def test_what_is_asked_goes_into_the_command(talk: Callable[..., Conversation], text: str, line: str) -> None:
    here = talk(NOW)
    asked, typed = await here.say(text), await here.say(line)
    assert (asked.command, asked.title) == (typed.command, typed.title)
    assert "is not applied" not in asked.plain


async def test_the_odds_beside_a_claim_about_the_past_are_those_of_today(talk: Callable[..., Conversation]) -> None:
    reply = await talk(NOW).say("grok 5 came out in august 2026")
    assert reply.command == "claimcheck ask"
    assert [one.run.line for one in reply.others if one.run.name == "odds show"] == ["odds show about:xai/grok-5"]
