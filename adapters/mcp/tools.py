"""Read-only tools for agents: one per resource of the API, and a claim check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.api.claim_check import MAX_CLAIM, ClaimChecker, ClaimQuestion, claim_check
from bot.api.resources import RESOURCES, ResourceData, answer
from bot.api.rows import slug_meant
from bot.api.schema import LEFT_OUT
from bot.dispatch.date_arguments import past_moment
from bot.messages.errors import BadArgument, NotFound
from bot.messages.reply import Outcome
from bot.messages.reply_json import jsonable
from bot.pages.lists import search
from bot.pages.page import Page, PageRequest
from bot.ports import Clock, Ports

CHECK = "check_claim"
AS_OF = "Read everything as it stood then: a day, a moment or words such as yesterday; the latest if left out"
_DRAWN = "chart"  # points to draw; an agent reads the figures
_BY_PATH = {one.path: one for one in RESOURCES}
Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its arguments with what they mean, the required ones first."""

    name: str
    about: str
    required: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> Mapping[str, str]:
        """All arguments."""
        return {**self.required, **self.optional, "as_of": AS_OF}


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("search", "Find models, claims, names seen, markets and sources by words", {"words": "What to look for"}),
        Tool(
            "subject",
            "Everything public about a model or codename: state, odds, release checklist, claims, names, changes",
            {"name": "Its name or slug, such as Spud or openai/spud"},
        ),
        Tool(
            "odds",
            "What prediction markets say about a model's release, each figure with venue, source and age",
            {"name": "Its name or slug"},
        ),
        Tool(
            CHECK,
            "Check a statement about an AI model: grade, rule, axes, what is missing, nearest claims, sources",
            {"claim": "The sentence, such as: GPT-5.5 beats Opus 4.7"},
            {"about": "The model it is about, where the sentence does not say"},
        ),
        Tool("claim", "A recorded claim with its evidence and grade history", {"id": "Its id, such as CL-0042"}),
        Tool(
            "checkpoint",
            "A name seen in a picker, arena or list, and what it is said to be by which method",
            {"name": "The name as it was seen, such as crest-pro-alpha"},
        ),
        Tool("coming", "Models that are not out, by the markets' median date", {}, {"limit": "Rows, 1 to 200"}),
        Tool(
            "changes",
            "What changed in the last sixty days, the latest first",
            {},
            {"about": "Only of this model", "since": "Only after this moment", "limit": "Rows, 1 to 200"},
        ),
    )
}


@dataclass(frozen=True)
class Tools:
    """The tools over some ports; ``address`` is that of the pages ('' if unknown)."""

    ports: Ports
    clock: Clock
    check: ClaimChecker | None
    address: str = ""

    def described(self) -> list[dict[str, Any]]:
        """Describe the tools for ``tools/list``.

        https://modelcontextprotocol.io/specification/2025-11-25/server/tools
        """
        hints = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
        return [
            {
                "name": tool.name,
                "description": f"{tool.about}.",
                "inputSchema": {
                    "type": "object",
                    "properties": {name: _typed(name, about) for name, about in tool.arguments.items()},
                    "required": list(tool.required),
                    "additionalProperties": False,
                },
                "annotations": {"title": tool.name.replace("_", " ").capitalize(), **hints},
            }
            for tool in TOOLS.values()
            if self.check is not None or tool.name != CHECK
        ]

    def fault(self, name: object, arguments: object) -> str:
        """Describe what is wrong with a call; '' if nothing is."""
        tool = TOOLS.get(name) if isinstance(name, str) else None
        if tool is None or (tool.name == CHECK and self.check is None):
            return "There is no such tool."
        if not isinstance(arguments, dict) or not set(arguments) <= set(tool.arguments):
            return f"The arguments of {tool.name} are {', '.join(tool.arguments)}."
        if missing := [one for one in tool.required if not arguments.get(one)]:
            return f"{tool.name} needs {', '.join(missing)}."
        texts = all(isinstance(value, str | int) and len(str(value)) <= MAX_CLAIM for value in arguments.values())
        return "" if texts else f"Every argument is a text of at most {MAX_CLAIM} characters."

    def use(self, name: str, arguments: Mapping[str, object], admit: Callable[[], None]) -> dict[str, Any]:
        """Run a tool: data, sources, links, and the requested moment (null: the latest).

        Raises:
            UserError: an argument cannot be parsed, or names something unknown.
        """
        now, given = self.clock.now(), {key: str(value) for key, value in arguments.items()}
        typed = given.pop("as_of", "")
        as_of = past_moment(typed, now) if typed else None
        found: ResourceData | None
        if name == CHECK:
            admit()
            found = self._checked(given, jsonable(as_of) if as_of else "")
        else:
            found = self._read(name, given, PageRequest(as_of or now, as_of is None))
        if found is None:
            raise NotFound("There is nothing of that name at that moment.", todo="The search tool may find it.")
        made = jsonable(found.data)
        if isinstance(found.data, Page):
            made = {key: value for key, value in made.items() if key not in LEFT_OUT}
        links = {"html": f"{self.address}{found.page}"} if found.page else {}
        return {
            "as_of": jsonable(as_of),
            "data": _without_drawings(made),
            "sources": jsonable(found.sources),
            "links": links,
        }

    def _read(self, name: str, given: Arguments, request: PageRequest) -> ResourceData | None:
        match name:
            case "search":
                page = search.build(self.ports, PageRequest(request.as_of, request.latest, {"q": given["words"]}))
                return ResourceData(page.hits, "")
            case "subject" | "odds":
                lab, _, rest = slug_meant(self.ports, request, given["name"]).rpartition("/")
                path = "/subjects/{lab}/{name}" + ("/odds" if name == "odds" else "")
                return answer(_BY_PATH[path], self.ports, request, {"lab": lab, "name": rest})
            case "claim":
                return answer(_BY_PATH["/claims/{id}"], self.ports, request, {"id": given["id"].strip().upper()})
            case "checkpoint":
                return answer(_BY_PATH["/names/{label}"], self.ports, request, {"label": given["name"]})
            case _:
                return answer(_BY_PATH[f"/{name}"], self.ports, request, given)

    def _checked(self, given: Arguments, as_of: str) -> ResourceData:
        assert self.check is not None  # noqa: S101 - the tool is not there without it
        question = ClaimQuestion(given["claim"], given.get("about", ""), as_of)
        reply = self.check(question)
        if reply.outcome is not Outcome.ANSWERED:
            raise BadArgument(reply.title)
        made = claim_check(question, reply)
        return ResourceData(made, made.claims[0].path if made.claims else "", reply.sources)


def _typed(name: str, about: str) -> dict[str, Any]:
    if name == "limit":
        return {"type": "integer", "minimum": 1, "maximum": 200, "description": about}
    return {"type": "string", "maxLength": MAX_CLAIM, "description": about}


def _without_drawings(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_drawings(inner) for key, inner in value.items() if key != _DRAWN}
    return [_without_drawings(inner) for inner in value] if isinstance(value, list) else value
