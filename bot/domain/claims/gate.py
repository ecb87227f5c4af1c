"""What is not a claim: questions without a proposition, requests, jokes, wishes, opinions and the like.

Two looks: ``before`` sees the masked sentence as typed, ``after`` sees it once its kind and slots are known, because
"I think it ships in June" can be checked and "I think it is nicer" cannot. A sentence that only asks whether something
is so ("is it true that X", "has OpenAI released X?") is turned into the statement it asks about.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass

from bot.domain.claims.parsed import ClaimType, Reason
from bot.domain.claims.releases import is_delay
from bot.domain.claims.text import letters_share, lower

WHY: dict[Reason, str] = {
    Reason.EMPTY: "There is nothing to check.",
    Reason.TOO_LONG: "This is too long to check at once; paste the sentences you want checked.",
    Reason.LINK_ONLY: "Paste the sentence you want checked; I do not read pages for you.",
    Reason.GREETING: "This is a greeting; send a sentence about a model.",
    Reason.QUESTION: "This asks for something that is not a yes or a no; I can check a statement.",
    Reason.REQUEST: "This asks for something to be done; I can check a statement.",
    Reason.JOKE: "This reads as a joke.",
    Reason.WISH: "This reads as a wish; a wish is neither true nor false.",
    Reason.OPINION: "This reads as an opinion; I can check a measurable form of it.",
    Reason.UNMEASURABLE: "This names nothing that could be measured or looked up.",
    Reason.PRIVATE_PERSON: "I do not keep claims about private people.",
    Reason.OTHER_LANGUAGE: "I read English only, and would rather say so than guess.",
    Reason.NO_SUBJECT: "This names no model or lab that I can recognise.",
    Reason.FRAGMENT: "This names something but says nothing about it.",
}

_M = r"⟨[evpbdq][a-z]⟩"
_GREETING = re.compile(
    r"(?:hi|hello|hey|yo|sup|gm|gn|good (?:morning|evening|night|afternoon)|thanks?(?: you)?(?: (?:so|very) much)?(?: for [a-z ]{2,40})?|thx|ty|cheers|welcome|congrats|congratulations|ok(?:ay)?|cool|nice|wow|lol|lmao|brb|bye|test|ping|hola|ciao|bonjour)(?: (?:all|everyone|everybody|team|guys|folks|there|bot|spudwatch|again|friends|chat|a lot|man|dude|to (?:all|everyone)))*[ !.,)]*$"
)
_STRONG_JOKE = re.compile(
    r"(?:^|\s)(?:/s|/j)(?:\s|$)|\b(?:jk|j/k|just kidding|just joking|kidding|joking|satire|parody|shitpost(?:ing)?|april fools?|source: (?:trust me|my (?:ass|dreams?|uncle|crystal ball))|trust me,? bro|my uncle (?:works )?at|my (?:cat|dog|grandma|grandmother|toaster|fridge|hamster|goldfish|mom|mum|wife|kids?|girlfriend|boyfriend) |when pigs fly|knock knock|walks? into a bar|(?:at|in) the (?:zoo|gym|mall|supermarket|pub|bathroom)|(?:come out of|leave|clean|back to) (?:its|his|her|their) (?:room|bedroom)|filed for divorce|my therapist|unioni[sz]ed?|hold my beer|sky ?net|overlords?|my laundry|the dishes|make me (?:coffee|a sandwich|breakfast|rich)|on the moon|aliens?|time travel|(?<!or i )(?<!or i'll )(?<!or i will )eat my (?:hat|shoe|shoes|socks?)|potato(?:es)? (?:farm|salad|chip)|mashed|grandkids|grandchildren|fr(?:ench )?fr(?:y|ies) edition|feature, not a bug|in this economy|half-life 3|gta ?(?:6|vi)|sentien(?:t|ce)|pizza|marry me|take over the world|kill us all|end of humanity)\b"
)
_WEAK_JOKE = re.compile(r"\b(?:lol|lmao|lmfao|rofl|haha(?:ha)*|hehe|xd|kek|😂|🤣)\b|[😂🤣🤡💀😹]|\?\?!|!\?")
_WISH = re.compile(
    r"^(?:manifesting|begging for|craving|holding out for|(?:still |just |me )?waiting (?:for|on))\b|^(?:i )?(?:would|'d|wld) (?:kill|die|love|give anything|pay|sell|trade)\b|^(?:(?:i|we|kinda|kind of|really|just|still|so|man|god|ugh|honestly) )*wish(?:ing|es)?(?![- ]list)\b|\b(?:i (?:(?:really|just|only|still|so|do|kinda|honestly|literally|desperately) )*(?:hope|wish|want|need|pray|would love|'d love|would like)|i'd (?:love|like|kill)|hopefully|hoping|wish(?:ing)? (?:that|they|it|openai|for)|if only|fingers crossed|dream(?:ing|t|ed)? (?:of|about)|praying|pray(?:ing)? (?:that|for)|can'?t wait|cannot wait|looking forward|dying for|so excited for|excited (?:for|to)|we (?:need|want|deserve|hope)|would be (?:nice|great|cool|amazing|awesome|sick|lovely|good)|make it happen|dream (?:model|of)|let's (?:hope|pray)|pls be|hope(?= ))"
)
_REQUEST = re.compile(
    rf"^(?:(?:hey |yo |hi |ok )?@\S+,? )?(?:(?:dear |hey |yo )?⟨[evp][a-z]⟩, (?:please |just )?(?=bring|give|release|ship|fix|stop|open|drop|make|add|let|do )|dear |please|pls|plz|kindly|hey (?:bot|spudwatch|claude|chatgpt|grok|gemini)\b|(?:can|could|would|will) (?:you|someone|anyone|somebody|anybody|we|i|u|an? mod|an? admin|the mods|mods|the bot)\b(?! (?:believe|imagine))|someone (?:please|pls|should|explain|tell|post|share|send|link|make|drop|give|show|get|fix|check|verify|confirm|needs? to)\b|(?:does |do |did |has |have |is )?(?:any|some)(?:one|body) (?:here |else )?(?:got|have|has|know where|know how|know of|tried|using|used|able to|managed|wanna|want|willing|interested|seen a|up for)\b|(?:mods?|admins?)\b[,:]? |tell me|show me|give (?:me|us)|remind me|notify|alert me|let me know|explain|summari[sz]e|write|translate|compare|list (?!pric)|help|check (?:this|if|whether|out)|look (?:at|up)|find|search|rate(?! ?-?limit)|rank|recommend|suggest|vote|rt\b|retweet|follow|subscribe|sign up|join us|join my|try (?:it|out|{_M}|this|our|my|the)\b|use {_M}|switch to|stop |don't (?:use|buy|trust|forget|miss|sleep)|do not (?:use|buy|trust)|bring back|free (?=⟨e|the )|(?:just |now )?(?:release|ship|drop|launch|open-?source|fix|give|announce|cancel|lower|raise|unban|add) (?:it|us|the (?:damn|model|weights|api)|{_M}(?! (?:is|was|will|has|costs?|beats?))|already)|wake me|wait for|buy |sell |short |imagine |consider |guess |read |watch |see |ask |make |let's |lets |go |come on|ignore |disregard |pretend |act as|roleplay|repeat after|print |output (?!tokens?|pric|limit|speed|cost|length|window|is|goes)|say |(?:drop|share|post|send|paste|upload|link|show|find|get) (?:me|us)\b|(?:drop|share|post|send|paste|upload|link) (?:ur|your|some|any)\b|(?:ping|dm|tag|message|text|poke|call|warn|lmk|lemme|inform) (?:me|us|know)\b)"
)
_AD = re.compile(
    r"\b(?:link in (?:the )?(?:bio|comments|description|profile|first comment)|(?:promo|discount|coupon|referral) code|use (?:my )?code|giveaway|(?:our|my) (?:new |free |latest |full |ultimate |complete )*(?:[a-z-]+ ){0,2}(?:course|newsletter|webinar|ebook|e-book|bootcamp|masterclass|workshop|cheat ?sheet|prompt pack|podcast|patreon|channel|video)\b|(?:enroll|register|apply) (?:now|today|by|before|until|⟨d)|dm (?:me|us) (?:for|to)|(?:sign|signing) up (?:now|today|for our)|click (?:here|the link|below)|order now|buy now|smash that|like and subscribe|hiring (?:for|a)|we're hiring|earn \$|make money|free trial of our|first month free|(?:try|check out|join|read|download|get|see|visit) (?:our|my))"
)
_LEAD_GREETING = re.compile(
    r"^(?:gm|gn|good (?:morning|evening|night|afternoon)|hi|hello|hey|welcome|happy|congrats|congratulations|thanks|thank you|thx|cheers|merry)\b"
)
_RELEASED_BY = re.compile(r"^(?:release|ship|drop|launch)(?:d|s|ed|ped|es)\b")
_OPEN_QUESTION = re.compile(
    r"^(?:(?:so|ok|okay|but|and|hey|guys|wait|anyone|honest question|serious question|quick question|question|genuine question|hmm|well|also|wondering|i wonder|just wondering|curious)[:,]? )*(?:who|what|when|where|why|how|which|whose|whom|what's|who's|when's|where's|how's|why's|wen|whats|whens)\b"
)
_WHAT_WAS_CALLED = re.compile(
    r"what (?:(?:we|you|they|people|everyone|everybody|most|⟨[vp][a-z]⟩|was|were|is|used to be|has been|had been|all|once|originally|internally|previously|long) )+(?:called?|calls|known as|knew as|named|codenamed|labell?ed|dubbed|teased|tested) [^?]*$"
)
"""A name told by another name, and no question: "what we called ⟨ea⟩ is ⟨eb⟩"."""
_QUESTION_WISH = re.compile(
    r"\b(?:thoughts|any(?:one|body)(?: here| else)? (?:knows?|remembers?|heard|seen) (?!if|whether|that)|any (?:news|update|updates|word|info|idea|ideas|leaks|rumou?rs|chance|benchmarks|eta)|worth (?:it|upgrading|waiting|the)|should (?:i|we|they|you|one)|do (?:you|u|we|y'all) (?:think|guys|believe|prefer|like|want|know|use)|does (?:anyone|anybody|someone) (?:think|else|have|use)|has (?:anyone|anybody|someone)|have you|did you|did (?:anyone|anybody)|is (?:anyone|anybody|it just me|it worth|there (?:any|a (?:way|chance)))|am i|are you|are we|would you|can (?:i|we|you|anyone|someone)|could (?:i|we|you|anyone)|may i|what do|anyone (?:tried|using|else|got|have)|who else|is it (?:better|worth|safe|ok|good|bad) to|or (?:not|what|is it)|y/n|eta)\b"
)
_KNOW_IF = re.compile(
    r"^(?:(?:hey|hi|so|ok|okay)[,:]? )?(?:does |do )?(?:anyone|anybody|someone|somebody|you|u|we|they|y'all|you guys)? ?(?:know|heard|hear|can (?:anyone|someone|you) (?:confirm|verify|check|tell me)|confirm|verify|wondering|curious)(?: me)? (?:if|whether|that)(?: it(?:'s| is) true that)? "
)
_CAN_CONFIRM = re.compile(
    r"^(?:did|has|have) (?:any(?:one|body)|you|you guys|y'all|we)(?: all)?(?: else)? (?:also |just )?(?:notic|see|saw|catch|caught|hear|reali[sz]|spot)[a-z]*(?: that)? (?=(?:an? |the )?(?:new )?⟨)|^(?:can|could) (?:anyone|anybody|someone|somebody|you|u) (?:please )?(?:confirm|verify|check|tell me)(?: for me)? (?:if|whether|that) "
)
_IS_TRUE = re.compile(
    r"^(?:(?:so|ok|okay|wait|hey|um|uh|and|but|hmm)[,:]? )*(?:is it (?:really |actually )?(?:true|correct|right|accurate|the case|confirmed|legit|real|a fact)|is it known|is the (?:rumou?r|claim|report|leak) (?:true )?|is there (?:any )?(?:truth|evidence|proof|confirmation)(?: to the (?:rumou?r|claim))?|true or false|true|fact[- ]check|fact check this|real or fake|t/f|are the (?:rumou?rs|reports) true|can it be true|could it be|how true is it|is this true)(?: that|:| -| —|,)? +"
)
_TAG = re.compile(
    r"(?:,| -| —)? (?:right|correct|no|yes|yeah|true|isn'?t it|aren'?t they|doesn'?t it|didn'?t (?:they|it)|hasn'?t it|won'?t it|wasn'?t it|is it|eh|huh|or (?:not|no|nah)|true or false|is that (?:true|right|correct|real)|is this (?:true|real|right|correct)|true\??|real\??|legit\??|can anyone confirm|confirmed|fact or fiction|fr|for real|real or fake|fake or real|y/n)[ ?]*$"
)
_YES_NO = re.compile(
    rf"^(?:(?:so|ok|okay|wait|hey|um|and|but|hmm|lol|guys|also|really|quick question|question|genuine question|serious question)[,:]? )*(?P<aux>is|are|was|were|has|have|had|did|does|do|will|would|can|could|should|isn't|isnt|aren't|wasn't|hasn't|haven't|didn't|didnt|doesn't|won't|wont|might|may) (?P<subject>(?:the (?:new |upcoming |rumou?red )?)?{_M}(?:'s)?(?: ?\([^)]{{0,30}}\))?(?: (?:model|weights|api|context(?: window| length)?|price|pricing|(?<=⟨v[a-z]⟩ ){_M}))*|(?:openai|it|this|that|they|the (?:new )?[a-z-]+(?: [a-z-]+)? (?:of|for|in) {_M}|the (?:new )?[a-z]+)) (?P<rest>.+)$",
)
_CONDITIONAL = re.compile(
    r"^(?:if|when|once|unless|suppose|assuming|imagine|whenever)\b(?!.{0,40}\b(?:is true|reports are)\b)"
)
_EVEN_IF = re.compile(r"^(?:once|when) (?:it|they|⟨)")
_FIRST_PERSON = re.compile(
    r"(?:(?:and|but|so|well|honestly|tbh|ngl|yeah|guys|lol),? )?(?:i|i'm|im|i've|ive|i'd|i'll|me|my|we're|we've)(?![a-z])(?! (?:heard|hear|read))"
)
_EVENT = re.compile(
    r"⟨[evp][a-z]⟩ (?:just |now |quietly |has |have |also |already |recently |finally |officially |reportedly )*(?!lov|hat|disappoint|impress|surpris|amaz|ruin|chang|sav|fail|cook|destroy|kill|suck|need|shocked|stunn|ask|exist)[a-z]{3,}ed (?!me|my|us|it all)",
)
_IRREGULAR = "withheld|held|gave|took|made|built|rebuilt|sold|bought|sent|kept|put|cut|let|ran|won|lost|wrote|rewrote|chose|got|hid|led|left|met|paid|spent|split|stole|taught|threw|went|began|broke|brought|caught|came|drew|fed|found|grew|shot|sued|withdrew|did|overcame|forgot|refused|escaped|beat"
_ACTS = re.compile(
    r"⟨[ep][a-z]⟩(?:'s [a-z]+(?: [a-z]+)?| (?:model|weights|api|app))? (?:(?:now|also|still|even|only|already|reportedly|natively|automatically|internally) )*"
    r"(?:can(?:not|'t)?|does(?:n't| not)|has|had|hasn't|needs?|(?!is |was |has |does |loves? |hates? |rocks|sucks|slaps|rules|disappoints|impresses|amazes|surprises|kills|wins|fails|exists|vibes|cooks|looks|seems|feels|sounds|ass |this |as |fans |bros |stans |haters |people |folks |subs |boys |weights |prices |models |its |us |yes |less |tools |agents |users )[a-z]{2,}(?:[^s]s|es)|"
    + _IRREGULAR
    + r") (?!like |as if |so |very |really |too |no (?:soul|chill|clue|idea|shame|moat|equal|rival|peer|competition|taste|personality)|(?:it|them|hard|different|again)(?:[ .!]|$))[a-z⟨]"
)
_WAS_MADE = re.compile(
    r"⟨[ep][a-z]⟩(?:'s [a-z]+(?: [a-z]+)?| (?:model|weights|api|app))? (?:is|are|was|were|has been|have been|isn't|wasn't|(?:will|can|could|may|must|cannot|can't|won't) be|being|got|gets)(?: not| [a-z]+ly| now| also| still| being| already)* "
    r"(?!over|under|hyped|nerf|disappoint|cook|lov|hat|doomed|finished|dead|tired|excit|amaz|lobotomi|based|screwed|washed|goated|fried|wasted|cursed|blessed)[a-z-]{3,}(?:ed|built|made|run|held|kept|set|sold|bought|shown|given|written|driven|woven|fed|taught|sent) (?:with|by|for|on|in|to|from|using|as|at|against|into|under|inside|over|out)\b"
)
_DONE_BY = re.compile(
    r"(?:the )?⟨[vp][a-z]⟩(?:'s [a-z]+)? (?:just |quietly |has |have |had |also |already |recently |finally |officially |reportedly |secretly )*(?!fail|disappoint|ruin|kill|nerf|lobotomi|cook|fumbl|drop|impress|surpris|amaz|destroy|scar|suck|need|lov|hat)(?:[a-z]{3,}ed|"
    + _IRREGULAR
    + r") (?:an? |the |its |⟨|to |for |with |that |[a-z]+ ⟨)"
)
_PERSONAL = re.compile(r"\bi (?!heard|hear|read|think|believe|bet|guess)[a-z']+")
_OUGHT = re.compile(
    r"\b(?:needs? to|ought to|should (?:just|really|stop|have|be ashamed|focus|fire|hire|buy|open|release|ship|fix|lower|give)|(?:had )?better (?:ship|release|be|not)|deserves?)\b"
)
_HEDGE = re.compile(
    r"\b(?:i think|i believe|i feel|i(?:'d| would) (?:say|guess|bet|argue|wager)|i bet|i guess|i suspect|i reckon|i expect|i predict|my (?:guess|bet|prediction|take|opinion|hunch|gut)|in my (?:opinion|experience|view|book)|imo|imho|imao|personally|to me|for me|hot take|unpopular opinion|i(?:'m| am) (?:sure|certain|convinced|confident|betting|guessing|calling)|calling it|if you ask me|honestly|tbh|ngl|prediction:|bold prediction|mark my words|call me crazy|change my mind|fight me)\b"
)
_SOLID_HEDGE = re.compile(
    r"\b(?:in my (?:opinion|experience|view|book)|imo|imho|personally|to me|for me|hot take|unpopular opinion|if you ask me|change my mind|fight me|i feel|my (?:take|opinion)|i (?:like|love|hate|prefer|enjoy|dislike|miss|trust))\b"
)
_FEELS = re.compile(
    r"\b(?:feels?|felt|feeling|vibes?|vibey|seems? (?:smarter|dumber|better|worse|lazier|faster|slower|more|less|like|off|nerfed|way|much|so|a lot)|looks? (?:amazing|insane|great|good|bad|sick|cool|promising|incredible|impressive|like a|nice)|sounds? (?:amazing|great|insane|cool|like|too|more)|smells?|big model smell|taste|aesthetic)\b"
)
_VALUE = re.compile(
    r"\b(?:amazing|awesome|insane(?:ly)?|goat(?:ed)?|trash|garbage|mid|overrated|underrated|over-?hyped|cooked|sucks?|sucked|incredibl[ey]|beautiful|disappoint(?:ing|ed|ment|s)|game[- ]?changer|smart|dumb|lazy|lazier|dumber|nerf(?:ed|ing)?|lobotomi[sz]ed|genius|brilliant|terribl[ey]|awful|horrible|great|good|bad|nice|nicer|cool|fun|funny|boring|annoying|ugly|weird|creepy|scary|mind[- ]?blow(?:ing|n)|crazy|wild|based|fire|lit|sick|magic(?:al)?|perfect|useless|pointless|impressive|unimpressive|underwhelming|flop(?:ped)?|mediocre|crap|shit(?:ty)?|bullshit|joke|scam|hype|peak(?! (?:hours?|times?|usage|load|demand|season|rates?|pricing))|slaps|fantastic|wonderful|excellent|phenomenal|outstanding|love(?:ly)?|hate|friendlier|friendly|warm(?:er)?|cold(?:er)?|soulless|personality|elegant|interesting|exciting|excited|finished|doomed|dead|toast|done for|over(?= for)|unbeatable|unstoppable|a beast|beast|monster|king|queen|winner|loser|special|legendary|revolutionary|groundbreaking|next[- ]level|real deal|a big deal|huge|massive|future of|greedy|evil|woke|cringe|sad|happy|tired|worth it|overpriced|too (?:expensive|slow|verbose|safe|censored|woke|cautious|much|big|small|pricey|late|early)|my favou?rite|favou?rite|the goat|unusable|solid|strong|weak|decent|okay|clean|better ui|creative|human-?like|gives me|agi|asi|superintelligen(?:t|ce)|conscious(?:ness)?|alive)\b"
)
_SUPERLATIVE = re.compile(
    r"\b(?:the )?(?:(?:single |by far |far and away |hands down |easily |currently |simply )*)(?:best|worst|smartest|greatest|strongest|most (?:powerful|capable|intelligent|impressive|advanced|overrated|underrated|exciting|creative|human|useful)|dumbest|coolest|finest|nicest|fastest|king of|number one|top)(?: (?:ai|llm|model|coding|open|reasoning|image|video|chatbot|assistant|coder|agent|writing|writer|overall|ever|thing|out|on|in|for|at|so|by|⟨))|\bthe (?:[a-z]+ ){0,2}(?:best|worst|smartest|greatest|dumbest|coolest|finest|nicest) [a-z]+ (?:of any|of all|ever|out there|around|i've|on the market|in the world|⟨)|\bundisputed|second to none|in a league of its own|(?:best|worst|goat)[.! ]*$"
)
_GRAND = re.compile(
    r"\b(?:change everything|change the (?:world|game)|changes? everything|kill (?:google|openai|search|software|programming|jobs|the)|replace (?:all |most |every |us|human|programmers|developers|engineers|doctors|lawyers|junior|white)|take (?:our|your|my|all) jobs?|end of (?:programming|coding|software|work|jobs|openai|google|an era)|blow (?:your|our|my|everyone's|people's) minds?|break the internet|win the (?:ai )?race|wins? the (?:ai )?race|lose the race|be (?:huge|massive|insane|wild|crazy|big|a game|epic|amazing|great|the best|legendary|agi|asi|a flop|a disaster|disappointing|the end|something|worth)|game over|it'?s over|we'?re (?:so )?back|so over|agi (?:is|by|in|will|achieved|confirmed|has|soon|next)|achieve agi|reach(?:es|ed)? agi|singularity|transform(?:s)? (?:society|the world|everything|how)|dominate|never be the same|accelerate the economy|bubble|eat (?:software|the world)|crush(?:es)? everyone|destroy everyone|own the market|flop|come out on top|make (?:everyone|programmers|developers) )\b"
)
_PERSON = re.compile(
    r"\b(?:my (?:boss|coworker|co-worker|colleague|neighbou?r|buddy|mate|pal|girlfriend|boyfriend|wife|husband|son|daughter|ex|ex-wife|ex-husband|friend|roommate|teacher|professor|classmate|sister|brother|cousin|landlord|manager|doctor)|(?:her|his|their) (?:home address|phone number|address|affair|divorce|marriage|medical|salary|drug|arrest|sexuality|religion|weight|kids|children|wife|husband)|cheat(?:ing|ed|s) on (?:his|her|their|my) (?:wife|husband|girlfriend|boyfriend|exam|taxes|partner|spouse)|(?:is|was) (?:dating|sleeping with|having an affair|pregnant|divorced|divorcing|addicted|an addict|alcoholic|gay|drunk|in rehab|bankrupt)|lives (?:at|on) \d|home address|phone number|has an affair|got arrested|ssn|was fired for)\b"
)
_PUBLIC = re.compile(
    r"\b(?:altman|sama|brockman|musk|amodei|hassabis|pichai|nadella|zuckerberg|lecun|karpathy|sutskever|murati|huang|suleyman|dean|kilpatrick|chollet|mensch|dresser|simo|friar|pachocki|chen|liang|zhou|wang|cook|jassy)\b"
)
_FOREIGN = re.compile(
    r"(?:^|[ ¿¡])(?:el|la|los|las|una|está|es|que|para|mejor|según|lanzará|der|die|das|ist|und|nicht|wird|besser|als|kommt|le|les|est|sera|meilleur|avec|dans|sortira|plus tard|il|è|della|uscirà|migliore|não|são|será|melhor|do que|het|een|beter|uit|wordt|jest|lepszy|bedre|är|och|bättre|ne|pas|kein|nächste|nächsten|woche|semana|que viene|desde|pero|muy|más|también|aber|oder|mit|von|für|auf|auch|noch|schon|veröffentlicht|erscheint|soll|angeblich|du|des|une|sur|sort|sortie|bientôt|mais|c'est|c’est)(?=[ ,.!?]|$)"
)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|will|has|have|to|of|and|in|on|by|for|with|it|that|this|out|not|than|be|at|from|as|an|its|says|said|next|week|beats|released|model)\b"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """The gate's first answer: the statement to read on, whether it was asked, or why it stops here."""

    clause: str
    asked: bool = False
    reason: Reason | None = None


