# Kayan: documents in seeds/ become tables in output/. `make help` lists what can be made.

PYTHON ?= python3
TAGGER ?= onnx
DATA ?= ../shared/data
GOLD ?= $(DATA)/news/dev.jsonl
NAMES ?= $(firstword $(wildcard names.csv names.tsv names.xlsx names.ods))

VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check -qq
TORCH := torch==2.13.0

# A value as one word of the shell, whatever signs are in it.
quoted = '$(subst ','\'',$(1))'

# What a stage is made from beside the stage before: pipeline/contracts/prerequisites.tsv lists it.
code = $(wildcard $(addprefix pipeline/,$(shell awk -F '\t' '$$1 == "$(1)" { print $$2 }' pipeline/contracts/prerequisites.tsv)))

# What changed since it was last read, by name, size and times that no copying hides: the documents, and what the user says.
# make itself never sees the names of documents, for it cannot hold spaces, brackets and the like.
LISTING := $(PYTHON) -S pipeline/contracts/listing.py
USER := build/user.listing $(call quoted,$(NAMES)) $(call quoted,$(or $(KAYAN_KNOWLEDGE),knowledge))
changed = $(if $(shell $(LISTING) $(1)),FORCE)

TABLES := $(addprefix output/,$(addsuffix .csv,documents mentions entities people places organisations roles cooccurrences problems))

# Exit code 3 of a stage: it finished, and problems.csv says what it could not use. 4: a damaged stage file; all are made
# again, but for the mentions, which know by themselves which documents they still hold.
AGAIN = find build -name '*.parquet' ! -name 'mentions.*' -delete; exec $(MAKE) --no-print-directory $@
AFTER = || { code=$$?; case $$code in 3) ;; 4) $(AGAIN) ;; *) exit $$code ;; esac; }

.PHONY: FORCE all help test check evaluate bench train clean

# Stage files are written whole or not at all: an interrupted make need not take them away.
.PRECIOUS: build/%.parquet build/exported

all: build/exported

help:
	@echo "make            output/*.csv from the documents in seeds/  (TAGGER=onnx|camel|FOLDER)"
	@echo "                with the corrections in names.csv or .xlsx     (NAMES=FILE; docs/names.md)"
	@echo "make test       the tests"
	@echo "make check      format, lint, types and tests"
	@echo "make evaluate   precision, recall and F1 on a gold file    (GOLD=FILE)"
	@echo "make bench      words per second"
	@echo "make train      the embedded model, from labelled data      (DATA=FOLDER)"
	@echo "make report-template  what others made and the report shows, from npm   (docs/report.md)"
	@echo "make clean      remove build/ and the tables"

build/documents.parquet: $(call code,read) $(call changed,build/documents.listing seeds kayan.toml) | $(VENV)/installed
	@$(RUN) pipeline.read seeds $@ $(AFTER)

build/sentences.parquet: build/documents.parquet $(call code,normalize)
	@$(RUN) pipeline.normalize $< $@ $(AFTER)

# Rewritten when another tagger is asked for, and only then.
ifneq ($(TAGGER),$(shell cat build/tagger 2>/dev/null))
build/tagger: FORCE
endif
build/tagger:
	@mkdir -p build && echo $(call quoted,$(TAGGER)) > $@

build/user.listing: $(call changed,$(USER))
	@$(LISTING) --write $(USER)

build/mentions.parquet: build/sentences.parquet build/tagger $(call code,tag)
	@$(RUN) pipeline.tag $< $@ --tagger $(call quoted,$(TAGGER)) $(AFTER)

WITH_NAMES := $(if $(NAMES),--names $(call quoted,$(NAMES)))

build/corrected.parquet: build/sentences.parquet build/mentions.parquet build/user.listing $(call code,correct)
	@$(RUN) pipeline.correct build/sentences.parquet build/mentions.parquet $@ $(WITH_NAMES) $(AFTER)

build/links.parquet: build/corrected.parquet build/user.listing $(call code,link)
	@$(RUN) pipeline.link $< $@ $(AFTER)

build/entities.parquet: build/links.parquet build/user.listing $(call code,identify)
	@$(RUN) pipeline.identify $< $@ build/identities.parquet $(WITH_NAMES) $(AFTER)

