"""What an erasure takes away, decided and written down before anything is touched."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Collection as Ids
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import contributions
from contributions.domain import Collection, Fate
from contributions.embed import as_embedded, content_hash
from contributions.errors import UsageError
from contributions.language import _
from contributions.privacy.erasure import Vocabulary, as_theme, expired, linked, only_theirs, phrases_of, trace_of
from contributions.privacy.remains import Finder, fragments
from contributions.settings import FILE_NAME
from contributions.steps.originals import PENDING, Original, originals
from contributions.store.erasing import erasures, ideas_of, proposals_of_every_run, themes_of_every_run, words_kept
from contributions.store.vectors import shards_in

if TYPE_CHECKING:
    import pandas as pd

    from contributions.settings import Workspace
    from contributions.store import Store

_SAID = ["question", "text", "session", "place"]
_TABLES_OF_THE_CITY = {"collections", "objectives", "referentials"}
_OURS = ("*.po", "*.j2", "*.css")


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is erased, at whose demand, what they said, and where it is; `linked` hold the same words as those `asked` for."""

    id: str
    begun_at: str
    by: str
    reason: str
    asked: tuple[str, ...]
    linked: tuple[str, ...]
    said: tuple[str, ...]
    """Their texts, questions, sessions and places."""
    ideas: Mapping[str, str]
    phrases: tuple[str, ...]
    """Keywords of themes that only they explain."""
    vectors: int
    key: str
    traces: tuple[str, ...]
    sources: bool = False
    """True where the original files are to be deleted."""
    originals: tuple[Original, ...] = ()

    @property
    def contributions(self) -> tuple[str, ...]:
        """Give the ids of all that is erased."""
        return (*self.asked, *self.linked)


def named(store: Store, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Sort the ids that were named: those to erase, those already erased.

    Raises:
        UsageError: nothing has this id; then nothing is erased.
    """
    known = store.contributions()
    fates = dict(zip(known["id"], known["fate"], strict=True))
    for each in ids:
        if each not in fates:
            problem = _("Pas de contribution « {id} » : rien n'est effacé. Les identifiants sont dans out/tracabilite.xlsx.")
            raise UsageError(problem.format(id=each))
    once = list(dict.fromkeys(ids))
    gone = [each for each in once if fates[each] == Fate.ERASED.value]
    return [each for each in once if each not in gone], gone


def expired_contributions(workspace: Workspace, store: Store, today: date) -> list[tuple[Collection, list[str]]]:
    """Give the collections whose day is before today, as the settings or the files say, each with what it still holds."""
    days = {each.name: each.keep_until for each in workspace.settings.collections if each.keep_until}
    dated = [replace(each, keep_until=days.get(each.name, each.keep_until)) for each in store.collections()]
    known = store.contributions()
    living = known[known["fate"].ne(Fate.ERASED.value)]
    held = [(each, list(living.loc[living["collection"].eq(each.name), "id"])) for each in expired(dated, today=today)]
    return [(collection, ids) for collection, ids in held if ids]


def make_plan(
    workspace: Workspace,
    store: Store,
    asked: Sequence[str],
    *,
    at: datetime,
    by: str = "",
    reason: str = "",
    sources: bool = False,
) -> Plan:
    """Decide all that goes with the contributions named.

    Raises:
        UsageError: the reason, which stays in the proof, repeats their words.
    """
    known = store.contributions()
    every = linked(asked, dict(zip(known["id"], known["duplicate_of"], strict=True)))
    theirs = known[known["id"].isin(set(every))]
    said = tuple(sorted({text for column in _SAID for text in theirs[column] if text}))
    ideas = ideas_of(store, every)
    hashes = hashes_of(store, ideas)
    key = next((each.key for each in erasures(store)), "") or secrets.token_hex(16)
    rows = [{str(column): value for column, value in row.items()} for row in theirs.to_dict("records")]
    phrases = _phrases(store, theirs, others_of(store, every))
    finder = finder_of(workspace, store, [*said, *ideas.values(), *phrases], every)
    if finder.found_in(reason):
        raise UsageError(_("Le motif répète des mots à effacer, et il reste dans la preuve : dites-le autrement."))
    return Plan(
        id=f"E{at:%Y%m%dT%H%M%S%f}",
        begun_at=at.isoformat(),
        by=by,
        reason=reason,
        asked=every[: len(set(asked))],
        linked=every[len(set(asked)) :],
        said=said,
        ideas=ideas,
        phrases=phrases,
        vectors=sum(len(hashes) - len(shards.missing(hashes)) for shards in shards_in(workspace.vectors)),
        key=key,
        traces=tuple(sorted({trace_of(row, key=key) for row in rows} - {""})),
        sources=sources,
        originals=tuple(originals(workspace, store, every, finder)),
    )


def hashes_of(store: Store, ideas: Mapping[str, str]) -> list[str]:
    """Name the vectors of ideas; one whose text another contribution kept also says is not theirs."""
    known = store.ideas()
    others = {content_hash(as_embedded(text)) for text in known.loc[~known["id"].isin(set(ideas)), "text"]}
    return sorted({content_hash(as_embedded(text)) for text in ideas.values()} - others)


def others_of(store: Store, erased: Ids[str]) -> Vocabulary:
    """Give the words of the contributions that stay."""
    known = store.contributions()
    return Vocabulary.of(known.loc[~known["id"].isin(set(erased)), "text"])


def finder_of(workspace: Workspace, store: Store, texts: Iterable[str], erased: Ids[str]) -> Finder:
    """Know the fragments of texts by which what is erased is found: those that nobody else says, nor the city, nor we."""
    wanted = fragments(texts)
    finder = Finder(wanted)
    said = (finder.found_in(text) for text in _said_by_others(workspace, store, erased))
    return Finder(wanted.difference(*said))


def _said_by_others(workspace: Workspace, store: Store, erased: Ids[str]) -> Iterator[str]:
    known = store.contributions()
    living = known[~known["id"].isin(set(erased))]
    yield from dict.fromkeys(text for column in (*_SAID, "file", "quartier") for text in living[column])
    yield from (text for table, text in words_kept(store) if table in _TABLES_OF_THE_CITY)
    ours = Path(contributions.__file__).parent
    files = [workspace.folder / FILE_NAME, *workspace.referential_paths, *(path for kind in _OURS for path in ours.rglob(kind))]
    yield from (path.read_bytes().decode("utf-8", errors="replace") for path in files if path.is_file())


def _phrases(store: Store, theirs: pd.DataFrame, others: Vocabulary) -> tuple[str, ...]:
    said = Vocabulary.of(theirs["text"])
    themes = [theme for _run, theme in themes_of_every_run(store)]
    themes += [as_theme(proposal) for _run, proposal in proposals_of_every_run(store)]
    phrases = {phrase for theme in themes for phrase in phrases_of(theme)}
    return tuple(sorted(phrase for phrase in phrases if only_theirs(phrase, said, others)))


def write_plan(workspace: Workspace, plan: Plan) -> None:
    """Write a plan whole or not at all, for nobody else to read: it holds what is being erased."""
    path = workspace.var / PENDING
    workspace.var.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{PENDING}")
    scratch.unlink(missing_ok=True)
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(asdict(plan), ensure_ascii=False), encoding="utf-8")
    scratch.replace(path)


def read_plan(workspace: Workspace) -> Plan | None:
    """Read the plan of an erasure that is not finished."""
    (workspace.var / f".{PENDING}").unlink(missing_ok=True)  # half written: nothing was touched yet
    path = workspace.var / PENDING
    if not path.is_file():
        return None
    read = json.loads(path.read_text(encoding="utf-8"))
    lists = {name: tuple(value) for name, value in read.items() if isinstance(value, list)}
    return Plan(**(read | lists | {"originals": tuple(Original(**each) for each in read["originals"])}))


def forget_plan(workspace: Workspace) -> None:
    """Remove the plan: its words are overwritten first."""
    path = workspace.var / PENDING
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
