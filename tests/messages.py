"""Every message that people read, as Babel finds it in the source, in the templates and in the help."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typer
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

import contributions
from contributions.cli.commands import app
from contributions.cli.words import words_of

METHODS = [("**.py", "python"), ("**.j2", "jinja2")]
OPTIONS = {"**.j2": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {"counted": (2, 3)}


def written():
    """Give each message of the source and of the templates: a text, or its singular and plural."""
    root = Path(contributions.__file__).parent
    found = extract_from_dir(root, METHODS, OPTIONS, keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


def helped():
    """Give each text of the help."""
    return {getattr(holder, name) for holder, name in words_of(typer.main.get_command(app))}


@cache
def messages():
    """Give every message."""
    return written() | helped()
