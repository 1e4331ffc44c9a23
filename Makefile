# Every target does its own set-up: Python 3.11 or newer and make are all that must be there.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
RUN    := $(VENV)/bin/python
READY  := $(VENV)/.ready
export BREAKWATER_CACHE := $(CURDIR)/.cache

.PHONY: demo test check bench gate train card lock clean system-packages

demo: $(READY)
	$(RUN) -m breakwater demo

test: system-packages $(READY)
	$(RUN) -m pytest -n 2 --dist worksteal
	$(RUN) -m breakwater policy check
	$(RUN) -m breakwater policy check policies/comment-guidelines

check: system-packages $(READY)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m pytest -n 2 --dist worksteal -m "not slow"

bench: system-packages $(READY)
	$(RUN) -m bench.scan
	$(RUN) -m bench.memory
	$(RUN) -m bench.media

gate: $(READY)
	$(RUN) -m bench.gate

# Teaches the readers anew from training/ (about an hour: it tunes the embedding twice), and writes their card.
train: $(VENV)/.ready-to-train
	$(RUN) -m training.train
	$(RUN) -m training.card

card: $(READY)
	$(RUN) -m training.card

# Tesseract's data and test fonts from the system's own packages; says what is missing where it may not.
system-packages:
	@.ci/system-packages

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Breakwater needs Python 3.11 or newer; name one with make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -c 'import pathlib, site; pathlib.Path(site.getsitepackages()[0], "breakwater.pth").write_text("$(CURDIR)/src\n")'
	printf '#!/bin/sh\nexec "$(CURDIR)/$(RUN)" -m breakwater "$$@"\n' > $(VENV)/bin/breakwater
	chmod +x $(VENV)/bin/breakwater
	@touch $(READY)

# What only teaching needs is some gigabytes: nobody else installs it.
$(VENV)/.ready-to-train: $(READY) training/requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r training/requirements.lock
	@touch $@

# Hashes, and no index address: whoever installs uses the registry that their pip is set up for.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet pip-tools
	.venv-lock/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --extra classifier --extra dev --extra media --extra speech \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
	  --output-file requirements.lock pyproject.toml
	.venv-lock/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
	  --constraint requirements.lock --output-file training/requirements.lock training/requirements.in
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .venv-lock .cache demo-out build dist
