"""The map of ideas in a real browser: by pointer, by keyboard, without JavaScript, on a narrow screen, as axe-core reads it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from decided_city import city
from playwright.sync_api import expect
from test_room_browser import chromium, opened, room
from test_room_map import drawn

pytestmark = pytest.mark.browser
__all__ = ["chromium", "room"]
FIRST = "Le bus de 22 h est supprimé."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make the city of the room, with its map."""
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    drawn(folder)
    return folder


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("javascript", [True, False])
def test_axe_finds_nothing_on_the_map(chromium, room, width, scheme, javascript):
    for address in ("/carte", "/carte?theme=T001", "/carte?mois=2026-04", "/carte?lang=en"):
        page = opened(chromium, width, color_scheme=scheme)
        if not javascript:  # axe is itself a script: ours alone is kept away
            page.route("**/map.js", lambda route: route.abort())
        page.goto(room[0] + address)
        found = Axe().run(page)
        assert found.violations_count == 0, (address, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.context.close()


def test_a_pointer_reads_an_idea_and_goes_to_its_contribution(chromium, room):
    page = opened(chromium)
    page.goto(room[0] + "/carte")
    point = page.locator('.mark a[href="/contributions/C1"] use')
    point.hover()
    expect(page.locator(".told")).to_contain_text(FIRST)
    expect(page.locator(".told")).to_contain_text("Bus du soir")
    point.click()
    expect(page).to_have_url(room[0] + "/contributions/C1")


def test_arrows_go_from_an_idea_to_its_neighbour_and_tab_does_not_stop_at_each(chromium, room):
    page = opened(chromium)
    page.goto(room[0] + "/carte")
    page.get_by_role("link", name="Lire la même chose dans un tableau").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("application")).to_be_focused()
    told = page.locator(".told q")
    page.keyboard.press("ArrowRight")
    first = told.inner_text()
    seen = {first}
    for key in ("ArrowUp", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        seen.add(told.inner_text())
    assert len(seen) > 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert told.inner_text() in seen
    expect(page.locator(".mark a.here")).to_have_count(1)
    leads = page.locator(".mark a.here").get_attribute("href")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.legend') !== null")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(room[0] + leads)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_theme_is_looked_at_from_near_and_filters_are_kept(chromium, room, javascript):
    page = opened(chromium, java_script_enabled=javascript)
    page.goto(room[0] + "/carte?mois=2026-03")
    page.locator(".legend").get_by_role("link", name="Immeubles", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Carte des idées : Immeubles")
    expect(page.get_by_label("mois")).to_have_value("2026-03")
    page.get_by_role("combobox", name="Thème").select_option("")
    page.get_by_role("button", name="Montrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Carte des idées")
    expect(page.locator(".told")).to_be_visible(visible=javascript)
    expect(page.locator('.mark a[href="/contributions/C1"] title')).to_have_count(0 if javascript else 1)
