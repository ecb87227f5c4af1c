"""Who said it: "according to The Information, X", "Altman says X", "X, per The Verge", taken off and remembered."""
# ruff: noqa: E501 -- a pattern is read as one line

import re

from bot.domain.claims.masking import Masked
from bot.domain.claims.text import lower

_NAME = r"(?:[Tt]he ⟨[evp][a-z]⟩ team|⟨[vp][a-z]⟩(?:'s)?(?: (?:(?:chief|product|research|video|engineering|safety|policy|training|api|developer|senior|lead|former) )*(?:ceo|cto|coo|cro|cfo|chief|president|researcher|engineer|employee|insider|staff|exec|executive|spokesperson|spokesman|spokeswoman|scientist|cofounder|co-founder|founder|officer|boss|lead|manager|director|vp|head of [a-z]+)s?)?(?: [A-Z][\w.'-]+){0,3}|@\w{2,20}|(?:[Tt]he )?[A-Z][\w.'&-]{1,20}(?: (?:of|and|the|[A-Z][\w.'&-]{1,20})){0,4}|(?:an? |the |one |two |some |several |multiple |many )?(?:anonymous |former |current |unnamed |trusted |openai |internal )*(?:insiders?|sources?|employees?|leakers?|reports?|rumou?rs?|analysts?|researchers?|experts?|people|users?|redditors?|engineers?|memo|leak|article|blog post|tweet|document|benchmark leak|screenshot|post|market|everyone|he|she|sama|the company|the lab)s?(?: (?:familiar with the matter|close to ⟨v[a-z]⟩|at ⟨v[a-z]⟩|on (?:x|twitter|reddit|hn)|from ⟨v[a-z]⟩|inside ⟨v[a-z]⟩))?)"
_VERB = r"(?:(?:has |have |had |just |also |now |recently |reportedly |officially |publicly |today )*(?:says?|said|claims?|claimed|claiming|confirms?|confirmed|announces?|announced|tells?|told(?: \w+(?: \w+)?)?|tweets?|tweeted|posts?|posted|reports?|reported|writes?|wrote|hints?|hinted|teases?|teased|reveals?|revealed|thinks?|believes?|expects?|predicts?|predicted|admits?|admitted|denies|denied|suggests?|suggested|states?|stated|notes?|noted|insists?|insisted|promises?|promised|warns?|warned|argues?|shows?|showed|indicates?|alleges?|alleged|swears?|leaks?|leaked|clarified|reiterated|has it|mentioned|implies|implied|discloses?|disclosed|disputes?|disputed|rules out|ruled out))"
_SAYS = re.compile(
    rf"^({_NAME}),? ({_VERB})(?: (?:today|yesterday|on ⟨d[a-z]⟩|in (?:an?|the) (?:interview|tweet|post|memo|podcast|blog post)|on (?:stage|x|twitter|a podcast)))?(?: that|:|,| -| —)? [\"']?(?=\S)"
)
_ACCORDING = re.compile(
    rf"^(?:[Aa]ccording to|[Pp]er|[Aa]s per|[Vv]ia|[Aa]s reported by|[Cc]iting|[Qq]uoting|[Ff]rom) ({_NAME}(?: [a-z]+){{0,2}}?)(?:,|:| -| —) ?(?:that )?"
)
_TAIL = re.compile(
    rf",? ?(?:—|-|,)? (?:according to|per|as per|via|as reported by|(?:first )?reported by|confirmed by|revealed by|leaked by|reports|says|said|claims|claimed|confirms|source:|h/t|told by|citing) ({_NAME})(?: (?:said|says|on (?:x|twitter)|report|memo|today|reports?|in a (?:memo|post|tweet)))?[ .!)]*$"
)
_REPORTS = re.compile(
    rf", ({_NAME}) (?:reports|reported|says|said|claims|confirms|confirmed|writes|(?:has )?(?:told|tells) (?:the )?(?:staff|employees|reporters|investors|analysts|developers|partners|customers|lawmakers|⟨[vp][a-z]⟩|[A-Z][\w.'-]+)(?: [a-z]+)?)[ .!)]*$"
)
_COLON = re.compile(
    r"^(⟨v[a-z]⟩(?:'s)?(?: (?:ceo|cto|coo|president|spokesperson|researcher|engineer|chief scientist|docs|blog|employee|insider))?(?: [A-Z][\w'-]+){0,2}"
    r"|(?:[A-Z][\w'-]+ )?(?:Altman|Brockman|Musk|Amodei|Hassabis|Pichai|Nadella|Zuckerberg|LeCun|Karpathy|Sutskever|Murati|Huang|Suleyman|Dean|Kilpatrick|Chollet|Mensch|Pachocki|Krieger|Wenfeng|Wang|Sama|Zuck|Elon|Sam|Dario|Demis|Sundar|Satya|Logan)"
    r"|(?:[Tt]he )?(?:Information|Verge|Bloomberg|Reuters|Axios|WSJ|Wall Street Journal|FT|Financial Times|NYT|New York Times|CNBC|TechCrunch|Wired|Semafor|SemiAnalysis|Platformer|Business Insider|Forbes|Washington Post|Guardian|BBC|CNN|Ars Technica|404 Media|Nikkei|SCMP|LatePost|Stratechery|Epoch|METR|Artificial Analysis)): (?=\S)"
)
"""A headline's way: a person, a lab or a paper, a colon, and what was said."""
_INNER = re.compile(
    r"⟨[evp][a-z]⟩|\b(?:it|its|they|the (?:model|price|pricing|context|release|launch)|pre-?training|training|this|that)\b"
)
_PREDICATE = re.compile(
    r"\b(?:is|isn't|are|was|wasn't|were|will|won't|has|hasn't|have|had|can|can't|could|may|might|would|does|doesn't|did|didn't|[a-z]{2,}(?:ed|s|es)|beat|cost|got|came|ship|out|coming|to)\b|'s |'ll "
)
_DENIES = re.compile(r"\b(?:denies|denied|disputes?|disputed|rules out|ruled out)\b")
_NOT_A_SAYER = re.compile(r"^(?:the (?:model|price|new|api|release)|people|users?|reports?$|benchmark)")


