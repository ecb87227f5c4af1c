"""The names of benchmarks, as people write them; a benchmark's name is never a model and its year is never a date."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass

from bot.domain.claims.text import lower


@dataclass(frozen=True, slots=True)
class Found:
    """One benchmark named in a text: its canonical name and where it stands."""

    name: str
    start: int
    end: int


_VERSION = r"(?:[ -]?v?\d(?:\.\d{1,2})?(?![\d%]|\.\d| ?(?:percent|points?|pts)))?"
_YEAR = r"(?:[ -]?'?(?:20)?2[3-6](?![\d.%]))?"
# Canonical name, pattern. The longest and most specific stand first; "{v}" in a name takes the version as written.
_TABLE: tuple[tuple[str, str], ...] = (
    ("SWE-bench Verified", r"swe[ -]?bench[ -]?(?:\()?verified\)?|swe[ -]verified|swebv|swe-?b[ -]verified"),
    ("SWE-bench Pro", r"swe[ -]?bench[ -]?(?:\()?pro\)?|swe[ -]pro(?= |$|,|\.)"),
    ("SWE-bench Multimodal", r"swe[ -]?bench[ -]multimodal"),
    ("SWE-bench Multilingual", r"swe[ -]?bench[ -]multilingual"),
    ("SWE-bench Lite", r"swe[ -]?bench[ -]lite"),
    ("SWE-bench", r"swe[ -]?bench"),
    ("SWE-Lancer", r"swe[ -]?lancer"),
    ("DeepSWE", r"deepswe"),
    ("Terminal-Bench{v}", r"terminal[ -]?bench(?: hard)?" + _VERSION + r"|tbench" + _VERSION + r"|t-bench" + _VERSION),
    ("OSWorld-Verified", r"os[ -]?world[ -]verified"),
    ("OSWorld", r"os[ -]?world"),
    ("GPQA Diamond", r"gpqa[ -]?(?:\()?diamond\)?"),
    ("GPQA", r"gpqa"),
    ("Humanity's Last Exam", r"humanity'?s last exam|hle(?=\W|$)"),
    (
        "ARC-AGI{v}",
        r"arc[ -]?agi"
        r"(?:[ -]?v?[123](?![\d.%]))?|arc prize(?! (?:verif|sa[iy]|confirm|report|announc|test|foundation|found|puts|ha[sd]|team))"
        + _YEAR,
    ),
    ("AIME{v}", r"(?:20\d\d )?aime" + _YEAR),
    ("HMMT{v}", r"(?:20\d\d )?hmmt" + _YEAR),
    ("USAMO{v}", r"(?:20\d\d )?usamo" + _YEAR),
    ("IMO{v}", r"(?:20\d\d )?imo(?: gold| problems)?" + _YEAR + r"(?=\W|$)|international math(?:ematical)? olympiad"),
    ("IOI{v}", r"(?:20\d\d )?ioi" + _YEAR + r"(?=\W|$)"),
    ("ICPC{v}", r"(?:20\d\d )?icpc" + _YEAR),
    ("MMLU-Pro", r"mmlu[ -]?pro"),
    ("MMMU-Pro", r"mmmu[ -]?pro"),
    ("MMMLU", r"mmmlu"),
    ("MMMU", r"mmmu"),
    ("MMLU", r"mmlu"),
    ("HumanEval", r"human[ -]?eval(?:\+)?"),
    ("MBPP", r"mbpp"),
    ("GSM8K", r"gsm[ -]?8k"),
    ("MATH-500", r"math[ -]500"),
    ("MathVista", r"mathvista"),
    ("MathArena", r"math[ -]?arena(?: apex)?"),
    ("FrontierMath", r"frontier[ -]?math(?: (?:tier|t)[ -]?[1-4](?:-[1-4])?)?"),
    ("LiveCodeBench", r"live[ -]?code[ -]?bench(?: pro)?(?: v\d)?|lcb(?=\W|$)"),
    ("LiveBench", r"live[ -]?bench"),
    ("BigCodeBench", r"big[ -]?code[ -]?bench"),
    ("Codeforces", r"codeforces"),
    ("SciCode", r"scicode"),
    ("WebDev Arena", r"web[ -]?dev[ -]?arena|(?:lm)?arena webdev|code arena(?: webdev)?|webdev leaderboard"),
    ("Agent Arena", r"agent arena"),
    ("Search Arena", r"search arena"),
    ("Image Arena", r"(?:text[ -]to[ -]image|image(?: edit)?|video|text[ -]to[ -]video) arena"),
    ("Design Arena", r"design arena"),
    (
        "LMArena",
        r"lm[ -]?arena(?:\.ai)?|lmsys(?: (?:chatbot )?arena)?|chatbot arena|(?:text|vision|the) arena|arena (?:leaderboard|elo|score)",
    ),
    ("AA-Omniscience", r"aa[ -]omniscience|omniscience(?: index)?"),
    (
        "AA Intelligence Index",
        r"(?:the )?artificial analysis(?:'s?)?(?: intelligence)?(?: index)?(?: v\d(?:\.\d)?)?|aa(?: intelligence)? index(?: v\d(?:\.\d)?)?|aaii",
    ),
    ("Epoch Capabilities Index", r"epoch capabilities index|eci(?=\W|$)"),
    ("GDPval", r"gdp[ -]?val(?:-aa)?"),
    ("BrowseComp", r"browse[ -]?comp(?:-plus)?"),
    ("MRCR", r"(?:openai-)?mrcr(?: v2)?(?: 8-needle)?"),
    ("RULER", r"\bruler\b(?= |$)"),
    ("LongBench", r"longbench(?: v2)?"),
    ("Fiction.liveBench", r"fiction\.?live(?:bench)?"),
    ("tau-bench", r"(?:tau|τ)[ -]?(?:\d|2|²)?[ -]?bench(?: (?:airline|retail|telecom))?"),
    ("Aider Polyglot", r"aider(?:'s)?(?: polyglot| leaderboard| bench(?:mark)?)|polyglot(?: benchmark)?"),
    ("SimpleBench", r"simple[ -]?bench"),
    ("SimpleQA", r"simple[ -]?qa(?: verified)?"),
    (
        "METR time horizon",
        r"metr(?:'s)?(?: (?:50%|80%))?(?: (?:time[ -])?horizons?)?|(?:50%|80%) time[ -]horizon|time horizons?",
    ),
    ("Vending-Bench", r"vending[ -]?bench(?: ?2)?"),
    ("PostTrainBench", r"posttrainbench"),
    ("MLE-bench", r"mle[ -]?bench"),
    ("PaperBench", r"paperbench"),
    ("CyBench", r"cybench"),
    ("CyberGym", r"cybergym"),
    ("HealthBench", r"healthbench(?: hard)?"),
    ("MultiChallenge", r"multichallenge"),
    ("IFEval", r"ifeval"),
    ("IFBench", r"ifbench"),
    ("BFCL", r"bfcl"),
    ("WebArena", r"webarena"),
    ("WebVoyager", r"webvoyager"),
    ("ScreenSpot-Pro", r"screenspot(?:-pro)?"),
    ("MCP Atlas", r"mcp[ -]?atlas|mcpmark|mcp[ -]universe"),
    ("Finance Agent", r"finance ?agent(?: benchmark)?"),
    ("Toolathlon", r"toolathlon"),
    ("CharXiv", r"charxiv"),
    ("Video-MME", r"video-?mm(?:e|mu)"),
    ("EQ-Bench", r"eq[ -]?bench"),
    ("MT-Bench", r"mt[ -]?bench"),
    ("AlpacaEval", r"alpaca[ -]?eval"),
    ("BIG-Bench Hard", r"big[ -]?bench(?: (?:extra )?hard)?|bbh(?=\W|$)"),
    ("HellaSwag", r"hellaswag"),
    ("TruthfulQA", r"truthfulqa"),
    ("DROP", r"\bdrop f1"),
    ("MLPerf", r"mlperf"),
    ("BullshitBench", r"bullshit ?bench"),
    ("NYT Connections", r"nyt connections|extended connections"),
    ("VoxelBench", r"voxelbench"),
    ("Snake Bench", r"snakebench"),
    ("KernelBench", r"kernelbench"),
    ("CritPt", r"critpt"),
    ("ProofBench", r"proofbench"),
    ("ZeroBench", r"zerobench"),
    ("ForecastBench", r"forecastbench"),
    ("LisanBench", r"lisanbench"),
    ("Remote Labor Index", r"remote labou?r index"),
    ("VBench", r"vbench"),
    ("TAU", r"\btau2\b"),
)
_GENERIC = re.compile(
    r"(?<![\w-])([A-Za-z][A-Za-z0-9]{1,18}(?:-[A-Za-z0-9]{1,12})?[ -]?(?:Bench|bench|Eval)(?:[ -]?\d(?:\.\d)?(?![\d%]))?)(?![\w])"
)
_NOT_A_NAME = {"benchmark", "the bench", "the eval", "on bench", "bench"}
_PATTERN = re.compile("|".join(f"(?<![\\w/])(?P<b{i}>{pattern})(?![a-z])" for i, (_, pattern) in enumerate(_TABLE)))
_HINT = re.compile(
    r"bench|eval|arena|arc|aime|aim|imo|ioi|icpc|hmmt|math|mmlu|mmmu|gpqa|hle|exam|world|code|gsm|aa|artificial|epoch|eci|gdp|comp|mrcr|ruler|live|tau|τ|aider|polyglot|simple|metr|horizon|atlas|mcp|finance|tool|xiv|mme|lmsys|swe|alpaca|bbh|swag|qa|drop|perf|connections|crit|index|lcb|bfcl|ifb|web|screen|forecast|voyager|mbpp|lancer|challenge|gym|lab|omni|usamo"
)
_OLYMPIAD = re.compile(r"\b(?:on|at|in|the|gold|of|for|this year's|past) $")
_TAIL_VERSION = re.compile(r"v?(\d(?:\.\d{1,2})?)$|'?((?:20)?2[3-6])$")


def find(text: str, lowered: str | None = None) -> tuple[Found, ...]:
    """The benchmarks a cleaned text names, in order, without overlaps; one the table lacks is known by "…Bench"."""
    lowered = lower(text) if lowered is None else lowered
    found: list[Found] = []
    if _HINT.search(lowered):
        for match in _PATTERN.finditer(lowered):
            name = _TABLE[int((match.lastgroup or "b0")[1:])][0]
            if match[0] == "imo" and text[match.start()] == "i" and not _OLYMPIAD.search(lowered[: match.start()]):
                continue  # "in my opinion"
            found.append(Found(_named(name, match[0]), match.start(), match.end()))
    for match in _GENERIC.finditer(text):
        free = all(match.end(1) <= f.start or match.start(1) >= f.end for f in found)
        if free and lower(match[1]) not in _NOT_A_NAME and match[1][0].isupper():
            found.append(Found(match[1], match.start(1), match.end(1)))
    return tuple(sorted(found, key=lambda f: f.start))


def _named(name: str, written: str) -> str:
    if not name.endswith("{v}"):
        return name
    base = name[:-3]
    tail = _TAIL_VERSION.search(written)
    if tail is None:
        return base
    number = tail[1] or tail[2]
    if base in {"AIME", "HMMT", "USAMO", "IMO", "IOI", "ICPC"}:
        return f"{base} {number if len(number) == 4 else '20' + number[-2:]}"  # noqa: PLR2004 -- a year has four digits
    return f"{base}-{number}" if base == "ARC-AGI" else f"{base} {number}"
