import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import yaml

from contributions.domain import Fate, Run
from contributions.errors import ModelError, SourceError, StoreError, UsageError
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.steps import STEPS
from contributions.store import open_store

ROOT = Path(__file__).parents[1]
DEPLOYMENT = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"][0]


@pytest.fixture
def city(tmp_path):
    """The workspace that `contributions init` makes, seen by the quick embedder alone."""
    folder = tmp_path / "ville"
    copy_starter(folder)
    with (folder / "contributions.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[embed]\nmodel = "use"\nsecond = ""\n')
    return folder


@pytest.fixture(scope="module")
def flow():
    """`flows/monthly.py` as Prefect loads it."""
    from prefect.utilities.importtools import load_script_as_module

    return load_script_as_module(str(ROOT / DEPLOYMENT["entrypoint"].split(":")[0]))


def runs_of(folder):
    with closing(open_store(open_workspace(folder).database_url)) as store:
        return store.runs()


def said_in(folder):
    with closing(open_store(open_workspace(folder).database_url)) as store:
        return [*store.contributions()["text"], *store.ideas()["text"]]


@pytest.mark.model
def test_the_tasks_do_every_step_and_the_note_holds_no_word_of_a_resident(flow, city):
    run_id = flow.start.fn(str(city), "")
    for name in STEPS:
        flow.step.fn(str(city), run_id, name)

    (run,) = runs_of(city)
    assert run.id == run_id
    assert not run.problem
    assert list(run.stages) == list(STEPS)
    assert {path.name for path in (city / "out").iterdir()} >= {"index.html", "tracabilite.xlsx"}
    fates = {fate: run.stages["ingest"][fate] for fate in Fate}
    note = sys.modules["artifacts"].note("Valombre", run, fates, [])
    assert f"| **total lu** | **{run.stages['ingest']['read']}** |" in note
    assert not [text for text in said_in(city) if text in note]


def test_the_note_counts_every_contribution_once_and_names_the_new_themes(flow):
    stages = {
        "ingest": {"files": 3, "problems": {"a.pdf": "illisible"}, "new": 5, "seconds": 12.2},
        "themes": {"placed": 30, "unplaced": 10, "themes": 4, "seconds": 1.0},
        "match": {"without_objective": 7, "seconds": 0.4},
    }
    run = Run("R1", datetime(2026, 4, 1, tzinfo=UTC), "1", "0", month="2026-03", stages=stages)
    fates = dict.fromkeys(Fate, 0) | {Fate.KEPT: 20, Fate.DUPLICATE: 2, Fate.REJECTED: 1}

    note = sys.modules["artifacts"].note("Valombre", run, fates, ["Bancs au square", "Salle de prière"])

    assert "## Valombre, jusqu'à la fin de 2026-03" in note
    assert "| doublons | 2 |" in note
    assert "| **total lu** | **23** |" in note
    assert "fichiers : 3, dont non lus : 1 ; contributions nouvelles : 5" in note
    assert "idées : 40, dont non placées : 10 (25%)" in note
    assert "thèmes : 4, dont nouveaux : 2\n    - Bancs au square\n    - Salle de prière\n" in note
    assert "Lecture des fichiers 12 s" in note


def test_an_empty_city_has_its_note(flow):
    stages = {
        "ingest": {"files": 0, "problems": {}, "new": 0, "seconds": 0.0},
        "themes": {"placed": 0, "unplaced": 0, "themes": 0, "seconds": 0.0},
        "match": {"without_objective": 0, "seconds": 0.0},
    }
    run = Run("R1", datetime(2026, 4, 1, tzinfo=UTC), "1", "0", stages=stages)
    fates = dict.fromkeys(Fate, 0)
    assert "idées : 0, dont non placées : 0 (0%)" in sys.modules["artifacts"].note("Valombre", run, fates, [])


def test_a_step_that_fails_leaves_its_problem_in_the_manifest_until_it_is_done_again(flow, city):
    run_id = flow.start.fn(str(city), "")
    shutil.rmtree(city / "sources")
    with pytest.raises(UsageError, match="sources"):
        flow.step.fn(str(city), run_id, "ingest")
    (failed,) = runs_of(city)
    assert failed.problem.startswith("ingest : ")
    assert failed.finished_at

    (city / "sources").mkdir()
    flow.step.fn(str(city), run_id, "ingest")
    (run,) = runs_of(city)
    assert not run.problem
    assert run.stages["ingest"]["read"] == 0


def test_a_month_that_is_not_one_starts_no_run(flow, city):
    with pytest.raises(UsageError, match="2026-03"):
        flow.start.fn(str(city), "mars")
    assert runs_of(city) == []


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OSError("disque absent"), True),
        (TimeoutError(), True),
        (StoreError("base inaccessible"), True),
        (UsageError("réglage"), False),
        (SourceError("fichier"), False),
        (ModelError("modèle"), False),
        (KeyError("colonne"), False),
    ],
)
def test_only_what_comes_from_outside_is_tried_again(flow, error, again):
    from prefect.states import Failed

    for task in (flow.start, flow.step, flow.step.with_options(name="match"), flow.finish):
        assert task.retries == 2
        assert task.retry_condition_fn(task, None, Failed(data=error)) is again


def test_the_bar_never_goes_back_and_ends_full(flow):
    percent_of = sys.modules["artifacts"].percent_of
    percents = [percent_of(name, done, 50) for name in STEPS for done in range(51)]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1], percent_of("report", 0, 0)) == (0, 100, round(100 * (len(STEPS) - 1) / len(STEPS)))