def said(clause: str, masked: Masked) -> tuple[str | None, str, bool]:
    """Who said it, what they said, and whether they denied it; the clause itself where nobody is named.

    "OpenAI announced GPT-5.5" stays whole: there the lab's announcing *is* the claim.
    """
    if match := _ACCORDING.match(clause):
        inner = clause[match.end() :]
        return masked.plain(match[1]), _capital(inner), False
    if match := _COLON.match(clause):
        inner = clause[match.end() :]
        if _INNER.search(lower(inner)) and _PREDICATE.search(lower(inner)):
            return masked.plain(match[1]), _capital(inner), False
    lowered_head = clause[:160]
    if match := _SAYS.match(lowered_head):
        inner = clause[match.end() :]
        head = lower(match[2])
        report = re.search(
            r"announc|reveal|teas|confirm|show|report|leak|hint|suggest|disclos|has it|post|expect|predict|promis|indicat|claim|mention",
            head,
        )
        named = _INNER.match(lower(inner)) or re.match(
            r"(?:the |that |an? |its? |their |no |there |we |our )", lower(inner)
        )
        starts_claim = bool(_INNER.search(lower(inner)) and _PREDICATE.search(lower(inner)) and named)
        explicit = " that " in clause[match.start() : match.end()] or clause[: match.end()].rstrip(" \"'").endswith(
            (":", ",")
        )
        finite = re.match(
            r"(?:(?:the |its |their |an? )?(?:[a-z]+ ){0,2})?(?:⟨[evp][a-z]⟩(?:'s [a-z]+(?: [a-z]+)?)?|it|they|the [a-z]+(?: [a-z]+)?|pre-?training|training)(?: (?:model|pro|weights|api))? (?:also |now |still |just |already |reportedly |actually |really |in fact |has |have )*(?:is|isn't|are|was|were|will|won't|has|have|had|can|could|may|might|would|does|doesn't|did|didn't|beats?|costs?|scores?|ships?|launches|drops|comes|outperforms|supports|gets|exists?|uses|runs|finished|completed|surpasses|matches|isnt|wont|'ll)\b",
            lower(inner),
        )
        if starts_claim and (explicit or finite or not report):
            return masked.plain(match[1]), _capital(inner), bool(_DENIES.search(head))
    if (match := _TAIL.search(clause)) and match.start() > 8 and not _NOT_A_SAYER.match(lower(match[1])):  # noqa: PLR2004 -- a claim stands before it
        inner = clause[: match.start()].rstrip(" ,-—")
        if _PREDICATE.search(lower(inner)) or "⟨q" in inner or "⟨d" in inner:
            return masked.plain(match[1]), inner, False
    if (match := _REPORTS.search(clause)) and match.start() > 8:  # noqa: PLR2004 -- a claim stands before it
        return masked.plain(match[1]), clause[: match.start()].rstrip(" ,-—"), False
    return None, clause, False


def _capital(text: str) -> str:
    return text.strip(" \"'")
