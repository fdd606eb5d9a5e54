"""The review room in a real browser: by keyboard, without JavaScript, on a narrow screen, and as axe-core reads it."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from decided_city import city
from playwright.sync_api import expect, sync_playwright
from rooms import served
from small_city import stored
from test_room import PAGES
from test_tracing_city import _filled

from contributions.domain import AccountRole
from contributions.steps.accounts import open_account
from contributions.web.room import now

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = (320, 1440)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, _filled)
    return folder


@pytest.fixture
def room(made, tmp_path):
    """Open the room as `contributions review` does, on a free port: its address, and its folder."""
    folder = shutil.copytree(made, tmp_path / "ville")
    with served(folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: « apt-get install chromium » lets these tests run")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(chromium, width=1440, **options):
    return chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **options).new_page()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(chromium, room, width, scheme):
    page = opened(chromium, width, color_scheme=scheme)
    for address in (*PAGES, "/nulle-part", "/themes?q=bus"):
        page.goto(room[0] + address)
        found = Axe().run(page)
        assert found.violations_count == 0, (address, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door_nor_on_the_accounts(chromium, room, width, scheme):
    address, folder = room
    stored(folder, lambda store: open_account(store, "Nadia", AccountRole.ANALYST, "le tram de 6 h 12", now()))
    page = opened(chromium, width, color_scheme=scheme)
    page.goto(address + "/compte")
    for _ in range(2):
        found = Axe().run(page)
        assert found.violations_count == 0, (page.url, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if page.url.endswith("/compte"):
            break
        page.get_by_label("Votre nom").fill("Nadia")
        page.get_by_label("Mot de passe").fill("le tram de 6 h 12")
        page.keyboard.press("Enter")
        page.wait_for_url(address + "/compte")
        page.get_by_text("Ouvrir un compte").click()


def test_a_facilitator_answers_cards_with_the_keyboard_alone(chromium, room):
    address, folder = room
    page = opened(chromium)
    page.goto(address + "/rapprochements")
    page.get_by_label("Votre nom").fill("Nadia")
    page.get_by_role("heading", name="Rapprochements").click()
    for key in ("o", "n", "a"):
        page.keyboard.press(key)
        expect(page.get_by_role("status")).to_be_visible()
        page.wait_for_load_state()
    assert [each.kind.value for each in stored(folder, lambda store: store.decisions())] == [
        "accept match",
        "reject match",
        "no objective",
    ]
    page.get_by_label("Motif").fill("oui non aucun")  # letters in a field are words
    assert len(stored(folder, lambda store: store.decisions())) == 3


@pytest.mark.parametrize("javascript", [True, False])
def test_a_facilitator_renames_a_theme_then_thinks_again(chromium, room, javascript):
    address, folder = room
    page = opened(chromium, java_script_enabled=javascript)
    page.goto(address + "/themes")
    page.get_by_role("link", name="Bus du soir").click()
    page.get_by_text("Renommer", exact=True).first.click()
    page.get_by_label("Nouveau titre").fill("Rentrer le soir")
    form = page.locator('form[action$="/renommer"]')
    form.get_by_label("Votre nom").fill("Nadia")
    form.get_by_role("button", name="Renommer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rentrer le soir")
    page.get_by_role("button", name="Annuler D00001").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bus du soir")
    assert [each.by for each in stored(folder, lambda store: store.decisions())] == ["Nadia", "Nadia"]


def test_the_keyboard_reaches_the_content_first(chromium, room):
    page = opened(chromium)
    page.goto(room[0] + "/themes")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
