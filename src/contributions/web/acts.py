"""What people do: every form becomes a decision, signed, with its reason; then the page is shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contributions.decisions import OF_THEMES, standing
from contributions.domain import DecisionKind
from contributions.errors import ContributionsError, UsageError
from contributions.language import N_, _, ngettext, speak
from contributions.steps import deciding, theme_proposals
from contributions.steps.answer_words import Given
from contributions.steps.answering import Signed, answer, change, desk_of
from contributions.steps.conflicts import decide_again
from contributions.steps.match_decisions import BETWEEN, accept_or_reject, no_objective
from contributions.steps.theme_decisions import theme_decision
from contributions.web.access import RoleError, SignInError, act_of, check_may, let_in, to_the_door
from contributions.web.pages import language_of, problem_page
from contributions.web.room import now
from contributions.web.safety import FormError, check_form
from contributions.web.turns import in_turn

if TYPE_CHECKING:
    from contributions.domain import Decision
    from contributions.store import Store
    from contributions.web.room import Room

NO_REASON = N_("sans motif")
SEE_OTHER = 303
Form = Mapping[str, str]
Act = Callable[[Request, "Room", "Store", Form], tuple[str, str]]
"""Does what a form asks; gives what to say of it, and where to go."""
_ON_THEME = {
    "renommer": DecisionKind.RENAME,
    "fusionner": DecisionKind.MERGE,
    "deplacer": DecisionKind.MOVE,
    "scinder": DecisionKind.SPLIT,
    "epingler": DecisionKind.PIN,
    "relu": DecisionKind.REVIEW,
    "retirer": DecisionKind.RETIRE,
    "rouvrir": DecisionKind.REOPEN,
}
"""Last word of the address -> the decision."""


def done(act: Act, may: str, *, open_to_all: bool = False) -> Callable[[Request], Any]:
    """Make an endpoint of an act: a form that is not ours, or cannot be, is said on a page, and nothing is written."""

    def answered(request: Request, form: Form) -> Response:
        room: Room = request.app.state.room
        with speak(language_of(request)), room.acting:
            try:
                store = room.store()
                if not open_to_all:
                    let_in(request, store, may)
                check_form(request, form)
                _name(request, form)
                notice, address = act(request, room, store, form)
                with suppress(UsageError):  # nothing was read yet
                    room.view(store)  # the page that follows finds what was decided replayed
            except SignInError:
                return to_the_door(request)
            except (FormError, RoleError) as error:
                return problem_page(request, str(error), status=403)
            except ContributionsError as error:
                return problem_page(request, str(error), status=409 if isinstance(error, UsageError) else 500)
            request.session["notice"] = notice
            return RedirectResponse(address, status_code=SEE_OTHER)

    async def endpoint(request: Request) -> Response:
        given = await request.form()
        form = {
            name: ",".join(str(value) for value in given.getlist(name)).replace("\0", "") for name in given
        }  # no database keeps one
        return await in_turn(answered, request, form)

    return endpoint


def _name(request: Request, form: Form) -> None:
    """Keep the name that whoever sits here gives on a form, where there is no account."""
    visitor, given = getattr(request.state, "visitor", None), form.get("by", "").strip()
    if visitor and visitor.account is None and given:
        request.session["by"] = given
        request.state.visitor = replace(visitor, name=given)


def on_theme(request: Request, room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Decide of a theme.

    Raises:
        UsageError: it cannot be, or somebody decided of the theme since the page was shown: nothing is written.
    """
    theme, kind = request.path_params["theme"], _ON_THEME.get(request.path_params["act"])
    if kind is None:
        raise UsageError(_("Cette page n'existe pas."))
    _check_unchanged(store, theme, form.get("seen", ""))
    chosen = [idea for idea in form.get("ideas", "").split(",") if idea]
    subject = "" if kind is DecisionKind.MOVE else theme
    target, title, scene = form.get("target", ""), form.get("title", ""), room.view(store).scene(store)
    made = theme_decision(store, kind, subject, target=target, ideas=chosen, title=title, scene=scene, **_signed(request, form))
    after = made.target if kind is DecisionKind.MERGE else theme
    return _told(made), f"/themes/{after}"


