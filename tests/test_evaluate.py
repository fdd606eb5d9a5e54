"""The measures: perfect answers give one, hopeless ones give nothing, and scripts find the keys they rely on."""

import json
from datetime import date

import numpy as np
import pytest

from contributions.errors import UsageError
from contributions.evaluate import Labelled, Trials, at_nearest, distinct, evaluate_matches, evaluate_themes, read_labelled
from contributions.settings import parse_settings

FAST = parse_settings({"embed": {"model": "use", "second": ""}}, where="")
THEME_KEYS = {"v_measure", "v_measure_one_class", "ari", "ami", "themes", "unplaced", "seconds", "peak_mb"}
MATCH_KEYS = {
    *("recall_at_1", "recall_at_3", "recall_at_5", "recall_at_10", "mrr", "coverage_at_90", "coverage_at_95", "ece"),
    *("recall_no_objective", "share_proposed", "precision_proposed"),
}
SUBJECTS = {
    "lumière": "L'éclairage public de la rue {} est en panne, les lampadaires ne marchent plus",
    "santé": "Il manque un médecin généraliste rue {}, impossible d'avoir un rendez-vous",
    "bus": "Le bus de la ligne {} ne passe plus après vingt heures, il faut des horaires",
}
PLACES = ["Pasteur", "Zola", "Hugo", "Sand", "Curie", "Monet", "Ravel", "Verne", "Rodin", "Bizet", "Fauré", "Péguy"]
TARGETS = {
    "a": "Éclairage public et lampadaires des rues",
    "b": "Médecins généralistes et accès aux soins",
    "c": "Bus et horaires",
}


def written(folder, name, content):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def jsonl(folder, name, rows):
    return written(folder, name, "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))


def test_a_day_is_read_where_it_is_named_or_where_days_usually_are(tmp_path):
    rows = "file;text;objectives;seance\natelier-2026-04-09.docx;x;1;le 2026-05-01\nsite.csv;y;;\nnotes-2026-03.txt;z;1;\n"
    one = written(tmp_path, "a.csv", rows)
    assert [row.said_on for row in read_labelled(one, ("objectives",))] == ["2026-04-09", "", "2026-03"]
    assert [row.said_on for row in read_labelled(one, ("objectives",), day="seance")] == ["2026-05-01", "", ""]
    with pytest.raises(UsageError, match="pas de champ « dit_le » où lire un jour ; vu : file, text, objectives, seance"):
        read_labelled(one, ("objectives",), day="dit_le")


def test_jsonl_and_csv_say_the_same(tmp_path):
    one = jsonl(tmp_path, "a.jsonl", [{"text": "Un banc ; à l'ombre", "label": "x"}, {"text": "Un bus", "label": "y"}])
    other = written(tmp_path, "a.csv", '\ufefftext;theme\n"Un banc ; à l\'ombre";x\nUn bus;y\n')
    assert read_labelled(one, ("label", "theme")) == read_labelled(other, ("label", "theme"))


def test_each_writing_comes_once_whatever_the_order_of_rows():
    rows = [Labelled(str(number), text, ()) for number, text in enumerate(["Un banc !", "un bus", "un banc", "Des bus"])]
    texts, place = distinct(rows)
    assert sorted(texts) == ["Des bus", "Un banc !", "un bus"]
    assert [texts[row] for row in place] == ["Un banc !", "un bus", "Un banc !", "Des bus"]
    again, back = distinct(rows[::-1])
    assert (again, list(back)) == (texts, list(place[::-1]))


def test_what_is_not_placed_is_counted_at_the_nearest_theme():
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.2, 0.8]], dtype=np.float32)
    assert list(at_nearest(np.array([4, -1, 7, -1]), vectors)) == [4, 4, 7, 7]
    assert list(at_nearest(np.array([-1, -1, -1, -1]), vectors)) == [-1, -1, -1, -1]


