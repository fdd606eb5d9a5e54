"""The command line: exit codes, one French sentence for what is wrong, and JSON that scripts rely on."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest
from conftest import Said
from source_files import pdf

from contributions import cli
from contributions.errors import ContributionsError
from contributions.settings import FILE_NAME, open_workspace
from contributions.starter import copy_starter
from contributions.steps import start_run
from contributions.store import open_store

HEAVY = ("torch", "pandas", "numpy", "spacy", "sklearn", "prefect", "bertopic", "sqlalchemy", "sentence_transformers", "plotly")
FAST = '[embed]\nmodel = "use"\nsecond = ""\n'
GOOD = "Avis\nIl faudrait des bancs à l'ombre près de l'école\nLe bus ne passe plus le soir\n"


def real(*words, folder=None):
    """Run the installed command as a person would."""
    script = Path(sys.executable).with_name("contributions")
    done = subprocess.run(  # noqa: S603
        [script, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        check=False,
        timeout=300,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "ville"
    copy_starter(folder)
    settings = folder / FILE_NAME
    settings.write_text(settings.read_text(encoding="utf-8") + FAST, encoding="utf-8")
    return folder


def test_importing_the_command_line_imports_nothing_heavy():
    code = f"import sys, contributions.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_module_runs_as_the_installed_command_does(tmp_path):
    words = [sys.executable, "-m", "contributions", "status", "--workspace", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, timeout=60)  # noqa: S603
    own = real("status", "--workspace", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (own.code, own.out, own.err)
    assert done.stderr.startswith("Erreur : ")


@pytest.mark.slow
def test_the_installed_command_exits_with_0_or_2(city):
    helped = real("--help")
    assert (helped.code, helped.err) == (0, "")
    assert all(
        name in helped.out for name in ("demo", "init", "ingest", "run", "themes", "match", "report", "status", "evaluate")
    )
    absent = real("ingest", "absent.csv", "--workspace", city)
    assert (absent.code, absent.out) == (2, "")
    assert absent.sentences == ["Erreur : « absent.csv » n'existe pas : vérifiez le chemin."]
    wrong = real("status", folder=city.parent)
    assert (wrong.code, wrong.out, len(wrong.sentences)) == (2, "", 1)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["status", "--mois"], "option inconnue « --mois »"),
        (["statut"], "commande inconnue « statut »"),
        (["ingest"], "il manque « CHEMIN... »"),
        (["run", "--month"], "« --month »"),
        (["themes", "show"], "il manque « ID »"),
        (["status", "trop"], "« trop »"),
        (["run", "--month", "mars", "--workspace", "{city}"], "Mois « mars » illisible : écrivez-le comme 2026-03."),
        (["run", "--month", "2026-3", "--workspace", "{city}"], "Mois « 2026-3 » illisible"),
        (["themes", "show", "T999", "--workspace", "{city}"], "Pas de thème « T999 »"),
        (["status", "--workspace", "{city}/absent"], "Pas de contributions.toml"),
        (["init", "{city}"], "est déjà un espace de travail : rien n'a été changé."),
        (["init", "{city}/contributions.toml"], "ne peut pas être un dossier"),
        (["demo", "--dir", "{city}"], "contient déjà un autre espace de travail"),
        (["evaluate", "themes", "absent.jsonl"], "absent.jsonl n'est pas un fichier de textes étiquetés lisible"),
        (["evaluate", "privacy", "absent.yaml"], "absent.yaml n'est pas un fichier de cas YAML lisible"),
    ],
)
def test_a_wrong_use_is_one_french_sentence_and_exits_with_2(call, city, words, seen):
    before = (city / FILE_NAME).read_bytes()
    said = call(*(word.format(city=city) for word in words))
    assert (said.code, said.out) == (2, "")
    assert len(said.sentences) == 1
    assert said.sentences[0].startswith("Erreur : ")
    assert seen in said.err
    assert not re.search(r"\b(No such|Missing|Usage|Try|argument|Got)\b", said.err)
    assert (city / FILE_NAME).read_bytes() == before


def test_without_a_word_the_help_is_shown(call):
    assert "demo" in "".join([(said := call()).out, said.err])
    assert said.code == 2


def test_a_wrong_setting_exits_with_2_and_a_lost_database_with_1(call, city, monkeypatch):
    monkeypatch.setenv("CONTRIBUTIONS_DATABASE_URL", f"sqlite:///{city / FILE_NAME}")
    lost = call("status", "--workspace", city)
    assert (lost.code, len(lost.sentences)) == (1, 1)
    assert "inaccessible" in lost.err
    (city / FILE_NAME).write_text("[themes]\nshow = 3", encoding="utf-8")
    wrong = call("status", "--workspace", city)
    assert (wrong.code, wrong.sentences) == (
        2,
        ["Erreur : contributions.toml, « themes.show » : réglage inconnu, vérifiez l'orthographe."],
    )


def heed_interruptions():
    """Undo what a job in the background inherits, as CI may be: SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.model
