"""Say for people what libraries say in English of a settings file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from contributions.language import N_, _

_EXPECTED = {
    "greater_than_equal": N_("{ge} ou plus"),
    "less_than_equal": N_("{le} ou moins"),
    "too_short": N_("une liste de {min_length} éléments ou plus"),
    "string_too_short": N_("un texte de {min_length} caractères ou plus"),
    "int": N_("un nombre entier"),
    "float": N_("un nombre"),
    "bool": N_("true ou false"),
    "string": N_("un texte entre guillemets"),
    "date": N_("une date comme 2026-03-12, sans guillemets"),
    "tuple": N_("une liste entre crochets"),
    "model": N_("une section, comme [city]"),
}
"""How a kind of problem of pydantic begins -> what was expected."""
_ANOTHER = N_("une autre valeur")


def toml_problem(file: str, error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> str:
    """Say where a TOML file cannot be read.

    >>> toml_problem("ville.toml", tomllib.TOMLDecodeError("Invalid value (at line 2, column 8)"))
    "ville.toml n'est pas un fichier TOML lisible : erreur de syntaxe, ligne 2, colonne 8."
    """
    if isinstance(error, UnicodeDecodeError):
        problem = _("{file} n'est pas un fichier TOML lisible : il n'est pas en UTF-8, enregistrez-le à nouveau.")
        return problem.format(file=file)
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    if place is None:
        return _("{file} n'est pas un fichier TOML lisible : erreur de syntaxe, à la fin du fichier.").format(file=file)
    problem = _("{file} n'est pas un fichier TOML lisible : erreur de syntaxe, ligne {line}, colonne {column}.")
    return problem.format(file=file, line=place[1], column=place[2])


def explain(problem: Mapping[str, Any]) -> str:
    """Say the problem that pydantic found in one setting, without its name."""
    seen = problem["input"]
    if problem["type"] == "extra_forbidden":
        return _("réglage inconnu, vérifiez l'orthographe")
    if problem["type"] == "missing":
        return _("réglage obligatoire absent")
    if problem["type"] in {"enum", "literal_error"}:
        admitted = problem["ctx"]["expected"].replace(" or ", _(" ou "))
        return _("« {value} » n'est pas admis ; valeurs possibles : {admitted}").format(value=seen, admitted=admitted)
    if problem["type"] == "value_error":
        why = problem["msg"].removeprefix("Value error, ")
        return _("« {value} » n'est pas admis ({why})").format(value=seen, why=why)
    kinds = (kind for start, kind in _EXPECTED.items() if problem["type"].startswith(start))
    wanted = _(next(kinds, _ANOTHER)).format_map(problem.get("ctx", {}))
    return _("« {value} » n'est pas admis ; attendu : {wanted}").format(value=seen, wanted=wanted)
