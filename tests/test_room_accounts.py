"""The door of the review room, and what each role may do behind it."""

import re
import shutil

import pytest
from decided_city import city
from small_city import stored
from starlette.routing import Route
from starlette.testclient import TestClient
from test_room import PAGES, decided, page_of, send, words_of
from test_tracing_city import HIDDEN, _filled

from contributions.domain import AccountRole, Outcome
from contributions.settings import open_workspace
from contributions.steps.accounts import close_account, open_account
from contributions.store.accounts import sign_ins
from contributions.web import review_app
from contributions.web.room import now

pytestmark = pytest.mark.slow
SECRET = "le tram de 6 h 12"  # noqa: S105 (of a city that is invented)
NEW = "une phrase à moi"
A, F, P, G = AccountRole
WHO = {A: "Nadia", F: "Farid", P: "Paule", G: "Gil"}
ALL = {A, F, P, G}
MAY = {
    ("GET", "/"): ALL,
    ("GET", "/themes"): ALL,
    ("GET", "/themes/{theme}"): ALL,
    ("GET", "/themes/{theme}/parties"): ALL,
    ("POST", "/themes/{theme}/{act}"): {A, F},
    ("GET", "/carte"): ALL,
    ("GET", "/rapprochements"): ALL,
    ("POST", "/rapprochements"): {A, F, P},
    ("GET", "/objectifs"): ALL,
    ("GET", "/objectifs/{objective:path}"): ALL,
    ("GET", "/contributions/{contribution}"): ALL,
    ("GET", "/propositions"): ALL,
    ("POST", "/propositions/{proposal}"): {A, F},
    ("GET", "/a-relire"): {A, F, G},
    ("GET", "/a-relire/ecartees"): ALL,
    ("GET", "/a-relire/signaux"): ALL,
    ("POST", "/a-relire/signaux/ranger"): {A, F},
    ("POST", "/a-relire/{contribution}/ecarter"): {A, F},
    ("POST", "/a-relire/{contribution}"): {A, F},
    ("GET", "/decisions"): ALL,
    ("GET", "/decisions.csv"): ALL,
    ("GET", "/conflits"): ALL,
    ("POST", "/conflits/{decision}"): {A, F},
    ("GET", "/audit"): ALL,
    ("GET", "/audit/totaux"): ALL,
    ("GET", "/audit/echantillon"): ALL,
    ("GET", "/audit/tirage"): ALL,
    ("GET", "/audit/passages"): ALL,
    ("GET", "/audit/passages/{run}"): ALL,
    ("GET", "/audit/passages/{run}/manifeste.json"): ALL,
    ("GET", "/audit/algorithme"): ALL,
    ("GET", "/audit/fiche-algorithme.md"): ALL,
    ("POST", "/decisions/{decision}/annuler"): {A, F},
    ("POST", "/reponses"): {A, P},
    ("POST", "/reponses/{response}"): {A, P},
    ("POST", "/deconnexion"): ALL,
    ("GET", "/compte"): ALL,
    ("POST", "/compte/mot-de-passe"): ALL,
    ("POST", "/comptes/{act}"): {A},
}
"""What each address lets each role do; the door and the files of pages are for everybody."""
OPEN = {("GET", "/connexion"), ("POST", "/connexion")}
NAMED = {
    "{theme}": "T001",
    "{act}": "relu",
    "{objective:path}": "contrat/1.1",
    "{contribution}": "C1",
    "{proposal}": "P1",
    "{decision}": "D00001",
    "{response}": "R1",
    "{run}": "R3",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")

    def act(store):
        _filled(store)
        for role, name in WHO.items():
            open_account(store, name, role, SECRET, now())

    stored(folder, act)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


def visit(folder):
    return TestClient(review_app(open_workspace(folder)), base_url="http://localhost")


def signed_in(folder, role=A, password=SECRET):
    visitor = visit(folder)
    enter(visitor, WHO[role], password)
    return visitor


def token(visitor, page):
    return page_of(visitor.get(page)).xpath('//input[@name="csrf"]/@value')[0]


def enter(visitor, name, password=SECRET, then="/"):
    form = {"csrf": token(visitor, "/connexion"), "name": name, "password": password, "then": then}
    return visitor.post("/connexion", data=form)


def addresses(folder):
    routes = [each for each in review_app(open_workspace(folder)).routes if isinstance(each, Route)]
    return {(method, each.path) for each in routes for method in each.methods - {"HEAD"}}


def test_every_address_says_which_role_may_use_it(folder):
    assert addresses(folder) == set(MAY) | OPEN


def test_whoever_is_not_let_in_is_sent_to_the_door_from_every_address(folder):
    visitor = visit(folder)
    for method, path in MAY:
        address = re.sub(r"{.*?}", lambda found: NAMED[found.group()], path)
        assert visitor.request(method, address).url.path == "/connexion", address


@pytest.mark.parametrize("role", AccountRole)
def test_each_role_does_what_it_may_and_nothing_else(folder, role):
    send(signed_in(folder, A), "/themes/T002", "/themes/T002/relu")
    visitor = signed_in(folder, role)
    mine = token(visitor, "/compte")
    for (method, path), roles in MAY.items():
        if path == "/deconnexion":
            continue
        address = re.sub(r"{.*?}", lambda found: NAMED[found.group()], path)
        answer = visitor.request(method, address, data={"csrf": mine} if method == "POST" else None, follow_redirects=False)
        assert (answer.status_code == 403) == (role not in roles), (method, path, answer.status_code)
        assert answer.status_code != 500
        mine = token(visitor, "/compte")


def test_forms_that_a_role_may_not_send_are_not_on_its_pages(folder):
    visitor = signed_in(folder, G)
    for address in PAGES:
        actions = {form.action for form in page_of(visitor.get(address)).forms if form.method == "POST"}
        assert actions - {"/compte/mot-de-passe"} == {"/deconnexion"}, address


def test_nothing_is_shown_at_the_door_and_one_comes_back_to_where_one_was(folder):
    visitor = visit(folder)
    for address in ("/", "/themes/T001", "/a-relire"):
        answer = visitor.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].startswith("/connexion?suite=")) == (303, True)
    assert enter(visitor, "Nadia", then="/themes/T001").url.path == "/themes/T001"
    assert enter(visit(folder), "Nadia", then="//ailleurs.example").url.host == "localhost"
    assert visitor.post("/themes/T001/relu", data={}).status_code == 403


