"""The command line: one command a step. The only package that prints."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer

from contributions.cli import (
    accounts,
    answer_sheet,
    answering,
    commands,
    deciding,
    deciding_sheet,
    erasing,
    evaluating,
    lineage,
    matching,
    pulling,
    reconciling,
    reviewing,
    sensitive,
    theme_deciding,
    tracing,
)
from contributions.cli.app import app
from contributions.cli.words import say_help
from contributions.errors import ContributionsError, UsageError
from contributions.language import FRENCH, LANGUAGES, N_, _, speak

COMMANDS = (
    accounts,
    answer_sheet,
    answering,
    commands,
    deciding,
    deciding_sheet,
    erasing,
    evaluating,
    lineage,
    matching,
    pulling,
    reconciling,
    reviewing,
    sensitive,
    theme_deciding,
    tracing,
)
"""The modules whose commands are on the line."""
_INTERRUPTED = 130
_WRONG_USES = {
    "NoSuchOption": N_("option inconnue « {seen} »"),
    "BadOptionUsage": N_("cette option attend une valeur « {seen} »"),
    "MissingParameter": N_("il manque « {seen} »"),
    "BadParameter": N_("valeur refusée « {seen} »"),
    "NoSuchCommand": N_("commande inconnue « {seen} »"),
}
"""What Typer raises of a wrong use -> what people read."""


def main() -> None:
    """Run the command line; what we raise on purpose, and a wrong use, become one sentence, never a traceback."""
    language, words = _language_of(sys.argv[1:])
    with speak(language if language in LANGUAGES else FRENCH):
        sys.exit(_run(words, language))


def _language_of(words: Sequence[str]) -> tuple[str, list[str]]:
    """Take `--lang` from wherever it stands on the line: the language, and the other words.

    >>> _language_of(["status", "--lang", "en", "--json"]), _language_of(["--lang=en"])
    (('en', ['status', '--json']), ('en', []))
    """
    language, others = FRENCH, []
    ahead = iter(words)
    for word in ahead:
        if word == "--lang":
            language = next(ahead, "")
        elif word.startswith("--lang="):
            language = word.removeprefix("--lang=")
        else:
            others.append(word)
    return language, others


def _run(words: Sequence[str], language: str) -> int:
    """Run the command that the words name; give the exit code."""
    try:
        if language not in LANGUAGES:
            problem = _("Langue « {language} » inconnue : écrivez --lang {languages}.")
            raise UsageError(problem.format(language=language, languages=_(" ou ").join(LANGUAGES)))  # noqa: TRY301 (one place says errors)
        command = typer.main.get_command(app)
        say_help(command)
        return _told(command.main(args=list(words), prog_name="contributions", standalone_mode=False))
    except ContributionsError as error:
        print(_("Erreur : {problem}").format(problem=error), file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _told(_INTERRUPTED)
    except Exception as error:
        if not hasattr(error, "format_message"):  # what Typer raises of a wrong use, whichever its version
            raise
        print(_wrong_use(error), file=sys.stderr)
        return 2


def _told(code: Any) -> int:
    """Say that the command was interrupted, if it was."""
    if code == _INTERRUPTED:
        print(_("Interrompu : ce qui était fait est gardé, relancez la même commande pour finir."), file=sys.stderr)
    return 1 if code == _INTERRUPTED else code or 0


def _wrong_use(error: Any) -> str:
    """Say for people what Typer says in English."""
    kind, said = type(error).__name__, error.format_message()
    if kind == "NoArgsIsHelpError":
        return str(said)
    kind = "NoSuchCommand" if "No such command" in said else kind
    name = getattr(error, "option_name", "") or getattr(getattr(error, "param", None), "human_readable_name", "")
    found = re.search(r"'(.+?)'|\((?!s\))(.+?)\)", said)
    seen = name or (found and (found[1] or found[2]))
    other = _("commande incomplète ou mal écrite « {seen} »") if seen else _("commande incomplète ou mal écrite")
    problem = _(_WRONG_USES[kind]) if kind in _WRONG_USES and seen else other
    command = error.ctx.command_path if error.ctx else "contributions"
    wrong = _("Erreur : {problem}. Voyez « {command} --help ».")
    return wrong.format(problem=problem.format(seen=seen), command=command)
