"""False statements made from the ledger's claims, each one word away: number, unit, day, model, lab, place, a denial."""
# ruff: noqa: E501 -- a row of words is read as one line

import re
from collections.abc import Iterator

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "October", "November", "December")
NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w.]*-)")
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
NAME = re.compile(r"(?:GPT-|Claude Opus |Opus )\d(?:\.\d)?(?: Pro| Instant)?|Spud")
UNITS = (
    ("dollars", ("euros", "pounds", "yen", "Australian dollars", "cents", "credits")),
    (
        "per million tokens",
        ("per thousand tokens", "per billion tokens", "per million words", "per request", "a month"),
    ),
    ("tokens", ("words", "characters", "pages", "bytes", "lines of code", "documents")),
    (" %", (" problems", " elo", " percentile", " seconds")),
)
PLACES = (
    (
        "ChatGPT",
        (
            "Claude",
            "the Gemini app",
            "Grok",
            "Le Chat",
            "DeepSeek's app",
            "ChatGPT Go",
            "ChatGPT for free users",
            "ChatGPT on the Moon",
        ),
    ),
    ("the API", ("Claude Code", "Vertex AI", "the Gemini API", "xAI's API", "Ollama", "Cursor for free users")),
)
FRAMES = (
    "{} is a myth",
    "It is false that {}",
    "It's a lie that {}",
    "The claim that {} is fake",
    "Rumours that {} are false",
    "It was nearly the case that {}",
    "If only {}",
    "Nobody says that {}, and it is untrue",
    "{}, which never happened",
    "{} was a hoax",
    "{} is misinformation",
    "OpenAI and Anthropic deny that {}",
    "{} has been debunked",
    "Supposing {}",
)
VERBS = (
    (
        " is ",
        (
            " is not ",
            " isn't ",
            " is no longer ",
            " is almost ",
            " could have been ",
            " would have been ",
            " pretends to be ",
            " was never ",
        ),
    ),
    (
        " was ",
        (
            " was not ",
            " wasn't ",
            " was never ",
            " could have been ",
            " would have been ",
            " was almost ",
            " was supposed to be ",
        ),
    ),
    (
        " costs ",
        (
            " does not cost ",
            " never cost ",
            " would have cost ",
            " used to cost ",
            " costs more than ",
            " costs less than ",
            " almost cost ",
        ),
    ),
    (
        " has ",
        (
            " does not have ",
            " lacks ",
            " lost ",
            " never had ",
            " would have ",
            " formerly had ",
            " pretends to have ",
            " has no longer ",
        ),
    ),
    (
        " scores ",
        (
            " does not score ",
            " never scored ",
            " would score ",
            " scores more than ",
            " scores less than ",
            " failed to score ",
        ),
    ),
    (
        " writes at most ",
        (" does not write ", " writes at least twice ", " writes more than ", " reads ", " never wrote "),
    ),
    (
        " beats ",
        (" does not beat ", " loses to ", " is behind ", " ties ", " never beat ", " would beat ", " failed to beat "),
    ),
    (" leads ", (" does not lead ", " is last on ", " never led ", " lost ", " would lead ", " is second on ")),
    (" lists ", (" does not list ", " never listed ", " removed ", " would list ")),
    (" published ", (" did not publish ", " never published ", " refused to publish ", " deleted ", " leaked ")),
)
RIDERS = (
    "on Android only",
    "for free users only",
    "in French",
    "except in Europe",
    "by mistake",
    "on a phone without a network",
    "by 31 points",
    "five times over",
    "on 3 March 2024",
    "in the Gemini app",
    "for a day and was then withdrawn",
)
BOARDS = ("GPQA Diamond", "HLE", "ARC-AGI-2", "MMLU-Pro", "LiveCodeBench")
BENCHMARK = re.compile(
    r"SWE-bench Verified|SWE-bench Pro|Terminal-Bench 2\.0|OSWorld-Verified|GDPval|BrowseComp|AA-Omniscience"
)
TRUE = """
gpt-5.5 is $5 in and $30 out per million tokens
GPT-5.5 is priced at 5 dollars per million input tokens
The context window of GPT-5.5 is 1,050,000 tokens
GPT-5.5 has a context window of 1 million tokens
GPT-5.5 was released on 23 April 2026
OpenAI launched GPT-5.5 on 23 April 2026
GPT-5.5 came out on 23 April 2026
GPT-5.5 was released by 30 April 2026
Opus 4.7 was released on 16 April 2026
Anthropic launched Claude Opus 4.7 on 16 April 2026
Claude Opus 4.7 costs 5 dollars per million input tokens
Opus 4.7 has a context window of 1 million tokens
GPT-5.5 Pro costs 30 dollars per million input tokens
GPT-5.5 is in ChatGPT
GPT-5.5 is live in the API
GPT-5.5 can be used in the API
You can use GPT-5.5 in ChatGPT
GPT-5.5 has launched in ChatGPT
Spud was GPT-5.5
Spud turned out to be GPT-5.5
Opus 4.7 is out
GPT-5.5 is out
Opus 4.7 has been released
OpenAI has released GPT-5.5
GPT-5.5 was released in April 2026
GPT-5.5 was released before 1 May 2026
"""
SWAPPED = re.compile(r"^(.+?) (beats|hallucinates more than) (.+?)( on .+)?$")


