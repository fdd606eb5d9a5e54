"""The audit, « À relire », the log and the conflicts in a real browser: axe-core, by keyboard, without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from small_city import stored
from test_room_browser import WIDTHS, chromium, made, opened, room  # noqa: F401 (fixtures)
from test_room_log import LOGGED, TOLD, write

from contributions.domain import DecisionKind, Trouble

pytestmark = pytest.mark.browser
PAGES = (
    "/audit",
    "/audit/totaux",
    "/audit/echantillon?graine=mars&taille=20&destins=oui",
    "/audit/passages",
    "/audit/passages/R3",
    "/audit/algorithme",
    "/a-relire",
    "/a-relire/ecartees",
    "/a-relire/signaux",
    "/decisions",
    "/decisions?q=rien",
    "/conflits",
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_audit(chromium, room, width, scheme):  # noqa: F811
    address, folder = room
    stored(folder, write(*TOLD[Trouble.MOVED_THEN_MERGED], *TOLD[Trouble.UNKNOWN_OBJECTIVE], *LOGGED[:2]))
    page = opened(chromium, width, color_scheme=scheme)
    for each in PAGES:
        page.goto(address + each)
        found = Axe().run(page)
        assert found.violations_count == 0, (each, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, each


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guarantor_draws_a_sample_and_follows_one_contribution_by_keyboard(chromium, room, javascript):  # noqa: F811
    page = opened(chromium, java_script_enabled=javascript)
    page.goto(room[0] + "/audit")
    page.get_by_role("link", name="Échantillon").press("Enter")
    page.get_by_label("Graine").fill("tirage du 12 mars")
    page.get_by_label("Contributions").select_option("5")
    page.get_by_role("checkbox").press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**graine=tirage*destins=oui*")
    expect(page.get_by_label("Graine")).to_have_value("tirage du 12 mars")
    drawn = page.locator("section.drawn")
    expect(drawn).to_have_count(5)
    expect(drawn.first.locator("ol.way li").first).to_contain_text("Reçue")
    page.get_by_role("link", name="Ouvrir").first.press("Enter")
    page.wait_for_url("**/contributions/*")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_text_in_quarantine_is_kept_out_then_waits_again(chromium, room, javascript):  # noqa: F811
    address, folder = room
    page = opened(chromium, java_script_enabled=javascript)
    page.goto(address + "/a-relire")
    page.get_by_label("Votre nom").first.fill("Nadia")
    page.get_by_role("button", name="Confirmer la mise à l’écart").first.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("mise à l'écart confirmée")
    page.get_by_role("link", name="Ce qui a été écarté").click()
    page.get_by_role("button", name="Annuler D00001").click()
    expect(page.get_by_role("status")).to_contain_text("annulation")
    assert [each.kind for each in stored(folder, lambda store: store.decisions())] == [DecisionKind.KEEP_OUT, DecisionKind.UNDO]


def test_a_facilitator_places_a_weak_signal_and_settles_a_conflict(chromium, room):  # noqa: F811
    address, folder = room
    stored(folder, write(*TOLD[Trouble.MOVED_THEN_MERGED]))
    page = opened(chromium)
    page.goto(address + "/a-relire/signaux")
    page.get_by_role("checkbox", name="Un marché le samedi.").check()
    page.get_by_label("Vers").select_option("T002")
    page.get_by_label("Votre nom").fill("Nadia")
    page.get_by_role("button", name="Ranger").click()
    expect(page.get_by_role("heading", name="2 idées sans thème")).to_be_visible()
    page.goto(address + "/")
    page.get_by_role("link", name="décisions à revoir").click()
    page.get_by_label("Vers").select_option("T001")
    page.get_by_role("button", name="Ranger ces idées là").click()
    expect(page.get_by_text("Toutes les décisions ont l’effet voulu.")).to_be_visible()
