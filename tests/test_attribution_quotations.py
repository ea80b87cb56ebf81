"""Direct quotations by cue lists: invented sentences, each with what must be found marked in it.

Notation: [content] <speaker> {cue}; a sentence without marks holds no statement.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.attribution.attribution import Attribution
from probata.attribution.languages import COVERED_QUOTATIONS
from probata.attribution.quotations import find_quotations
from probata.attribution.quotations_marks import marks_in
from probata.attribution.quotations_words import read_lists, words_of
from probata.documents.document import Block, Span
from quotations_marked import blocks_of, read
from quotations_marked import found_in as words_found

FRENCH = """
[« Nous n'irons pas à la conférence »], {a déclaré} <Mme Orlane Vasseur>.
[« Nous n'irons pas »], {a-t-<il> ajouté}. [« La décision est prise depuis longtemps. »]
<Le ministre des affaires étrangères, Idris Malveau>, {a affirmé} : [« Rien ne changera. »]
{Selon} <le porte-parole du gouvernement>, [« la situation est sous contrôle depuis hier »].
[« Ce texte,] {a déclaré} <le ministre>, [est inacceptable. »]
Dans un communiqué, <la présidente> {a dénoncé} [« une attaque sans précédent contre la paix »].
[« L'accord tient »], {selon} <M. Varèse>.
<Mme Vasseur> {:} [« Non. »]
[« Nous attendons »], {explique} <le médecin-chef de Corvelle>, [« et rien ne vient »].
[« C'est une erreur »], {regrette} <l'avocate Maud Terrasson>.
[« Jamais ! »], {s'est exclamé} <le général Pardec>.
{D'après} <la procureure>, [« onze mille personnes ont disparu »].
<Le gouvernement> {a assuré} que [« tous les prisonniers seront libérés avant juin »].
[« Il faut agir »], {a lancé} mardi à la presse <le chef de la mission>.
Mardi, <le maire de Tolmin> {a répondu} : [« Je ne signerai pas. »]
[“Nous restons”], {dit-<elle>}.
[« Les routes sont coupées »], {indique} <un responsable local>, qui demande à rester anonyme.
[« Nous n'avons rien reçu, rien »], {a insisté} <le directeur de l'hôpital, Bruno Castrelle>.
<Le Conseil> {a condamné} [« avec la plus grande fermeté ces bombardements »].
— [Nous n'irons pas,] — {a dit} <le ministre>. — [C'est fini.]
[« La trêve est morte »], {a tweeté} <Ilan Dromer>.
[« On nous a menti »], {ont déclaré} <les familles>.
Pour sa part, <l'ambassadeur> {a précisé} : [« Aucune date n'est fixée. »]
[« Je le répète »], {a souligné} <la ministre de la santé>, [« les stocks suffisent »].
<Le porte-parole> {déclare} que [« la commission n'a jamais reçu ce rapport »].
[« Nous avons attendu. // « Nous n'attendrons plus »], {a conclu} <le général Pardec>.
Il parle d'un accord « historique ».
Le quotidien « La Voix de l'Aube » a publié un article.
Le navire « Étoile du matin » est arrivé au port hier.
Ils ont lu « Le Grand Hiver » ensemble.
« Sans auteur connu et sans verbe introducteur. »
"""

SPANISH = """
[«No iremos a la conferencia»], {afirmó} <el ministro Tarmo Belenda>.
<El portavoz> {dijo}: [“No habrá acuerdo”].
{Según} <la ministra>, [«la decisión está tomada y es firme»].
—[No iremos] —{dijo} <el ministro>—. [Ya no.]
<La presidenta, Ana Morvel>, {declaró} que [«no hay nada que negociar hoy»].
El lunes, <el portavoz del gobierno> {aseguró} a la prensa que el texto era [“un grave error histórico”].
[«Estamos solos»], {lamentó} <la directora del hospital de Corvel>.
[“Nunca firmaremos”], {sentenció} <el general Ruy Alcastro>, [“ni hoy ni mañana”].
<El gobierno> {ha anunciado}: [«Las fronteras se abrirán en junio»].
[«Es mentira»], {respondió} <ella>.
{Dijo} <la fiscal>: [«Hay once mil muertos».]
[“Vamos a cumplir”], {prometió} ayer a los periodistas <el jefe de la misión>.
[«No lo sé»], {contestó} <Belenda>, [«y no me importa»].
{De acuerdo con} <el informe>, [«dos tercios de los cuerpos presentaban lesiones»].
<Los familiares> {denunciaron} [«una campaña de silencio y de miedo»].
[«La tregua ha terminado»], {según} <el comandante>.
<La Sra. Morvel> {insistió}: [«El plazo terminó».]
Por su parte, <el embajador> {señaló} que [«ningún testigo ha sido escuchado todavía»].
[“Queremos paz”], {dijeron} <los manifestantes>.
[«No hay dinero»], {explicó} <el alcalde de Tolmín>, quien pidió ayuda.
<Ana Morvel>{:} [«Nos veremos en el tribunal».]
[«Cumplimos la palabra»], {reiteró} <la viceministra, Inés Olmar>.
—[Nos vamos] —{respondió} <ella>.
[„Nadie nos avisó“], {contó} <un vecino>.
<El Consejo> {condenó} [«con firmeza los ataques contra civiles»].
[«Hemos esperado mucho. // «No esperaremos más»], {concluyó} <el general>.
Es un acuerdo «histórico».
El diario «La Alborada de Corvel» publicó la noticia.
El barco «Estrella del Alba» llegó ayer al puerto.
Leyeron juntos «El largo invierno».
"""

RUSSIAN = """
[«Мы не поедем на конференцию»], — {заявил} <министр иностранных дел Игорь Ванев>.
[«Мы не поедем,] — {заявил} <министр>. — [Это решение окончательное»].
{По словам} <представителя правительства>, [«ситуация находится под контролем»].
<Министр Ванев> {сообщил} журналистам: [„Переговоры прекращены“].
— [Мы не поедем,] — {сказал} <министр>. — [Это всё.]
Как {заявила} <Орлова>, [«документ не будет подписан никогда»].
[«Нас обманули»], — {рассказала} <жительница Тольмина>.
<Президент> {подчеркнул}: [«Срок истёк».]
[«Это ошибка»], — {считает} <адвокат Мария Тельнова>.
<Пресс-секретарь министра> {уточнил}, что [«никаких гарантий никто не давал»].
[«Дороги перекрыты»], — {сообщает} <местная администрация>.
{По мнению} <эксперта>, [«две трети снимков сделаны одной камерой»].
[“Мы ждём”], — {ответила} <она>, — [“и будем ждать”].
<Совет> {осудил} [«нападения на мирных жителей и врачей»].
[«Никто не ушёл»], — {написал} <Ванев>.
{По данным} <прокуратуры>, [«погибли не менее одиннадцати тысяч человек»].
[«Мы выполним обещание»], — {заверил} журналистов <глава миссии>.
<Г-н Тарский> {добавил}: [«Конференция откроется в июне».]
[«Это неправда»], {заявили} <родственники>.
<Игорь Ванев>{:} [«Нет».]
[«Война закончена»], — {объявил} <генерал Пардек>, — [«и больше не начнётся»].
В свою очередь, <посол> {отметил}: [«Дата не назначена».]
— [Уходим,] — {ответил} <он>.
[«Свидетелей не слушали»], — {утверждает} <защитник>.
<Комиссия> {признала}, что [«списки были составлены с ошибками»].
[«Мы долго ждали. // «Больше ждать не будем»], — {заключил} <генерал>.
Газета «Тихое слово» сообщила о встрече.
Это «историческое» соглашение.
Теплоход «Утренняя звезда» вышел из порта вчера.
Они читали «Долгую зиму» вместе.
"""

ARABIC = """
{قال} <وزير الخارجية سامر الدرّاني>: [«لن نشارك في المؤتمر».]
[«لن نشارك في المؤتمر»]، {قال} <الوزير>.
{وبحسب} <المتحدث باسم الحكومة>، [«الوضع تحت السيطرة منذ أمس»].
{وأكّد} <الوزير> في مؤتمر صحفي أن [«القرار نهائي ولن يتغير أبداً»].
[»لن نشارك في المؤتمر«] {قال} <الوزير>
{صرح} <المتحدث باسم الوزارة> بأن [«الطريق سيفتح يوم الأحد القادم»].
{أعلنت} <اللجنة>: [“انتهت المهلة”].
{وقالت} <المدعية العامة>: [«قُتل أحد عشر ألف شخص».]
{أضاف} <رئيس البعثة> أن [«الشاحنات وصلت إلى المدينة كلها»].
[“نريد السلام”]، {قالت} <العائلات>.
{شدد} <السفير> على أن [«الموعد لم يحدد بعد حتى اليوم»].
{يقول} <الطبيب>: [«لا دواء عندنا».]
{وأوضح} <المدير> أنه [«لم يستلم أي رسالة من الوزارة»].
[«انتهت الهدنة»]، {بحسب} <القائد>.
{نفى} <المتحدث باسم الجيش> ذلك: [«هذا كذب».]
{كتب} <سامر>: [«لن نوقع».]
{وصرّحت} <الوزيرة>: [«سنفي بالوعد».]
{حذرت} <المنظمة> من [«كارثة إنسانية كبيرة في الشمال»].
{قال} <مسؤول محلي> للصحفيين: [«الطرق مقطوعة».]
{ذكرت} <الوكالة> أن [«الوفد غادر العاصمة مساء أمس»].
{وتابع} <الوزير>: [«الباب مفتوح».]
{أدان} <المجلس> [«الهجمات على المدنيين والمستشفيات كلها»].
{وعد} <الرئيس>: [«لن ننسى أحداً».]
[«لم يسألنا أحد»]، {أكدت} <الشاهدة>.
{ووفق} <التقرير>، [«ثلثا الصور التقطت بكاميرا واحدة»].
{اعتبر} <النائب> أن [«الاتفاق لا قيمة له من الأساس»].
صحيفة «صوت النهر» نشرت الخبر.
وصلت السفينة «نجمة الصباح» إلى الميناء.
هذا اتفاق «تاريخي».
"""

ENGLISH = """
[“We will not go,”] {said} <Foreign Minister Ada Brenn>.
[“We will not go,”] <the minister> {said}. [“It is over for all of us.”]
[“We,”] <she> {said}, [“will not go.”]
<The minister> {said}: [“We will not go.”]
{According to} <the spokesman>, [“the situation is under control”].
["We will not go"] {said} <Brenn>.
[‘We will not go,’] <the minister’s spokesman> {said}.
<Ada Brenn, the foreign minister>, {said}: ["No."]
["It is a mistake,"] {said} <Mr. Tarmo Belenda>, who leads the mission.
<The council> {condemned} ["the attacks on civilians and on hospitals"].
["We will go,"] {said} <Tarmo Belenda>, who leads the mission to the north, ["but not before the summer."]
["Nobody asked us,"] <a witness> {told} reporters on Sunday.
On Monday, <the envoy> {told} reporters: ["No date is set."]
<Her spokesman> {insisted} that ["the lists were complete and had been checked"].
["We have waited enough,"] {added} <the general>.
["The truce is dead,"] <Ilan Dromer> {wrote}.
<Ada Brenn>{:} [“Never again.”]
["The roads are cut,"] {according to} <the local council>.
<The ministry> {has denied} it: ["That is a lie."]
["I will sign,"] <he> {promised}, ["but not today."]
[“We have waited. // “We will wait no longer,”] <the general> {said}.
["Two thirds had injuries,"] {reported} <the pathologist>.
["We want peace,"] <they> {shouted}.
<The report> {states} that ["eleven thousand people were counted in the lists"].
["Why now?"] {asked} <the mayor of Tolmin>.
["It was a lie,"] {said} <Brenn>, [“from the first day.”]
["All of it was false,"] <the lawyer> {argued}.
He called it a “historic” deal.
The newspaper “The Morning Voice” published it.
They read "The Long Winter" together.
The ship "Star of Dawn" arrived yesterday.
"""

TABLE = {"fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "ar": ARABIC, "en": ENGLISH}
CASES = [
    pytest.param(language, line, id=f"{language}{number:02}")
    for language, lines in TABLE.items()
    for number, line in enumerate(lines.strip().splitlines(), start=1)
]


def found_in(text: str, language: str) -> list[Attribution]:
    return find_quotations(text, blocks_of(text), language)


@pytest.mark.parametrize(("language", "line"), CASES)
def test_finds_what_is_marked_and_nothing_else(language: str, line: str) -> None:
    marked = read(line)
    assert words_found(marked.text, language) == ([marked.words] if marked.content else [])


def test_has_twenty_five_sentences_of_each_language() -> None:
    assert set(TABLE) == set(COVERED_QUOTATIONS)
    for lines in TABLE.values():
        assert len(lines.strip().splitlines()) >= 25


def test_a_verb_without_subject_takes_the_last_speaker() -> None:
    text = "«No iremos», dijo el ministro Belenda.\n\nAñadió: «El plazo terminó»."
    first, second = found_in(text, "es")
    assert second.speaker == first.speaker
    assert second.rule.endswith("speaker carried")


def test_a_paragraph_that_is_a_quotation_goes_on_with_the_last_speaker() -> None:
    text = "« Non », a dit Mme Vasseur.\n\n« Nous ne signerons jamais ce papier. »\n\n« Un titre qui vient plus loin »"
    first, second, *_ = found_in(text, "fr")
    assert (second.speaker, second.cue, second.rule) == (first.speaker, None, "quotation, goes on")


def test_other_languages_give_nothing() -> None:
    assert found_in("„Wir kommen nicht“, sagte die Ministerin.", "de") == []
    assert found_in("« Non », a dit X.", "und") == []


def test_menus_and_notices_are_not_read() -> None:
    text = "« Non », a dit Mme Vasseur."
    assert find_quotations(text, [Block("other", Span(0, len(text)))], "fr") == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("a « b « c » d » e", ["« b « c » d »"]),
        ("“a “b” c” d", ["“a “b” c”"]),
        ("“open, never closed. “A pair” here", ["“A pair”"]),
        ("»mirrored« and «straight»", ["»mirrored«", "«straight»"]),
        ('"a" and "b"', ['"a"', '"b"']),
        ("„nisko“ i „górą”", ["„nisko“", "„górą”"]),
        ("it’s ‘one,’ isn’t it", ["‘one,’"]),
        ("”a” and ”b”", ["”a”", "”b”"]),
        ('“typed carelessly" and "so”', ['“typed carelessly"', '"so”']),
        ("no marks", []),
        ("«“»”", ["«“»"]),
    ],
)
def test_marks_pair(text: str, pairs: list[str]) -> None:
    assert [pair.of(text) for pair in marks_in(text, Span(0, len(text))).pairs] == pairs


MARKS = '«»“”„"‹›‘’—–-:,.!?\n \u00a0\u200f\u202e'
WORDS = st.sampled_from(
    ["a", "dit", "dijo", "said", "заявил", "قال", "selon", "M.", "Ada", "Brenn", "que", "\n\n", "x" * 50]
)
SOUP = st.lists(st.one_of(st.sampled_from(list(MARKS)), WORDS), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(SOUP, st.sampled_from(COVERED_QUOTATIONS))
def test_spans_are_exact_on_any_soup(text: str, language: str) -> None:
    for one in found_in(text, language):
        spans = [*one.content, *(span for span in (one.speaker, one.cue) if span)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(left.end <= right.start for left, right in zip(one.content, one.content[1:], strict=False))
        if one.cue and one.rule != "quotation, goes on":
            assert not any(one.cue.touches(span) for span in one.content)
        if one.speaker and one.cue and not one.rule.endswith("carried"):
            assert not any(one.speaker.touches(span) for span in one.content)


@settings(max_examples=60, deadline=None)
@given(SOUP, SOUP)
def test_what_stands_before_only_moves_the_spans(before: str, text: str) -> None:
    whole = before.replace("\n", " ") + "\n\n" + text
    offset = len(whole) - len(text)
    blocks = [Block(one.kind, Span(one.span.start + offset, one.span.end + offset)) for one in blocks_of(text)]

    def shown(found: list[Attribution], shift: int) -> list[tuple[int, int]]:
        return [(span.start - shift, span.end - shift) for one in found for span in one.content]

    assert shown(find_quotations(whole, blocks, "fr"), offset) == shown(found_in(text, "fr"), 0)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        '"' * 200_000,
        "«" * 200_000,
        "« »" * 60_000,
        '«“"‹' * 40_000,
        "\u202e«\u200f" * 60_000,
        "« Nous avons attendu.\n\n" * 9_000,
        "“a b c d, a dit X " * 12_000,
        "— a " * 50_000,
        "a, " * 70_000 + ": «Non»",
    ],
    ids=lambda text: text[:8],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    found_in(text, "fr")
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("language", COVERED_QUOTATIONS)
def test_word_lists_can_be_read(language: str) -> None:
    words = words_of(language)
    assert words.pronouns
    assert words.titles


def test_lists_have_headings_and_comments() -> None:
    assert read_lists("# no\n[verb]\nsaid\n\nsays\n[stop]\nin\n") == {"verb": ["said", "says"], "stop": ["in"]}


@pytest.mark.parametrize("language", sorted(set(COVERED_QUOTATIONS) - {"en"}))
def test_sentences_written_after_the_rules_are_mostly_right(language: str) -> None:
    path = Path(__file__).parent / "quotations" / f"{language}.txt"
    marked = [read(line) for line in path.read_text("utf-8").splitlines()]
    right = [words_found(one.text, language) == ([one.words] if one.content else []) for one in marked]
    assert sum(right) >= 0.8 * len(right)
