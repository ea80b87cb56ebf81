"""The words by which speakers are told: titles, roles, bodies, pronouns; English.

Rules:
* A given name says nothing of a person's gender; a title, a role's word and pronouns do.
* Lists are closed and short on purpose: a word that is missing costs a match, a wrong one gives a false speaker.
"""


def _set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


MALE_TITLES = _set("mr sir lord monsieur m señor sr herr king prince emperor sheikh sheik emir sultan father brother")
FEMALE_TITLES = _set("mrs ms miss madam mme madame dame lady señora sra frau queen princess empress baroness sister")
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | _set(
        "dr prof professor doctor rev reverend hon judge justice gen general lt col colonel maj major capt captain",
        "sgt sergeant cpl corporal lieutenant brig brigadier adm admiral marshal cmdr commander pvt imam rabbi",
        "bishop archbishop cardinal patriarch pope senator sen rep gov",
    )
)
STYLES = _set(
    "mr sir lord monsieur m señor sr herr mrs ms miss madam mme madame dame lady señora sra frau dr doctor hon",
    "reverend rev father brother sister sheikh sheik imam emir sultan",
)  # forms of address, which are no roles
MALE_WORDS = MALE_TITLES | _set(
    "spokesman chairman businessman policeman gunman congressman councilman clergyman serviceman statesman layman",
    "salesman cameraman ombudsman man boy son husband uncle nephew grandfather widower gentleman monk priest actor",
    "men boys sons brothers fathers",
)
FEMALE_WORDS = FEMALE_TITLES | _set(
    "spokeswoman chairwoman businesswoman policewoman congresswoman councilwoman servicewoman stateswoman woman",
    "girl daughter wife mother aunt niece grandmother widow nun actress women girls daughters sisters mothers",
)
SPOKESPERSONS = _set(
    "spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen spokespersons representative"
)
ROLES = (
    TITLES
    | SPOKESPERSONS
    | _set(
        "minister president premier chancellor secretary secretary-general undersecretary under-secretary-general",
        "vice-president envoy ambassador consul attaché diplomat director director-general chief head chair",
        "chairman chairwoman chairperson co-chair commander commandant prosecutor lawyer attorney solicitor",
        "barrister counsel mayor governor deputy delegate negotiator mediator organiser organizer facilitator",
        "convener adviser advisor analyst expert researcher scientist historian economist statistician coordinator",
        "co-ordinator commissioner rapporteur official officer leader founder co-founder executive editor",
        "journalist reporter correspondent photographer witness activist survivor resident member lawmaker mp",
        "speaker treasurer pathologist coroner anthropologist engineer nurse surgeon physician medic teacher",
        "farmer driver guard prisoner detainee defector aide magistrate investigator inspector superintendent",
        "manager administrator principal dean rector registrar auditor ombudsman clerk archivist monitor observer",
        "fighter rebel soldier relative neighbour neighbor source insider whistle-blower whistleblower campaigner",
        "volunteer worker villager shopkeeper student author writer candidate politician legislator councillor",
        "councilor parliamentarian figure counterpart successor predecessor colleague host mother father son",
        "daughter brother sister widow husband wife man woman pilot captain sheriff supervisor warden custodian",
        "keeper curator steward marshal patron intermediary guarantor harbourmaster harbormaster postmaster",
        "constable ferryman foreman shepherd miner fisherman merchant baker priest pastor vicar abbot spokes-woman",
        "chairman-designate whip regent viceroy intendant prefect provost dispatcher interpreter",
    )
)
MODIFIERS = _set(
    "foreign interior defence defense prime deputy vice former ex acting chief senior special joint lead military",
    "political press media government opposition party ministry army police regional national state federal human",
    "rights finance justice health information trade energy education environment permanent under executive",
    "managing then outgoing incoming veteran local provincial district city presidential parliamentary legal",
    "technical general assistant associate honorary lord high top legislative security intelligence migration",
    "labour labor transport culture agriculture water fisheries railway harbour port mine forensic medical retired",
    "interim new crown newly-appointed long-serving western eastern northern southern rebel chief-of-staff personal",
    "official aid relief humanitarian peace ceasefire truce council committee commission union coalition alliance",
    "group hospital prison court border coast coastal civil refugee camp church conference delegation",
)
BODIES = _set(
    "ministry observatory committee subcommittee commission council agency authority army navy forces force front",
    "party union university institute institution bureau office court tribunal bank group association federation",
    "confederation organisation organization network coalition alliance movement league mission secretariat",
    "foundation centre center society cross crescent nations parliament assembly senate congress cabinet",
    "government administration delegation police directorate department board service services brigade battalion",
    "corporation company initiative forum fund programme program team unit hospital church embassy presidency",
    "chancellery guard militia command staff regime opposition side bloc syndicate cooperative chamber",
    "inspectorate registry archive tribune gazette herald courier newspaper broadcaster radio television outlet",
    "collective taskforce panel inquiry monitors convention junta leadership legislature judiciary treasury",
    "consulate ngo charity campaign prosecution defence consortium firm operator college school academy clinic",
    "trust congregation synod diocese guild chancery museum gallery library theatre club archive observers",
    "platform caucus faction wing brigades partnership house conference palace",
)
PAPERS = _set(
    "report statement letter communiqué communique document paper declaration study survey release memo memorandum",
    "article message email e-mail post tweet draft text poll indictment ruling judgment complaint filing note",
    "notice dossier affidavit testimony resolution agreement accord treaty bulletin log record records minutes",
    "transcript",
)
GROUPS = _set(
    "officials residents witnesses activists diplomats ministers observers analysts experts rebels fighters",
    "soldiers doctors families relatives lawyers prosecutors critics supporters protesters demonstrators sources",
    "reports leaders delegates negotiators mediators organisers organizers survivors prisoners detainees refugees",
    "villagers neighbours neighbors journalists reporters photographers monitors members parties sides authorities",
    "people delegations governments countries states powers nations workers volunteers investigators medics",
    "spokespeople groups organisations organizations agencies councils committees ministries men women mothers",
    "fathers students farmers miners researchers others some many both several most few all troops media outlets",
    "newspapers police campaigners lawmakers senators envoys ambassadors representatives spokesmen spokeswomen",
    "judges engineers teachers nurses drivers colleagues friends guards commanders officers aides advisers",
    "chairmen co-chairs insiders",
)
HE = _set("he him his himself")
SHE = _set("she her hers herself")
IT = _set("it its itself")
THEY = _set("they them their theirs themselves")
FIRST = _set("i me my mine myself we us our ours ourselves")
RELATIVE = _set("who whom whose which that")
PRONOUNS = HE | SHE | IT | THEY | FIRST | RELATIVE
ARTICLES = _set("the this that these those")
INDEFINITE = _set("a an one another any no some each every")
POSSESSIVES = _set("his her its their my our")
COMPLEMENT = _set("for of at from with to in on by near")
PARTICLES = _set(
    "de del della der den des di da dos das du la le van von zu ter ten bin ibn bint al el ul ad as ash st o und y"
)
JOINS = _set("of for on and the to in de des du la")
NOT_NAMES = _set(
    "the a an this that these those in on at by for from of to with as and but or if when while after before since",
    "until although though because both each every he she it they we i you his her its their our my your who what",
    "which where why how not no yes there here then now also still yet so than once under over between among",
    "during monday tuesday wednesday thursday friday saturday sunday january february march april may june july",
    "august september october november december today tomorrow yesterday earlier later asked speaking according",
    "meanwhile however despite instead some many most several few all any one two three four five six seven eight",
    "nine ten q a question answer photo picture image video file caption source sources update updated read more",
    "editor editors reporting additional written asked told said says say let thank thanks dear good our please is",
    "are was were be been being do does did has have had will would can could may might must shall should only",
    "even just against about into through without within upon via last next another other such same more less",
    "first second third old late early north south east west nobody nothing everyone everybody someone somebody",
    "statement remarks address speech interview transcript release communiqué continued added explained replied",
    "argued noted wrote tweeted concluded declared insisted recalled warned claimed press news breaking exclusive",
    "analysis opinion comment live watch neither either nor perhaps maybe indeed",
)
IN_NAMES = _set("news press")  # that end a name, but begin none
ALSO_GIVEN = _set("will may june april august said even mark grant art sue")  # words that are given names, too
AFTER_TIMES = _set("in on since until by from of last next early late mid this during before after to and")


def is_role(word: str) -> bool:
    """Whether a word, in small letters, is a role's: "minister", "vice-chair"."""
    return word in ROLES or ("-" in word and any(part in ROLES for part in word.split("-")))