def before(clause: str, original: str) -> Looked:  # noqa: C901, PLR0912 -- one line a kind of text
    """Looks at one masked sentence (case kept) before its meaning is known."""
    lowered = clause.lower()
    bare = re.sub(r"[^\w⟨⟩]+", "", lowered)
    if not bare:
        return Looked(clause, reason=Reason.EMPTY)
    if _GREETING.match(lowered):
        return Looked(clause, reason=Reason.GREETING)
    if foreign(original, lowered):
        return Looked(clause, reason=Reason.OTHER_LANGUAGE)
    if _STRONG_JOKE.search(lowered) or _STRONG_JOKE.search(lower(original)):
        return Looked(clause, reason=Reason.JOKE)
    if _LEAD_GREETING.match(lowered) and "⟨e" not in lowered and "⟨v" not in lowered:
        return Looked(clause, reason=Reason.GREETING)
    if _AD.search(lowered):
        return Looked(clause, reason=Reason.REQUEST)
    asked = False
    for pattern in (_CAN_CONFIRM, _KNOW_IF, _IS_TRUE):
        if (match := pattern.match(lowered)) and match.end() < len(clause):
            clause, lowered, asked = clause[match.end() :], lowered[match.end() :], True
    if (tag := _TAG.search(lowered)) and tag.start() > 0 and (lowered.endswith("?") or "," in tag[0]):
        clause, lowered, asked = clause[: tag.start()], lowered[: tag.start()], True
    if _REQUEST.match(lowered) and not _RELEASED_BY.match(lowered):
        return Looked(clause, reason=Reason.REQUEST)
    question = lowered.rstrip(" \"')").endswith("?")
    if (
        _OPEN_QUESTION.match(lowered)
        and not _WHAT_WAS_CALLED.match(lowered)
        and (question or not re.match(r"^(?:when|what|how|where|which|who)\b[^?]{0,60}, ", lowered))
        and not asked
    ):
        return Looked(clause, reason=Reason.QUESTION)
    if re.search(
        r"(?<!know )(?<!knows )(?<!known )(?<!said )(?<!say )(?<!reason )\b(?:when|wen|why|how|or what)[ ?!]*$", lowered
    ):
        return Looked(clause, reason=Reason.QUESTION)
    if _QUESTION_WISH.search(lowered) and question:
        return Looked(clause, reason=Reason.QUESTION)
    if match := _YES_NO.match(lowered):
        if match["aux"] in {"should", "would", "could", "do"} and question:
            return Looked(clause, reason=Reason.QUESTION)
        if question or match["aux"] in {"is", "are", "was", "were", "has", "have", "did", "does", "will", "can"}:
            clause, asked = _stated(clause, match), True
            lowered = clause.lower()
    if question and not asked:
        asked = True
    clause = clause.rstrip(" ?")
    if not asked and _CONDITIONAL.match(lowered) and not (_EVEN_IF.match(lowered) and "," not in lowered):
        return Looked(clause, reason=Reason.UNMEASURABLE)
    return Looked(clause, asked)