def test_an_interruption_is_said_and_the_same_command_then_finishes(call, city):
    script = Path(sys.executable).with_name("contributions")
    words, pipes = [script, "run", "--workspace", city], {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = subprocess.Popen(words, **pipes, preexec_fn=heed_interruptions)  # noqa: S603, PLW1509 (one thread, one call)
    manifests = open_store(open_workspace(city).database_url)
    while not manifests.runs():
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=120)
    said = Said(running.returncode, out, err)
    assert said.sentences == ["Interrompu : ce qui était fait est gardé, relancez la même commande pour finir."]
    assert said.code == 1
    assert manifests.runs()[0].finished_at is None
    manifests.close()
    assert call("run", "--workspace", city).code == 0


def test_a_defect_keeps_its_traceback(call, city, monkeypatch):
    call("status", "--workspace", city)
    store = open_store(open_workspace(city).database_url)
    run = start_run(open_workspace(city), store)
    store.close()
    database = sqlite3.connect(city / "var" / "contributions.db")
    with database:
        database.execute("UPDATE runs SET started_at = 'jamais' WHERE id = ?", (run.id,))
    database.close()
    monkeypatch.setattr(sys, "argv", ["contributions", "status", "--workspace", str(city)])
    with pytest.raises(ValueError, match="jamais"):
        cli.main()


def test_every_error_of_ours_has_the_exit_code_1_or_2():
    def below(kind):
        return [kind, *(each for child in kind.__subclasses__() for each in below(child))]

    assert {each.exit_code for each in below(ContributionsError)} == {1, 2}


def test_a_new_workspace_is_whole_and_empty(call, tmp_path):
    assert call("init", tmp_path / "ville").code == 0
    assert {path.name for path in (tmp_path / "ville").iterdir()} == {FILE_NAME, "sources", "referentials"}
    said = call("status", "--json", "--workspace", tmp_path / "ville")
    facts = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert list(facts["fates"]) == ["kept", "duplicate", "quarantined", "rejected", "replaced", "withdrawn", "erased"]
    assert set(facts) >= {"fates", "ideas", "placed", "unplaced", "themes", "last_run"}
    assert (facts["ideas"], facts["themes"], facts["last_run"]) == (0, 0, None)
    assert json.loads(call("themes", "list", "--json", "--workspace", tmp_path / "ville").out) == []


def corrupt_docx():
    import io

    document = docx.Document()
    document.add_paragraph("Il faudrait des bancs")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()[:-400]


BAD = {
    "vide.csv": (b"", "fichier vide"),
    "un-octet.csv": (b"x", ""),
    "image.pdf": (pdf(lambda canvas: canvas.rect(10, 10, 200, 200)), ""),
    "abime.docx": (corrupt_docx(), "DOCX abîmé"),
    "chiffres.csv": (b"lat;lon\n48.1;2.3\n48.2;2.4\n48.3;2.5\n", ""),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + bytes(30), "image"),
}


@pytest.mark.model
def test_each_file_that_cannot_be_read_is_said_and_the_others_are_read(call, city, tmp_path):
    folder = tmp_path / "recus"
    folder.mkdir()
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "bons.csv").write_text(GOOD, encoding="utf-8")
    said = call("ingest", folder, "--workspace", city)
    assert said.code == 1
    told = {line.split(" : ")[1]: line for line in said.sentences}
    assert set(told) == set(BAD)
    for name, (_, seen) in BAD.items():
        assert told[name].startswith(f"Non lu : {name} : ")
        assert told[name].endswith(".")
        assert seen in told[name]
        assert len(told[name]) < 300
    facts = json.loads(call("status", "--json", "--workspace", city).out)
    assert facts["fates"]["kept"] == 2
    again = call("ingest", folder, "--json", "--workspace", city)
    read = json.loads(again.out)
    assert (again.code, set(read["problems"]), read["new"], read["known"]) == (1, set(BAD), 0, 2)


