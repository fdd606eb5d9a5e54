"""The language people read: French by default, English by `--lang en`, and not a sentence forgotten."""

import io
import json
import re
import subprocess
import sys

import lxml.html
import openpyxl
import pytest
from messages import messages
from report_picture import demo_picture

from contributions.domain import Channel, Engagement, Fate, Nature, ThemeStatus, Zone
from contributions.language import FRENCH, LANGUAGES, _, catalogue, ngettext, speak, spoken
from contributions.report.html import render_page
from contributions.report.words import clock, counted, day_name, month_name, number, percent
from contributions.report.workbook import workbook_of
from contributions.settings import FILE_NAME
from contributions.starter import copy_starter

OTHERS = [language for language in LANGUAGES if language != FRENCH]
FIELD = re.compile(r"\{(\w+)|%\((\w+)\)s")
TAG = re.compile(r"</?[a-z][^>]*>")
SAME = {"Contributions", "contributions", "co-construction", "tracabilite.xlsx"}
"""Written alike in both languages."""


def forms(message):
    return [message] if isinstance(message, str) else list(message)


def entries(language):
    return {forms(entry.id)[0]: entry for entry in catalogue(language) if entry.id}


def fields(text):
    return {name for pair in FIELD.findall(text) for name in pair if name}


# The catalogue


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_in_the_catalogue_and_every_entry_is_a_message(language):
    written = {forms(message)[0] for message in messages()}
    assert written - set(entries(language)) == set(), "write these in the catalogue"
    assert set(entries(language)) - written == set(), "nobody says these any more"
    plurals = {forms(message)[0]: message for message in messages() if len(forms(message)) > 1}
    assert all(forms(entries(language)[one].id) == forms(both) for one, both in plurals.items())


@pytest.mark.parametrize("language", OTHERS)
def test_every_entry_says_something_with_the_same_fields_and_the_same_markup(language):
    for entry in entries(language).values():
        for said in forms(entry.string):
            assert said
            assert not entry.fuzzy
            assert fields(said) == fields(forms(entry.id)[-1]), entry.id
            assert sorted(TAG.findall(said)) == sorted(TAG.findall(forms(entry.id)[-1])), entry.id
            assert "«" not in said


@pytest.mark.parametrize("language", OTHERS)
def test_every_value_of_our_lists_has_its_words(language):
    values = [value.value for noun in (Channel, Engagement, Nature) for value in noun]
    assert set(values) <= set(entries(language))
    french = [value.label for noun in (Fate, ThemeStatus, Zone) for value in noun]
    with speak(language):
        labels = [value.label for noun in (Fate, ThemeStatus, Zone) for value in noun]
    assert all(here != there for here, there in zip(french, labels, strict=True))


def test_a_sentence_that_the_catalogue_does_not_have_stays_french():
    with speak("en"):
        assert _("phrase que personne n'a traduite") == "phrase que personne n'a traduite"
        assert ngettext("banc", "bancs", 2) == "bancs"
        assert _("") == ""


def test_a_language_is_spoken_until_the_end_of_its_block():
    assert spoken() == FRENCH
    with speak("en"):
        assert _("texte vide") == "empty text"
        with speak("fr"):
            assert _("texte vide") == "texte vide"
        assert spoken() == "en"
    assert spoken() == FRENCH


# Figures and dates


def test_figures_and_dates_are_written_as_their_readers_do():
    moment = demo_picture().run.started_at
    with speak("en"):
        assert (number(18690), percent(0.042, digits=1), percent(0.0001)) == ("18,690", "4.2%", "<1%")
        assert (month_name("2026-03"), month_name("2026-08", short=True)) == ("March 2026", "Aug 26")
        assert month_name("non renseigné") == "not stated"
        assert (day_name(moment), clock(moment)) == ("1 June 2026", "08:30")
        assert [counted(n, "idée", "idées").split()[1] for n in (0, 1, 2)] == ["ideas", "idea", "ideas"]


# The reports


@pytest.fixture(scope="module")
def fragments():
    """Give what French readers read and English readers must not: the texts of messages between their fields and markup."""
    city = demo_picture()
    names = " ".join([*city.contributions["file"], *(referential.title for referential in city.referentials)])
    said = {text for message in messages() for text in forms(message)}
    parts = {part.strip() for text in said for part in re.split(r"\{\w+[^}]*\}|%\(\w+\)s|</?[a-z][^>]*>", text)}
    return {part for part in parts if len(part) > 12 and part not in names} - SAME


def visible(page):
    """Give what a person sees or hears of a page."""
    root = lxml.html.document_fromstring(page)
    for style in root.xpath("//style"):
        style.drop_tree()
    spoken_labels = root.xpath("//@aria-label")
    return re.sub(r"[^\S\u00a0\u202f]+", " ", " ".join([root.text_content(), *spoken_labels]))


