"""Models of 2026 that are out are told so by a page of the lab itself, with the grade the printed rules give."""

import pytest

NOVEMBER = "2026-11-28T12:00Z"


@pytest.mark.parametrize(
    ("claim", "host"),
    [
        ("GPT-6 is out", "developers.openai.com"),
        ("GPT-6.1 Sol is out", "developers.openai.com"),
        ("GPT-6.1 Terra is out", "developers.openai.com"),
        ("DeepSeek V4 is out", "huggingface.co/collections/deepseek-ai/"),
        ("Claude Opus 5 is out", "claude.com"),
        ("Claude Sonnet 5.5 is out", "claude.com"),
        ("Grok 4.6 is out", "docs.x.ai"),
        ("Kimi K3 is out", "huggingface.co/moonshotai/"),
        ("Gemini 4 Argon is out", "ai.google.dev"),
    ],
)
async def test_a_release_is_confirmed_by_the_lab_s_own_page(talk, claim, host):
    reply = await talk(NOVEMBER).say(f'claimcheck ask "{claim}"')
    assert reply.data["grade"] == "CONFIRMED"
    assert any(host in source.url for source in reply.sources)


async def test_a_lab_s_document_that_others_pass_on_is_at_most_supported(talk):
    reply = await talk(NOVEMBER).say('claimcheck ask "GPT-6 Astra was released on 3 September 2026"')
    assert reply.data["grade"] == "SUPPORTED"


async def test_nothing_of_it_was_known_before_it_could_be(talk):
    reply = await talk("2026-08-20T12:00Z").say('claimcheck ask "GPT-6 is out"')
    assert reply.data["grade"] not in ("CONFIRMED", "SUPPORTED")


@pytest.mark.parametrize(
    ("claim", "grade", "head"),
    [
        ("Claude Fable 5.2 came out on 8 November 2026", "CONTRADICTED", "it came out on 9 November 2026"),
        ("Claude Fable 5.2 launched on October 30, 2026", "CONTRADICTED", "it came out on 9 November 2026"),
        ("Claude Fable 5.2 came out on 9 November 2026", "CONFIRMED", ""),
        ("Claude Fable 5.2 came out by 10 November 2026", "CONFIRMED", ""),
        ("Claude Fable 5.2 did not come out on 8 November 2026", "CONFIRMED", ""),
        # a month after, another place may have got it; before, a lab that opens its app first may have had it there
        ("Claude Fable 5.2 came out on 12 November 2026", "SPECULATION", "it came out on 9 November 2026"),
        ("Gemini 4 Argon came out on 12 October 2026", "SPECULATION", "it came out on 13 October 2026"),
    ],
)
async def test_another_day_than_the_lab_s_own_is_told_with_the_day_it_was(talk, claim, grade, head):
    reply = await talk(NOVEMBER).say(f'claimcheck ask "{claim}"')
    assert reply.data["grade"] == grade, reply.plain
    assert head in reply.title, reply.title