def test_a_hundred_thousand_blank_rows_are_no_contribution_and_no_error(call, city, tmp_path):
    path = tmp_path / "blanc.csv"
    path.write_text("Identifiant;Avis\n" + ";\n" * 100_000, encoding="utf-8")
    said = call("ingest", path, "--workspace", city)
    assert (said.code, said.err) == (0, "")
    assert "Aucune contribution lue" in said.out


def test_a_folder_without_a_file_is_no_error_and_is_said(call, city, tmp_path):
    (tmp_path / "rien").mkdir()
    said = call("ingest", tmp_path / "rien", "--workspace", city)
    assert (said.code, said.err) == (0, "")
    assert "Aucune contribution lue" in said.out


@pytest.mark.model
def test_a_run_says_where_the_reports_are_and_themes_can_be_asked(call, city):
    texts = [
        "L'éclairage de la rue {} est en panne",
        "Le bus ne passe plus à l'arrêt {} le soir",
        "Un médecin près de la place {}",
    ]
    lines = [text.format(place) for text in texts for place in ("Zola", "Hugo", "Ronsard", "Diderot", "Racine", "Balzac")]
    (city / "sources" / "avis.csv").write_text("\n".join(["Avis", *lines]), encoding="utf-8")
    said = call("run", "--workspace", city)
    assert (said.code, said.err) == (0, "")
    for report in re.findall(r"Rapport : (.+)", said.out):
        assert Path(report).is_file()
    assert "index.html" in said.out
    listed = json.loads(call("themes", "list", "--json", "--workspace", city).out)
    assert listed
    assert all(set(row) >= {"id", "title", "status", "ideas"} for row in listed)
    shown = json.loads(call("themes", "show", listed[0]["id"], "--json", "--workspace", city).out)
    assert set(shown) >= {"id", "title", "status", "ideas", "keywords", "quotations", "objectives", "history"}
    assert all(set(quotation) >= {"idea", "text", "role"} and quotation["text"] for quotation in shown["quotations"])
    facts = json.loads(call("status", "--json", "--workspace", city).out)
    assert facts["placed"] + facts["unplaced"] == facts["ideas"] >= len(lines)
    assert facts["themes"] == len(listed)
    assert sum(row["ideas"] for row in listed) == facts["placed"]
    unknown = call("themes", "show", "T999", "--workspace", city)
    assert unknown.code == 2
    assert listed[0]["id"] in unknown.err


@pytest.mark.model
def test_a_workspace_without_a_contract_keeps_what_was_read_and_exits_with_2(call, city):
    settings = (city / FILE_NAME).read_text(encoding="utf-8")
    without = settings[: settings.index("[[referential]]")] + settings[settings.index("[[collection]]") :]
    (city / FILE_NAME).write_text(without, encoding="utf-8")
    said = call("run", "--workspace", city)
    assert (said.code, len(said.sentences)) == (2, 1)
    assert said.err.startswith("Erreur : Aucun référentiel : l'espace de travail n'a pas de contrat de ville.")
    facts = json.loads(call("status", "--json", "--workspace", city).out)
    assert facts["fates"]["kept"] >= 10
    assert set(facts["last_run"]["stages"]) == {"ingest", "prepare", "embed", "themes"}


@pytest.mark.model
def test_a_dry_run_shows_how_each_file_would_be_read_and_keeps_nothing(call, city, tmp_path):
    lines = ["Date;Avis", "2026-03-12;Appelez Mme Odette Pontarlier au 06 12 34 56 78 pour les bancs", "2026-03-13;"]
    received = tmp_path / "recus"
    received.mkdir()
    (received / "avis.csv").write_text("\n".join(lines), encoding="utf-8")
    (received / "vide.csv").write_bytes(b"")
    said = call("ingest", received, "--dry-run", "--workspace", city)
    assert said.code == 1
    assert said.sentences == ["Non lu : vide.csv : fichier vide."]
    assert "avis.csv : lecteur « tabular », tableau, texte dans la colonne « Avis »" in said.out
    assert "rejetées : 1, texte vide" in said.out
    assert "2 lignes, les premières" in said.out
    assert "[téléphone]" in said.out
    assert "Pontarlier" not in said.out
    assert "Rien n'a été enregistré." in said.out
    read, empty = json.loads(call("ingest", received, "--dry-run", "--json", "--workspace", city).out)
    assert (read["reader"], read["rows"], read["unusable"], empty["problem"]) == (
        *("tabular", 2, {"texte vide": 1}),
        "vide.csv : fichier vide.",
    )
    assert read["first"][0]["said_on"] == "2026-03-12"
    assert sum(json.loads(call("status", "--json", "--workspace", city).out)["fates"].values()) == 0
