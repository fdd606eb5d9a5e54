"""Each step loads, calls one stage and saves. What it returns goes into the run's manifest."""

from __future__ import annotations

from typing import Any

from contributions.reviewing import reviews_of
from contributions.steps.matching import in_force, linked_of, same_of, save_scorers
from contributions.steps.picturing import load_referentials, picture
from contributions.steps.publishing import publish_again
from contributions.steps.session import Session, Vectors, digest, embedder, hashed, models_of
from contributions.steps.standing import standing_themes


def prepare(session: Session) -> dict[str, Any]:
    """Cut the contributions that have no idea yet into ideas, then find the copies among all of them."""
    from contributions.prepare import campaigns, count_copies, quote_ideas

    added = session.store.add_ideas(quote_ideas(session.store.contributions(uncut=True)))
    ideas = session.store.ideas()
    found = campaigns(ideas)
    changed = ideas["campaign"].to_numpy() != found.to_numpy()
    session.store.save_campaigns(dict(zip(ideas["id"][changed].tolist(), found[changed].tolist(), strict=True)))
    return {"ideas": len(ideas), "new": added, **count_copies(ideas.assign(campaign=found))}


def embed(session: Session) -> dict[str, Any]:
    """Compute the vectors that are missing, by each of the workspace's models."""
    texts = session.store.ideas()["text"].tolist()
    names, ready = models_of(session), hashed(texts)
    new = 0
    for number, name in enumerate(names):
        new += Vectors(session.workspace, name).embed(
            ready, session.on_progress, done=number * len(texts), total=len(names) * len(texts)
        )
    return {"texts": len(set(texts)), "new": new, "models": {name: embedder(name).name for name in names}}


def match(session: Session) -> dict[str, Any]:
    """Match ideas and themes to the objectives of every referential."""
    from contributions.embed import load_reranker
    from contributions.match import Texts, Thresholds, match_ideas

    settings = session.workspace.settings.match
    ideas = session.store.ideas(session.until)
    referentials = in_force(load_referentials(session), session.day)
    reviews = reviews_of(session.store.decisions(), same_of(ideas))
    placed = standing_themes(session.store, session.rows_of("themes")).placed
    placed = {idea: placed.get(idea, "") for idea in ideas["id"]}
    models = {name: embedder(name).name for name in models_of(session)}
    reranker = load_reranker(session.workspace.folder / settings.reranker) if settings.reranker else None
    read_by = {settings.reranker: reranker.name} if reranker else {}
    models |= read_by
    links = linked_of(session.store, referentials)
    taught = [frame.to_dict("split")["data"] for frame in (reviews, links)]
    mark = digest("match", list(ideas["id"]), placed, [str(each) for each in referentials], settings.model_dump(), models, taught)
    before = session.done_before("match", mark)
    if before:
        return {**before.stages["match"], "new": 0}
    texts = list(ideas["text"])
    spaces = [Vectors(session.workspace, name).take for name in models_of(session)]
    first, *others = (take(texts) for take in spaces)
    found = match_ideas(
        ideas,
        Texts(texts, first, others[0] if others else None),
        {idea: theme for idea, theme in placed.items() if theme},
        referentials,
        encode=spaces[0],
        encode_second=spaces[1] if len(spaces) > 1 else None,
        thresholds=Thresholds(**settings.model_dump(exclude={"reranker"})),
        reviews=reviews,
        links=links,
        rerank=reranker.score if reranker else None,
    )
    matches = found.matches
    session.store.save_matches(session.run.id, referentials, matches)
    of_ideas = matches[matches["subject"].isin(set(ideas["id"]))]
    zones = of_ideas[of_ideas["zone"] != "none"].drop_duplicates("subject")
    return {
        "rows": session.run.id,
        "digest": mark,
        "referentials": {each.id: len(each.leaves) for each in referentials},
        "new": len(matches),
        "reviewed": int(reviews.loc[reviews["subject"].isin(ideas["id"]), "subject"].nunique()),
        "models": read_by,
        "scorers": save_scorers(session, found.scorers),
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
    publish_again(session.workspace, session.store)
    session.on_progress(2, 2)
    return {"files": [path.name for path in (page, workbook)]}