def test_answers_to_a_match_are_several_or_none(tmp_path):
    one = jsonl(tmp_path, "a.jsonl", [{"id": "i", "text": "x", "gold": ["1.1", "C2"]}, {"id": "j", "text": "y", "gold": []}])
    other = written(tmp_path, "a.csv", "id;text;objectives\ni;x;1.1 C2\nj;y;\n")
    fields = ("gold", "objectives")
    assert [row.answers for row in read_labelled(one, fields)] == [("1.1", "C2"), ()]
    assert read_labelled(one, fields) == read_labelled(other, fields)


@pytest.mark.parametrize(
    ("name", "content", "seen"),
    [
        ("a.jsonl", "", "vu : rien"),
        ("a.jsonl", '{"text": "x"}', "il faut « text » et l'un de label, theme ; vu : text"),
        ("a.csv", "texte;theme\nx;y\n", "vu : texte, theme"),
        ("a.jsonl", "{nope", "n'est pas un fichier de textes étiquetés lisible"),
        ("a.jsonl", '{"text": "x", "label": "y"}\n{"label": "z"}', "a.jsonl, ligne 2 : il manque « text » ou « label »"),
        ("a.jsonl", "[1, 2]", "n'est pas un fichier de textes étiquetés lisible"),
    ],
)
def test_a_file_that_is_not_labelled_is_one_sentence(tmp_path, name, content, seen):
    with pytest.raises(UsageError) as caught:
        read_labelled(written(tmp_path, name, content), ("label", "theme"))
    assert seen in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(UsageError, match=r"absent\.jsonl n'est pas un fichier"):
        read_labelled(tmp_path / "absent.jsonl", ("label",))
    queries = jsonl(tmp_path, "q.jsonl", [{"text": "x", "gold": ["a"]}])
    with pytest.raises(UsageError, match=r"absent\.jsonl : attendu une ligne"):
        evaluate_matches(queries, tmp_path / "absent.jsonl", FAST)


@pytest.mark.model
def test_themes_that_are_the_labels_measure_one_and_random_labels_nothing(tmp_path):
    rows = [{"text": said.format(place), "label": label} for label, said in SUBJECTS.items() for place in PLACES]
    figures = evaluate_themes(jsonl(tmp_path, "a.jsonl", rows), FAST)
    assert figures.keys() >= THEME_KEYS
    assert (figures["v_measure"], figures["ari"], figures["ami"]) == pytest.approx((1, 1, 1))
    assert (figures["themes"], figures["labels"], figures["texts"]) == (3, 3, 36)
    assert evaluate_themes(jsonl(tmp_path, "b.jsonl", rows[::-1]), FAST)["v_measure"] == pytest.approx(1)
    hopeless = [row | {"label": str(number % 2)} for number, row in enumerate(rows)]
    wrong = evaluate_themes(jsonl(tmp_path, "c.jsonl", hopeless), FAST)
    assert abs(wrong["ari"]) < 0.1
    assert wrong["v_measure"] < 0.1


@pytest.mark.model
def test_few_texts_are_all_unplaced_and_still_measured(tmp_path):
    rows = [{"text": f"Un banc {place}", "label": "x"} for place in PLACES[:3]]
    figures = evaluate_themes(jsonl(tmp_path, "a.jsonl", rows), FAST)
    assert (figures["themes"], figures["unplaced"], figures["texts"]) == (0, 3, 3)


