"""The only reader of `contributions.toml` and of the environment."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from contributions.domain import QPV_CODE, Channel, Collection, Engagement, Quartier
from contributions.errors import SettingsError

FILE_NAME = "contributions.toml"
_S = TypeVar("_S", bound=BaseModel)
_HERE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Find a folder shipped with the project: inside the installed package, else at the root of the checkout."""
    for root in (_HERE / "_bundled", _HERE.parents[1]):
        if (root / name).exists():
            return root / name
    raise SettingsError(f"Le dossier fourni « {name} » est introuvable : l'installation est incomplète, réinstallez le paquet.")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class QuartierSettings(_Section):
    """A quartier, its QPV code, and other ways people write its name."""

    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()

    @field_validator("code")
    @classmethod
    def _valid_code(cls, code: str) -> str:
        if code and not QPV_CODE.match(code):
            raise ValueError(f"« {code} » n'est pas un code de QPV (attendu : QN, 3 caractères, 2 chiffres, N, M ou I)")
        return code


class CitySettings(_Section):
    """Who listens."""

    name: str = "Ma ville"
    quartiers: tuple[QuartierSettings, ...] = ()


class ReferentialSettings(_Section):
    """Where a list of objectives is; id, title and kind override what the file says."""

    path: str
    id: str = ""
    title: str = ""
    kind: str = ""


class Columns(_Section):
    """Which column of a table holds what; an empty name leaves the reader to find it."""

    text: tuple[str, ...] = ()
    id: str = ""
    question: str = ""
    said_on: str = ""
    session: str = ""
    place: str = ""
    quartier: str = ""
    age: str = ""
    gender: str = ""
    residence: str = ""


class CollectionSettings(_Section):
    """A collection, the files that belong to it, and what they do not say themselves.

    The same keys may stand in a side-car `NAME.toml` beside the source `NAME.docx`.
    """

    name: str = ""
    title: str = ""
    files: tuple[str, ...] = ()
    channel: Channel = Channel.UNKNOWN
    engagement: Engagement = Engagement.UNKNOWN
    place: str = ""
    organiser: str = ""
    keep_until: date | None = None
    consent: bool = False
    said_on: date | None = None
    session: str = ""
    quartier: str = ""
    reader: str = ""
    columns: Columns = Columns()

    def collection(self, default_name: str) -> Collection:
        """Make the noun; `default_name` serves where no name was given."""
        name = self.name or default_name
        return Collection(
            name, self.title or name, self.channel, self.engagement, self.place, self.organiser, self.keep_until, self.consent
        )


class EmbedSettings(_Section):
    """`model` is « e5-small-fr » (shipped), or any sentence-transformers name or folder; `second` is « use » or empty."""

    model: str = "e5-small-fr"
    second: str = "use"


class ThemeSettings(_Section):
    """How ideas are gathered. Figures and their choice: docs/decisions/0004-engine.md."""

    engine: Literal["consensus", "bertopic"] = "consensus"
    shown: int = Field(20, ge=2, le=200, description="how many themes at most are shown")
    smallest: int = Field(0, ge=0, description="distinct ideas under which a group is a signal faible; 0 follows the corpus size")
    seed: int = 0


class MatchSettings(_Section):
    """When a match is proposed. Both are calibrated probabilities in 0..1."""

    proposed: float = Field(0.6, ge=0, le=1)
    review: float = Field(0.35, ge=0, le=1)
    top: int = Field(3, ge=1, le=20, description="objectives kept for each subject and referential")


class PublicSettings(_Section):
    """What reports may show: counts under `small_cell` are hidden in crossed tables."""

    small_cell: int = Field(5, ge=1)