def _stated(clause: str, match: re.Match[str]) -> str:
    """The statement a question asks about: "Has ⟨va⟩ released ⟨ea⟩?" → "⟨va⟩ has released ⟨ea⟩"."""
    subject = clause[match.start("subject") : match.end("subject")]
    rest = clause[match.start("rest") : match.end("rest")].rstrip(" ?")
    return f"{subject} {match['aux']} {rest}"


def foreign(original: str, lowered: str) -> bool:
    """Whether the text is not English: letters of another script, or another language's small words without ours."""
    if letters_share(original) < 0.7:  # noqa: PLR2004 -- under seven letters in ten are ASCII
        return True
    theirs = len(_FOREIGN.findall(lowered))
    return theirs >= 2 and theirs > len(_ENGLISH.findall(lowered))  # noqa: PLR2004 -- one word may be a name


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the second look needs to know of a clause."""

    clause: str
    claim_type: ClaimType | None
    has_model: bool
    has_vendor: bool
    has_benchmark: bool
    has_number: bool
    dated: bool
    compared: bool
    comparator: bool
    about: bool
    asked: bool


def after(m: Meaning) -> Reason | None:  # noqa: C901, PLR0912 -- one line a kind of text
    """Looks again once the kind of claim and its slots are known; ``None`` lets the claim through."""
    s = m.clause
    named = m.has_model or m.has_vendor
    if _PERSON.search(s) and "⟨e" not in s and not _PUBLIC.search(s):
        return Reason.PRIVATE_PERSON
    hard = (
        (m.has_benchmark and m.claim_type in {ClaimType.BENCHMARK_SCORE, ClaimType.BETTER_THAN})
        or (m.claim_type in {ClaimType.PRICE, ClaimType.CONTEXT_LIMITS, ClaimType.IDENTITY, ClaimType.TRAINING_STATUS})
        or (m.claim_type is ClaimType.RELEASE_DATE and (m.dated or named))
        or m.claim_type is ClaimType.AVAILABLE
    )
    if re.match(r"(?:i |i still |still )?(?:can't|cannot|can not|couldn't) (?:believe|stand|get over)\b", s):
        return Reason.OPINION
    if re.match(
        r"(?:honestly,? |personally,? )?(?:i'd|id|i would) (?:rather|take|choose|pick|prefer|go with|settle|trade)\b", s
    ):
        return Reason.OPINION
    if re.match(
        r"i (?:just |even |literally |once )?(?:asked|told|prompted|begged|bribed|married|dreamt|dreamed)\b", s
    ):
        return Reason.OPINION
    if (
        m.claim_type is ClaimType.IDENTITY
        and not m.about
        and re.match(r"(?:it|this|that)(?:'s| is) ⟨e[a-z]⟩[ .!]*$", s)
    ):
        return Reason.NO_SUBJECT
    hoped = (
        m.dated
        and named
        and m.claim_type is ClaimType.RELEASE_DATE
        and re.search(r"\bhopefully\b|\bhoping (?:to|for)\b", s)
    )
    if not hoped and _WISH.search(s):
        return Reason.WISH
    if re.search(r"\b(?:please|pls|plz)\b", s):
        return Reason.REQUEST
    if _PERSONAL.search(s) and m.claim_type in {None, ClaimType.OTHER} and not _HEDGE.search(s):
        return Reason.OPINION
    if (
        re.match(r"(?:nobody|no one|everyone|everybody|some people|people) ", s)
        and m.claim_type in {None, ClaimType.OTHER}
        and not m.has_number
    ):
        return Reason.OPINION
    if re.match(
        r"(?:honestly,? |literally )?(?:nobody|no one|who(?: even)?) (?:really |actually |even )?(?:needs?|wants?|cares?|asked)\b",
        s,
    ):
        return Reason.OPINION
    if _OUGHT.search(s) and not m.dated:
        return Reason.OPINION
    if _FIRST_PERSON.match(s) and m.claim_type in {None, ClaimType.OTHER, ClaimType.EXISTS} and not _HEDGE.match(s):
        return Reason.OPINION
    if m.claim_type is ClaimType.PRICE and not m.has_number and _VALUE.search(s) and not m.comparator:
        return Reason.OPINION
    solid = (
        m.has_number
        or m.has_benchmark
        or m.dated
        or m.claim_type in {ClaimType.IDENTITY, ClaimType.AVAILABLE, ClaimType.PRICE}
        or (m.claim_type is ClaimType.BETTER_THAN and m.comparator and not _GRAND.search(s))
        or (is_delay(s) and not re.search(r"[😂🤣🤡💀😹]", s))
    )
    if _WEAK_JOKE.search(s) and not ((hard or m.claim_type is ClaimType.BETTER_THAN) and named and solid):
        return Reason.JOKE
    if _FEELS.search(s) and not m.has_benchmark and not (m.dated and m.claim_type is ClaimType.RELEASE_DATE):
        return Reason.OPINION
    if (
        _GRAND.search(s)
        and not m.has_benchmark
        and not (hard and m.claim_type is not ClaimType.RELEASE_DATE)
        and not (m.dated and m.claim_type is ClaimType.RELEASE_DATE and not re.search(r"\bagi\b|\basi\b", s))
    ):
        return (
            Reason.UNMEASURABLE
            if re.search(r"\b(?:will|going to|gonna|'ll|would|by|soon|agi)\b", s)
            else Reason.OPINION
        )
    if m.claim_type is ClaimType.BETTER_THAN and not m.has_benchmark:
        if _SOLID_HEDGE.search(s) or re.search(
            r"\b(?:way more fun|nicer|friendlier|funnier|prettier|warmer|more (?:fun|human|creative|natural|pleasant|enjoyable|helpful|honest))\b",
            s,
        ):
            return Reason.OPINION
        if (
            not m.comparator
            and not m.has_number
            and not re.search(r"predecessor|previous|anything|every|all other|any other|humans?|experts", s)
        ):
            return Reason.OPINION
    if m.claim_type is ClaimType.BETTER_THAN or hard:
        if (
            not named
            and not m.about
            and m.claim_type
            not in {ClaimType.TRAINING_STATUS, ClaimType.CONTEXT_LIMITS, ClaimType.PRICE, ClaimType.BENCHMARK_SCORE}
            and not re.search(
                r"\b(?:it|this|they|(?:the|this|that|their|its|new|next|flagship|a) (?:[a-z-]+ )?model)\b", s
            )
        ):
            return Reason.NO_SUBJECT
        if _SOLID_HEDGE.search(s) and _VALUE.search(s) and not m.has_number and not m.dated:
            return Reason.OPINION
        return None
    if _SUPERLATIVE.search(s) and not m.has_benchmark:
        return Reason.OPINION
    opinion = None if _DONE_BY.match(s) else _VALUE.search(s)
    if (
        opinion
        and not m.has_number
        and not m.dated
        and not (m.claim_type is ClaimType.EXISTS and not _SOLID_HEDGE.search(s))
    ):
        return Reason.OPINION
    if _SOLID_HEDGE.search(s) and not m.has_number and not m.dated:
        return Reason.OPINION
    if not named and not m.about:
        return Reason.NO_SUBJECT
    if (
        m.claim_type is None
        and (_ACTS.search(s) or _WAS_MADE.search(s))
        and not re.search(r"\b(?:me|my|us|our|i|you|your|we)\b", s)
    ):
        return None
    if m.claim_type is None and _DONE_BY.match(s) and named:
        return None
    if m.claim_type is None and _EVENT.search(s) and not re.search(r"\b(?:me|my|us|our|i)\b", s):
        return None
    if m.claim_type is None:
        if re.search(
            r"\b(?:better|worse|best|stronger|weaker|smarter|faster|slower|improved|improves?)\b", s
        ) or re.search(r"⟨[evp][a-z]⟩(?:'s [a-z]+)? ?(?:is|are|was|isn't|wasn't|'s)\b", s):
            return Reason.OPINION
        verb = re.search(
            r"\b(?:is|are|was|were|will|has|have|had|does|did|can|would|said|says|got|ate|[a-z]{3,}(?:ed|es|ing))\b", s
        )
        return Reason.FRAGMENT if verb is None else Reason.UNMEASURABLE
    return None
