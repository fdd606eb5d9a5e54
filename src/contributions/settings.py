"""The only reader of `contributions.toml` and of the environment."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from contributions.contours import with_contours
from contributions.domain import QPV_CODE, Channel, Collection, Engagement, Quartier
from contributions.errors import SettingsError
from contributions.explain import explain, toml_problem
from contributions.language import _
from contributions.pulled import PulledName, platform_of, read_name

FILE_NAME = "contributions.toml"
_S = TypeVar("_S", bound=BaseModel)
_HERE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Find a folder shipped with the project: inside the installed package, else at the root of the checkout."""
    for root in (_HERE / "_bundled", _HERE.parents[1]):
        if (root / name).exists():
            return root / name
    problem = _("Le dossier fourni « {name} » est introuvable : l'installation est incomplète, réinstallez le paquet.")
    raise SettingsError(problem.format(name=name))


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
            problem = _("« {code} » n'est pas un code de QPV (attendu : QN, 3 caractères, 2 chiffres, N, M ou I)")
            raise ValueError(problem.format(code=code))
        return code


class CitySettings(_Section):
    """Who listens; `contours` is the GeoJSON of the QPV, that tells the quartier of a place from its coordinates."""

    name: str = "Ma ville"
    quartiers: tuple[QuartierSettings, ...] = ()
    contours: str = ""


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
    latitude: str = ""
    longitude: str = ""
    point: str = ""


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


class PullSettings(_Section):
    """A public Decidim platform, pulled before the files are read; no component named stands for all, `pause` is in seconds."""

    url: str
    components: tuple[int, ...] = ()
    collection: str = ""
    since: date | None = None
    pause: float = Field(1.0, ge=0, le=60, description="between two requests")

    def gives(self, pulled: PulledName) -> bool:
        """Say whether a pulled file is from here."""
        return platform_of(self.url) == pulled.platform and pulled.component in (self.components or (pulled.component,))


class EmbedSettings(_Section):
    """`model` is « e5-small-fr » (shipped), or any sentence-transformers name or folder; `second` is « use » or empty."""

    model: str = "e5-small-fr"
    second: str = "use"


class ThemeSettings(_Section):
    """How ideas are gathered. Figures and their choice: docs/decisions/0004-engine.md."""

    engine: Literal["consensus", "bertopic"] = "consensus"
    shown: int = Field(0, ge=0, le=200, description="how many themes at most are shown; 0 follows the corpus, up to 20")
    families_from: int = Field(10_000, ge=0, description="distinct ideas from which themes are in families; 0: never")
    smallest: int = Field(0, ge=0, description="distinct ideas under which a group is a signal faible; 0 follows the corpus size")
    seed: int = 0
    emerging: Literal["propose", "apply"] = Field("propose", description="whether what emerges waits for a person, or is a theme")


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
    pulls: tuple[PullSettings, ...] = ()
    embed: EmbedSettings = EmbedSettings()
    themes: ThemeSettings = ThemeSettings()
    match: MatchSettings = MatchSettings()
    public: PublicSettings = PublicSettings()
    database_url: str = ""

    def collection_for(self, file_name: str) -> CollectionSettings | None:
        """Give the first collection one of whose patterns fits the file name, else that of the platform it was pulled from."""
        for collection in self.collections:
            if any(fnmatch.fnmatch(file_name, pattern) for pattern in collection.files):
                return collection
        pulled = read_name(file_name)
        return self._collection_of(pulled) if pulled else None

    def _collection_of(self, pulled: PulledName) -> CollectionSettings:
        """All the pulls of a platform are one collection: an id seen in two of them is the same contribution."""
        chosen = (pull.collection for pull in self.pulls if pull.collection and pull.gives(pulled))
        name = next(chosen, f"decidim-{pulled.platform}")
        of_platform = CollectionSettings(name=name, channel=Channel.PLATFORM)
        return next((each for each in self.collections if each.name == name), of_platform)

    @cached_property
    def quartiers(self) -> tuple[Quartier, ...]:
        """Give the quartiers that are listed, as nouns; `Workspace.quartiers` has their contours."""
        return tuple(Quartier(q.name, q.code, q.aliases) for q in self.city.quartiers)


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
    def database_url(self) -> str:
        """Give CONTRIBUTIONS_DATABASE_URL, else the setting, else SQLite in `var/`."""
        chosen = self.environment.get("CONTRIBUTIONS_DATABASE_URL") or self.settings.database_url
        return chosen or f"sqlite:///{self.var / 'contributions.db'}"

    @cached_property
    def quartiers(self) -> tuple[Quartier, ...]:
        """Give the city's quartiers as nouns, with their contours where the workspace has them (SettingsError: unusable)."""
        contours = self.settings.city.contours
        return with_contours(self.settings.quartiers, self.folder / contours) if contours else self.settings.quartiers

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
    workspace.quartiers  # noqa: B018 (what is wrong with the contours is said now)
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
