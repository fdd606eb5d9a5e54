"""The day of each of those who work in the review room, in a real browser, on the bundled city."""

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from rooms import served
from small_city import stored
from test_room_browser import chromium, opened  # noqa: F401 (a fixture)

from contributions.domain import AccountRole, DecisionKind
from contributions.steps.accounts import open_account
from contributions.steps.standing import standing_themes
from contributions.store.accounts import accounts
from contributions.store.responses import responses
from contributions.web.room import now

pytestmark = [pytest.mark.browser, pytest.mark.model]
SECRET = "le tram de 6 h 12"  # noqa: S105 (of a city that is invented)
WAYS = [pytest.param(True, 1440, id="mouse"), pytest.param(False, 320, id="without-javascript-narrow")]


@pytest.fixture
def folder(demo, tmp_path):
    return shutil.copytree(demo, tmp_path / "ville")


@pytest.fixture
def address(folder):
    with served(folder) as found:
        yield found


def kinds(folder):
    return [each.kind for each in stored(folder, lambda store: store.decisions())]


def tab_to(page, name):
    """Press Tab until what has the focus bears a name."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name") == name:
            return
    raise AssertionError(f"the keyboard does not reach « {name} »")


def test_a_facilitator_spends_the_day_with_the_keyboard_alone(chromium, folder, address):  # noqa: F811
    page = opened(chromium)
    page.goto(address)
    tab_to(page, "Thèmes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thèmes")
    title = page.locator("tbody th a").first.text_content()
    tab_to(page, title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.keyboard.press("r")
    page.keyboard.press("Control+A")
    page.keyboard.type("Faire la fête, avec les enfants")
    page.keyboard.press("Tab")
    page.keyboard.type("Nadia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Faire la fête, avec les enfants")
    tab_to(page, "Rapprochements")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapprochements")
    for number in range(2, 52):
        page.wait_for_load_state()
        page.keyboard.press("o")
        expect(page.get_by_role("status")).to_contain_text(f"D{number:05d}")
    assert kinds(folder) == [DecisionKind.RENAME, *[DecisionKind.ACCEPT_MATCH] * 50]


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_a_facilitator_spends_the_day_with_the_mouse(chromium, folder, address, javascript, width):  # noqa: F811
    page = opened(chromium, width, java_script_enabled=javascript)
    page.goto(address)
    page.get_by_role("link", name=re.compile("propositions de thèmes")).click()
    card = page.locator("article", has=page.get_by_role("button", name="Accepter")).first
    card.get_by_label("Votre nom").fill("Nadia")
    card.get_by_role("button", name="Accepter").click()
    expect(page.get_by_role("status")).to_contain_text("D00001")
    page.get_by_role("navigation", name="Salles").get_by_role("link", name="Thèmes").click()
    page.get_by_label("Chercher dans les idées").fill("ASCENSEUR")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name=re.compile("idées trouvées"))).to_be_visible()
    page.locator("ul.quotes a").first.click()
    for box in page.locator('input[name="ideas"]').all()[:2]:
        box.check()
    page.get_by_label("Titre du nouveau thème").last.fill("Ascenseurs arrêtés")
    page.get_by_role("button", name="En faire un thème").click()
    expect(page.get_by_role("status")).to_contain_text("D00002")
    page.get_by_text("Marquer comme relu, figer ou retirer").click()
    page.get_by_role("button", name="Relu", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("D00003")
    page.get_by_role("button", name="Annuler D00003").click()
    page.get_by_role("navigation", name="Salles").get_by_role("link", name="À relire").click()
    page.get_by_role("button", name="Lever la quarantaine").first.click()
    expect(page.get_by_role("status")).to_contain_text("D00005")
    assert kinds(folder)[1:] == [DecisionKind.SPLIT, DecisionKind.REVIEW, DecisionKind.UNDO, DecisionKind.RELEASE]


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_a_part_of_a_theme_becomes_a_theme_and_the_rest_stays(chromium, folder, address, javascript, width):  # noqa: F811
    page = opened(chromium, width, java_script_enabled=javascript)
    page.goto(address + "/themes/T001")
    page.get_by_role("link", name="Voir ses sous-thèmes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sous-thèmes")
    if javascript:  # by which axe-core reads
        assert Axe().run(page).violations_count == 0
    card = page.locator("article").first
    title = card.get_by_role("heading").text_content()
    card.get_by_text("En faire un thème").first.click()
    card.get_by_label("Votre nom").fill("Nadia")
    card.get_by_role("button", name="En faire un thème").click()
    expect(page.get_by_role("status")).to_contain_text("D00001")
    (made,) = stored(folder, lambda store: store.decisions())
    placed = stored(folder, standing_themes)
    assert {placed.placed[idea] for idea in made.ideas} == {made.target}
    assert next(theme.title for theme in placed.themes if theme.id == made.target) == title
    assert "T001" in placed.placed.values()


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_a_planner_answers_a_need_and_traces_it_to_a_voice(chromium, folder, address, javascript, width):  # noqa: F811
    page = opened(chromium, width, java_script_enabled=javascript)
    page.goto(address + "/objectifs")
    page.get_by_role("link", name="2.1 Améliorer la desserte").first.click()
    page.get_by_text("Répondre", exact=True).click()
    form = page.locator('form[action="/reponses"]')
    form.get_by_label("Où cela en est").select_option(label="à l'étude")
    form.get_by_label("Ce qu’on répond aux habitants").fill("Une navette est à l'étude, appelez M. Dupont au 06 12 34 56 78.")
    form.get_by_label("Votre nom").fill("Inès")
    form.get_by_role("button", name="Enregistrer la réponse").click()
    expect(page.get_by_role("status")).to_contain_text("S00001")
    page.get_by_text("Faire avancer S00001").click()
    form = page.locator('form[action="/reponses/S00001"]')
    form.get_by_label("Où cela en est").select_option(label="engagé")
    form.get_by_label("Échéance").fill("2027-03-31")
    form.get_by_role("button", name="Enregistrer la réponse").click()
    expect(page.get_by_role("status")).to_contain_text("engagé")
    page.locator("ul.quotes a.id").first.click()
    expect(page.get_by_role("main")).to_contain_text("2.1")
    lines = stored(folder, responses)
    assert [(each.status.value, each.by) for each in lines] == [("studied", "Inès"), ("committed", "Inès")]
    assert all("06 12" not in each.text for each in lines)


def test_a_planner_answers_with_the_keyboard_alone(chromium, folder, address):  # noqa: F811
    page = opened(chromium)
    page.goto(address)
    tab_to(page, "Objectifs")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Objectifs")
    title = page.locator('main a[href^="/objectifs/"]').first.text_content()
    tab_to(page, title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/objectifs/contrat/**")
    tab_to(page, "Répondre")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("reçu")
    page.keyboard.press("Tab")
    page.keyboard.type("Nous vous avons lus.")
    tab_to(page, "by")
    page.keyboard.type("Inès")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("S00001")
    assert [(each.status.value, each.text) for each in stored(folder, responses)] == [("received", "Nous vous avons lus.")]


def test_an_analyst_opens_an_account_and_reads_what_a_run_did_with_the_keyboard_alone(chromium, folder):  # noqa: F811
    stored(folder, lambda store: open_account(store, "Nadia", AccountRole.ANALYST, SECRET, now()))
    with served(folder) as address:
        page = opened(chromium)
        page.goto(address + "/compte")
        tab_to(page, "name")
        page.keyboard.type("Nadia")
        page.keyboard.press("Tab")
        page.keyboard.type(SECRET)
        page.keyboard.press("Enter")
        page.wait_for_url(address + "/compte")
        tab_to(page, "Ouvrir un compte")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Gil")
        page.keyboard.press("Tab")
        page.keyboard.type("garant")
        page.keyboard.press("Tab")
        page.keyboard.type(SECRET)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Gil")
        for name, where in (("Audit", "**/audit"), ("Passages", "**/audit/passages")):
            tab_to(page, name)
            page.keyboard.press("Enter")
            page.wait_for_url(where)
        expect(page.get_by_role("main")).to_contain_text("R")
    known = stored(folder, accounts)
    assert [(each.name, each.role) for each in known] == [("Gil", AccountRole.GUARANTOR), ("Nadia", AccountRole.ANALYST)]


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_a_guarantor_signs_in_audits_and_can_decide_nothing(chromium, folder, javascript, width):  # noqa: F811
    def people(store):
        open_account(store, "Nadia", AccountRole.ANALYST, SECRET, now())
        open_account(store, "Gil", AccountRole.GUARANTOR, SECRET, now())

    stored(folder, people)
    with served(folder) as address:
        page = opened(chromium, width, java_script_enabled=javascript)
        page.goto(address + "/audit")
        page.get_by_label("Votre nom").fill("Gil")
        page.get_by_label("Mot de passe").fill(SECRET)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Audit")
        tabs = page.get_by_role("navigation", name="Audit")
        tabs.get_by_role("link", name="Échantillon").click()
        page.locator('main a[href^="/contributions/"]').first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("C[0-9A-Z]{10}"))
        page.goto(address + "/audit/totaux")
        expect(page.get_by_role("main")).not_to_contain_text("diffèrent")
        page.goto(address + "/themes/T001")
        assert page.locator('main form[method="post"]').count() == 0
        page.get_by_role("button", name="Sortir").click()
        page.goto(address + "/themes/T001")
        expect(page.get_by_role("heading", level=1)).to_have_text("Entrer")
    assert kinds(folder) == []


def test_a_guarantor_audits_with_the_keyboard_alone(chromium, folder):  # noqa: F811
    stored(folder, lambda store: open_account(store, "Gil", AccountRole.GUARANTOR, SECRET, now()))
    with served(folder) as address:
        page = opened(chromium)
        page.goto(address + "/audit")
        tab_to(page, "name")
        page.keyboard.type("Gil")
        page.keyboard.press("Tab")
        page.keyboard.type(SECRET)
        page.keyboard.press("Enter")
        page.wait_for_url(address + "/audit")
        tab_to(page, "Échantillon")
        page.keyboard.press("Enter")
        page.wait_for_url("**/audit/echantillon?**")
        drawn = page.locator('main a[href^="/contributions/"]').first
        contribution = drawn.get_attribute("href")
        tab_to(page, drawn.text_content().strip())
        page.keyboard.press("Enter")
        page.wait_for_url("**" + contribution)
        for name, where in (
            ("Audit", "/audit"),
            ("Totaux", "/audit/totaux"),
            ("Passages", "/audit/passages"),
            ("Fiche algorithme", "/audit/algorithme"),
        ):
            tab_to(page, name)
            page.keyboard.press("Enter")
            page.wait_for_url(address + where)
        tab_to(page, "Sortir")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Entrer")
    assert kinds(folder) == []


def test_what_is_decided_in_the_room_survives_a_new_month(chromium, folder, call):  # noqa: F811
    with served(folder) as address:
        page = opened(chromium)
        page.goto(address + "/themes/T001")
        page.keyboard.press("r")
        page.keyboard.press("Control+A")
        page.keyboard.type("Marcher sans danger")
        page.keyboard.press("Tab")
        page.keyboard.type("Nadia")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Marcher sans danger")
        page.locator('input[name="ideas"]').first.check()
        page.locator('select[name="target"]').last.select_option(index=1)
        page.get_by_role("button", name="Déplacer").click()
        expect(page.get_by_role("status")).to_contain_text("D00002")
    before = stored(folder, standing_themes)
    moved = stored(folder, lambda store: store.decisions())[1]
    heard = folder / "juillet.csv"
    heard.write_text(
        "texte\nLe passage piéton devant l'école est effacé.\nOn marche sur la route, y a pas de trottoir\n", "utf-8"
    )
    assert call("ingest", heard, "--workspace", folder).code == 0
    assert call("run", "--workspace", folder).code == 0
    after = stored(folder, standing_themes)
    assert len(after.placed) > len(before.placed)
    assert {idea: after.placed[idea] for idea in before.placed} == before.placed
    assert after.placed[moved.ideas[0]] == moved.target
    with served(folder) as address:
        page = opened(chromium)
        page.goto(address + "/themes/T001")
        expect(page.get_by_role("heading", level=1)).to_have_text("Marcher sans danger")


def test_of_two_browsers_on_one_theme_the_second_is_told_and_nothing_is_overwritten(chromium, folder, address):  # noqa: F811
    first, second = opened(chromium), opened(chromium)
    for page, name in ((first, "Nadia"), (second, "Malik")):
        page.goto(address + "/themes/T002")
        page.keyboard.press("r")
        page.keyboard.press("Control+A")
        page.keyboard.type(f"Selon {name}")
        page.keyboard.press("Tab")
        page.keyboard.type(name)
    first.keyboard.press("Enter")
    expect(first.get_by_role("heading", level=1)).to_have_text("Selon Nadia")
    second.keyboard.press("Enter")
    expect(second.get_by_role("main")).to_contain_text("Nadia a décidé de ce thème entre-temps")
    second.goto(address + "/themes/T002")
    expect(second.get_by_role("heading", level=1)).to_have_text("Selon Nadia")
    assert kinds(folder) == [DecisionKind.RENAME]


def test_a_form_on_another_site_and_a_script_in_a_title_do_nothing(chromium, folder, address):  # noqa: F811
    page = chromium.new_context().new_page()  # under the room's own content policy
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(address + "/themes/T001")
    page.keyboard.press("r")
    page.keyboard.press("Control+A")
    page.keyboard.type("<script>alert('ici')</script><img src=x onerror=alert('là')>")
    page.keyboard.press("Tab")
    page.keyboard.type("<b onmouseover=alert(1)>Nadia</b>")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>alert('ici')</script>")
    page.goto(address + "/decisions")
    expect(page.get_by_role("main")).to_contain_text("<b onmouseover=alert(1)>Nadia</b>")
    elsewhere = address.replace("127.0.0.1", "localhost")  # another site, for a browser
    page.goto(elsewhere + "/static/room.css")
    page.evaluate(
        """address => {
            const form = document.createElement("form");
            form.method = "post"; form.action = address + "/themes/T001/retirer";
            form.innerHTML = '<input name="by" value="Nadia"><input name="seen" value="D00001">';
            document.documentElement.append(form); form.submit();
        }""",
        address,
    )
    page.wait_for_load_state()
    assert said == []
    assert kinds(folder) == [DecisionKind.RENAME]