def on_match(request: Request, room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Accept or reject a match, choose another objective, or say that there is none; then comes the next card."""
    signed, idea, verdict = _signed(request, form), form.get("idea", ""), form.get("verdict", "")
    same = room.view(store).reviewed.same
    if verdict == "aucun":
        made = no_objective(store, idea, same=same, **signed)
    elif verdict in {"oui", "non", "autre"}:
        kind = DecisionKind.REJECT_MATCH if verdict == "non" else DecisionKind.ACCEPT_MATCH
        objective = form.get("other", "") if verdict == "autre" else form.get("objective", "")
        made = accept_or_reject(store, kind, f"{idea}{BETWEEN}{objective}", same=same, **signed)
    else:
        raise UsageError(_("Choisissez une réponse : oui, non, un autre objectif, ou aucun."))
    request.session["reviewed"] = request.session.get("reviewed", 0) + 1
    return _told(made), "/rapprochements"


def on_answer(request: Request, room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Answer a theme or an objective, or make an answer advance: what is said is checked and masked as anywhere else."""
    who = _signed(request, form)
    signed = Signed(who["by"], form.get("reason", "").strip(), who["now"])
    given = Given(**{field.name: form.get(field.name, "") for field in fields(Given)})
    desk, known = desk_of(room.workspace, store), request.path_params.get("response", "")
    made = change(desk, known, given, signed) if known else answer(desk, form.get("subject", ""), given, signed)
    said = _("{id} : {status}. C'est écrit.").format(id=made.response.id, status=made.response.status.label)
    if masked := sum(made.masked.values()):
        said += " " + ngettext("{count} passage masqué.", "{count} passages masqués.", masked).format(count=masked)
    return said, _back(form, "/objectifs")


def _back(form: Form, otherwise: str) -> str:
    """Give the page of ours that a form was on."""
    back = form.get("back", "")
    return back if back.startswith(("/themes/", "/objectifs/", "/a-relire/", "/conflits")) else otherwise


def on_proposal(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Do what is proposed, or set it aside."""
    proposal, signed = request.path_params["proposal"], _signed(request, form)
    if form.get("verdict") == "oui":
        made = theme_proposals.accept(store, proposal, title=form.get("title", ""), **signed)
    else:
        made = theme_proposals.reject(store, proposal, **signed)
    return _told(made), _back(form, "/propositions")


def released(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Take a contribution out of quarantine."""
    (made,) = deciding.decide(store, DecisionKind.RELEASE, [request.path_params["contribution"]], **_signed(request, form))
    return _told(made), "/a-relire"


def undone(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Undo a decision, where one's role would let one take it.

    Raises:
        RoleError: it does not.
    """
    _check_kind(request, store)
    made = deciding.undo(store, request.path_params["decision"], **_signed(request, form))
    return _told(made), _back(form, "/decisions")


def _check_kind(request: Request, store: Store) -> None:
    """Refuse to go back on a decision that one's role would not let one take."""
    kinds = {each.id: each.kind for each in store.decisions()}
    if kind := kinds.get(request.path_params["decision"]):
        check_may(request.state.visitor, act_of(kind))


def _signed(request: Request, form: Form) -> dict[str, Any]:
    """Say who decides, why and when.

    Raises:
        UsageError: nobody is named.
    """
    by = request.state.visitor.name
    if not by:
        raise UsageError(_("Dites votre nom : une décision est signée."))
    return {"by": by, "reason": form.get("reason", "").strip() or _(NO_REASON), "now": now()}


def _check_unchanged(store: Store, theme: str, seen: str) -> None:
    """Refuse to decide of a theme on a page that no longer says what stands."""
    about = [each for each in standing(store.decisions()) if each.kind in OF_THEMES and theme in (each.subject, each.target)]
    last = about[-1] if about else None
    if (last.id if last else "") == seen:
        return
    if last is None:
        raise UsageError(_("Une décision de ce thème a été annulée entre-temps. Rien n'est écrit : relisez la page."))
    problem = _("{by} a décidé de ce thème entre-temps ({kind} : {reason}). Rien n'est écrit : relisez la page, puis décidez.")
    raise UsageError(problem.format(by=last.by, kind=last.kind.label, reason=last.reason))


def _told(made: Decision) -> str:
    return _("{id} : {kind}. C'est écrit, et s'annule.").format(id=made.id, kind=made.kind.label)


def kept_out(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Confirm that a contribution in quarantine stays out of every report."""
    (made,) = deciding.decide(store, DecisionKind.KEEP_OUT, [request.path_params["contribution"]], **_signed(request, form))
    return _told(made), "/a-relire"


def on_signals(request: Request, room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Place ideas that are in no theme, or make a theme of them.

    Raises:
        UsageError: none is chosen, or somebody placed one since the page was shown: nothing is written.
    """
    signed, scene = _signed(request, form), room.view(store).scene(store)
    chosen = [idea for idea in form.get("ideas", "").split(",") if idea]
    placed = [idea for idea in chosen if scene.stands.placed.get(idea)]
    if placed:
        problem = _("{ideas} : quelqu'un leur a donné un thème entre-temps. Rien n'est écrit : relisez la page.")
        raise UsageError(problem.format(ideas=", ".join(placed)))
    asked = form.get("verdict") == "theme"
    if not asked and not form.get("target"):
        raise UsageError(_("Choisissez le thème où ranger ces idées, ou donnez un titre pour en faire un."))
    kind, title, target = DecisionKind.MOVE, "", form.get("target", "")
    if asked:
        kind, title, target = DecisionKind.CREATE, form.get("title", ""), ""
    made = theme_decision(store, kind, "", target=target, ideas=chosen, title=title, scene=scene, **signed)
    return _told(made), "/a-relire/signaux"


def on_conflict(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Decide in place of a decision that has no longer its effect."""
    _check_kind(request, store)
    made = decide_again(store, request.path_params["decision"], target=form.get("target", ""), **_signed(request, form))
    return " ".join(_told(each) for each in made), "/conflits"
