"""Which day of a sentence is the claim's, and in which year it is."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.claims.parse import parse_message

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def read(text):
    return parse_message(text, NOW)[0]


@pytest.mark.parametrize(
    ("text", "polarity", "operator", "day"),
    [
        # what was not there until a day came on it; what will not be there until then is still denied
        ("Gemini 3 Ultra wasn't available until February 2026", "+", "within", "2026-02-28"),
        ("granite 4 wasnt released untill 2 october 2025", "+", "on", "2025-10-02"),
        ("It wasn't until 6 August 2025 that gpt-oss-120b was on Bedrock", "+", "on", "2025-08-06"),
        ("It's false that Grok 4 wasn't out until May 2026", "-", "within", "2026-05-31"),
        ("Command B will not be out until March", "-", "not_before", "2027-03-01"),
        ("GPT-4.5 was not released before May 2025", "-", "not_before", "2025-05-01"),
        # forecasts of numbers and comparisons have their day, too
        ("Grok 6 will score 60% on HLE by March", "+", "by", "2027-03-31"),
        ("GLM-6 costs $2 per million input tokens from 1 February", "+", "within", "2027-02-01"),
        ("Veo 4 is gonna beat Sora 3 on the video arena by Christmas", "+", "by", "2026-12-25"),
        # seasons with an article, feasts
        ("Phi-6 Will Not Ship Before the Spring, Microsoft Warns", "-", "not_before", "2027-03-01"),
        ("Grok 6 will ship in the summer", "+", "within", "2027-08-31"),
        ("Kanana 3 ships before Chuseok", "+", "before", "2027-09-15"),
        ("GLM-6 ships before the Spring Festival", "+", "before", "2027-02-06"),
        ("Doubao 3 Won't Ship Before Singles' Day 2027", "-", "not_before", "2027-11-11"),
        # a short year behind "in"; a day where the year is ahead
        ("claude 3 opus came out in march 24", "+", "within", "2024-03-31"),
        ("Sonnet 6 launches in december 28", "+", "on", "2026-12-28"),
        # a quotation that ends within the words of a day; the day on which it was put there
        ('Musk said Grok 7 "will ship in the first half" of next year', "+", "within", "2027-06-30"),
        ("It was Opus 3, not Sonnet 4, that Anthropic took off the API on 5 January 2026", "+", "on", "2026-01-05"),
        # a verb and its day, whatever else was
        ("Baidu Sets 8 December for ERNIE 6, Says Model Was Delayed", "+", "on", "2026-12-08"),
        ("Training of Llama 5 wrapped up in October, a person familiar with it said", "+", "within", "2026-10-31"),
        ("Grok 6 got delayed until summer", "+", "by", "2027-08-31"),
        # a source between the day and what happens on it
        # the day of the saying is not that of what is said, which has its own tense
        ("Pichai said at a dinner on 2 March that Gemini 5 ships by May 2027", "+", "by", "2027-05-31"),
        ('Posted on Monday: "Grok 6 before Lunar New Year"', "+", "before", "2027-02-06"),
        ("In Tuesday's memo, Zhipu says GLM-7 lands in January", "+", "within", "2027-01-31"),
        ("Hassabis is quoted in an issue of 3 August that Veo 5 'will not be hurried out this year'", "-", "within",
         "2026-12-31"),
        # of two days the one that stands for the other
        ("MAI-4 reaches Azure in fiscal Q3 (January–March)", "+", "within", "2027-03-31"),
        # since when it is there, what opened on a day, a training that began
        ("Sonnet 6 has been on Vertex since Friday", "+", "within", "2026-11-20"),
        ("xAI open-sourced Grok 3 on 2 October", "+", "on", "2026-10-02"),
        ("Pretraining of Llama 6 kicked off in August", "+", "within", "2026-08-31"),
        ("Grok 6 spotted in the arena on Sunday", "+", "on", "2026-11-22"),
        # fairs by their published days, the weakest of several
        ("Nova 4 debuts at re:Invent", "+", "within", "2026-12-04"),
        ("Amazon never launched Nova 2 at re:Invent 2025", "-", "within", "2025-12-05"),
        ("Nova 4 debuts at re:Invent on December 2", "+", "on", "2026-12-02"),
        # slips and short forms
        ("glm 7 comming nxt weeek", "+", "within", "2026-12-06"),
        ("grok 6 dropped yday", "+", "on", "2026-11-24"),
        ("qwen 5 released 30th of Juli", "+", "on", "2026-07-30"),
        # a period's end, and a day that is said not to be it
        ("Command C comes before this year is over", "+", "by", "2026-12-31"),
        ("Llama 6 will be out in the first half", "+", "within", "2027-06-30"),
        ("GPT-6.5 launches Dec 5 now, not Nov 28", "+", "on", "2026-12-05"),
        # the week that heads a list
    ],
)  # fmt: skip
def test_the_day_and_how_it_binds(text, polarity, operator, day):
    claim = read(text)
    assert (claim.polarity, claim.operator, claim.deadline) == (polarity, operator, date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    [
        "Opus 6 is the default for Max users, and the free tier follows on 10 December",
        "Opus 6 is the default for Max users, and Teams get it on 10 December",
        "is Gemini 4 really on Azure or is that some April Fools joke",
    ],
)
def test_a_day_of_another_matter_is_no_deadline(text):
    claim = read(text)
    assert (claim.claim_type, claim.deadline) == ("available", None)


def test_a_fair_of_a_year_that_is_not_published_has_no_day():
    assert read("Gemini 5 is slated for Google I/O 2028").deadline is None


def test_a_verb_is_no_season():
    assert read("Grok 6 is not out yet, don't fall for the clip").deadline is None
