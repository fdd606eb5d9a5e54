"""A small Decidim that really answers on this machine: its GraphQL by cursors, and the faults it is told to make."""

from __future__ import annotations

import base64
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MANY = {"Proposals": ("proposals", "proposal"), "Debates": ("debates", "debate"), "Meetings": ("meetings", "meeting")}
PEOPLE = re.compile(r"author|endors|like|nickname|avatar|user|creator|follow", re.IGNORECASE)
"""What a query about residents would name."""
ARGUMENTS = {"filter", "order"}


def text(words, locale="fr"):
    return {"translations": [{"locale": locale, "text": words, "machineTranslated": False}]}


def comment(number, words, *replies, day="2026-03-02"):
    return {
        "id": str(number),
        "body": words,
        "createdAt": f"{day}T20:15:12+01:00",
        "alignment": 0,
        "hasComments": bool(replies),
        "comments": list(replies),
    }


def proposal(number, words, *comments, day="2026-03-01", **fields):
    return {
        "id": str(number),
        "title": text(f"Proposition {number}"),
        "body": text(words),
        "address": "",
        "publishedAt": f"{day}T10:00:00Z",
        "createdAt": f"{day}T09:00:00Z",
        "updatedAt": f"{day}T10:00:00Z",
        "state": None,
        "withdrawn": False,
        "totalCommentsCount": len(comments),
        "taxonomies": [],
        "scope": None,
        "category": None,
        "comments": list(comments),
        **fields,
    }


def debate(number, words, *comments, day="2026-03-01"):
    made = proposal(number, "", *comments, day=day)
    return made | {"title": text(f"Débat {number}"), "description": text(words)}


class Decidim:
    """The platform: components, the faults to come, and what it was asked."""

    def __init__(self):
        self.components = {}
        self.asked = []
        self.last = {}
        self.agents = set()
        self.faults = []
        self.missing = frozenset()
        self.max_levels = 4
        self.per_page = 50
        self.endless = False
        self.release = threading.Event()

    def add(self, number, kind, nodes):
        self.components[str(number)] = {"__typename": kind, "id": str(number), "nodes": nodes}
        return self

    def answer(self, query, variables):
        self.asked.append((query, variables))
        refused = self.refusals(query)
        if refused:
            return {"errors": refused}
        if "participatoryProcesses" in query or "assemblies" in query:
            listed = [{"id": each["id"], "__typename": each["__typename"]} for each in self.components.values()]
            space = "participatoryProcesses" if "participatoryProcesses" in query else "assemblies"
            return {"data": {space: [{"components": listed if space != "assemblies" else []}]}}
        if "commentable(" in query:
            return {"data": {"commentable": {"comments": self.cut(self.found_comment(variables["id"])["comments"], query)}}}
        return {"data": {"component": self.component(query, variables)}}

    def refusals(self, query):
        said = []
        for name in sorted(self.missing):
            if re.search(rf"\b{name}\b", query):
                lacks = "'proposals' doesn't accept argument" if name in ARGUMENTS else "doesn't exist on type 'Proposal'"
                said.append({"message": f"Field {lacks} '{name}'" if name in ARGUMENTS else f"Field '{name}' {lacks}"})
        if levels(query) > self.max_levels:
            said.append({"message": "Trop de récursions", "extensions": {"code": "TOO_MANY_RECURSIONS_ERROR"}})
        return said

    def component(self, query, variables):
        held = self.components.get(variables["id"])
        if held is None:
            return None
        if "__typename" in query:
            return {"__typename": held["__typename"], "id": held["id"]}
        many, one = MANY.get(held["__typename"], ("", ""))
        if f"{one}(id:" in query:
            by_id = {node["id"]: node for node in held["nodes"]}
            return {f"i{n}": self.shown(by_id.get(variables[f"i{n}"]), query) for n in range(query.count(f"{one}(id:"))}
        return {"id": held["id"], many: self.page(held["nodes"], query, variables)}

    def page(self, nodes, query, variables):
        since = variables.get("since", "")
        listed = sorted((node for node in nodes if node["publishedAt"][:10] >= since), key=lambda node: int(node["id"]))
        start = int(base64.b64decode(variables["after"])) if variables.get("after") else 0
        end = start + min(variables["first"], self.per_page)
        cursor = base64.b64encode(str(0 if self.endless else end).encode()).decode()
        more = self.endless or end < len(listed)
        edges = [{"node": self.shown(node, query)} for node in listed[start:end]]
        return {"pageInfo": {"endCursor": cursor if edges else None, "hasNextPage": more}, "edges": edges}

    def shown(self, node, query):
        """Give the fields that were asked, comments as deep as they were."""
        if node is None:
            return None
        asked = {name: value for name, value in node.items() if re.search(rf"\b{name}\b", query) and name not in self.missing}
        return asked | ({"comments": self.cut(node["comments"], query)} if "comments" in asked else {})

    def cut(self, comments, query, level=None):
        level = levels(query) if level is None else level
        if not level:
            return None
        return [each | {"comments": self.cut(each["comments"], query, level - 1)} for each in comments]

    def found_comment(self, number):
        def within(comments):
            for each in comments:
                yield each
                yield from within(each["comments"])

        nodes = (node for held in self.components.values() for node in held["nodes"])
        return next(each for node in nodes for each in within(node["comments"]) if each["id"] == number)


def levels(query):
    """Count how deep comments stand in comments."""
    opened, deepest = [], 0
    for brace in re.findall(r"comments \{|\{|\}", query):
        if brace == "}":
            opened.pop()
        else:
            opened.append(brace)
        deepest = max(deepest, opened.count("comments {"))
    return deepest


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        platform = self.server.platform
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        platform.agents.add(self.headers["User-Agent"])
        fault = platform.faults.pop(0) if platform.faults else None
        if fault is None:
            platform.last = platform.answer(body["query"], body["variables"])
            self.send(200, json.dumps(platform.last).encode())
        else:
            platform.asked.append((body["query"], body["variables"]))
            fault(self)

    def send(self, status, content, *, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(headers.pop("length", len(content))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words):
        """Say nothing."""


def status(code, **headers):
    return lambda handler: handler.send(code, b"{}", **headers)


def says(content, *, kind="application/json"):
    return lambda handler: handler.send(200, content, kind=kind)


def cut_in_the_middle(handler):
    handler.send(200, b'{"data": {"component"', length=5000)
    handler.close_connection = True


def again(handler):
    """Answer what was answered just before."""
    handler.send(200, json.dumps(handler.server.platform.last).encode())


def hang(handler):
    handler.server.platform.release.wait(20)
    handler.close_connection = True


@contextmanager
def serving(platform):
    """Serve a platform on a free port of this machine; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.platform = platform
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        platform.release.set()
        server.shutdown()
        server.server_close()
        thread.join()