STAGES := $(addprefix build/,documents.parquet sentences.parquet corrected.parquet links.parquet)

build/tables/documents.parquet: $(STAGES) build/entities.parquet $(call code,tabulate)
	@$(RUN) pipeline.tabulate $(STAGES) build/identities.parquet build/entities.parquet build/tables $(AFTER)

# The tables are all written or none; written anew when one is missing.
build/exported: build/tables/documents.parquet $(call code,export) $(if $(filter-out $(wildcard $(TABLES)),$(TABLES)),FORCE)
	@$(RUN) pipeline.export build/tables build/documents.parquet output $(WITH_NAMES) $(AFTER)
	@touch $@

# torch comes with camel-tools and is not used by the default run. Its build without CUDA is taken where pip can find it;
# TORCH_INDEX names an index of such builds (README).
$(VENV)/installed: pyproject.toml constraints.txt
	@echo "installing into $(VENV) (once; README tells what and how much)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --no-deps $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) '$(TORCH)+cpu' 2>/dev/null || true
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(PIP) install -c constraints.txt -e '.[dev,train]'
	@touch $@

test: $(VENV)/installed-dev
	$(RUN) pytest

check: $(VENV)/installed-dev
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(VENV)/bin/lint-imports
	$(RUN) mypy
	$(RUN) pytest

evaluate: $(VENV)/installed
	@test -f $(call quoted,$(GOLD)) || { echo "no gold file: say make evaluate GOLD=FILE (docs/gold.md)"; exit 2; }
	$(RUN) pipeline evaluate $(call quoted,$(GOLD)) --tagger $(TAGGER)

bench: $(VENV)/installed-dev
	$(RUN) benchmarks

DEV = $(DATA)/news/dev.jsonl $(DATA)/field/dev.jsonl
STUDENT := build/training/student
DISTIL = $(RUN) training.distil build/training/whole

train: $(VENV)/installed-dev
	@test -d '$(DATA)' || { echo "no labelled data in $(DATA): say make train DATA=FOLDER (docs/model-card.md)"; exit 2; }
	$(RUN) training.base_encoder build/training/base
	$(RUN) training.train $(DATA) build/training/base build/training
	$(RUN) training.export build/training/base build/training/model.pt $(DATA) build/training/teacher
	$(RUN) training.calibrate build/training/teacher $(DATA)/news/dev.jsonl
	$(RUN) training.selftrain build/training/teacher $(DATA)/articles build/training/raw
	$(RUN) training.train $(DATA) build/training/base build/training --raw build/training/raw
	$(RUN) training.export build/training/base build/training/model.pt $(DATA) build/training/whole
	$(RUN) training.calibrate build/training/whole $(DEV)
	$(RUN) training.restore build/training/whole $(STUDENT) --layers 0 1 2 3 4 5 6 8 11 --word-layers 2
	$(DISTIL) $(DATA)/field $(STUDENT)/soft/field --apart $(DEV)
	$(DISTIL) $(DATA)/articles $(STUDENT)/soft/articles --words 150000 --also build/training/teacher --apart $(DEV)
	$(RUN) training.train $(DATA) $(STUDENT)/base $(STUDENT) --start $(STUDENT)/start.pt --soft $(STUDENT)/soft
	$(RUN) training.export $(STUDENT)/base $(STUDENT)/model.pt $(DATA) build/training/int8
	$(RUN) training.calibrate build/training/int8 $(DEV)
	cp build/training/int8/* pipeline/models/

# The report holds these; they are part of the project, and only who wants newer ones needs npm. axe-core is for the tests.
REPORT := build/report-template
REPORT_PACKAGES := d3@7.9.0 topojson-client@3.1.0 world-atlas@2.0.2 axe-core@4.14.1
GOVERNORATES ?= $(DATA)/geo/syria_admin1.geojson

report-template: $(VENV)/installed
	@test -f '$(GOVERNORATES)' || { echo "no outlines: say make report-template GOVERNORATES=FILE"; exit 2; }
	npm install --no-audit --no-fund --prefix $(REPORT) $(REPORT_PACKAGES)
	$(RUN) scripts.report_template $(REPORT)/node_modules '$(GOVERNORATES)' pipeline/exports/report/vendor

clean:
	rm -rf build output/*.csv output/*.xlsx output/*.html output/.*.partial
