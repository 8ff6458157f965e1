# Everything runs in .venv, which the first target that needs it makes from the lock files in locks/.
# Written for GNU make 3.81 (macOS) and later and any POSIX shell. On Windows use the commands of the README.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help lab report test lint bench lock clean corpus-exists

VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python.exe
else
PY := $(VENV)/bin/python
endif
# Twice quiet: errors only.
PIP := "$(PY)" -m pip -qq --disable-pip-version-check install

# The folder or file of pages that `make lab` and `make report` read.
CORPUS ?= data/sample
# The Python that .venv is made with; empty: the first fitting one of those below.
PYTHON ?=
PYTHONS := python3.12 python3.11 python3 python
# More words for pytest (`make test ARGS="-k reading"`), for reports (`make report ARGS="--lang fr"`) and for uv
# (`make lock ARGS=--upgrade`).
ARGS ?=
# Recipes take these from the environment, where spaces and quotes in a path do no harm.
export CORPUS PYTHON

help:
	@echo "make lab                 open the notebooks in JupyterLab, on the sample corpus"
	@echo "make lab CORPUS=path     the same on your own pages"
	@echo "make report              render the notebooks as HTML in reports/  (CORPUS=path for your own pages)"
	@echo "make test                run the tests        (ARGS=\"-k reading\" for some of them)"
	@echo "make lint                check style and types"
	@echo "make bench               measure speed and memory"
	@echo "make lock                renew the lock files after pyproject.toml changed  (ARGS=--upgrade for new versions)"
	@echo "make clean               remove .venv and everything else that make and the tools wrote"

# -- Setting up ------------------------------------------------------------------------------------------------------

# A name on the PATH proves nothing: version managers leave launchers that fail when run, and some systems have a
# Python that cannot make an environment. So each is tried for what is needed of it.
FITS := import ensurepip, sys, venv; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))

$(PY):
	@for python in "$${PYTHON:-}" $(if $(PYTHON),,$(PYTHONS)); do \
	  if [ -n "$$python" ] && "$$python" -c '$(FITS)' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$("$$python" --version) (once; a few minutes, about 1.6 GB)"; \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	if [ -n "$$PYTHON" ]; then echo "PYTHON=$$PYTHON is not a Python 3.11 or 3.12 that can make an environment." >&2; \
	else echo "No Python 3.11 or 3.12 that can make an environment was found (tried: $(PYTHONS))." >&2; fi; \
	echo "Install Python 3.12 (on Debian and Ubuntu with python3-venv), or name one: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1

# The interface setting spares the question about news that JupyterLab asks at its first start.
SETTINGS := $(VENV)/share/jupyter/lab/settings
QUIET := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}

$(VENV)/run.stamp: locks/run.txt pyproject.toml | $(PY)
	@echo "Installing what the notebooks need (locks/run.txt)"
	@$(PIP) --require-hashes -r locks/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p $(SETTINGS) && printf '%s\n' '$(QUIET)' > $(SETTINGS)/overrides.json
	@touch $@

$(VENV)/dev.stamp: locks/dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests and checks need (locks/dev.txt)"
	@$(PIP) --require-hashes -r locks/dev.txt
	@touch $@

$(VENV)/bench.stamp: locks/bench.txt $(VENV)/dev.stamp
	@echo "Installing the peers that the benchmarks measure against (locks/bench.txt)"
	@$(PIP) --require-hashes -r locks/bench.txt
	@touch $@

# What cannot share an environment with the toolkit has one of its own.
PEERS := $(VENV)/peers
PEERS_PY := $(subst $(VENV),$(PEERS),$(PY))
$(PEERS)/peers.stamp: locks/peers.txt | $(PY)
	@"$(PY)" -m venv --clear $(PEERS)
	@"$(PEERS_PY)" -m pip -qq --disable-pip-version-check install --require-hashes -r locks/peers.txt
	@touch $@

# -- Using it --------------------------------------------------------------------------------------------------------

# Not every shell expands the tilde in CORPUS=~/pages.
WHERE := case "$$CORPUS" in "~/"*) CORPUS="$$HOME/$${CORPUS\#"~/"}" ;; esac

corpus-exists:
	@$(WHERE); [ -e "$$CORPUS" ] || { echo "CORPUS=$$CORPUS does not exist: give a folder or file of pages." >&2; exit 1; }

# JupyterLab will not run as root (in a container, say) unless told to. The kernel must be that of .venv even where the
# user has a kernel of the same name elsewhere.
lab: corpus-exists $(VENV)/run.stamp
	@$(WHERE); python="$$PWD/$(PY)"; \
	TOOLKIT_CORPUS="$$(cd "$$(dirname "$$CORPUS")" && pwd)/$$(basename "$$CORPUS")"; \
	JUPYTER_PREFER_ENV_PATH=1; export TOOLKIT_CORPUS JUPYTER_PREFER_ENV_PATH; \
	if [ "$$(id -u)" = 0 ]; then set -- --allow-root; else set --; fi; \
	echo "Opening $$TOOLKIT_CORPUS in JupyterLab; Ctrl-C here stops it"; \
	cd notebooks && exec "$$python" -m jupyterlab --LabApp.default_url=/lab/tree/00_corpus.ipynb -y --log-level=WARN "$$@"

report: corpus-exists $(VENV)/run.stamp
	@$(WHERE); "$(PY)" -m toolkit report "$$CORPUS" --out reports $(ARGS)

test: $(VENV)/dev.stamp
	@"$(PY)" -m pytest $(ARGS)

lint: $(VENV)/dev.stamp
	@"$(PY)" -m ruff check .; ruff=$$?; "$(PY)" -m mypy && exit $$ruff

bench: $(VENV)/bench.stamp $(PEERS)/peers.stamp
	@export TOOLKIT_PEERS="$$PWD/$(PEERS_PY)"; \
	for script in benchmarks/bench_*.py; do echo "$$script"; "$(PY)" "$$script" || exit 1; done

# One lock for all platforms and both Pythons; without addresses, so that any mirror serves.
COMPILE := "$(PY)" -m uv pip compile pyproject.toml --quiet --group build --universal --python-version 3.11 \
  --fork-strategy fewest --generate-hashes --no-header --no-annotate --no-emit-index-url \
  -c locks/constraints.txt

lock: $(VENV)/dev.stamp
	@$(COMPILE) $(ARGS) -o locks/run.txt
	@$(COMPILE) $(ARGS) --extra test --extra lint -c locks/run.txt -o locks/dev.txt
	@$(COMPILE) $(ARGS) --extra test --extra lint --extra bench -c locks/dev.txt -o locks/bench.txt
	@"$(PY)" -m uv pip compile --group peers --quiet --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url $(ARGS) -o locks/peers.txt
	@echo "Wrote the files in locks/"

clean:
	rm -rf $(VENV) build artifacts *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find toolkit tests benchmarks notebooks -name __pycache__ -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -prune -exec rm -rf {} +
