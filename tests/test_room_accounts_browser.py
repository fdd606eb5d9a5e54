"""The door of the review room in a real browser: what only a browser does with cookies."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import expect
from rooms import served
from small_city import stored
from test_room_accounts import SECRET, WHO, A, folder, made  # noqa: F401 (fixtures)
from test_room_browser import chromium, opened  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser


@pytest.fixture
def mailbox():
    """Show a link on a page of another site, as a mail does: its address, and where to write the link."""
    link = []

    class Mail(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<a href="{link[-1]}">à lire</a>'.encode())

        def log_message(self, *words):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Mail) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/", link
        server.shutdown()
        thread.join()


def signed_in(page, address, then="/"):
    page.goto(f"{address}/connexion?suite={then}")
    page.get_by_label("Votre nom").fill(WHO[A].upper())
    page.get_by_label("Mot de passe").fill(SECRET)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url(address + then)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_in_a_mail_opens_its_page_for_who_is_in_and_leaves_them_in(chromium, folder, mailbox, javascript):  # noqa: F811
    mail, link = mailbox
    with served(folder) as address:
        page = opened(chromium, java_script_enabled=javascript)
        signed_in(page, address)
        link.append(address + "/themes/T001")
        page.goto(mail)
        page.get_by_role("link", name="à lire").click()
        page.wait_for_url("**/themes/T001")
        page.goto(address + "/themes")
        expect(page.get_by_role("button", name="Sortir")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_session_that_ended_under_a_form_says_so_and_leads_back(chromium, folder, javascript):  # noqa: F811
    with served(folder) as address:
        page = opened(chromium, 320, java_script_enabled=javascript)
        signed_in(page, address, "/themes/T001")
        page.get_by_text("Renommer", exact=True).first.click()
        page.context.clear_cookies()
        page.locator('form[action$="/renommer"]').get_by_role("button", name="Renommer").click()
        expect(page.get_by_role("status")).to_contain_text("rien n'est écrit")
        page.get_by_label("Votre nom").fill(WHO[A])
        page.get_by_label("Mot de passe").fill(SECRET)
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_url(address + "/themes/T001")
    assert stored(folder, lambda store: store.decisions()) == []