DENIED = re.compile(r"\bnot\b")  # what did not happen at all did not happen on any day either


def untrue(text: str) -> Iterator[str]:
    """Statements one word away from one that holds; each says something else than the ledger."""
    for made in (*_numbers(text), *_days(text), *_words(text), *_names(text)):
        if made != text:
            yield made


def _numbers(text: str) -> Iterator[str]:
    days = [range(*found.span()) for found in DAY.finditer(text)]
    names = [range(*found.span()) for pattern in (NAME, BENCHMARK) for found in pattern.finditer(text)]
    for found in NUMBER.finditer(text):
        if any(found.start() in span for span in (*days, *names)):
            continue
        number = float(found[0].replace(",", ""))
        for other in (number * 2, number / 2, number * 10, number + 7, number * 1.2):
            yield f"{text[: found.start()]}{other:,.10g}{text[found.end() :]}"


def _days(text: str) -> Iterator[str]:
    for found in DAY.finditer(text):
        day, month, year = int(found[1]), found[2], found[3] or "2026"
        head, tail = text[: found.start()], text[found.end() :]
        yield f"{head}{day} {month} {int(year) - 1}{tail}"
        if head.endswith(("by ", "before ")):
            continue  # true by a day, true by later ones, and by many an earlier one
        yield f"{head}{day} {month} {int(year) + 1}{tail}"
        yield from (f"{head}{day} {other} {year}{tail}" for other in MONTHS if other != month)
        yield from (f"{head}{day + n} {month} {year}{tail}" for n in (-9, -4, 3, 5) if 1 <= day + n <= 30)


def _words(text: str) -> Iterator[str]:
    for old, others in (*UNITS, *PLACES, *VERBS):
        if old in text:
            yield from (text.replace(old, other, 1) for other in others)
    yield from (frame.format(text) for frame in FRAMES)
    yield from (f"{text} {rider}" for rider in RIDERS if not (DENIED.search(text) and DAY.search(rider)))
    if found := BENCHMARK.search(text):
        yield from (text.replace(found[0], board) for board in BOARDS)
    if found := SWAPPED.match(text):
        yield f"{found[3]} {found[2]} {found[1]}{found[4] or ''}"


def _names(text: str) -> Iterator[str]:
    for found in NAME.finditer(text):
        for other in (
            "Gemini 9.4",
            "GPT-7.9",
            "Claude Sonnet 9",
            "Grok 11",
            "GPT-5.5 nano ultra",
            "DeepSeek V9",
            "Qwen 8",
        ):
            yield f"{text[: found.start()]}{other}{text[found.end() :]}"
