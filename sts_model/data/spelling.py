"""British spellings to American ones, so that a word has one spelling in text, lexicon and scores."""

import re
from functools import lru_cache

_OUR = (
    "arbour ardour armour behaviour candour clamour colour demeanour endeavour enamour favour fervour flavour harbour "
    "honour humour labour neighbour odour parlour rancour rigour rumour saviour savour splendour succour tumour valour "
    "vapour vigour"
)
_ISE = (
    "agon american anal apolog author baptis brutal capital catechis central character civil colon critic crystall "
    "demoral economi emphas energ equal familiar fertil fossil general harmon hypnot ideal immortal individual item "
    "legal magnet materi maxim mechan memor mesmer minim mobil modern monopol moral national natural neutral normal "
    "optim organ ostrac paralys patron penal philosoph popular priorit public pulver real recogn revolution romant "
    "scandal scrutin secular social special stabil standard steril subsid summar symbol sympath terror tranquill "
    "util vapor visual vocal"
)
_RE = (
    "calibre centre fibre litre lustre meagre metre centimetre kilometre sabre sceptre sepulchre sombre spectre theatre"
)
_LL = (
    "apparell barrell cancell channell counsell dishevell duell enamell equall fuell funnell grovell initiall jewell "
    "labell levell libell marvell modell panell quarrell rivall shovell signall snivell swivell totall travell "
    "tunnell unravell"
)
_WHOLE = {
    **{"grey": "gray", "greys": "grays", "greyish": "grayish", "tyre": "tire", "tyres": "tires", "cheque": "check"},
    **{"programme": "program", "programmes": "programs", "plough": "plow", "ploughed": "plowed", "ploughs": "plows"},
    **{"ploughing": "plowing", "sceptic": "skeptic", "sceptical": "skeptical", "scepticism": "skepticism"},
    **{"jewellery": "jewelry", "pyjamas": "pajamas", "mould": "mold", "moulded": "molded", "mouldy": "moldy"},
    **{"moustache": "mustache", "moustaches": "mustaches", "ageing": "aging", "defence": "defense"},
    **{"defences": "defenses", "offence": "offense", "offences": "offenses", "licence": "license"},
    **{"pretence": "pretense", "pretences": "pretenses", "woollen": "woolen", "wilful": "willful"},
    **{"skilful": "skillful", "skilfully": "skillfully", "fulfil": "fulfill", "fulfils": "fulfills"},
    **{"fulfilment": "fulfillment", "instalment": "installment", "enrol": "enroll", "judgement": "judgment"},
    **{"judgements": "judgments", "acknowledgement": "acknowledgment", "kerb": "curb", "gaol": "jail"},
    **{"waggon": "wagon", "waggons": "wagons", "storey": "story", "storeys": "stories", "draught": "draft"},
    **{"draughts": "drafts", "manoeuvre": "maneuver", "manoeuvres": "maneuvers", "analyse": "analyze"},
    **{"analysed": "analyzed", "analysing": "analyzing", "catalogue": "catalog", "alright": "all right"},
    **{"ok": "okay", "okey": "okay", "mr": "mister", "mrs": "missus", "dr": "doctor", "vs": "versus"},
    **{"etc": "et cetera", "mhm": "mm hmm", "mmhmm": "mm hmm", "uhhuh": "uh huh", "yeh": "yeah"},
    **{"dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "im": "i'm"},
    **{"thats": "that's", "theres": "there's", "couldnt": "couldn't", "wouldnt": "wouldn't", "ive": "i've"},
    **{"youre": "you're", "theyre": "they're", "whats": "what's", "cant": "can't", "hes": "he's", "shes": "she's"},
}


def _stems(words: str, ending: str = "") -> str:
    return "|".join(word.removesuffix(ending) for word in words.split())


_RULES = (
    (re.compile(rf"^(dis|un|mis|multi|re)?({_stems(_OUR, 'our')})our(?!ous)"), r"\1\2or"),
    (re.compile(rf"^(dis|un|re)?({_stems(_ISE)})is(e|ed|es|er|ers|ing|ation|ations|able)(?=$|')"), r"\1\2iz\3"),
    (re.compile(rf"^({_stems(_RE, 're')})re(?=s?$|'s$)"), r"\1er"),
    (re.compile(rf"^({_stems(_RE, 're')})red$"), r"\1ered"),
    (re.compile(rf"^({_stems(_LL, 'l')})l(?=ed|ing|er|or|ous)"), r"\1"),
)


@lru_cache(maxsize=100_000)
def american(word: str) -> str:
    """`word`, lower case, in its American spelling; words of both kinds of English stay as they are."""
    if word in _WHOLE:
        return _WHOLE[word]
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word
