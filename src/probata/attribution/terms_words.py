"""Closed lists behind commitments: which words undertake, who may act, what is a threat, a prediction, a refusal.

The words are in ``words/commitments.txt``, under the names used here.
"""

from importlib import resources

from probata.attribution.attribution import Form


def _lists() -> dict[str, frozenset[str]]:
    text = resources.files("probata.attribution").joinpath("words/commitments.txt").read_text("utf-8")
    lists: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            lists.setdefault(name, []).extend(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


_LISTS = _lists()
PLEDGES = _LISTS["pledges"]
ASSURANCES = _LISTS["assurances"]
AGREEMENTS = _LISTS["agreements"]
PLANS = _LISTS["plans"]
UNDERTAKING = PLEDGES | ASSURANCES | AGREEMENTS | PLANS
READY = _LISTS["ready"]
COMMITTED = _LISTS["committed"]
ACCEPTING = _LISTS["accepting"]
MODALS = _LISTS["modals"]
BACKSHIFTED = _LISTS["backshifted"]
ASKING = _LISTS["asking"]
GUESSING = _LISTS["guessing"]
THREATS = _LISTS["threats"]
THREAT_NOUNS = _LISTS["threat_nouns"]
FORCE = _LISTS["force"]
FORETELLS = _LISTS["foretells"]
BEING = _LISTS["being"]
FORBORNE = _LISTS["forborne"]
ACTS = _LISTS["acts"]
BODIES = _LISTS["bodies"]
OFFICIAL = _LISTS["official"]
OUTSIDERS = _LISTS["outsiders"]
NOBODIES = _LISTS["nobodies"]
TIME_WORDS = _LISTS["time_words"]
REPORTING = _LISTS["reporting"]

# Nouns that undertake: "gave an assurance that", "a commitment to".
UNDERTAKING_NOUNS: dict[str, Form] = {
    "assurance": "assurance",
    "guarantee": "assurance",
    "word": "assurance",
    "promise": "pledge",
    "pledge": "pledge",
    "vow": "pledge",
    "commitment": "pledge",
    "undertaking": "pledge",
    "oath": "pledge",
    "agreement": "agreement",
    "accord": "agreement",
    "plan": "plan",
    "intention": "plan",
    "decision": "plan",
    "readiness": "plan",
    "willingness": "plan",
}

CONDITION_PHRASES = (
    "on condition that",
    "on the condition that",
    "on condition of",
    "provided that",
    "provided",
    "as long as",
    "so long as",
    "subject to",
    "in exchange for",
    "in return for",
    "only if",
    "even if",
    "only when",
    "only after",
    "if",
    "unless",
    "once",
    "as soon as",
    "in the event of",
    "in the event that",
    "contingent on",
    "depending on",
    "pending",
    "after",
    "when",
    "before",
    "until",
)
# … that are conditions only where what follows is something that happens, not a time.
CONDITION_TIMES = frozenset({"after", "when", "once", "pending", "before", "until", "as soon as"})
