"""The review room, asked as a browser asks it: what is shown, what is decided, and what is refused."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import lxml.html
import pytest
from decided_city import city
from small_city import stored
from starlette.routing import Route
from starlette.testclient import TestClient
from store_nouns import contributions, frame
from test_tracing_city import HIDDEN, _filled

from contributions.domain import DecisionKind
from contributions.frames import IDEAS, PLACEMENTS
from contributions.settings import open_workspace
from contributions.steps.picturing import Standpoint
from contributions.steps.standing import standing_themes
from contributions.store.responses import responses
from contributions.store.state import state_of
from contributions.web import review_app

pytestmark = pytest.mark.slow
PAGES = (
    "/",
    "/themes",
    "/themes/T002",
    "/rapprochements",
    "/objectifs",
    "/objectifs/contrat/1.1",
    "/contributions/C1",
    "/decisions",
    "/propositions",
    "/a-relire",
    "/a-relire/ecartees",
    "/a-relire/signaux",
    "/carte",
    "/conflits",
    "/audit",
    "/compte",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, _filled)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def visitor(folder):
    return visit(folder)


def visit(folder):
    return TestClient(review_app(open_workspace(folder)), base_url="http://localhost")


def page_of(answer):
    return lxml.html.document_fromstring(answer.text)


def words_of(answer):
    return " ".join(page_of(answer).get_element_by_id("contenu").text_content().split())


def send(visitor, page, action, by="Nadia", **fields):
    """Fill the form of a page that goes to an address, as somebody who reads it does."""
    form = next(
        each
        for each in page_of(visitor.get(page)).forms
        if each.action == action or f'formaction="{action}"' in lxml.html.tostring(each).decode()
    )
    hidden = {each.name: each.value for each in form.xpath('.//input[@type="hidden"]')}
    return visitor.post(action, data=hidden | {"by": by} | fields)


def decided(folder):
    return [(each.kind, each.subject, each.by, each.reason) for each in stored(folder, lambda store: store.decisions())]


@pytest.mark.parametrize("address", PAGES)
def test_every_room_is_shown_in_french_and_in_english(visitor, address):
    french, english = visitor.get(address), visitor.get(f"{address}?lang=en")
    assert (french.status_code, english.status_code) == (200, 200)
    assert (page_of(french).get("lang"), page_of(english).get("lang")) == ("fr", "en")
    assert words_of(french) != words_of(english)
    page = page_of(french)
    assert len(page.xpath("//h1")) == 1
    assert all(label.text_content().strip() for label in page.xpath("//label"))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_loads_nothing_from_elsewhere_and_says_so(visitor, address):
    answer = visitor.get(address)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.text) == []
    assert "style=" not in answer.text


def test_ideas_are_found_whatever_their_accents_and_filters_add_up(visitor):
    found = words_of(visitor.get("/themes?q=ARRET zola"))
    assert "1 idée trouvée" in found
    assert "L'arrêt Zola n'a pas d'abri." in found
    assert "Aucune idée" in words_of(visitor.get("/themes?q=piscine"))
    assert "2 idées trouvées" in words_of(visitor.get("/themes?q=punaises&mois=2026-03&canal=atelier"))
    assert "Aucune idée" in words_of(visitor.get("/themes?q=punaises&mois=2026-04"))


def test_a_theme_that_is_renamed_keeps_its_name_and_says_who_gave_it(visitor, folder):
    answer = send(visitor, "/themes/T001", "/themes/T001/renommer", title="Le bus du soir", reason="atelier")
    assert "Le bus du soir" in words_of(answer)
    assert "D00001" in words_of(answer)
    assert decided(folder) == [(DecisionKind.RENAME, "T001", "Nadia", "atelier")]
    answer = send(visitor, "/themes/T001", "/decisions/D00001/annuler")
    assert "Le bus du soir" not in page_of(answer).xpath("//h1")[0].text_content()


def test_a_reason_may_be_left_out_and_a_name_may_not(visitor, folder):
    assert send(visitor, "/themes/T001", "/themes/T001/relu").status_code == 200
    assert decided(folder)[0][3] == "sans motif"
    other = visit(folder)
    refused = send(other, "/themes/T003", "/themes/T003/relu", by=" ")
    assert (refused.status_code, "Dites votre nom" in refused.text) == (409, True)
    assert len(decided(folder)) == 1


def test_ideas_are_moved_made_a_theme_of_and_themes_are_merged(visitor, folder):
    send(visitor, "/themes/T001", "/themes/T001/deplacer", ideas=["C1-1", "C2-1"], target="T003")
    send(visitor, "/themes/T003", "/themes/T003/scinder", ideas=["C8-1", "C9-1"], title="Halls")
    answer = send(visitor, "/themes/T004", "/themes/T004/fusionner", target="T002")
    assert answer.url.path == "/themes/T002"
    placed = stored(folder, standing_themes).placed
    assert (placed["C1-1"], placed["C8-1"], placed["C12-1"]) == ("T003", "T005", "T002")


def test_who_decides_on_a_page_that_is_out_of_date_is_told_and_nothing_is_written(visitor, folder):
    first, second = visit(folder), visit(folder)
    page = page_of(second.get("/themes/T001"))
    send(first, "/themes/T001", "/themes/T001/renommer", by="Malik", title="Bus")
    form = next(each for each in page.forms if each.action == "/themes/T001/renommer")
    hidden = {each.name: each.value for each in form.xpath('.//input[@type="hidden"]')}
    answer = second.post("/themes/T001/renommer", data=hidden | {"by": "Nadia", "title": "Autre"})
    assert (answer.status_code, "Malik a décidé de ce thème entre-temps" in answer.text) == (409, True)
    assert [each[2] for each in decided(folder)] == ["Malik"]


@pytest.mark.parametrize(
    ("verdict", "kind", "fields"),
    [
        ("oui", DecisionKind.ACCEPT_MATCH, {}),
        ("non", DecisionKind.REJECT_MATCH, {}),
        ("aucun", DecisionKind.NO_OBJECTIVE, {}),
        ("autre", DecisionKind.ACCEPT_MATCH, {"other": "contrat/2"}),
    ],
)
def test_a_card_is_answered_and_the_next_one_comes(visitor, folder, verdict, kind, fields):
    card = page_of(visitor.get("/rapprochements"))
    idea = card.xpath('//input[@name="idea"]/@value')[0]
    chosen = card.xpath('//input[@name="objective" and @checked]/@value')[0]
    answer = send(visitor, "/rapprochements", "/rapprochements", verdict=verdict, objective=chosen, **fields)
    assert [(each[0], each[1]) for each in decided(folder)] == [(kind, idea)]
    assert "1 relue depuis que vous êtes là" in words_of(answer)
    skipped = visitor.get(f"/rapprochements?passer={idea}")
    assert idea not in page_of(skipped).xpath('//input[@name="idea"]/@value')


def test_a_planner_answers_an_objective_and_makes_the_answer_advance(visitor, folder):
    page = "/objectifs/contrat/1.1"
    told = {"status": "studied", "text": "Une navette, appelez le 06 12 34 56 78.", "owner": "Mobilités", "due_on": "2030-09-30"}
    answer = send(visitor, page, "/reponses", subject="contrat/1.1", **told, amount="12000", funding="ordinary")
    assert answer.url.path == page
    assert "à l'étude" in words_of(answer)
    assert "1 passage masqué" in words_of(answer)
    assert "06 12 34" not in answer.text
    answer = send(visitor, page, "/reponses/S00001", status="committed")
    assert "S00001 : engagé" in words_of(answer)
    assert [each.status.value for each in stored(folder, responses)] == ["studied", "committed"]
    refused = send(visitor, page, "/reponses", subject="contrat/1.1", status="not retained")
    assert (refused.status_code, "un motif parmi" in refused.text) == (409, True)


def test_what_is_proposed_is_accepted_or_set_aside(visitor, folder):
    assert "Punaises de lit" in words_of(visitor.get("/propositions"))
    send(visitor, "/propositions", "/propositions/P1", verdict="oui", title="Punaises au foyer")
    answer = send(visitor, "/propositions", "/propositions/P2", verdict="non")
    assert "Aucune proposition ouverte." in words_of(answer)
    assert [each[0] for each in decided(folder)] == [DecisionKind.CREATE, DecisionKind.REJECT]
    assert "Punaises au foyer" in words_of(visitor.get("/themes"))


def test_a_text_in_quarantine_is_read_and_let_go(visitor, folder):
    assert HIDDEN in words_of(visitor.get("/a-relire"))
    answer = send(visitor, "/a-relire", "/a-relire/C50")
    assert HIDDEN not in words_of(answer)
    assert decided(folder)[0][:2] == (DecisionKind.RELEASE, "C50")
    assert "texte vide" in words_of(visitor.get("/a-relire/ecartees"))


def test_many_people_read_and_decide_at_once(folder):
    """Each has a session; one app serves them, from its threads."""
    app = review_app(open_workspace(folder))

    def day(number):
        visitor = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        answers = [visitor.get(address) for address in PAGES]
        answers.append(
            send(visitor, "/themes/T004", "/themes/T004/deplacer", by=f"P{number}", ideas=[f"C{number}-1"], target="T002")
        )
        return [answer.status_code for answer in answers]

    with ThreadPoolExecutor(8) as people:
        codes = [code for each in people.map(day, range(1, 9)) for code in each]
    assert set(codes) <= {200, 409}
    made = stored(folder, lambda store: store.decisions())
    assert len({each.id for each in made}) == len(made) == codes.count(200) - 8 * len(PAGES)


def test_a_form_from_elsewhere_is_refused_and_so_is_another_host(visitor, folder):
    visitor.get("/themes/T001")
    for data in ({}, {"csrf": "faux"}):
        answer = visitor.post("/themes/T001/retirer", data=data | {"by": "Nadia", "seen": ""})
        assert answer.status_code == 403
    assert visitor.get("/", headers={"host": "ailleurs.example"}).status_code == 400
    assert decided(folder) == []


@pytest.mark.parametrize("address", ["/themes/T999", "/objectifs/9.9", "/contributions/C999", "/nulle-part"])
def test_what_is_not_there_is_said_with_a_way_back(visitor, address):
    answer = visitor.get(address)
    assert (answer.status_code, "Revenir à l’accueil" in answer.text) == (404, True)


def test_what_nobody_foresaw_is_said_on_a_page_without_its_trace(folder):
    def breaks(_request):
        raise RuntimeError("ce que personne n'avait prévu")

    app = review_app(open_workspace(folder))
    app.router.routes.insert(0, Route("/casse", breaks))
    answer = TestClient(app, base_url="http://localhost", raise_server_exceptions=False).get("/casse")
    assert (answer.status_code, "Recommencez" in words_of(answer), "prévu" in answer.text) == (500, True, False)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_markup_a_script_and_an_endless_word_are_shown_as_text(folder):
    nasty = f"<script>alert(1)</script> {'é' * 10_000} =1+1"

    def added(store):
        store.add_contributions(contributions({"id": "C70", "text": nasty}))
        store.add_ideas(frame(IDEAS, {"id": "C70-1", "contribution": "C70", "end": len(nasty), "text": nasty}))
        placed = [*store.placements("R1").to_dict("records"), {"idea": "C70-1", "theme": "T001"}]
        store.save_themes("R1", store.themes("R1"), frame(PLACEMENTS, *placed))

    stored(folder, added)
    visitor = visit(folder)
    for address in ("/themes/T001", "/themes?q=alert", "/contributions/C70"):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text


def test_words_that_are_not_kept_are_in_no_page(visitor):
    for contribution in ("C50", "C51", "C53"):
        assert HIDDEN not in visitor.get(f"/contributions/{contribution}").text


def test_what_is_decided_elsewhere_is_seen_at_the_next_page(visitor, folder, call):
    before = stored(folder, state_of)
    assert "Bus du soir" in words_of(visitor.get("/themes"))
    assert call("decide", "rename", "T001", "Navettes", "--by", "Malik", "--reason", "bureau", "--workspace", folder).code == 0
    assert stored(folder, state_of) != before
    assert "Navettes" in words_of(visitor.get("/themes"))


def test_the_room_opens_on_this_machine_only(folder, call):
    said = call("review", "--host", "0.0.0.0", "--workspace", folder)  # noqa: S104 (it is refused)
    assert (said.code, "n'a pas de compte" in said.err) == (2, True)


def test_a_workspace_where_nothing_was_read_says_what_to_do(tmp_path, call):
    call("init", tmp_path / "vide")
    answer = visit(tmp_path / "vide").get("/")
    assert (answer.status_code, "contributions run" in answer.text) == (404, True)


def test_what_people_decide_is_replayed_as_if_all_was_read_again(folder):
    workspace = open_workspace(folder)
    before = stored(folder, lambda store: Standpoint.of(workspace, store))
    visitor = visit(folder)
    send(visitor, "/themes/T002", "/themes/T002/retirer")
    card = page_of(visitor.get("/rapprochements")).xpath('//form[@class="card"]')
    assert card
    objective = card[0].xpath('.//input[@name="objective"]/@value')[0]
    send(visitor, "/rapprochements", "/rapprochements", verdict="oui", objective=objective)
    replayed = stored(folder, lambda store: before.after_decisions(store, store.decisions(), released=False)).picture
    anew = stored(folder, lambda store: Standpoint.of(workspace, store)).picture
    assert not before.picture.spoken.equals(anew.spoken)
    assert replayed.spoken.equals(anew.spoken)
    assert replayed.voiced.equals(anew.voiced)
    assert replayed.refused.equals(anew.refused)
    assert [theme.id for theme in replayed.past_themes] == [theme.id for theme in anew.past_themes]


def test_what_is_kept_from_page_to_page_is_what_a_room_opened_anew_shows(folder):
    visitor = visit(folder)

    def read(app):
        reader = TestClient(app, base_url="http://localhost")
        return {page: words_of(reader.get(page)) for page in PAGES}

    def card(name):
        return page_of(visitor.get("/rapprochements")).xpath(f'//form[@class="card"]//input[@name="{name}"]/@value')[0]

    def ideas(theme):
        return page_of(visitor.get(f"/themes/{theme}")).xpath('//input[@name="ideas"]/@value')

    first = read(visitor.app)
    steps = [
        lambda: send(visitor, "/themes/T001", "/themes/T001/renommer", title="Se déplacer le soir"),
        lambda: send(visitor, "/themes/T001", "/themes/T001/deplacer", ideas=ideas("T001")[0], target="T002"),
        lambda: send(visitor, "/rapprochements", "/rapprochements", verdict="oui", objective=card("objective")),
        lambda: send(visitor, "/themes/T002", "/themes/T002/retirer"),
        lambda: send(visitor, "/decisions", "/decisions/D00002/annuler"),
        lambda: send(visitor, "/decisions", "/decisions/D00003/annuler"),
        lambda: send(visitor, "/decisions", "/decisions/D00004/annuler"),
    ]
    for count, step in enumerate(steps, start=1):
        step()
        assert len(stored(folder, lambda store: store.decisions())) == count
        assert read(visitor.app) == read(visit(folder).app)
    assert read(visitor.app) != first


def test_the_first_pages_are_worked_out_before_anybody_asks_and_again_after_a_decision(folder):
    def found(room):
        """Say whether what the first page tells is there already."""
        try:
            return room.view(room.store()).once("status", _nobody)
        except LookupError:
            return None

    with visit(folder) as visitor:
        room = visitor.app.state.room
        wait_until(lambda: found(room))
        send(visitor, "/themes/T002", "/themes/T002/retirer")
        wait_until(lambda: found(room))
    assert found(room)["themes"] == len(room.view(room.store()).figures)


def _nobody():
    raise LookupError


def wait_until(said):
    last = monotonic() + 30
    while not said():
        assert monotonic() < last
        sleep(0.1)