class Settings(_Section):
    """Everything a workspace may say."""

    city: CitySettings = CitySettings()
    referentials: tuple[ReferentialSettings, ...] = Field((), alias="referential")
    collections: tuple[CollectionSettings, ...] = Field((), alias="collection")
    embed: EmbedSettings = EmbedSettings()
    themes: ThemeSettings = ThemeSettings()
    match: MatchSettings = MatchSettings()
    public: PublicSettings = PublicSettings()
    database_url: str = ""

    def collection_for(self, file_name: str) -> CollectionSettings | None:
        """Give the first collection one of whose patterns fits the file name."""
        for collection in self.collections:
            if any(fnmatch.fnmatch(file_name, pattern) for pattern in collection.files):
                return collection
        return None

    @cached_property
    def quartiers(self) -> tuple[Quartier, ...]:
        """Give the city's quartiers as nouns."""
        return tuple(Quartier(q.name, q.code, q.aliases) for q in self.city.quartiers)


class Workspace:
    """The folder in which a city works: settings, `sources/`, `var/`, `out/`."""

    def __init__(self, folder: Path, settings: Settings, *, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.settings = settings
        self._environment = environment

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
    def vectors(self) -> Path:
        """Where the vector shards are, one folder a model."""
        return self.var / "vectors"

    @property
    def database_url(self) -> str:
        """Give CONTRIBUTIONS_DATABASE_URL, else the setting, else SQLite in `var/`."""
        chosen = self._environment.get("CONTRIBUTIONS_DATABASE_URL") or self.settings.database_url
        return chosen or f"sqlite:///{self.var / 'contributions.db'}"

    @property
    def referential_paths(self) -> tuple[Path, ...]:
        """Give the files of objectives, in the order of the settings."""
        return tuple(self.folder / referential.path for referential in self.settings.referentials)


def open_workspace(folder: Path) -> Workspace:
    """Open the workspace in a folder.

    Raises:
        SettingsError: no `contributions.toml` there, or it is not usable; the sentence names the key.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise SettingsError(
            f"Pas de {FILE_NAME} dans « {folder} » : créez un espace de travail avec « contributions init DOSSIER », "
            "ou indiquez-en un avec --workspace."
        )
    return Workspace(folder, parse_settings(_read_toml(path), where=path.name), environment=os.environ)


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


def toml_problem(error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> str:
    """Say in French where a TOML file cannot be read.

    >>> toml_problem(tomllib.TOMLDecodeError("Invalid value (at line 2, column 8)"))
    "n'est pas un fichier TOML lisible : erreur de syntaxe, ligne 2, colonne 8"
    """
    if isinstance(error, UnicodeDecodeError):
        return "n'est pas un fichier TOML lisible : il n'est pas en UTF-8, enregistrez-le à nouveau"
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    where = f"ligne {place[1]}, colonne {place[2]}" if place else "à la fin du fichier"
    return f"n'est pas un fichier TOML lisible : erreur de syntaxe, {where}"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} {toml_problem(error)}.") from error


def _validated(section: type[_S], content: Mapping[str, Any], where: str) -> _S:
    try:
        return section.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{where}, « {key} » : {_in_french(first)}.") from error


def _in_french(problem: Mapping[str, Any]) -> str:
    if problem["type"] == "extra_forbidden":
        return "réglage inconnu, vérifiez l'orthographe"
    if problem["type"] == "missing":
        return "réglage obligatoire absent"
    if problem["type"] in {"enum", "literal_error"}:
        admitted = problem["ctx"]["expected"].replace(" or ", " ou ")
        return f"« {problem['input']} » n'est pas admis ; valeurs possibles : {admitted}"
    if problem["type"] == "value_error":
        return f"« {problem['input']} » n'est pas admis ({problem['msg'].removeprefix('Value error, ')})"
    kinds = (kind for start, kind in _EXPECTED.items() if problem["type"].startswith(start))
    wanted = next(kinds, "une autre valeur").format_map(problem.get("ctx", {}))
    return f"« {problem['input']} » n'est pas admis ; attendu : {wanted}"


_EXPECTED = {
    "greater_than_equal": "{ge} ou plus",
    "less_than_equal": "{le} ou moins",
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "true ou false",
    "string": "un texte entre guillemets",
    "date": "une date comme 2026-03-12, sans guillemets",
    "tuple": "une liste entre crochets",
    "model": "une section, comme [city]",
}
"""How a kind of problem of pydantic begins -> what was expected, in French."""
