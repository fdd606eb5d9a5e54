"""Each step loads, calls one stage and saves. What it returns goes into the run's manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.embed import as_embedded, content_hash, lsa_of_stems, view
from contributions.errors import UsageError
from contributions.language import _
from contributions.referentials import read_referential
from contributions.steps.session import Session, Vectors, digest, embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from contributions.domain import Referential, Theme
    from contributions.trace import Picture

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


def prepare(session: Session) -> dict[str, Any]:
    """Cut the contributions that have no idea yet into ideas, then find the copies among all of them."""
    from contributions.prepare import campaigns, count_copies, quote_ideas

    contributions = session.store.contributions()
    ready = set(session.store.ideas()["contribution"])
    kept = contributions[(contributions["fate"] == "kept") & ~contributions["id"].isin(ready)]
    added = session.store.add_ideas(quote_ideas(kept)) if len(kept) else 0
    ideas = session.store.ideas()
    found = campaigns(ideas)
    changed = ideas["campaign"].to_numpy() != found.to_numpy()
    session.store.save_campaigns(dict(zip(ideas["id"][changed], found[changed], strict=True)))
    return {"ideas": len(ideas), "new": added, **count_copies(ideas.assign(campaign=found))}


def embed(session: Session) -> dict[str, Any]:
    """Compute the vectors that are missing, by each of the workspace's models."""
    texts = list(session.store.ideas()["text"])
    names = _models(session)
    new = 0
    for number, name in enumerate(names):
        new += Vectors(session.workspace, name).embed(
            texts, session.on_progress, done=number * len(texts), total=len(names) * len(texts)
        )
    return {"texts": len(set(texts)), "new": new, "models": {name: embedder(name).name for name in names}}


def themes(session: Session) -> dict[str, Any]:
    """Gather the ideas said until the run's month into themes; the very same ideas and settings give the rows already there."""
    from contributions.themes import gather

    ideas = session.store.ideas(session.until)
    settings = session.workspace.settings.themes
    models = {name: embedder(name).name for name in _models(session)}
    mark = digest("themes", ideas[["id", "campaign"]].to_numpy().tolist(), settings.model_dump(), models)
    before = session.done_before("themes", mark)
    if before:
        return {**before.stages["themes"], "new": 0}
    previous, known = _previous(session)
    gathering = gather(
        ideas,
        _views(session, list(ideas["text"])),
        previous=previous,
        known=known,
        last_number=session.store.last_theme_number(),
        run=session.run.id,
        shown=settings.shown,
        smallest=settings.smallest,
        engine=settings.engine,
        seed=settings.seed,
        encode=_encoder(session)[0],
        on_batch=lambda done: session.on_progress(done, len(ideas)),
    )
    session.store.save_themes(session.run.id, gathering.themes, gathering.placements)
    placed = int((gathering.placements["theme"] != "").sum())
    return {
        "rows": session.run.id,
        "digest": mark,
        "themes": len(gathering.themes),
        "new": len({theme.id for theme in gathering.themes} - set(previous.values())),
        "gone": len(set(previous.values()) - {theme.id for theme in gathering.themes}),
        "placed": placed,
        "unplaced": len(ideas) - placed,
    }


def match(session: Session) -> dict[str, Any]:
    """Match ideas and themes to the objectives of every referential."""
    from contributions.match import Texts, match_ideas

    workspace, settings = session.workspace, session.workspace.settings.match
    referentials = load_referentials(session)
    ideas = session.store.ideas(session.until)
    placements = session.store.placements(session.rows_of("themes"))
    placed = dict(zip(placements["idea"], placements["theme"], strict=True))
    models = {name: embedder(name).name for name in _models(session)}
    mark = digest("match", list(ideas["id"]), placed, [str(each) for each in referentials], settings.model_dump(), models)
    before = session.done_before("match", mark)
    if before:
        return {**before.stages["match"], "new": 0}
    encode, encode_second = _encoder(session)
    texts = list(ideas["text"])
    first, *others = (Vectors(workspace, name).take(texts) for name in _models(session))
    matches = match_ideas(
        ideas,
        Texts(texts, first, others[0] if others else None),
        {idea: theme for idea, theme in placed.items() if theme},
        referentials,
        encode=encode,
        encode_second=encode_second,
        top=settings.top,
        proposed=settings.proposed,
        review=settings.review,
    )
    session.store.save_matches(session.run.id, referentials, matches)
    of_ideas = matches[matches["subject"].isin(set(ideas["id"]))]
    zones = of_ideas[of_ideas["zone"] != "none"].drop_duplicates("subject")
    return {
        "rows": session.run.id,
        "digest": mark,
        "referentials": {each.id: len(each.leaves) for each in referentials},
        "new": len(matches),
        "matched": len(zones),
        "without_objective": len(ideas) - len(zones),
    }


