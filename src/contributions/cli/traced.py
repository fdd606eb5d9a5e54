"""Show a trace: sentences that follow one idea, tables where there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contributions.cli.lives import flat
from contributions.cli.show import table
from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SHOWN = 20
"""Ideas of a theme or of an objective that are shown, unless all are asked for."""
CUT = 110
"""Characters of them that are shown."""
_PLACES = {
    "new": N_("nouvelle"),
    "unplaced": N_("sans thème"),
    "gone": N_("ne compte plus"),
}
_WITHHELD = {
    "duplicate": N_("Déjà reçue : ce qui suit est la contribution qu'elle répète."),
    "quarantined": N_("Texte non montré : il attend la relecture d'une personne habilitée."),
    "rejected": N_("Texte non montré : la contribution n'a pas été retenue."),
    "replaced": N_("Modifiée depuis : ce qui suit est sa version d'aujourd'hui."),
    "withdrawn": N_("Texte non montré : il n'est plus dans sa source."),
    "erased": N_("Texte effacé, et tout ce qui en venait."),
}


def show_account(found: Mapping[str, Any]) -> None:
    """Show what was read and what became of it, and say whether the totals agree."""
    from contributions.domain import Fate, Zone

    fates = found["contributions"]["fates"]
    read = found["contributions"]["read"]
    table(_("Destin des contributions"), [*(Fate(fate).label for fate in fates), _("lues")], [[*fates.values(), read]])
    ideas = found["ideas"]
    rows = [[_("dans un thème"), ideas["placed"]], *([_in_words(why), count] for why, count in ideas["unplaced"].items())]
    table(_("Idées"), [_("où"), _("idées")], [*rows, [_("en tout"), ideas["total"]]])
    zones = ["accepted", "certified", "proposed", "review", "none"]
    rows = [[each["title"], *(each[zone] for zone in zones), each["ideas"]] for each in found["referentials"]]
    if rows:
        table(_("Idées par référentiel"), [_("référentiel"), *(Zone(zone).label for zone in zones), _("en tout")], rows)
    needs, silent = found["needs_without_objective"], found["objectives_without_voice"]
    rows = [[each["subject"], _words(each["title"], whole=False), each["voices"]] for each in needs["first"]]
    if rows:
        table(_("Besoins sans réponse du contrat : {total}").format(total=needs["total"]), ["id", _("besoin"), _("voix")], rows)
    rows = [[each["objective"], each["objective_title"], each["owner"]] for each in silent["first"]]
    if rows:
        title = _("Objectifs sans voix : {total}").format(total=silent["total"])
        table(title, ["id", _("objectif"), _("pilote")], rows)
    _show_checks(found["checks"])


def _show_checks(checks: Sequence[Mapping[str, Any]]) -> None:
    wrong = [check for check in checks if not check["holds"]]
    if wrong:
        rows = [[check["what"], check["counted"], check["expected"]] for check in wrong]
        table(_("Totaux qui ne s'accordent pas"), [_("total"), _("compté"), _("attendu")], rows)
        _say(_("Signalez-le : c'est un défaut du logiciel, pas de vos données."))
        return
    said = ngettext(
        "{count} total compté deux fois : il s'accorde.", "{count} totaux comptés deux fois : tous s'accordent.", len(checks)
    )
    _say(said.format(count=len(checks)))


def show_contribution(found: Mapping[str, Any]) -> None:
    """Show a contribution, then its ideas, then what takes its place where there is such."""
    from contributions.domain import Fate

    lines = [f"{found['id']}  {Fate(found['fate']).label}" + (f" ({_(found['reason'])})" if found["reason"] else "")]
    lines += [f"  {line}" for line in _provenance(found) if line]
    if found["question"]:
        lines.append(_("  Question : {question}").format(question=flat(found["question"])))
    lines.append(f"  « {flat(found['text'])} »" if found["text"] is not None else f"  {_in_words(_WITHHELD[found['fate']])}")
    lines += [f"  {_fate_changed(step)}" for step in found["history"]]
    if found["text"] is not None and not found["ideas"]:
        lines.append(_("  Aucune idée : rien à ranger dans cette contribution."))
    _say(*lines)
    for idea in found["ideas"]:
        show_idea(idea, alone=False)
    if "became" in found:
        show_contribution(found["became"])


def _provenance(found: Mapping[str, Any]) -> Iterator[str]:
    how = [_in_words(found["channel"])]
    if found["engagement"]:
        how.append(_("engagement : {level}").format(level=_in_words(found["engagement"])))
    yield f"{found['collection_title'] or found['collection']} ({', '.join(how)})"
    where = [found["session"], found["said_on"], found["quartier"], found["place"]]
    yield ", ".join(each for each in where if each)
    if found["file"]:
        position = _("n° {position}").format(position=found["position"])
        yield ", ".join(each for each in (found["file"], found["part"], position) if each)


def _fate_changed(step: Mapping[str, Any]) -> str:
    from contributions.domain import Fate

    line = f"{step['at'][:10]}  {Fate(step['from']).label} → {Fate(step['to']).label}, {_by(step)}"
    return line + (f" ({flat(_(step['why']))})" if step["why"] else "")


def _by(step: Mapping[str, Any]) -> str:
    if not step.get("by"):
        return _("passage {run}").format(run=step["in"])
    return _("décision {id} par {by}").format(id=step["in"], by=step["by"]) + (
        f" ({flat(step['reason'])})" if step["reason"] else ""
    )


def show_idea(idea: Mapping[str, Any], *, alone: bool = True) -> None:
    """Show an idea: its words, its theme, its objectives, its answers, and where it was before."""
    margin = "" if alone else "  "
    head = f"{idea['id']}  [{idea['start']}:{idea['end']}]  {_(idea['nature'])}"
    lines = [head, f"  « {flat(idea['text'])} »"]
    if alone:
        lines.append(
            "  " + ", ".join(each for each in (idea["contribution"], idea["locator"], idea["month"], idea["quartier"]) if each)
        )
    lines.append(
        "  " + (_theme_line(idea["theme"]) if idea["theme"] else _("Sans thème : {why}").format(why=_in_words(idea["unplaced"])))
    )
    if idea["copies"] > 1:
        lines.append(
            "  "
            + (
                _("Campagne : {count} fois la même parole, une voix")
                if idea["campaign"]
                else _("Réponse courte fréquente : {count} fois")
            ).format(count=idea["copies"])
        )
    lines += [f"  {line}" for line in _objective_lines(idea)]
    lines += [f"  {_answer_line(answer)}" for answer in idea["answers"]] or [_("  Sans réponse pour l'instant")]
    lines += [f"  {_step_line(step)}" for step in idea["history"]]
    _say(*(margin + line for line in lines))


def _theme_line(theme: Mapping[str, Any]) -> str:
    return _("Thème {id} « {title} »").format(id=theme["id"], title=theme["title"])


def _objective_lines(idea: Mapping[str, Any]) -> Iterator[str]:
    for pair in idea["objectives"]:
        yield _pair_line(pair)
    for pair in idea["refused"]:
        yield _("Refusé : {objective} {title}").format(objective=pair["objective"], title=pair["title"]) + _signed(
            pair["decision"]
        )
    for said in idea["without_objective"]:
        yield _("Aucun objectif de « {title} »").format(title=said["title"]) + _signed(said["decision"])
    if not idea["objectives"] and not idea["without_objective"]:
        yield _("Aucun objectif proposé")


def _pair_line(pair: Mapping[str, Any]) -> str:
    return f"{pair['objective']} {pair['title']} : {_how_sure(pair)}" + _signed(pair["decision"])


def _how_sure(pair: Mapping[str, Any]) -> str:
    """Say the zone of a pair, how likely it is for the machine, and why: the words both use; of a theme, its nearest idea."""
    from contributions.domain import Zone

    said = Zone(pair["zone"]).label
    if pair["probability"] is not None:
        said += f" ({_share(pair['probability'])})"
    if not pair["evidence"]:
        return said
    why = _(", d'après {idea}") if pair["of"] == "theme" else _(", mots communs : {words}")
    return said + why.format(idea=pair["evidence"], words=pair["evidence"])


def _signed(decision: Mapping[str, Any] | None) -> str:
    if decision is None:
        return ""
    said = _(", par {by} le {day} ({id} : {reason})")
    return said.format(by=decision["by"], day=decision["at"][:10], id=decision["id"], reason=flat(decision["reason"]))


def _answer_line(answer: Mapping[str, Any]) -> str:
    from contributions.domain import ResponseStatus
    from contributions.trace.answers import WAYS

    said = _("Réponse {id} : {status}").format(id=answer["id"], status=ResponseStatus(answer["status"]).label)
    said += f" « {flat(answer['text'])} »" if answer["text"] else ""
    return said + (f" ({_in_words(WAYS[answer['way']])})" if answer.get("way") else "")


def _step_line(step: Mapping[str, Any]) -> str:
    was, now = (_(_PLACES[place]) if place in _PLACES else place for place in (step["from"], step["to"]))
    return f"{step['at'][:10]}  {was} → {now}, {_by(step)}"


def show_theme_traced(found: Mapping[str, Any], *, whole: bool) -> None:
    """Show a theme, who said it, its objectives, its answers, and what it is made of."""
    from contributions.domain import DecisionKind, ThemeStatus

    lines = [f"{found['id']}  {found['title']}  ({ThemeStatus(found['status']).label})"]
    if found["asked"] != found["id"]:
        lines.append(_("  {asked} est fusionné dans {theme} : ses idées y sont.").format(asked=found["asked"], theme=found["id"]))
    lines += [f"  {each['id']}  {each['title']}  ({each['ideas']})" for each in found["themes"]]
    lines.append(_spread_line(found["figures"]))
    lines += [f"  {_pair_line(pair)}" for pair in found["objectives"]]
    lines += [f"  {_answer_line(answer)}" for answer in found["answers"]]
    lines += [
        f"  {each['at'][:10]}  {DecisionKind(each['kind']).label}, " + _by({**each, "in": each["id"]})
        for each in found["decisions"]
    ]
    _say(*lines)
    _show_heard(found["heard"])
    _show_ideas(found["ideas"], whole=whole)


def show_objective(found: Mapping[str, Any], *, whole: bool) -> None:
    """Show an objective, who speaks of it, its answers, and what was said; of one that nobody speaks of, what comes nearest."""
    lines = [f"{found['id']}  {found['title']}"]
    if found["as_of"]:
        lines.append(_("  N'est plus dans le référentiel : voici ce qu'en disait le passage {run}.").format(run=found["as_of"]))
    lines += [
        f"  {each}"
        for each in (found["axis"], _("Pilote : {value}").format(value=found["owner"]) if found["owner"] else "")
        if each
    ]
    if [each["id"] for each in found["objectives"]] != [found["id"]]:
        lines += [f"  {each['id']}  {each['title']}  ({each['ideas']})" for each in found["objectives"]]
    if found["ideas"]:
        lines += [_spread_line(found["figures"]), f"  {_zones_line(found['zones'])}"]
    else:
        lines.append(_("  Personne n'en a parlé."))
    lines += [_nearest_line(each) for each in found["nearest"]]
    lines += [f"  {_theme_line(each)} : {_how_sure(each['match'])}" for each in found["themes"]]
    lines += [f"  {_answer_line(answer)}" for answer in found["answers"]]
    _say(*lines)
    if found["ideas"]:
        _show_heard(found["heard"])
        _show_ideas(found["ideas"], whole=whole)


def _nearest_line(each: Mapping[str, Any]) -> str:
    said = _("  Le plus proche, sans l'être assez : {idea} « {text} » ({share})")
    return said.format(idea=each["idea"], text=_words(each["text"], whole=False), share=_share(each["probability"]))


def _share(probability: float) -> str:
    return f"{probability:.0%}".replace("%", " %")


def _zones_line(zones: Mapping[str, int]) -> str:
    from contributions.domain import Zone

    return ", ".join(f"{Zone(zone).label} : {count}" for zone, count in zones.items() if count)


def _spread_line(figures: Mapping[str, int]) -> str:
    said = _("  {ideas} idées, {voices} voix, {sessions} séances, {quartiers} quartiers, {channels} canaux, {months} mois")
    return said.format_map(figures)


def _show_heard(heard: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    heads = {"channel": _("canal"), "quartier": _("quartier"), "month": _("mois")}
    rows = [
        [heads[name], _in_words(each["value"]), each["ideas"], each["voices"]]
        for name, counts in heard.items()
        for each in counts
    ]
    table(_("Qui en parle"), ["", "", _("idées"), _("voix")], rows)


def _show_ideas(ideas: Sequence[Mapping[str, Any]], *, whole: bool) -> None:
    shown = ideas if whole else ideas[:SHOWN]
    rows = [
        [
            f"{each['id']}\n[{each['start']}:{each['end']}]",
            _words(each["text"], whole=whole),
            "\n".join(line for line in (each["locator"], each["quartier"], each["month"]) if line),
            _how_sure(each["match"]) if "match" in each else "",
        ]
        for each in shown
    ]
    columns = [_("idée"), _("ce qui a été dit"), _("où"), _("rapprochement")]
    kept = columns if any("match" in each for each in shown) else columns[:-1]
    table(_("Ce qui a été dit"), kept, [row[: len(kept)] for row in rows])
    if len(shown) < len(ideas):
        _say(_("{shown} idées sur {total} : --all les montre toutes.").format(shown=len(shown), total=len(ideas)))


def _words(text: str, *, whole: bool) -> str:
    said = flat(text)
    return said if whole or len(said) <= CUT else said[: CUT - 1].rstrip() + "…"


def _in_words(stored: str) -> str:
    """Say in the reader's language what is stored in French."""
    return _(stored)


def _say(*lines: str) -> None:
    print("\n".join(lines))
