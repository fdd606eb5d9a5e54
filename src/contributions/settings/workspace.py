"""The folder in which a city works, and the only reader of `contributions.toml` and of the environment."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from contributions.contours import with_contours
from contributions.domain import Quartier, Residents
from contributions.errors import SettingsError
from contributions.explain import explain, toml_problem
from contributions.language import _
from contributions.settings.sections import CollectionSettings, Settings

FILE_NAME = "contributions.toml"
_S = TypeVar("_S", bound=BaseModel)
_HERE = Path(__file__).resolve().parents[1]


def bundled(name: str) -> Path:
    """Find a folder shipped with the project: inside the installed package, else at the root of the checkout."""
    for root in (_HERE / "_bundled", _HERE.parents[1]):
        if (root / name).exists():
            return root / name
    problem = _("Le dossier fourni « {name} » est introuvable : l'installation est incomplète, réinstallez le paquet.")
    raise SettingsError(problem.format(name=name))


@dataclass(frozen=True, eq=False)
class Workspace:
    """The folder in which a city works: settings, `sources/`, `var/`, `out/`."""

    folder: Path
    settings: Settings
    environment: Mapping[str, str]

    @property
    def sources(self) -> Path:
        """Where the files that were received are kept, never changed."""
        return self.folder / "sources"

    @property
    def var(self) -> Path:
        """Where the database and the vectors are."""
        return self.folder / "var"

    @property
    def out(self) -> Path:
        """Where the reports go."""
        return self.folder / "out"

    @property
    def journals(self) -> Path:
        """Where the pulls that are not finished are."""
        return self.var / "pulls"

    @property
    def vectors(self) -> Path:
        """Where the vector shards are, one folder a model."""
        return self.var / "vectors"

    @property
    def scorers(self) -> Path:
        """Where what reviews taught is, one file a version."""
        return self.var / "scorers"

    @property
    def database_url(self) -> str:
        """Give CONTRIBUTIONS_DATABASE_URL, else the setting, else SQLite in `var/`."""
        chosen = self.environment.get("CONTRIBUTIONS_DATABASE_URL") or self.settings.database_url
        return chosen or f"sqlite:///{self.var / 'contributions.db'}"

    @cached_property
    def quartiers(self) -> tuple[Quartier, ...]:
        """Give the city's quartiers as nouns, with their contours where the workspace has them (SettingsError: unusable)."""
        contours = self.settings.city.contours
        return with_contours(self.settings.quartiers, self.folder / contours) if contours else self.settings.quartiers

    @cached_property
    def residents(self) -> tuple[Residents, ...]:
        """Give the figures of residents as nouns (SettingsError: two for one quartier, or one that is not listed)."""
        codes = ["", *(quartier.code for quartier in self.settings.quartiers if quartier.code)]
        given = [each.quartier for each in self.settings.residents]
        for code in given:
            if code not in codes:
                problem = _("{file}, « residents » : {code} n'est le code d'aucun quartier de la section [city] ; ajoutez-l'y.")
                raise SettingsError(problem.format(file=FILE_NAME, code=code))
            if given.count(code) > 1:
                problem = _("{file}, « residents » : deux sections pour {place} ; gardez-en une.")
                raise SettingsError(problem.format(file=FILE_NAME, place=code or _("la ville entière")))
        return tuple(each.noun() for each in self.settings.residents)

    @property
    def referential_paths(self) -> tuple[Path, ...]:
        """Give the files of objectives, in the order of the settings."""
        return tuple(self.folder / referential.path for referential in self.settings.referentials)


def open_workspace(folder: Path) -> Workspace:
    """Open the workspace in a folder.

    Raises:
        SettingsError: no `contributions.toml` there, or it or the contours are not usable; the sentence names the key.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        problem = _(
            "Pas de {file} dans « {folder} » : créez un espace de travail avec « contributions init DOSSIER », "
            "ou indiquez-en un avec --workspace."
        )
        raise SettingsError(problem.format(file=FILE_NAME, folder=folder))
    workspace = Workspace(folder, parse_settings(_read_toml(path), where=path.name), environment=os.environ)
    workspace.quartiers, workspace.residents  # noqa: B018 (what is wrong with the contours or the figures is said now)
    return workspace


def parse_settings(content: Mapping[str, Any], *, where: str) -> Settings:
    """Check what a settings file says; `where` names it in errors."""
    return _validated(Settings, content, where)


def read_sidecar(source: Path) -> CollectionSettings | None:
    """Read `NAME.toml` beside the source `NAME.ext`, where there is one."""
    path = source.with_suffix(".toml")
    return _validated(CollectionSettings, _read_toml(path), path.name) if path.is_file() else None


def settings_hash(settings: Settings) -> str:
    """Name the settings by their content (12 hexadecimal characters)."""
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:12]


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(toml_problem(path.name, error)) from error


def _validated(section: type[_S], content: Mapping[str, Any], where: str) -> _S:
    try:
        return section.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        problem = _("{file}, « {key} » : {problem}.")
        raise SettingsError(problem.format(file=where, key=key, problem=explain(first))) from error