def test_a_decision_is_signed_by_the_account_whatever_the_form_says(folder):
    send(signed_in(folder, F), "/themes/T001", "/themes/T001/relu", by="Le maire")
    assert [each[2] for each in decided(folder)] == ["Farid"]


def test_quarantine_is_read_by_those_who_may(folder):
    assert HIDDEN in signed_in(folder, G).get("/a-relire").text
    assert HIDDEN not in signed_in(folder, P).get("/a-relire").text


def test_a_session_ends_when_one_leaves_and_a_copy_of_its_cookie_is_worth_nothing(folder):
    visitor, other = signed_in(folder), visit(folder)
    other.cookies.update(visitor.cookies)
    assert other.get("/themes", follow_redirects=False).status_code == 200
    answer = visitor.post("/deconnexion", data={"csrf": token(visitor, "/compte")})
    assert answer.url.path == "/connexion"
    assert other.get("/themes", follow_redirects=False).status_code == 303
    assert [each.outcome for each in stored(folder, lambda store: sign_ins(store, 2))] == [Outcome.LEFT, Outcome.ENTERED]


def test_a_session_ends_when_its_account_is_closed(folder):
    visitor = signed_in(folder, F)
    stored(folder, lambda store: close_account(store, "Farid", now()))
    assert visitor.get("/themes", follow_redirects=False).status_code == 303


def test_a_session_outlives_the_room_that_is_opened_again(folder):
    visitor, again = signed_in(folder), visit(folder)
    again.cookies.update(visitor.cookies)
    assert again.get("/themes", follow_redirects=False).status_code == 200
    assert (folder / "var" / "session.key").stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_session_before_the_door_is_kept_behind_it(folder):
    visitor = visit(folder)
    before = token(visitor, "/connexion")
    enter(visitor, "Nadia")
    assert token(visitor, "/compte") != before
    assert visitor.post("/themes/T001/relu", data={"csrf": before}).status_code == 403


def test_one_changes_ones_own_password_and_goes_on(folder):
    visitor, other = signed_in(folder, P), signed_in(folder, P)
    refused = send(visitor, "/compte", "/compte/mot-de-passe", password=NEW, new=NEW, again=NEW)
    assert (refused.status_code, "Rien n'est changé" in words_of(refused)) == (409, True)
    done = send(visitor, "/compte", "/compte/mot-de-passe", password=SECRET, new=NEW, again=NEW)
    assert (done.status_code, "Mot de passe changé" in words_of(done)) == (200, True)
    assert other.get("/themes", follow_redirects=False).status_code == 303
    assert enter(visit(folder), "Paule", NEW).url.path == "/"


def test_an_analyst_opens_and_closes_accounts_and_reads_who_came_in(folder):
    visitor = signed_in(folder, A)
    send(visitor, "/compte", "/comptes/ouvrir", name="Inès", role="planner", password=NEW)
    assert enter(visit(folder), "Inès", NEW).url.path == "/"
    send(visitor, "/compte", "/comptes/fermer", name="Inès")
    page = words_of(visitor.get("/compte"))
    assert "fermé le" in page
    assert "testclient" in page
    assert "Dernières entrées" not in words_of(signed_in(folder, G).get("/compte"))


def test_passwords_are_tried_few_times(folder):
    visitor = visit(folder)
    for _ in range(5):
        refused = enter(visitor, "Nadia", "ce n'est pas lui", then="/themes")
        assert (refused.url.path, "ne vont pas ensemble" in words_of(refused)) == ("/connexion", True)
    assert "attendez 15 minutes" in words_of(enter(visitor, "Nadia"))
    assert "attendez 15 minutes" in words_of(enter(visit(folder), "Nadia"))  # opened again
    assert visitor.get("/themes", follow_redirects=False).status_code == 303


def test_the_room_opens_to_others_with_accounts_and_behind_https_alone(folder, call):
    for words, why in ((("--host", "0.0.0.0"), "en clair"), (("--behind", "http://relecture.example"), "https://")):  # noqa: S104
        said = call("review", *words, "--workspace", folder)
        assert (said.code, why in said.err) == (2, True)
    app = review_app(open_workspace(folder), "https://relecture.example")
    visitor = TestClient(app, base_url="https://relecture.example")
    answer = enter(visitor, "Nadia")
    assert "secure" in answer.history[0].headers["set-cookie"].lower()
    assert TestClient(app, base_url="https://autre.example").get("/").status_code == 400
