# Every target does its own set-up. `.venv` serves running, testing and training; `.venv-render` holds Blender.
PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
RENDER := .venv-render
REQUIREMENTS ?= requirements.txt
VECTORS := policies/vectors.npz
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: run test check bench train photos clean
.DELETE_ON_ERROR:

run: $(VENV)/.run $(VECTORS)
	$(BIN)/python app.py $(ARGS)

test: $(VENV)/.dev $(VENV)/.browser $(VECTORS)
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev $(VECTORS)
	$(BIN)/python -m benchmarks $(ARGS)

# The held-out photos and the reference pictures are in the repository; this makes them again, and the training photos.
photos: $(RENDER)/.ready
	$(RENDER)/bin/python -m training.render reference --out product_images
	$(RENDER)/bin/python -m training.render test --out tests/photos
	$(RENDER)/bin/python -m training.render train --out build/train $(ARGS)

train: photos $(VENV)/.fit
	$(BIN)/python -m training.clip --photos build/train

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Intake needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(REQUIREMENTS) requirements-lean.txt | $(VENV)/bin/python
	$(BIN)/python $(PIP) -r $(REQUIREMENTS)
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python $(PIP) -r requirements-dev.txt
	touch $@

$(VENV)/.fit: training/requirements-fit.txt $(VENV)/.run
	$(BIN)/python $(PIP) -r training/requirements-fit.txt
	touch $@

# One to two minutes the first time on two cores; later only what is new is computed.
$(VECTORS): $(wildcard policies/*/* policies/*.yaml intake/rag/*.yaml intake/e5/weights/*) | $(VENV)/.run
	$(BIN)/python -m intake policies embed

# A browser that is there is used; Debian's where it may be installed; without one the browser test says why it skips.
$(VENV)/.browser: | $(VENV)/.dev
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium) >/dev/null 2>&1 \
		|| echo "No Chromium here and none could be installed: the browser test will be skipped."
	touch $@

$(RENDER)/.ready: training/requirements.txt
	$(PYTHON) -m venv $(RENDER)
	$(RENDER)/bin/python $(PIP) -r training/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) $(RENDER) build data policies/vectors.npz