def book_words(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return "\n".join([*book.sheetnames, *cells])


@pytest.mark.slow
def test_the_page_in_english_says_so_and_has_no_french_of_ours(fragments):
    french = visible(render_page(demo_picture()))
    with speak("en"):
        page = render_page(demo_picture())
    english = visible(page)
    assert lxml.html.document_fromstring(page).get("lang") == "en"
    assert len([part for part in fragments if part in french]) > 80
    assert {part for part in fragments if part in english} == set()


@pytest.mark.slow
def test_the_workbook_in_english_has_no_french_of_ours(fragments):
    french = book_words(workbook_of(demo_picture()))
    with speak("en"):
        english = book_words(workbook_of(demo_picture()))
    assert len([part for part in fragments if part in french]) > 30
    assert {part for part in fragments if part in english} == set()


def test_words_of_residents_are_the_same_in_both_languages_and_bear_theirs():
    quoted = [quote.text_content() for quote in lxml.html.document_fromstring(render_page(demo_picture())).iter("blockquote")]
    with speak("en"):
        page = lxml.html.document_fromstring(render_page(demo_picture()))
    assert [quote.text_content() for quote in page.iter("blockquote")] == quoted
    assert {quote.get("lang") for quote in page.iter("blockquote")} == {"fr"}


@pytest.mark.slow
def test_a_report_in_english_leaves_the_next_one_french():
    before = render_page(demo_picture()), workbook_of(demo_picture())
    with speak("en"):
        assert render_page(demo_picture()) != before[0]
    assert (render_page(demo_picture()), workbook_of(demo_picture())) == before


# The command line


@pytest.fixture
def city(tmp_path):
    copy_starter(tmp_path / "ville")
    return tmp_path / "ville"


@pytest.mark.parametrize("words", [["--lang", "en", "status"], ["status", "--lang", "en"], ["status", "--lang=en"]])
def test_the_language_may_stand_anywhere_on_the_line(call, city, words):
    code, out, err = call(*words, "--workspace", city)
    assert (code, err) == (0, "")
    assert "Fate of contributions" in out
    assert "quarantined" in out
    assert "Destin" not in out
    assert "Destin des contributions" in call("status", "--workspace", city)[1]


@pytest.mark.parametrize("words", [["--lang", "de", "status"], ["status", "--lang=de"], ["status", "--lang"]])
def test_an_unknown_language_is_a_wrong_use(call, words):
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"Erreur : Langue « (de)? » inconnue : écrivez --lang fr ou en\.\n", err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status", "--mois"], "Error: unknown option “--mois”. See “contributions status --help”."),
        (["statut"], "Error: unknown command “statut”. See “contributions --help”."),
        (["themes", "show"], "Error: “ID” is missing. See “contributions themes show --help”."),
        (["run", "--month", "mars", "--workspace", "{city}"], "Error: Month “mars” cannot be read: write it as 2026-03."),
        (["status", "--workspace", "{city}/absent"], "Error: No contributions.toml in “{city}/absent”: make a workspace"),
        (["init", "{city}"], "Error: “{city}” is already a workspace: nothing was changed."),
    ],
)
def test_a_wrong_use_is_one_english_sentence(call, city, words, said):
    code, out, err = call("--lang", "en", *(word.format(city=city) for word in words))
    assert (code, out) == (2, "")
    assert err.startswith(said.format(city=city))
    assert len(err.splitlines()) == 1


def test_a_wrong_setting_is_said_in_english(call, city):
    (city / FILE_NAME).write_text("[themes]\nshown = -1", encoding="utf-8")
    said = call("status", "--workspace", city, "--lang", "en")[2]
    assert said == "Error: contributions.toml, “themes.shown”: “-1” is not allowed; expected: 0 or more.\n"


def test_a_file_that_cannot_be_read_is_said_in_english(call, city, tmp_path):
    (tmp_path / "vide.csv").write_bytes(b"")
    (tmp_path / "chiffres.csv").write_text("lat;lon\n48.1;2.3\n48.2;2.4\n", encoding="utf-8")
    said = call("ingest", tmp_path / "vide.csv", tmp_path / "chiffres.csv", "--workspace", city, "--lang", "en")[2]
    table, empty = said.splitlines()
    assert table.startswith("Not read: chiffres.csv: no column of text among “lat”, “lon”: name it in chiffres.toml, for example")
    assert empty == "Not read: vide.csv: empty file."


def test_the_help_is_in_the_language_asked(call):
    french, english = call("--help")[1], call("--help", "--lang", "en")[1]
    assert "Toute la chaîne" in french
    assert "--lang" in french
    assert "The whole chain on the bundled city" in english
    assert "Toute la chaîne" not in english
    assert "FOLDER" in call("init", "--help", "--lang", "en")[1]


def test_json_has_the_same_keys_in_both_languages(call, city):
    french, english = (json.loads(call("status", "--json", "--workspace", city, "--lang", each)[1]) for each in LANGUAGES)
    assert english == french


def test_french_never_waits_for_babel():
    code = "import sys, contributions.cli as cli; sys.argv[1:] = ['--help']\n"
    code += "try: cli.main()\nexcept SystemExit: print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "False"
