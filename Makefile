# Two commands: `make demo` runs the main job on the bundled city, `make test` passes the tests. Both set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Everything stays on this machine.
export HF_HUB_OFFLINE := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := demo
.PHONY: demo test lint bench web clean browser

$(VENV)/.installed: pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installation dans $(VENV) (quelques minutes la première fois)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,postgres]"
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/contributions demo --dir demo

# The tests of the review room look at it in Debian's own Chromium: it is installed where that may be done without asking.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Installation de Chromium..." && \
		apt-get install -y -qq chromium >/dev/null 2>&1 && command -v chromium >/dev/null; } || \
		echo "Pas de Chromium : les essais de la salle de relecture dans un navigateur sont passés. Pour les lancer : sudo apt-get install chromium"

test: $(VENV)/.installed browser
	@$(BIN)/python -m pytest --doctest-modules --ignore=src/contributions/store/migrations src tests \
		-m "not model and not server and not browser and not slow" -n 2
	@$(BIN)/python -m pytest -m "model or server or browser or slow"

web: $(VENV)/.installed
	@test -d demo || $(BIN)/contributions demo --dir demo
	@$(BIN)/contributions review --workspace demo

lint: $(VENV)/.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

# Minutes, and a hundred thousand rows: see benchmarks/README.md.
bench: $(VENV)/.installed
	@$(BIN)/python benchmarks/demo_gold.py
	@$(BIN)/python benchmarks/quality.py
	@$(BIN)/python benchmarks/matching.py demo --since 2026-06-01
	@$(BIN)/python benchmarks/stability.py
	@$(BIN)/python benchmarks/order.py
	@$(BIN)/python benchmarks/lasting.py --seeds 1 demo
	@$(BIN)/python benchmarks/decisions.py --seeds 1
	@$(BIN)/python benchmarks/copies.py
	@$(BIN)/python benchmarks/reading.py
	@$(BIN)/python benchmarks/room.py

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache
