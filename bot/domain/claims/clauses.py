"""Several claims in one sentence, set apart: a sentence is cut only where both sides have a predicate of their own."""
# ruff: noqa: E501 -- a pattern is read as one line

import re

_ADVERBS = r"(?:also |then |now |even |still |already |reportedly |just |only |finally |actually |probably |likely |currently |apparently |allegedly |supposedly |quietly |officially |not )*"
_VERB = (
    r"(?:is|isn't|isnt|are|aren't|was|wasn't|were|will|won't|'ll|has|hasn't|have|haven't|had|can|can't|cannot|could|may|might|should|would|does|doesn't|did|didn't|costs?|beats?|outperforms?|scores?|scored|gets?|got|hits?|reach(?:es|ed)?|"
    r"supports?|ships?|shipped|launch(?:es|ed)?|drops?|dropped|comes?|came|released?|releases|runs?|uses?|matches|match|matched|tops?|topped|leads?|trails|loses|lost|lags|remains?|stays?|offers?|includes?|features?|keeps?|doubles?|doubled|cuts?|achieves?|achieved|"
    r"finished|completed|passed|sets?|takes?|took|arrives?|goes|went|starts?|started|surpass(?:es|ed)|exceeds?|rivals?|crush(?:es|ed)|destroy(?:s|ed)|becomes?|became|replaces?|removed?|removes|rolls?|rolled|debuts?|debuted|delivers?|makes?|trained|lands?|adds?|added|brings?|doubling|raised?|"
    r"priced|available|built|edges|ties|tied|sits|ranks?|ranked|announced|delayed|cancel(?:l?ed)?|handles?|accepts?|generates?|smokes?|retires?|retired|landed|postponed|stands|works|ran|needs|goes|"
    r"trails|falls short|fell short|underperforms?|lowered|plans?|planned)(?![a-z])"
)
_SUBJECT = r"(?:the (?:new |upcoming )?)?(?:⟨[evp][a-z]⟩(?:'s (?:[a-z]+ ){1,3}| (?:model|itself|weights|api|pricing|context))?|it|it's|they|this|that|which|its (?:[a-z]+ ){1,3}|the (?:model|price|context(?: window)?|api|release|weights|former|latter|lab|company|pricing)) ?"
_OWN = re.compile(rf"{_ADVERBS}{_SUBJECT}{_ADVERBS}{_VERB}")
_ITS = re.compile(r"(?:it's|they're|it'll|⟨[ev][a-z]⟩'s (?!⟨)|that's)")
_NOUN = r"(?:tools|agents|tokens|images|benchmarks|users|models|weights|parameters|params|others|tasks|evals|languages|plans|subscribers|developers|customers|prices|features|videos|sources|limits|apps|tests|results|reports|videos|years|weeks|months|days|hours|points|times|words|codes|maths|thousands|millions|its|this|thus|reduced|improved|increased|advanced|based|speed)"
_ELIDED = re.compile(
    rf"{_ADVERBS}(?:{_VERB}|(?!{_NOUN}(?![a-z]))[a-z]{{3,}}(?:s|ed) (?:on|at|in|to|for|with|a|an|the|up|out|about|over|⟨))"
)
_MORE = re.compile(r"(?:also )?(?:better|worse|faster|slower|cheaper|smarter|stronger|weaker) (?:at|on|in|for|than) ")
_THAN = re.compile(r" than (?:the )?⟨")
_ANY_VERB = re.compile(rf"(?<![a-z]){_VERB}|(?<=⟩)'s |\bit's|(?:<|>|=|:| - )")
_JOINT = re.compile(
    r"(?P<strong>,? (?:but|while|whereas|yet|although|though|plus|however,?|meanwhile,?|and also|as well as) |(?<=[a-z0-9⟩%)\"']) ?— ?| \+ )|(?P<and>,? (?:and|&) )|(?P<comma>, )"
)
_LIST = re.compile(r"(⟨e[a-z]⟩)((?:, ⟨e[a-z]⟩)*),? (?:and|&|\+) (⟨e[a-z]⟩)")
_BOTH = re.compile(r"\b(?:both|either) (?=⟨)", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:the same|one and the same|identical|tied?|equal|different|differ|merge[ds]?|combined|together|between|neck and neck|compare)\b"
)


def split(masked: str) -> tuple[str, ...]:
    """The clauses of a masked sentence, in order; one clause where nothing can be cut with certainty."""
    masked = _BOTH.sub("", masked)
    clauses: list[str] = []
    place = 0
    for joint in _JOINT.finditer(masked):
        left, right = masked[place : joint.start()], masked[joint.end() :]
        low_right = right.lower()
        if (
            not left.strip()
            or not _ANY_VERB.search(left.lower())
            or left.count("(") > left.count(")")
            or left.count('"') % 2
        ):
            continue
        own = _OWN.match(low_right) or _ITS.match(low_right)
        elided = _ELIDED.match(low_right)
        if joint["comma"]:
            if (
                not own
                or re.match(r"(?:which|that) (?:is|was) (?:why|what|how|when)|that's (?:why|what)", low_right)
                or re.match(
                    r"(?:unlike|after|before|if|when|while|as|according|since|once|like|compared|per|with|in|on|at|by|for|despite)\b",
                    left.strip().lower(),
                )
            ):
                continue
        elif not own and not elided and not (_MORE.match(low_right) and _THAN.search(left)):
            continue
        elif (
            elided
            and not own
            and re.search(r"\b(?:will|to|can|could|may|might|should|would|both) (?:[a-z]+ )?$", left.lower() + " ")
            and not joint["strong"]
        ):
            pass
        clauses.append(left.strip(" ,"))
        place = joint.end()
    clauses.append(masked[place:].strip(" ,"))
    return tuple(piece for clause in clauses if clause for piece in _distributed(clause))


def _distributed(clause: str) -> tuple[str, ...]:
    """Sets lists apart: "⟨ea⟩ and ⟨eb⟩ are out" says two things; "⟨ea⟩ and ⟨eb⟩ are the same" says one."""
    match = _LIST.search(clause)
    if match is None or _TOGETHER.search(clause.lower()):
        return (clause,)
    names = re.findall(r"⟨e[a-z]⟩", match[0])
    before, after = clause[: match.start()], clause[match.end() :]
    if before.strip() and not _ANY_VERB.search(before.lower()):
        return (clause,)
    if not before.strip() and not _ANY_VERB.search(after.lower()):
        return (clause,)
    return tuple(f"{before}{name}{after}" for name in names)
