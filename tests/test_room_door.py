"""What is tried at the door of the review room, and gets nobody in."""

import json
import socket
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace

import httpx
import pytest
from itsdangerous import TimestampSigner
from small_city import stored
from test_room import decided, page_of, send, words_of
from test_room_accounts import NEW, enter, folder, made, signed_in, token, visit  # noqa: F401 (fixtures)

from contributions.store.accounts import account_named, accounts, save_account, sign_ins
from contributions.web.room import now

pytestmark = pytest.mark.slow


def test_a_form_of_a_session_that_ended_says_that_nothing_is_written_and_where_one_was(folder):  # noqa: F811
    visitor = signed_in(folder)
    visitor.cookies.clear()
    answer = visitor.post("/themes/T001/relu", data={}, headers={"referer": "http://localhost/themes?q=bus"})
    assert "rien n'est écrit" in words_of(answer)
    assert answer.url.params["suite"] == "/themes?q=bus"
    assert decided(folder) == []


@pytest.mark.parametrize("referer", ["http://ailleurs.example//piege.example/", "n'importe quoi", ""])
def test_the_way_back_from_the_door_is_one_of_ours(folder, referer):  # noqa: F811
    visitor = visit(folder)
    door = visitor.post("/themes/T001/relu", data={}, headers={"referer": referer})
    then = page_of(door).xpath('//input[@name="then"]/@value')[0]
    assert enter(visitor, "Nadia", then=then).url.host == "localhost"


@pytest.mark.parametrize("odd", ["%C3%A9", "%00", "%ED%A0%BD"])
def test_a_form_with_an_odd_token_is_refused_as_any_other(folder, odd):  # noqa: F811
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert visit(folder).post("/connexion", content=f"csrf={odd}&name=Nadia", headers=kind).status_code == 403


def test_what_no_database_keeps_is_left_out_of_forms(folder):  # noqa: F811
    send(signed_in(folder), "/themes/T001", "/themes/T001/renommer", title="Bus\x00 du soir tard", reason="a\x00telier")
    assert decided(folder)[0][2:] == ("Nadia", "atelier")


@pytest.mark.parametrize("left", ["", "court"])
def test_a_key_that_was_cut_short_signs_nobody_in(folder, left):  # noqa: F811
    key = folder / "var" / "session.key"
    key.write_text(left)
    forged = TimestampSigner(left).sign(b64encode(json.dumps({"account": "Nadia", "stamp": 1}).encode()))
    visitor = visit(folder)
    visitor.cookies.set("contributions", forged.decode())
    assert visitor.get("/themes", follow_redirects=False).status_code == 303
    assert len(key.read_text()) == 43


def test_a_key_that_others_could_read_is_made_again(folder):  # noqa: F811
    visit(folder)
    key = folder / "var" / "session.key"
    before = key.read_text()
    key.chmod(0o644)
    visit(folder)
    assert (key.read_text() != before, key.stat().st_mode & 0o777) == (True, 0o600)
    assert [each.name for each in (folder / "var").glob("session*")] == ["session.key"]


def test_a_room_whose_accounts_are_all_closed_is_open_to_nobody(folder):  # noqa: F811
    def closed(store):
        for each in accounts(store):
            save_account(store, replace(each, closed_at=now()), account_named(store, each.name)[1])

    stored(folder, closed)
    assert visit(folder).get("/themes", follow_redirects=False).status_code == 303
    assert enter(visit(folder), "Nadia").url.path == "/connexion"


def test_without_a_proxy_nobody_says_from_where_they_ask(folder):  # noqa: F811
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "contributions", "review", "--port", str(port), "--workspace", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as room:  # noqa: S603
        try:
            assert "Un compte est demandé." in room.stdout.readline()
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(retries=9)) as visitor:
                form = {"csrf": token(visitor, "/connexion"), "name": "Nadia", "password": NEW}
                visitor.post("/connexion", data=form, headers={"x-forwarded-for": "192.0.2.9"})
        finally:
            room.terminate()
    assert [each.address for each in stored(folder, lambda store: sign_ins(store, 9))] == ["127.0.0.1"]
