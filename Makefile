# Every target first sets up what is missing (scripts/setup.sh), and starts at once when nothing is.

.DEFAULT_GOAL := help
.PHONY: help run transcribe test bench check demo package constraints chaos soak fuzz
VENV_PYTHON := .venv/bin/python
export FILE FORMAT OUTPUT MODEL

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run:  ## open the window
	@scripts/setup.sh run
	@$(VENV_PYTHON) -m meetapp

transcribe:  ## make transcribe FILE=talk.mp3 [FORMAT=txt|docx|srt|json|...] [OUTPUT=folder] [MODEL=folder]
	@test -n "$$FILE" || { echo "Say which recording: make transcribe FILE=assets/demo/meeting.flac" >&2; exit 2; }
	@scripts/setup.sh transcribe
	@$(VENV_PYTHON) -m meetapp transcribe "$$FILE" $${FORMAT:+--format "$$FORMAT"} $${OUTPUT:+--output "$$OUTPUT"} \
		$${MODEL:+--model "$$MODEL"}

test:  ## run all tests; ARGS="-k window" chooses
	@scripts/setup.sh test
	@$(VENV_PYTHON) -m pytest $(ARGS)

bench:  ## how fast the model runs on this machine
	@scripts/setup.sh test
	@$(VENV_PYTHON) -m sts_model bench $(ARGS)

chaos:  ## kill -9 at random moments of live recordings: make chaos KILLS=20 [MODEL=default] [SEED=1]
	@scripts/setup.sh test
	@$(VENV_PYTHON) tests/chaos --kills $(or $(KILLS),20) --model $(or $(MODEL),loudness) --seed $(or $(SEED),1) $(ARGS)

fuzz:  ## mutated files of every kind, given to the program: make fuzz [N=25000] [SEED=1]
	@scripts/setup.sh test
	@nice $(VENV_PYTHON) tests/fuzz --cases $(or $(N),25000) --seed $(or $(SEED),1) $(ARGS)

soak:  ## an eight-hour recording, faster than it lasts: make soak HOURS=8 [MODEL=loudness]
	@scripts/setup.sh test
	@$(VENV_PYTHON) tests/chaos/soak.py --hours $(or $(HOURS),8) --model $(or $(MODEL),default) $(ARGS)

check:  ## what must hold before a change goes in, besides the tests: ruff, mypy
	@scripts/setup.sh test
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy

demo:  ## make the demo meeting again (needs flite, festival, festvox-kallpc16k)
	@scripts/setup.sh transcribe
	@$(VENV_PYTHON) assets/demo/make_demo.py

package:  ## build what is given to others: folder, archive, Debian package (see packaging/README.md)
	@scripts/setup.sh package
	@$(VENV_PYTHON) -m PyInstaller packaging/meetapp.spec --noconfirm --log-level WARN \
		--distpath build/package --workpath build/work
	@packaging/bundle.sh build/package/meetapp
	@du -sh build/package/*

constraints:  ## refresh the tested versions in constraints.txt
	@scripts/setup.sh test
	@echo "# Versions this project is tested with; names and versions only, wherever they come from." > constraints.new
	@$(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-annotate --no-header \
		--no-emit-index-url pyproject.toml | grep -v '^setuptools==' >> constraints.new
	@mv constraints.new constraints.txt
