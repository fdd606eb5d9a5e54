"""The step of themes: found once, then grown with what is newly said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from contributions.decisions import OF_THEMES, replay
from contributions.domain import Proposal, ProposalKind, Theme
from contributions.steps.mapping import keep_map
from contributions.steps.measuring import MEASURED, measured
from contributions.steps.seeing import seen_beside, seen_whole, spoken_texts, subjects_of
from contributions.steps.session import WHOLE, Session, digest, embedder, encoders, models_of
from contributions.steps.standing import homes_of, is_open, standing_themes
from contributions.steps.summaries import Said, with_quotations
from contributions.steps.watching import is_same, recent, rejections, was_found_apart, watched

if TYPE_CHECKING:
    from contributions.decisions import Standing
    from contributions.store import Store
    from contributions.themes import Apart, Gathering, Group, Growth, Seen

MANY_WAIT = 0.25
"""Share of ideas without a theme over which finding themes anew is advised."""
SEEN = 10
"""Hundredths of the step that seeing what is said takes, before themes are found."""


def themes(session: Session) -> dict[str, Any]:
    """Place the ideas said until the run's month; the very same ideas, settings and decisions give the rows already there.

    The first time, themes are found among all of them. Then they only grow: no idea moves, no theme changes its name.
    """
    ideas = session.store.ideas(session.until)
    recipe = recipe_of(session, ideas)
    decided = [each.id for each in session.store.decisions() if each.kind in OF_THEMES]
    last = session.store.rows_of("themes", before=session.run.id)
    since = fact_of(session.store, last, "since")
    mark = digest("themes", ideas[["id", "campaign"]].to_numpy().tolist(), recipe, decided, since)
    before = session.done_before("themes", mark)
    if before:
        keep_map(session, ideas)
        return {**before.stages["themes"], "new": 0, "gone": 0}
    facts = {"rows": session.run.id, "digest": mark, "recipe": recipe, "since": since, "gone": 0}
    session.on_progress(0, WHOLE)
    made = _grown(session, ideas, last, recipe) if session.store.themes(last) else _found(session, ideas)
    keep_map(session, ideas)
    session.on_progress(WHOLE, WHOLE)
    return facts | made


def _found(session: Session, ideas: pd.DataFrame) -> dict[str, Any]:
    """Find themes where there is none yet."""
    seen = seen_whole(session, list(ideas["text"]))
    gathering = gathered(session, ideas, seen, previous={}, known={})
    themes, apart = measured(session, ideas, seen, themes=gathering.themes, placements=gathering.placements)
    proposals = proposed(session, ideas, themes, gathering.placements, since=session.run.id, apart=apart)
    found = quoted(session, ideas, themes, gathering.placements)
    session.store.save_themes(session.run.id, found, gathering.placements, proposals)
    return counts_of(session.store, session.run.id, ideas) | {"new": len(gathering.themes), "proposals": len(proposals)}


def proposed(
    session: Session,
    ideas: pd.DataFrame,
    themes: Sequence[Theme],
    placements: pd.DataFrame,
    *,
    since: str,
    apart: Mapping[str, Apart],
) -> list[Proposal]:
    """Say what themes just found seem to be, once people's decisions stand over what a run is about to write of them.

    `since` is the run from which they only grow, `apart` what is found apart of them.
    """
    stands = replay(session.store.decisions(), themes, homes_of(placements))
    return watched(session, ideas, stands, see=partial(seen_beside, session), since=since, apart=apart)


def gathered(
    session: Session, ideas: pd.DataFrame, seen: Seen, *, previous: Mapping[str, str], known: Mapping[str, Theme]
) -> Gathering:
    """Find themes among all the ideas; `previous` and `known` are those whose ids last."""
    from contributions.themes import gather

    settings = session.workspace.settings.themes
    return gather(
        ideas,
        seen,
        previous=previous,
        known=known,
        last_number=session.store.last_theme_number(),
        last_family=session.store.last_theme_number("F"),
        families_from=settings.families_from,
        run=session.run.id,
        shown=settings.shown,
        smallest=settings.smallest,
        engine=settings.engine,
        seed=settings.seed,
        encode=encoders(session)[0],
        on_share=session.part(SEEN, MEASURED[0]),
    )


def quoted(session: Session, ideas: pd.DataFrame, themes: Sequence[Theme], placements: pd.DataFrame) -> list[Theme]:
    """Write in themes the ideas that speak for them where these stand now, beginning with those that spoke already."""
    store = session.store
    stands = replay(store.decisions(), themes, homes_of(placements))
    return with_quotations(themes, Said.of(ideas, store.contributions(), store.collections()).summaries(placements, stands))


def counts_of(store: Store, run: str, ideas: pd.DataFrame) -> dict[str, int]:
    """Count the themes that hold an idea, and the ideas placed or not."""
    now = standing_themes(store, run)
    homes = [home for idea in ideas["id"].tolist() if (home := now.placed.get(idea))]
    return {"themes": len(set(homes)), "placed": len(homes), "unplaced": len(ideas) - len(homes)}


def _grown(session: Session, ideas: pd.DataFrame, last: str, recipe: str) -> dict[str, Any]:
    """Let the themes of the last run grow; what emerges is proposed to people, or made a theme where the settings say so."""
    from contributions.themes import emerged

    store = session.store
    placements, known, decisions = store.placements(last), store.themes(last), store.decisions()
    stands = replay(decisions, known, homes_of(placements))
    since, earlier = fact_of(store, last, "since"), store.proposals(last)
    emerging = [each for each in earlier if each.kind is ProposalKind.EMERGING]
    asked = {idea for each in emerging if is_open(each, decisions, stands) for idea in each.ideas}
    growth = _growth(session, ideas, placements, stands, pending=asked | recent(store, stands, since))
    growth = replace(growth, emerging=_never_rejected(growth.emerging, rejections(decisions, ProposalKind.EMERGING)))
    born: Sequence[Theme] = ()
    placed, proposals = growth.placements, _with_earlier([_proposal(group) for group in growth.emerging], emerging)
    if session.workspace.settings.themes.emerging == "apply":
        last_number, families = store.last_theme_number(), {theme.id: theme.parent for theme in stands.themes}
        born, placed = emerged(growth, ideas, placements, last_number=last_number, run=session.run.id, families=families)
        proposals = []
    found_with = fact_of(store, last, "recipe")
    proposals += _to_find_anew(ideas, placed, stands, is_another=found_with != recipe)
    proposals += [each for each in earlier if was_found_apart(each)]
    everywhere = pd.concat([placements[~placements["idea"].isin(placed["idea"])], placed], ignore_index=True)
    # What was quoted before the new ideas is chosen first, over decisions made since: among all, those of other months too.
    said = Said.of(store.ideas() if session.until else ideas, store.contributions(), store.collections())
    quoted_before = said.summaries(placements, stands)
    grown = [*with_quotations([*known, *_born_of_people(stands.themes, known, growth)], quoted_before), *born]
    after = replay(decisions, grown, homes_of(everywhere))
    proposals += watched(session, ideas, after, see=partial(seen_beside, session), since=since, said=proposals)
    quoted_now = said.summaries(everywhere[everywhere["idea"].isin(ideas["id"])], after)
    store.save_themes(session.run.id, with_quotations(grown, quoted_now), placed, proposals)
    return counts_of(store, session.run.id, ideas) | {
        "recipe": found_with,
        "new": len(born),
        "absorbed": int(growth.placements["theme"].ne("").sum()),
        "proposals": len(proposals),
    }


def _growth(
    session: Session, ideas: pd.DataFrame, placements: pd.DataFrame, stands: Standing, *, pending: Collection[str]
) -> Growth:
    """Place new ideas and look for what emerges, as the settings say."""
    from contributions.themes import grow

    settings = session.workspace.settings.themes
    return grow(
        ideas,
        placements,
        stands,
        see=partial(seen_beside, session),
        encode=encoders(session)[0],
        pending=pending,
        smallest=settings.smallest,
        seed=settings.seed,
    )


def _to_find_anew(ideas: pd.DataFrame, placed: pd.DataFrame, stands: Standing, *, is_another: bool) -> list[Proposal]:
    """Advise to find themes anew where the recipe is another than they were found with, or where many ideas wait."""
    waiting = int(placed["theme"].eq("").sum()) + sum(not stands.placed.get(idea, "-") for idea in ideas["id"].tolist())
    if not is_another and waiting <= MANY_WAIT * len(ideas):
        return []
    return [Proposal("P-refaire", ProposalKind.RECONCILE, evidence={"waiting": waiting})]


def _born_of_people(themes: Sequence[Theme], known: Sequence[Theme], growth: Growth) -> list[Theme]:
    """Keep the themes that decisions made, with the words that the machine finds for them; people's titles stand over these."""
    ids = {theme.id for theme in known}
    named, families = growth.named, {theme.id: theme.parent for theme in themes}
    return [
        replace(
            theme,
            title=named[theme.id].title,
            title_origin="machine",
            keywords=named[theme.id].keywords,
            parent=theme.parent or families.get(growth.nearest.get(theme.id, ""), ""),
        )
        for theme in themes
        if theme.id not in ids and theme.id in named
    ]