def test_the_deployment_is_monthly_in_paris_and_calls_the_flow_as_it_is(flow):
    file, name = DEPLOYMENT["entrypoint"].split(":")
    assert (ROOT / file).is_file()
    assert set(DEPLOYMENT["parameters"]) == set(getattr(flow, name).parameters.properties)
    (schedule,) = DEPLOYMENT["schedules"]
    assert schedule == {"cron": "0 6 1 * *", "timezone": "Europe/Paris"}


@pytest.mark.server
def test_a_scheduled_run_is_created_and_completes_on_a_real_server(city, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")} | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",  # at 60, a schedule added 6 s after deploying is seen too late
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1",
        "CONTRIBUTIONS_HOME": str(ROOT),
    }
    clock = Clock(seconds=235)
    with (
        httpx.Client(base_url=url, trust_env=False, timeout=60) as api,
        running("server start --port", str(port), env=environment, log=tmp_path / "server.log"),
    ):
        clock.wait("the server to answer", lambda: reach(api))
        with running(
            f"worker start --type process --pool {DEPLOYMENT['work_pool']['name']}", env=environment, log=tmp_path / "worker.log"
        ):
            clock.wait("the worker to make its pool", lambda: ask(api, "/work_pools/filter", {}))
            with running("--no-prompt deploy --all", env=environment, log=tmp_path / "deploy.log") as deploy:
                clock.wait("the deployment", lambda: deploy.poll() is not None)
                assert deploy.returncode == 0
            (deployment,) = ask(api, "/deployments/filter", {})
            soon = (datetime.now(UTC) + timedelta(seconds=15)).isoformat()
            schedule = {"schedule": {"interval": 86_400, "anchor_date": soon}, "parameters": {"workspace": str(city)}}
            ask(api, f"/deployments/{deployment['id']}/schedules", [schedule])
            run = clock.wait("the scheduled run to end", lambda: ended(api))
            assert run["state_type"] == "COMPLETED", run["state"]
            assert run["auto_scheduled"]
            assert run["parameters"] == {"workspace": str(city), "month": ""}

            of_run = {"flow_runs": {"id": {"any_": [run["id"]]}}}
            tasks = ask(api, "/task_runs/filter", of_run | {"sort": "EXPECTED_START_TIME_ASC"})
            assert {task["name"].rsplit("-", 1)[0] for task in tasks} == {"start", *STEPS, "finish"}
            shown = {artifact["key"]: artifact["data"] for artifact in ask(api, "/artifacts/filter", of_run)}
            assert float(shown["avancement"]) == 100
            assert "| **total lu** | **12** |" in shown["passage"]
            assert "titre" in shown["themes"]
            logs = clock.wait("the lines of the steps", lambda: lines_of(api, run))
            assert not [text for text in said_in(city) if text in str(shown) or text in str(logs)]
            firsts = [datetime.fromisoformat(each["expected_start_time"]).astimezone(PARIS) for each in to_come(api, city)]
            assert len(firsts) >= 2
            assert {(day.day, day.hour, day.minute) for day in firsts} == {(1, 6, 0)}

    (kept,) = runs_of(city)
    assert kept.finished_at
    assert not kept.problem
    assert {path.name for path in (city / "out").iterdir()} >= {"index.html", "tracabilite.xlsx"}


PARIS = ZoneInfo("Europe/Paris")


class Clock:
    """All the waits of a test, within one number of seconds."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def wait(self, what, look):
        while time.monotonic() < self.end:
            if seen := look():
                return seen
            time.sleep(0.5)
        raise TimeoutError(f"waited for {what}")


@contextmanager
def running(command, *more, env, log):
    """Run `prefect ...` in the repository; whatever happens, nothing of it is left, and a failure shows what it said."""
    prefect = [sys.executable, "-m", "prefect", *command.split(), *more]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            prefect, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    except BaseException as error:
        error.add_note(f"--- {log.name}\n{log.read_text(encoding='utf-8', errors='replace')[-6000:]}")
        raise
    finally:
        for kill, seconds in ((signal.SIGINT, 10), (signal.SIGKILL, 10)):
            with_group(process, kill, seconds)


def with_group(process, kill, seconds):
    try:
        os.killpg(process.pid, kill)
        process.wait(seconds)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        pass


def reach(api):
    try:
        return api.get("/health").is_success
    except httpx.TransportError:
        return False


def ask(api, path, body):
    """Ask again while SQLite is busy (503), as Prefect's own client does."""
    for _ in range(10):
        answer = api.post(path, json=body)
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(1)
    return answer.raise_for_status().json()


def ended(api):
    """The first run that is over, whatever its end."""
    over = {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]}}}
    return next(iter(ask(api, "/flow_runs/filter", {"flow_runs": over})), None)


def lines_of(api, run):
    """What our own code logged during a run; the last lines come a little after its end."""
    lines = ask(api, "/logs/filter", {"logs": {"flow_run_id": {"any_": [run["id"]]}}})
    ours = [line["message"] for line in lines if line["name"].startswith("contributions")]
    return ours if any(line.startswith("report : ") for line in ours) else None


def to_come(api, city):
    """The runs of the monthly schedule: those that do not bear the test's own workspace."""
    waiting = ask(api, "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
    return [run for run in waiting if run["parameters"]["workspace"] != str(city)]