@pytest.mark.model
def test_matches_that_are_the_answers_measure_one_and_wrong_answers_nothing(tmp_path):
    targets = jsonl(tmp_path, "t.jsonl", [{"id": key, "text": text} for key, text in TARGETS.items()])
    asked = [(key, said.format(place)) for key, said in zip(TARGETS, SUBJECTS.values(), strict=True) for place in PLACES[:3]]
    queries = jsonl(tmp_path, "q.jsonl", [{"id": str(n), "text": said, "gold": [key]} for n, (key, said) in enumerate(asked)])
    right = evaluate_matches(queries, targets, FAST)
    assert right.keys() >= MATCH_KEYS | {"queries", "targets", "seconds", "peak_mb", "curve"}
    assert right["intervals"].keys() == MATCH_KEYS
    assert right["intervals"]["recall_at_1"] == [1, 1]
    assert right["recall_at_1"] == right["mrr"] == right["coverage_at_90"] == 1
    turned = dict(zip(TARGETS, [*list(TARGETS)[1:], "a"], strict=True))
    rows = [{"id": str(n), "text": said, "gold": [turned[key]]} for n, (key, said) in enumerate(asked)]
    wrong = evaluate_matches(jsonl(tmp_path, "w.jsonl", rows), targets, FAST)
    assert (wrong["recall_at_1"], wrong["coverage_at_90"]) == (0, 0)
    assert wrong["recall_at_3"] == wrong["recall_at_10"] == 1
    assert 1 / 3 <= wrong["mrr"] <= 1 / 2


@pytest.mark.model
def test_texts_without_any_answer_are_measured_without_a_warning(tmp_path):
    targets = jsonl(tmp_path, "t.jsonl", [{"id": key, "text": text} for key, text in TARGETS.items()])
    queries = jsonl(tmp_path, "q.jsonl", [{"id": "1", "text": "Merci pour les crêpes", "gold": []}])
    figures = evaluate_matches(queries, targets, FAST)
    assert figures["coverage_at_90"] == 0
    assert figures["recall_no_objective"] in {0.0, 1.0}


@pytest.mark.model
def test_what_is_reviewed_is_not_measured_and_the_order_of_rows_changes_nothing(tmp_path):
    targets = jsonl(tmp_path, "t.jsonl", [{"id": key, "text": text} for key, text in TARGETS.items()])
    asked = [(key, said.format(place)) for key, said in zip(TARGETS, SUBJECTS.values(), strict=True) for place in PLACES[:4]]
    rows = [
        {"id": f"i{n}", "text": said, "gold": [key] if n % 5 else [], "said_on": ("2026-03", "2026-05-02", "")[n % 3]}
        for n, (key, said) in enumerate(asked)
    ]
    trials = Trials(reviews=(3, 6), tries=2, since=date(2026, 4, 1))
    one, other = (
        evaluate_matches(jsonl(tmp_path, name, said), targets, FAST, trials)
        for name, said in (("a.jsonl", rows), ("b.jsonl", rows[::-1]))
    )
    assert [(line["reviews"], line["tries"], line["measured"]) for line in one["reviews"]] == [(3, 2, 9), (6, 2, 6)]
    assert (one["since"]["reviewed"], one["since"]["measured"], one["since"]["without_a_day"]) == (4, 4, 4)
    assert all(each.keys() >= MATCH_KEYS for line in one["reviews"] for each in (line["figures"], line["without"]))
    costs = {"seconds", "peak_mb"}
    assert {key: one[key] for key in one.keys() - costs} == {key: other[key] for key in other.keys() - costs}


@pytest.mark.model
def test_figures_are_read_with_their_interval_and_the_curve_is_drawn(tmp_path, call):
    targets = jsonl(tmp_path, "t.jsonl", [{"id": key, "text": text} for key, text in TARGETS.items()])
    asked = [(key, said.format(place)) for key, said in zip(TARGETS, SUBJECTS.values(), strict=True) for place in PLACES[:3]]
    queries = jsonl(tmp_path, "q.jsonl", [{"id": str(n), "text": said, "gold": [key]} for n, (key, said) in enumerate(asked)])
    options = ("--reviews", "3", "--tries", "1", "--curve", tmp_path / "c.svg")
    shown = call("evaluate", "matches", queries, targets, *options)
    assert "le premier objectif est juste (R@1)" in shown.out
    assert "de 1.000 à 1.000" in shown.out
    assert "Après relecture de textes tirés au hasard" in shown.out
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<svg")
