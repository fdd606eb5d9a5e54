"""What `contributions.toml` may say, section by section, and what it means where it says nothing."""

from __future__ import annotations

import fnmatch
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from contributions.domain import AGE_BANDS, GENDERS, QPV_CODE, Channel, Collection, Engagement, Quartier, Residents
from contributions.language import _
from contributions.pulled import PulledName, platform_of, read_name

ROUNDING = 0.01
"""Share by which the groups of residents may miss their total: a census rounds each of them."""


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


class SubjectSettings(_Section):
    """A subject of the city's own, beside those that ship, or in place of the one that has this title.

    `words` tell it, `sayings` are what people say of it, in every style.
    """

    title: str = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    sayings: tuple[str, ...] = Field(min_length=3)


class ThemeSettings(_Section):
    """How ideas are gathered. Figures and their choice: docs/decisions/0004-engine.md."""

    engine: Literal["consensus", "bertopic"] = "consensus"
    shown: int = Field(0, ge=0, le=200, description="how many themes at most are shown; 0 follows the corpus, up to 20")
    families_from: int = Field(10_000, ge=0, description="distinct ideas from which themes are in families; 0: never")
    smallest: int = Field(0, ge=0, description="distinct ideas under which a group is a signal faible; 0 follows the corpus size")
    seed: int = 0
    emerging: Literal["propose", "apply"] = Field("propose", description="whether what emerges waits for a person, or is a theme")
    stability: bool = Field(True, description="whether that of themes is measured when found")
    subjects: tuple[SubjectSettings, ...] = Field((), alias="subject")


class MatchSettings(_Section):
    """When a match is proposed: from two calibrated probabilities in 0..1, until reviews are enough to choose them.

    `right` and `silent` are what they are then chosen by: docs/decisions/0018-reviews.md.
    """

    proposed: float = Field(0.6, ge=0, le=1)
    review: float = Field(0.35, ge=0, le=1)
    right: float = Field(0.9, ge=0.5, lt=1, description="share of what is proposed that has to be right")
    silent: float = Field(0.8, ge=0, le=1, description="share of the ideas without objective that has to be left without")
    top: int = Field(3, ge=1, le=20, description="objectives kept for each subject and referential")
    automatic: bool = Field(False, description="whether what reviews of this workspace certify is accepted without a person")
    precision: float = Field(0.95, ge=0.5, lt=1, description="share of what is accepted so that has to be right")
    reranker: str = Field("", description="folder of a cross-encoder that reads the likeliest objectives again; none is needed")


class ResidentsSettings(_Section):
    """How many people live in a quartier, by its QPV code, or in the whole city: numbers of people, as a census gives them."""

    quartier: str = ""
    year: int = Field(ge=1900, le=2100)
    source: str = Field(min_length=1)
    people: int = Field(ge=1)
    age: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict, description="by band of domain.AGE_BANDS")
    gender: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict, description="by F, H or autre")

    @field_validator("age", "gender")
    @classmethod
    def _valid_groups(cls, groups: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        known = AGE_BANDS if info.field_name == "age" else GENDERS
        if unknown := [group for group in groups if group not in known]:
            problem = _("« {group} » n'est pas un groupe connu ; groupes possibles : {known}")
            raise ValueError(problem.format(group=unknown[0], known=", ".join(known)))
        people, counted = info.data.get("people"), sum(groups.values())
        if groups and people and abs(counted - people) > ROUNDING * people:
            problem = _("ces groupes font {counted} personnes et « people » en dit {people} : donnez des nombres d'habitants")
            raise ValueError(problem.format(counted=counted, people=people))
        return groups

    def noun(self) -> Residents:
        """Make the noun."""
        return Residents(self.quartier, self.year, self.source, self.people, self.age, self.gender)


class PublicSettings(_Section):
    """What reports may show: counts under `small_cell` are hidden in crossed tables."""

    small_cell: int = Field(5, ge=1)


class Settings(_Section):
    """Everything a workspace may say."""

    city: CitySettings = CitySettings()
    referentials: tuple[ReferentialSettings, ...] = Field((), alias="referential")
    collections: tuple[CollectionSettings, ...] = Field((), alias="collection")
    pulls: tuple[PullSettings, ...] = ()
    residents: tuple[ResidentsSettings, ...] = ()
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
