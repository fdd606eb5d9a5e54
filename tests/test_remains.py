"""What goes with a contribution, and finding what remains of it: pure functions, and laws that hold for any text."""

import codecs
import gzip
import html
import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_nouns import THEMES, contributions

from contributions.domain import Collection, Erasure
from contributions.privacy.erasure import Vocabulary, expired, linked, only_theirs, trace_of, without, without_erased
from contributions.privacy.remains import Finder, fragments

SAID = "L’ascenseur du « Mimosa » & l'interphone sont en panne depuis l'été d'avant, rien n'est fait !"
OTHER = "Les vélos roulent trop vite devant l'école et la pharmacie du mail, tous les matins."
NOISE = bytes(range(256))
BESIDE = st.text(max_size=20)
IDS = st.integers(0, 12).map(lambda number: f"C{number}")


def zipped(content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return buffer.getvalue()


WRITTEN = {
    "as it is": SAID.encode(),
    "in capitals, on two lines": SAID.upper().replace(" EN ", "\n  EN ").encode(),
    "JSON": json.dumps({"said": SAID}).encode(),
    "HTML": f"<p>{html.escape(SAID)}</p>".encode(),
    "characters by number": SAID.encode("ascii", "xmlcharrefreplace"),
    "CSV of an older spreadsheet": f'id;avis\n1;"{SAID.replace("«", "").replace("»", "")}"\n'.encode("cp1252"),
    "UTF-16": codecs.BOM_UTF16_LE + SAID.encode("utf-16-le"),
    "a document cut by its markup": zipped(f"<w:t>{SAID[:40]}</w:t></w:r><w:r><w:t>{SAID[40:]}</w:t>"),
    "an archive in an archive": zipped(zipped(SAID)),
    "gzip": gzip.compress(SAID.encode()),
    "binary values around it": NOISE + b"\x00\x17" + SAID.encode() + b"2026-03-12\x00" + NOISE,
    "a part of it": SAID[20:80].encode(),
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=list(WRITTEN))
def test_a_text_is_found_however_a_file_writes_it(content):
    assert Finder(fragments([SAID])).found_in_bytes(content)
    assert not Finder(fragments([OTHER])).found_in_bytes(content)


@pytest.mark.parametrize("short", ["Plus de bancs", "Le bus du soir", "Lampadaires cassés"])
def test_a_short_text_is_found_between_two_values_that_touch_it(short):
    finder = Finder(fragments([short]))
    assert finder.found_in_bytes(f"ateliers{short}2026-03-12".encode())
    assert not finder.found_in_bytes(b"Des bancs de plus, le soir, des lampadaires")


def test_a_text_too_short_to_tell_anybody_is_not_looked_for():
    assert fragments(["Oui", "Le bus", ""]) == frozenset()


def test_masked_words_are_not_needed_to_find_the_original():
    masked = "Mme [personne] demande depuis deux ans un banc devant chez elle"
    assert Finder(fragments([masked])).found_in("Mme Odette Vauquelin demande depuis deux ans un banc devant chez elle")


@given(
    st.lists(st.text(alphabet="abcdé’' «»,.\n", min_size=1, max_size=60), max_size=6), st.text(max_size=20), st.text(max_size=20)
)
def test_whatever_is_looked_for_is_found_in_what_says_it(texts, before, after):
    wanted = fragments(texts)
    finder = Finder(wanted)
    assert {piece for text in texts for piece in finder.found_in(f"{before} {text} {after}")} >= wanted


@given(st.dictionaries(IDS, IDS | st.just("")), st.lists(IDS, min_size=1))
def test_all_that_hold_the_same_words_go_together_whoever_is_named(original_of, named):
    every = linked(named, original_of)
    assert every[: len(set(named))] == tuple(dict.fromkeys(named))
    assert len(set(every)) == len(every)
    assert all((copy in every) == (original in every) for copy, original in original_of.items() if original)
    assert all(set(linked([each], original_of)) <= set(every) for each in every)


def test_a_collection_is_due_the_day_after_its_last():
    days = [Collection(name, keep_until=day) for name, day in (("a", date(2026, 3, 31)), ("b", date(2026, 4, 1)), ("c", None))]
    assert [each.name for each in expired(days, today=date(2026, 4, 1))] == ["a"]


def test_a_title_that_only_they_explain_is_made_again_of_the_keywords_that_stay():
    theirs, others = Vocabulary.of(["Les arbres l'été"]), Vocabulary.of(["L'été en ville"])
    phrases = {phrase for phrase in ("été", "arbres", "Été", "ville") if only_theirs(phrase, theirs, others)}
    assert phrases == {"arbres"}
    cleaned = without(THEMES[0], {"C1-1"}, phrases, title_of=" / ".join)
    assert (cleaned.title, cleaned.keywords, cleaned.quotations) == ("été", ("été",), ())
    assert without(THEMES[1], {"C1-1"}, phrases, title_of=" / ".join) == THEMES[1]


ROW = {"collection": "ateliers", "native_id": "n1", "question": "", "text": SAID, "quartier": "", "said_on": "2026-03-12"}


def test_a_trace_follows_the_platform_id_else_the_words_and_tells_nothing_without_the_key():
    again = ROW | {"text": "Autre chose", "quartier": "Quais"}
    assert trace_of(ROW, key="k") == trace_of(again, key="k") != trace_of(ROW, key="other")
    assert trace_of(ROW, key="k") != trace_of(ROW | {"native_id": "n2"}, key="k") != trace_of(ROW | {"question": "Q"}, key="k")
    words = ROW | {"native_id": ""}
    assert trace_of(words, key="k") == trace_of(words | {"text": SAID.upper().replace("!", "")}, key="k")
    assert trace_of(words, key="k") != trace_of(words | {"said_on": "2026-04-12"}, key="k")
    assert trace_of(words | {"text": "Plus de bancs"}, key="k") == ""


def test_what_was_erased_does_not_come_back_and_the_others_do():
    new = contributions({"id": "C7", "native_id": "n1", "text": OTHER}, {"id": "C8", "native_id": "n2", "text": SAID})
    proof = Erasure("E1", datetime(2026, 4, 1, tzinfo=UTC), ("C1",), key="k", traces=(trace_of(ROW, key="k"),))
    assert list(without_erased(new, [proof])["id"]) == ["C8"]
    assert list(without_erased(new, [])["id"]) == ["C7", "C8"]
    assert without_erased(new[:0], [proof]).empty