def report(session: Session) -> dict[str, Any]:
    """Write the page and the workbook."""
    from contributions.report import write_page, write_workbook

    drawn = picture(session)
    session.workspace.out.mkdir(parents=True, exist_ok=True)
    page, workbook = session.workspace.out / "index.html", session.workspace.out / "tracabilite.xlsx"
    write_page(drawn, page)
    session.on_progress(1, 2)
    write_workbook(drawn, workbook)
    session.on_progress(2, 2)
    return {"files": [path.name for path in (page, workbook)]}


def picture(session: Session) -> Picture:
    """Load what a report shows, as this run left it."""
    from contributions.trace import Picture

    store = session.store
    themes_run, match_run = session.rows_of("themes"), session.rows_of("match")
    contributions = store.contributions()
    if session.until:
        contributions = contributions[(contributions["said_on"] == "") | (contributions["said_on"] <= session.until)]
    earlier = store.rows_of("themes", before=themes_run)
    return Picture(
        city=session.workspace.settings.city.name,
        month=session.run.month,
        collections=store.collections(),
        contributions=contributions,
        ideas=store.ideas(session.until),
        placements=store.placements(themes_run),
        themes=store.themes(themes_run),
        referentials=store.referentials(match_run) or load_referentials(session),
        matches=store.matches(match_run),
        sources=store.sources(),
        run=session.run,
        previous_themes=frozenset(theme.id for theme in store.themes(earlier)),
        small_cell=session.workspace.settings.public.small_cell,
    )


def load_referentials(session: Session) -> list[Referential]:
    """Read the workspace's referentials.

    Raises:
        UsageError: there is none; without a contract nothing can be matched.
    """
    settings = session.workspace.settings.referentials
    if not settings:
        problem = _(
            "Aucun référentiel : l'espace de travail n'a pas de contrat de ville. Ajoutez à contributions.toml une section "
            '[[referential]] avec path = "referentials/contrat.toml" (ou un CSV, un XLSX).'
        )
        raise UsageError(problem)
    paths = session.workspace.referential_paths
    return [read_referential(path, each) for path, each in zip(paths, settings, strict=True)]


def _models(session: Session) -> list[str]:
    chosen = session.workspace.settings.embed
    return [chosen.model, *([chosen.second] if chosen.second else [])]


def _encoder(session: Session) -> tuple[Encode, Encode | None]:
    """Give how words and objectives are embedded: with the first model, and with the second where there is one."""
    names = _models(session)
    return embedder(names[0]).encode, embedder(names[1]).encode if len(names) > 1 else None


def _views(session: Session, texts: list[str]) -> list[NDArray[np.float32]]:
    """See ideas three ways: by each model, centred, and by their stems. Stems are learnt in canonical order."""
    seen = [view(Vectors(session.workspace, name).take(texts)) for name in _models(session)]
    order = np.argsort([content_hash(text) for text in texts], kind="stable")
    stems = lsa_of_stems([as_embedded(texts[row]) for row in order])
    back = np.empty_like(stems)
    back[order] = stems
    return [*seen, back]


def _previous(session: Session) -> tuple[dict[str, str], dict[str, Theme]]:
    """Give the last themes: idea -> theme, and theme id -> theme."""
    run = session.store.rows_of("themes", before=session.run.id)
    placements = session.store.placements(run)
    placed = placements[placements["theme"] != ""]
    return dict(zip(placed["idea"], placed["theme"], strict=True)), {theme.id: theme for theme in session.store.themes(run)}
