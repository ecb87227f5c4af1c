"""Sentences that name no command: what they are read as, and what answers."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.dispatch.plain_words import lone_name, name_in
from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.question_forms import KINDS, Intent, question_forms
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.reader import read_plain
from bot.messages.order import Order
from bot.messages.reply import Outcome
from bot.messages.request import RequestContext, Role, View
from bot.queries.names import names

MOMENT = datetime.fromisoformat("2026-04-21T12:00Z")


@pytest.fixture
def read(talk) -> Callable[[str], ReadAs]:
    """Read a sentence as a member of a place where nothing was set up."""
    here = talk()
    ctx = RequestContext("console:ana", "console:local/here", MOMENT, MOMENT)
    return lambda text: read_plain(here.ports, ctx, here.app.catalogue, text)


@pytest.mark.parametrize(
    ("sentence", "name", "alone"),
    [
        ("what is spud", "spud", True),
        ("What's Spud?", "Spud", True),
        ("when will gpt-6 be out?", "gpt-6", True),
        ("tell me about Crest Pro Alpha, please", "Crest Pro Alpha", True),
        ("spud", "spud", True),
        ("spud beats opus 4.7", "spud", False),
        ("is spud better than opus", "spud", False),
        ("is 5.5 out", "5.5", True),
        ("did gemini 3.5 leak", "gemini 3.5", True),
        ("spud context window", "spud", True),
        ("who said it beats opus", "opus", True),
        ("how much will it cost", "", False),
        ("it is 5", "", False),
        ("help me", "", False),
        ("?!", "", False),
        ("", "", False),
        ("x" * 10_000, "", False),
        ("what is �", "", False),
        ("what is ²", "", False),
        ("🥔", "", False),
    ],
)
def test_the_name_a_sentence_is_about(talk, sentence, name, alone):
    reader = names(talk().ports, View("console:local", MOMENT))
    assert name_in(sentence, reader) == name
    assert lone_name(sentence, reader) == (name if alone else "")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Opus 5 will be the finest model of all time", Intent.CLAIM),
        ("Grok 5 will change the world", Intent.CLAIM),
        ("Kimi K3 is hilarious", Intent.CLAIM),
        ("Llama 5 is trash", Intent.CLAIM),
        ("spud will be out", Intent.ODDS),
        ("will spud be good", Intent.ODDS),
        ("spud, will it fit in 24gb", Intent.MODEL),
        ("is spud funny", Intent.MODEL),
        ("gpt-4o was my soulmate", Intent.NONE),
    ],
)
def test_an_opinion_gets_no_odds_and_no_card_as_if_asked_for(read, text, intent):
    assert read(text).intent is intent


EXAMPLES = [(form.intent, text, True) for form in question_forms() for text in form.takes]
EXAMPLES += [(form.intent, text, False) for form in question_forms() for text in form.refuses]


def test_there_are_forms_for_every_intent():
    assert {form.intent for form in question_forms()} == set(Intent) - {Intent.NONE, Intent.CHAT}
    assert all(form.takes and form.refuses for form in question_forms())


def test_each_form_takes_what_it_must_and_leaves_what_it_must_not(read):
    shut = {Intent.RETIRE}  # where the command of an intent is not there, the next reading answers
    wrong = [(intent, text) for intent, text, takes in EXAMPLES if (read(text).intent is intent) != takes]
    assert [one for one in wrong if one[0] not in shut] == []


@pytest.mark.parametrize(
    ("text", "intent", "subject", "line"),
    [
        ("when will spud ship?", "odds", "openai/spud", "odds show about:openai/spud"),
        ("is gpt 5.6 out yet", "model", "openai/gpt-5.6", "model show name:openai/gpt-5.6"),
        ("odds of gpt-5.5 by end of april", "odds", "openai/gpt-5.5", "odds show about:openai/gpt-5.5 by:2026-04-30"),
        ("who made crest pro alpha", "checkpoint", "label/crest-pro-alpha", 'checkpoint show label:"Crest Pro Alpha"'),
        ("quasar alfa", "checkpoint", "label/quasar-alpha", "checkpoint show label:quasar-alpha"),
        (
            "gpt-6 was released yesterday",
            "claim",
            "openai/gpt-6",
            'claimcheck ask claim:"gpt-6 was released yesterday"',
        ),
        ("who built midnight-otter", "checkpoint", "label/midnight-otter", "checkpoint show label:midnight-otter"),
        ("is silk-moth a google model", "checkpoint", "label/silk-moth", "checkpoint show label:silk-moth"),
        ("CL-0042", "claim", None, "claimcheck show claim:CL-0042"),
        ("mk-0001", "odds", None, "odds show about:MK-0001"),
        ("can i trust andrew.ooo", "source", "andrew.ooo", "claimcheck source source:andrew.ooo"),
        ("what's new this week", "news", None, "catchup since:2026-04-14"),
        ("what's next from OpenAI?", "coming", "openai", "model coming lab:openai"),
        ("stop watching spud", "watch", "openai/spud", "alerts stop about:openai/spud"),
        ("Spud beats Opus 4.7", "claim", "openai/spud", 'claimcheck ask claim:"Spud beats Opus 4.7"'),
        ("when was opus 4.7 released", "model", "anthropic/claude-opus-4.7", None),
        (
            "Grok 9 or spud, which is out first",
            "odds",
            "xai/grok-9",
            'model first models:"xai/grok-9, openai/spud"',
        ),
        ("what did meta announce this week", "news", "meta", None),
        ("grok 5s context window", "model", "xai/grok-5", None),
        ("price of nova 4", "model", "amazon/nova-4", None),
        ("is fable out", "model", "anthropic/claude-fable", None),
        ("wann kommt grok 5", "odds", "xai/grok-5", None),
        ("wer steckt hinter saffron-gate", "checkpoint", "label/saffron-gate", None),
        ("how often was musk right", "source", "elon-musk", None),
        ("is the verge right about leaks", "source", "the-verge", None),
        ("can i trust the wsj", "source", "the-wall-street-journal", None),
        ("how good is jane doe's reporting, is she right", "source", "jane-doe", None),
        ("is crimson-tapir-v2 gemini or claude", "checkpoint", "label/crimson-tapir-v2", None),
        ("crimson-tapir is gpt-5.5", "claim", "label/crimson-tapir", None),
        ("upcoming gemini models", "coming", "google", None),
        ("someone on x says opus 6 comes tuesday, true?", "claim", "anthropic/claude-opus-6", None),
        ("remind me when grok 6 is out, max 3 times", "watch", "xai/grok-6", "model watch name:xai/grok-6 confirm:yes"),
        (
            "remind me when zorbulon 3 is out",
            "watch",
            "label/zorbulon-3",
            'checkpoint watch label:"zorbulon 3" confirm:yes',
        ),
        ("keep an eye on brass heron for me", "watch", "label/brass-heron", None),
        ("anyone seeing 'River Stone' in the chatgpt picker?", "checkpoint", "label/river-stone", None),
        ("what is “crest ultra”", "checkpoint", "label/crest-ultra", 'checkpoint show label:"crest ultra"'),
        ("saw 'claude-heron-preview' in the network tab, known?", "checkpoint", "label/claude-heron-preview", None),
        ("model called rutabaga on lmarena, whose?", "checkpoint", "label/rutabaga", "checkpoint show label:rutabaga"),
        ("elefant alpha anyone?", "checkpoint", "label/elephant-alpha", None),
        ("night whisper from google?", "checkpoint", "label/nightwhisper", None),
        ("https://openrouter.ai/stealth/brass-heron-beta", "checkpoint", "label/brass-heron-beta", None),
        ("https://platform.openai.com/docs/deprecations what's next", "retire", "openai", "model retiring lab:openai"),
        ("our app runs on gpt-4o-2024-08-06, how long do we have", "retire", "openai/gpt-4o", None),
        ("which claude models are being shut down", "retire", "anthropic/claude", "model retiring lab:anthropic"),
        ("gpt-4o EOL date", "retire", "openai/gpt-4o", None),
        ("what's your median date for grok five", "odds", "xai/grok-5", None),
        ("who do the markets favour for best model", "odds", None, "odds show"),
        ("grok 5 has 3 trillion parameters, right?", "claim", "xai/grok-5", None),
        ("qwen 5 has a 10 million token context window", "claim", "alibaba/qwen-5", None),
        ("who first said that crest pro alpha is gpt-5.5", "claim", "label/crest-pro-alpha", None),
        ("is claude conscious", "none", None, None),
        ("my chatgpt account got banned, how do i appeal", "none", None, None),
        ("too many alerts, max 3 a day", "watch", None, 'spudwatch help topic:"alerts edit"'),
        ("no pings between 11pm and 7 thanks", "watch", None, 'spudwatch help topic:"alerts edit"'),
        ("set my timezone to sao paulo", "help", None, "spudwatch timezone zone:America/Sao_Paulo"),
        ("what's zuckerbergs average delay", "source", "mark-zuckerberg", None),
        ("anything new from cohere", "news", "cohere", "catchup about:Cohere"),
        ("kalshi or poly, whose odds of gpt-7 are higher", "compare", "openai/gpt-7", None),
        ("KXGPT7-26DEC31 price", "odds", "openai/gpt-7", None),
        (
            "https://polymarket.com/event/gpt-7-by whats it at",
            "odds",
            "openai/gpt-7",
            "odds show about:https://polymarket.com/event/gpt-7-by",
        ),
        (
            "watch https://polymarket.com/event/gpt-7-by for me",
            "watch",
            "openai/gpt-7",
            "model watch name:openai/gpt-7 confirm:yes",
        ),
        ("did musk keep his word on grok 5", "source", "elon-musk", 'model promises who:"Elon Musk, xai/grok-5"'),
        ("is sama reliable", "source", "sam-altman", 'claimcheck source source:"Sam Altman"'),
        ("zuck's promises vs what came out", "source", "mark-zuckerberg", 'model promises who:"Mark Zuckerberg"'),
        ("was reuters right about grok 5", "source", "reuters", "claimcheck source source:Reuters"),
        ("which lab keeps its word", "source", None, "model promises"),
        ("who said we'd have llama 5 by fall", "source", "meta/llama-5", "model promises who:meta/llama-5"),
        ("lithiumflow?", "checkpoint", "label/lithiumflow", "checkpoint show label:lithiumflow"),
        ("velvet-heron = claude?", "checkpoint", "label/velvet-heron", None),
        ("is gpt-6-astra-0x2 a checkpoint or a troll", "checkpoint", "label/gpt-6-astra-0x2", None),
        ("that tangelo model on lmarena is insane, whose is it", "checkpoint", "label/tangelo", None),
        ("pls verify: amazon is killing nova premier", "claim", "amazon/nova-premier", None),
        ('"Mistral Large 4 is open weights"', "claim", "mistral/mistral-large-4", None),
        ("is Claude Max $50 a month?", "claim", None, 'claimcheck ask claim:"is Claude Max $50 a month?"'),
        ("odds for glm-6 plz", "odds", "zai/glm-6", "odds show about:zai/glm-6"),
        ("tell me abt command a+", "model", "cohere/command-a-plus", None),
        ("why wasn't kimi k3 in today's digest", "digest", "moonshot/kimi-k3", None),
        ("nightheron = gemini 4 flash?", "checkpoint", "label/nightheron", "checkpoint show label:nightheron"),
        ("saddlebrook on webdev arena. tokenizer smells like claude imo", "checkpoint", "label/saddlebrook", None),
        ("spotted tidepool in cursor's model list this morning", "checkpoint", "label/tidepool", None),
        ("keep an eye on nightheron for me", "watch", "label/nightheron", None),
        ("openrouter added dusk alpha, free, 256k. whose", "checkpoint", "label/dusk-alpha", None),
        ("seen in t3 chat: 'Lodestar (stealth)', who is it", "checkpoint", "label/lodestar", None),
        ("the id gemini-4-ultra-tt leaked in a config file, thoughts?", "checkpoint", "label/gemini-4-ultra-tt", None),
        ("is legit_api a real leaker or a larper", "source", "legit-api", None),
        ("is k3 ahead of opus 5 on anything?", "compare", "moonshot/kimi-k3", None),
        ("how do musk's timelines for grok 5 usually hold up", "source", "elon-musk", None),
        ("how much is gpt-5.5", "model", "openai/gpt-5.5", "model show name:openai/gpt-5.5 fact:price"),
        ("context window of opus 4.7", "model", "anthropic/claude-opus-4.7", None),
        ("what does SUPPORTED mean", "help", None, "spudwatch help topic:SUPPORTED"),
        ("difference between supported and confirmed", "help", None, 'spudwatch help topic:"SUPPORTED, CONFIRMED"'),
    ],
)
def test_what_a_sentence_is_read_as(read, text, intent, subject, line):
    found = read(text)
    assert found.data == {"intent": intent, "subject": subject}
    if line is not None:
        assert found.run is not None
        assert found.run.line == line
    assert len(found.others) <= 2
    assert len({one.run.line for one in found.others} | {found.run.line if found.run else ""}) == len(found.others) + 1


def test_a_word_of_another_language_is_read_where_half_of_the_words_are_of_it():
    assert foreign_words().in_english(("wann", "kommt", "X"), KINDS) == ["when", "coming", "X"]
    assert foreign_words().in_english(("what", "was", "X"), KINDS) == ["what", "was", "X"]


async def test_a_sentence_is_answered_and_says_how_it_was_read(talk):
    here = talk()
    reply = await here.say("when will spud ship?", role=Role.MEMBER)
    assert (reply.outcome, reply.command) == (Outcome.ANSWERED, "odds show")
    assert reply.data["read_as"] == {"intent": "odds", "subject": "openai/spud"}
    assert "Read as: the odds of Spud" in reply.plain
    assert [one.label for one in reply.others] == ["Everything about Spud", "Claims about Spud"]
    again = await here.say("ask when will spud ship?")
    slash = await here.say("/ask words:odds spud")
    assert (again.command, slash.command) == ("odds show", "odds show")
    assert "read_as" not in slash.data


async def test_small_talk_gets_one_kind_line_and_nonsense_a_way_on(talk):
    here = talk()
    for said, told in (("hello there!", "Hello"), ("thanks", "welcome"), ("undo", "no change"), ("bye", "Goodbye")):
        reply = await here.say(said)
        assert (reply.outcome, "\n" in reply.plain, told in reply.plain) == (Outcome.ANSWERED, False, True)
    reply = await here.say("asdf qwer")
    assert reply.outcome is Outcome.REFUSED
    assert reply.data["read_as"] == {"intent": "none", "subject": None}
    assert reply.actions
    for hostile in (
        "",
        "   ",
        "?",
        "\ud800 x",
        "x" * 11_000,
        "'; drop table claims; --",
        "🥔" * 300,
        "\u202espud\u202c",
    ):
        assert (await here.say(hostile)).outcome is not Outcome.BROKEN


async def test_spelling_is_tried_after_meaning_and_no_closed_command_is_offered(talk):
    here = talk()
    reply = await here.say("ods spud", role=Role.MEMBER)
    assert [one.run.line for one in reply.actions] == ["odds show about:spud"]
    for text in ("deepseek v4", "does spud beat opus 4.7?", "set up a digest here", "desks are nice", "spud"):
        reply = await here.say(text, role=Role.MEMBER)
        lines = [action.run for action in (*reply.actions, *reply.others) if hasattr(action, "run")]
        named = [run.line for run in lines if isinstance(run, Order)]
        assert not any(line.startswith(("desk", "spudwatch-admin", "digest create")) for line in named), text


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("model called rutabaga on lmarena, whose?", "checkpoint show"),
        ("odds for spud please", "odds show"),
        ("odds that we see spud this month please", "odds show"),
        ("catchup on all the news of this week please", "catchup"),
        ("odds for spud by:2026-04-30", "odds show"),
        ("odds spud by may", "odds show"),
        ("/odds for spud", "odds show"),
        ("odds spud", "odds show"),
    ],
)
async def test_a_commands_name_before_words_of_questions_begins_a_sentence(talk, line, command):
    reply = await talk().say(line)
    assert (reply.command, reply.outcome) == (command, Outcome.ANSWERED)
    assert ("read_as" in reply.data) == line.endswith(("?", "please"))


@pytest.mark.parametrize(
    ("line", "command", "title"),
    [
        ("model called opus 5", "model show", "Claude Opus 5 has been out"),
        ("model called grok 5", "model show", "Grok 5 is not known to be out"),
        ("model named spud", "model show", "Spud is GPT-5.5"),
        ("model with spud", "model show", "Spud is GPT-5.5"),
        ("ask model called opus 5", "model show", "Claude Opus 5 has been out"),
        ("model called", "", "I do not know “called”"),
        ("model called rutabaga on arena", "checkpoint show", "Nobody here has reported “rutabaga”"),
        ("claimcheck from when-model", "claimcheck ask", "Not checkable as it stands"),
        ("desk with spud", "", "page is a number, not “with spud”"),
        ("odds called spud", "odds show", "Spud is GPT-5.5, which has been out"),
        ("alerts for spud", "model watch", "Spud is GPT-5.5, which has been out since 23 April 2026. Shall I"),
        ("ask for help", "spudwatch help", "Ask in your own words"),
        ("odds about spud", "odds show", "Spud is GPT-5.5, which has been out"),
        ("odds of the model spud", "odds show", "Spud is GPT-5.5, which has been out"),
        ("checkpoint that was crest pro alpha", "checkpoint show", "Crest Pro Alpha"),
        ("model in the news spud", "model show", "Spud is GPT-5.5"),
        ("checkpoint brass heron from the arena", "checkpoint show", "Nobody here has reported “brass heron from"),
    ],
)
async def test_words_of_questions_before_a_lone_name_leave_the_command_its_answer(talk, line, command, title):
    reply = await talk("2026-11-28T12:00Z").say(line)
    assert (reply.command, reply.title[: len(title)]) == (command, title)


async def test_remind_me_makes_a_watch_after_one_confirmation(talk):
    here = talk()
    reply = await here.say("remind me when spud drops", role=Role.MEMBER)
    assert reply.title.startswith("Shall I tell you")
    assert here.ports.subscriptions.alerts("console:local") == ()
    (yes,) = (one for one in reply.actions if one.style == "main")
    assert yes.in_place
    saved = await here.say(yes.run.line, role=Role.MEMBER)
    assert saved.data["watching"] is True
    assert {one.wish.about for one in here.ports.subscriptions.alerts("console:local")} == {("openai/spud",)}
    await here.say("stop watching spud", role=Role.MEMBER)
    assert (await here.say("model watch spud confirm:yes")).title.startswith("Shall I")


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("is spud gpt-5.5", "openai/spud"),
        ("was spud really opus 4.7?", "openai/spud"),
        ("is spud the same as gpt-5.5", "openai/spud"),
        ("is pony alpha glm-5", "label/pony-alpha"),
    ],
)
async def test_two_names_behind_is_are_asked_to_be_one(talk, typed, subject):
    reply = await talk().say(typed)
    assert (reply.command, reply.data["read_as"]) == ("claimcheck ask", {"intent": "claim", "subject": subject})
    assert "identity" in reply.plain


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("did anthropic already shut down gemini 7 flash", "Gemini 7 Flash is Google's, not Anthropic's."),
        ("when does google release grok 9", "Grok 9 is xAI's, not Google's."),
        ("anthropic's gpt-9 price", "GPT-9 is OpenAI's, not Anthropic's."),
        ("the new claude model from openai", "Claude is Anthropic's, not OpenAI's."),
        ("is grok 9 by anthropic any good", "Grok 9 is xAI's, not Anthropic's."),
        ("what do people from openai say about grok 9", ""),
        ("when does xai release grok 9", ""),
        ("will anthropic answer gemini 7 flash", ""),
        ("gemini 7 flash or anthropic's next, which is first", ""),
        (
            f"so {'i was talking to a friend about it ' * 8} and gemini 7 flash {'and so on ' * 8} and he said openai",
            "",
        ),
    ],
)
async def test_a_model_of_another_lab_is_told_whose_it_is(talk, typed, told):
    reply = await talk().say(typed)
    assert reply.outcome is Outcome.ANSWERED
    assert ("'s, not " in reply.plain, told in reply.plain) == (bool(told), True)


async def test_whose_a_model_is_is_said_once_where_that_is_the_claim(talk):
    reply = await talk().say("is claude haiku 9 made by openai")
    assert reply.data["claim_type"] == "identity"
    assert reply.plain.count("not of OpenAI") == 1
    assert "not OpenAI's" not in reply.plain


async def test_the_meaning_of_a_word_is_that_word_alone(talk):
    here = talk()
    one = await here.say("what does SUPPORTED mean")
    assert one.data["words"].keys() == {"SUPPORTED"}
    assert (await here.say("explain needs corroboration")).data["words"].keys() == {"NEEDS CORROBORATION"}
    assert (await here.say("supported vs confirmed, difference?")).data["words"].keys() == {"SUPPORTED", "CONFIRMED"}
    assert len((await here.say("/spudwatch help words")).data["words"]) > 10


async def test_a_score_is_read_back_with_its_unit(talk):
    reply = await talk().say("/claimcheck gpt-6 scores 82% on terminal-bench")
    assert "82 %" in reply.plain


async def test_nobody_here_has_looked_for_an_unknown_label(talk):
    assert "nobody here has looked for it" in (await talk().say("what is zorbulon-alpha")).plain


@pytest.mark.parametrize(
    ("typed", "intent", "subject"),
    [
        ("https://openrouter.ai/x-ai/grok-4.7", "model", "xai/grok-4.7"),
        ("https://huggingface.co/Qwen/Qwen3.8-27B", "model", "alibaba/qwen-3.8-27b"),
        ("is this true? https://example.org/news/claude-opus-6-leaked", "claim", "anthropic/claude-opus-6"),
        ("https://polymarket.com/event/when-will-something-ship", "odds", None),
        ("https://example.org/", "none", None),
        ("https://[example", "none", None),
    ],
)
async def test_the_address_of_a_page_is_read_for_the_name_at_its_end(talk, typed, intent, subject):
    reply = await talk("2026-11-28T12:00Z").say(typed)
    assert reply.outcome is not Outcome.BROKEN
    assert reply.data["read_as"] == {"intent": intent, "subject": subject}