def _never_rejected(groups: Sequence[Group], refused: Sequence[frozenset[str]]) -> tuple[Group, ...]:
    """Leave out the groups that people rejected, until they have grown."""
    return tuple(group for group in groups if not any(is_same(group.ideas, each) for each in refused))


def _with_earlier(proposals: Sequence[Proposal], earlier: Sequence[Proposal]) -> list[Proposal]:
    """Keep what was proposed, unless it is again, grown; those answered too: should the answer be undone, they are open again."""
    said = {idea for each in proposals for idea in each.ideas}
    return [*proposals, *(each for each in earlier if not said & set(each.ideas))]


def _proposal(group: Group) -> Proposal:
    """Propose a theme; its id follows what it is about: the same group, found again, is the same proposal."""
    evidence = {"ideas": len(group.ideas), "taken": round(group.taken, 3), "apart": round(group.apart, 3)}
    name = digest(ProposalKind.EMERGING.value, sorted(group.ideas))[:8]
    kind = ProposalKind.EMERGING
    return Proposal(f"P{name}", kind, title=group.title, keywords=group.keywords, ideas=group.ideas, evidence=evidence)


def recipe_of(session: Session, ideas: pd.DataFrame) -> str:
    """Name the settings, the models and the subjects that themes are found with, and whether families gather them."""
    from contributions.themes import are_wanted, count_voices

    settings = session.workspace.settings.themes
    models = {name: embedder(name).name for name in models_of(session)}
    chosen = settings.model_dump(exclude={"emerging", "families_from", "stability"})
    voices = count_voices(ideas)
    families = ["families"] if are_wanted(voices, shown=settings.shown, families_from=settings.families_from) else []
    return digest("recipe", chosen, models, digest(spoken_texts(subjects_of(settings))), *families)


def fact_of(store: Store, run: str, name: str) -> str:
    """Give what a run kept of its themes: the recipe that they were found with, the run since which they only grow."""
    made = [each for each in store.runs() if each.id == run]
    return str(made[0].stages.get("themes", {}).get(name, "")) if made else ""
