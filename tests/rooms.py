"""The review room as `contributions review` opens it, on a free port, for the tests that look at it in a browser."""

import socket
import threading
import time
from contextlib import contextmanager

import uvicorn

from contributions.settings import open_workspace
from contributions.web import review_app


@contextmanager
def served(folder):
    """Open the room of a workspace, give its address, and close it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(review_app(open_workspace(folder)), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
