"""The « fiche algorithme »: what the machine was given, what it does and with what, what people corrected, what it cannot do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.decisions import standing
from contributions.domain import Fate, Zone
from contributions.language import _
from contributions.report.words import NARROW, clean, day_name, number, percent
from contributions.settings import settings_hash
from contributions.steps.matching import thresholds_of
from contributions.trace.account import best_zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contributions.domain import Decision
    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.trace import Picture

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the card: facts that have a name, and sentences."""

    title: str
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()


def algorithm_card(workspace: Workspace, store: Store, picture: Picture, decisions: Sequence[Decision]) -> tuple[Part, ...]:
    """Tell, in the reader's language, what a guarantor asks of a machine that helps a public decision."""
    return (
        Part(_("À quoi cela sert"), notes=_purpose()),
        Part(_("Les données"), tuple(_data(picture))),
        Part(_("Le logiciel et ses modèles"), tuple(_software(workspace, picture))),
        Part(_("Les réglages"), tuple(_settings(workspace, store, picture))),
        Part(_("Ce que cela a donné"), tuple(_results(picture))),
        Part(_("Ce que des personnes ont corrigé"), tuple(_corrections(decisions))),
        Part(_("Limites connues"), notes=_limits()),
    )


def as_markdown(city: str, parts: Sequence[Part]) -> str:
    """Write the card as a file that any editor opens."""
    lines = [f"# {_('Fiche algorithme')} · {clean(city)}"]
    for part in parts:
        lines += ["", f"## {part.title}", ""]
        lines += [f"- {_('{name} : {value}').format(name=name, value=clean(value))}" for name, value in part.facts]
        lines += [f"- {note}" for note in part.notes]
    return "\n".join(lines) + "\n"


def _purpose() -> tuple[str, ...]:
    return (
        _("Ranger par thèmes ce que disent les habitants, et proposer l’objectif du contrat dont chaque idée est proche."),
        _(
            "La machine propose, des personnes décident : un thème se corrige, un rapprochement se valide ou se refuse, "
            "et cela tient."
        ),
        _("Tout se calcule sur la machine de la ville : aucun texte ne sort, aucun modèle de langue ne rédige."),
        _(
            "Une phrase citée est reprise mot pour mot de sa contribution, "
            "dont les données personnelles sont masquées à la lecture."
        ),
    )


def _data(picture: Picture) -> Iterator[Fact]:
    read = picture.read
    fates = read["fate"].value_counts()
    yield _("Contributions lues"), number(len(read))
    for fate in Fate:
        if count := int(fates.get(fate.value, 0)):
            yield fate.label, _("{count} ({share})").format(count=number(count), share=percent(count / len(read), digits=1))
    yield _("Collectes"), number(len(picture.collections))
    days = sorted(day for day in read["said_on"].unique() if day)
    yield _("Période"), f"{days[0]} – {days[-1]}" if days else _("non renseigné")
    unpublished = sum(not each.consent for each in picture.collections)
    yield _("Collectes sans accord de publication"), number(unpublished)


def _software(workspace: Workspace, picture: Picture) -> Iterator[Fact]:
    run = picture.run
    yield _("Dernier passage"), _("{run}, le {day}").format(run=run.id, day=day_name(run.started_at))
    yield _("Logiciel"), f"contributions {run.code_version}"
    for digest in run.models.values():
        yield _("Modèle de sens"), digest
    now = settings_hash(workspace.settings)
    yield _("Empreinte des réglages"), run.settings_hash
    if now != run.settings_hash:
        yield _("Empreinte des réglages d’aujourd’hui"), _("{digest} : changés depuis ce passage").format(digest=now)


def _settings(workspace: Workspace, store: Store, picture: Picture) -> Iterator[Fact]:
    themes, match = workspace.settings.themes, workspace.settings.match
    yield _("Thèmes montrés au plus"), number(themes.shown) if themes.shown else _("selon le corpus")
    yield _("Idées qu’il faut pour un thème"), number(themes.smallest) if themes.smallest else _("selon le corpus")
    yield _("Un thème qui émerge"), _("attend une personne") if themes.emerging == "propose" else _("est créé tout de suite")
    for referential in picture.referentials:
        used = thresholds_of(workspace, store, referential.id)
        said = _("proposé à partir de {proposed}, à relire à partir de {review}, sinon aucun objectif")
        yield referential.title, said.format(proposed=percent(used.proposed), review=percent(used.review))
    automatic = _("oui, à {precision} de précision prouvée").format(precision=percent(match.precision))
    yield _("Validation sans personne"), automatic if match.automatic else _("jamais")


def _results(picture: Picture) -> Iterator[Fact]:
    spoken = picture.spoken
    alone = int(spoken["theme"].eq("").sum())
    yield _("Idées"), number(len(spoken))
    yield _("Thèmes"), number(spoken.loc[spoken["theme"].ne(""), "theme"].nunique())
    share = percent(alone / len(spoken), digits=1) if len(spoken) else percent(0)
    yield _("Idées sans thème"), _("{count} ({share})").format(count=number(alone), share=share)
    for row in best_zones(picture).to_dict("records"):
        zones = [Zone.ACCEPTED, Zone.CERTIFIED, Zone.PROPOSED, Zone.REVIEW, Zone.NONE]
        counts = [
            _("{name} : {value}").format(name=zone.label, value=number(row[zone.value])) for zone in zones if row[zone.value]
        ]
        yield row["title"], f"{NARROW}; ".join(counts)


def _corrections(decisions: Sequence[Decision]) -> Iterator[Fact]:
    kept = standing(decisions)
    yield _("Décisions prises"), number(len(decisions))
    yield _("Qui tiennent"), number(len(kept))
    yield _("Personnes qui ont décidé"), number(len({each.by for each in decisions}))
    for kind, count in sorted(Counter(each.kind for each in kept).items(), key=lambda item: (-item[1], item[0].value)):
        yield kind.label, number(count)


def _limits() -> tuple[str, ...]:
    return (
        _(
            "Les thèmes, leurs titres et les rapprochements sont proposés par une machine ; une probabilité n’est pas une "
            "certitude, et seule une personne valide."
        ),
        _(
            "Ne sont comptées que les paroles recueillies : l’absence d’un sujet ou d’un quartier peut venir de la façon "
            "d’écouter. Aucun chiffre n’est redressé."
        ),
        _(
            "L’ironie, les sous-entendus et les réponses d’un ou deux mots sont souvent mal rangés ; des avis contraires "
            "ne sont mis en regard que là où les mots le disent clairement."
        ),
        _("Un masquage oublie parfois un nom : relisez toute citation avant de publier."),
        _("Cette synthèse ne classe ni des personnes, ni des demandes de financement."),
    )
