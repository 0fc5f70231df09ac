# Kayan: documents in seeds/ become tables in output/. `make help` lists what can be made.

PYTHON ?= python3
TAGGER ?= onnx
DATA ?= ../shared/data
GOLD ?= $(DATA)/news/dev.jsonl
NAMES ?= $(firstword $(wildcard names.csv names.tsv))

VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check -q
TORCH := torch==2.13.0

# What changed in seeds/ since the documents were read: documents touched or added, folders that lost one. make itself never
# sees the names, for it cannot hold spaces, brackets and the like.
CHANGED := $(shell find -L seeds ! -name '.*' -newer build/documents.parquet 2>/dev/null | head -n 1)
SHARED := pipeline/files.py pipeline/schema.py pipeline/__init__.py
ARABIC := $(wildcard pipeline/arabic/*.py pipeline/arabic/*.tsv)
TAGGERS := $(wildcard pipeline/taggers/*.py pipeline/models/*)
KNOWLEDGE := $(wildcard $(addprefix pipeline/knowledge/,*.py *.csv *.csv.gz *.tsv))
# Tables of the user's own (docs/knowledge.md) that came, changed or went since the entities were made.
OWN := $(shell find -L '$(or $(KAYAN_KNOWLEDGE),knowledge)' -newer build/entities.parquet 2>/dev/null | head -n 1)
KNOWLEDGE += $(if $(OWN),FORCE)

FIRST_TABLE := output/documents.csv
OTHER_TABLES := $(addprefix output/,$(addsuffix .csv,mentions entities people places organisations cooccurrences problems))

# Exit code 3 of a stage: it finished, and problems.csv says which documents it could not use.
TOLERANT := || test $$? -eq 3

.DELETE_ON_ERROR:
.PHONY: FORCE all help test check evaluate bench train clean

all: $(FIRST_TABLE) $(OTHER_TABLES)

help:
	@echo "make            output/*.csv from the documents in seeds/  (TAGGER=onnx|camel|FOLDER)"
	@echo "                with the corrections in names.csv              (NAMES=FILE; docs/names.md)"
	@echo "make test       the tests"
	@echo "make check      format, lint, types and tests"
	@echo "make evaluate   precision, recall and F1 on a gold file    (GOLD=FILE)"
	@echo "make bench      words per second"
	@echo "make train      the embedded model, from labelled data      (DATA=FOLDER)"
	@echo "make clean      remove build/ and the tables"

build/documents.parquet: pipeline/read.py pipeline/encodings.py $(SHARED) $(if $(CHANGED),FORCE) | $(VENV)/installed
	$(RUN) pipeline.read seeds $@ $(TOLERANT)

build/sentences.parquet: build/documents.parquet pipeline/normalize.py $(SHARED) $(ARABIC)
	$(RUN) pipeline.normalize $< $@

# Rewritten when another tagger or names file is asked for, and only then.
ifneq ($(TAGGER),$(shell cat build/tagger 2>/dev/null))
build/tagger: FORCE
endif
build/tagger:
	@mkdir -p build && echo '$(TAGGER)' > $@

ifneq ($(NAMES),$(shell cat build/names 2>/dev/null))
build/names: FORCE
endif
build/names:
	@mkdir -p build && echo '$(NAMES)' > $@

build/mentions.parquet: build/sentences.parquet build/tagger pipeline/tag.py $(SHARED) $(ARABIC) $(TAGGERS)
	$(RUN) pipeline.tag $< $@ --tagger $(TAGGER)

WITH_NAMES := $(if $(NAMES),--names '$(NAMES)')

build/corrected.parquet: build/sentences.parquet build/mentions.parquet build/names $(NAMES) pipeline/names.py pipeline/corrections.py pipeline/sheets.py \
		$(SHARED) $(ARABIC) $(KNOWLEDGE)
	$(RUN) pipeline.names build/sentences.parquet build/mentions.parquet $@ $(WITH_NAMES) $(TOLERANT)

build/entities.parquet: build/corrected.parquet pipeline/resolve.py pipeline/coreference.py pipeline/apposition.py $(SHARED) $(ARABIC) $(KNOWLEDGE)
	$(RUN) pipeline.resolve $< $@ $(WITH_NAMES) $(TOLERANT)

STAGES := $(addprefix build/,documents.parquet sentences.parquet corrected.parquet entities.parquet)

$(FIRST_TABLE): $(STAGES) pipeline/tabulate.py $(SHARED)
	$(RUN) pipeline.tabulate $(STAGES) output $(TOLERANT)

# One run writes all the tables; one that was deleted is written again.
$(OTHER_TABLES): $(FIRST_TABLE)
	@test -f $@ || $(RUN) pipeline.tabulate $(STAGES) output $(TOLERANT)

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
	$(RUN) mypy
	$(RUN) pytest

evaluate: $(VENV)/installed
	@test -f '$(GOLD)' || { echo "no gold file $(GOLD): say make evaluate GOLD=FILE"; exit 2; }
	$(RUN) pipeline evaluate '$(GOLD)' --tagger $(TAGGER)

bench: $(VENV)/installed-dev
	$(RUN) benchmarks.speed

train: $(VENV)/installed-dev
	@test -d '$(DATA)' || { echo "no labelled data in $(DATA): say make train DATA=FOLDER (docs/model-card.md)"; exit 2; }
	$(RUN) training.base_encoder build/training/base
	$(RUN) training.train $(DATA) build/training/base build/training
	$(RUN) training.export build/training/base build/training/model.pt $(DATA) build/training/teacher
	$(RUN) training.calibrate build/training/teacher $(DATA)/news/dev.jsonl
	$(RUN) training.selftrain build/training/teacher $(DATA)/articles build/training/raw
	$(RUN) training.train $(DATA) build/training/base build/training --raw build/training/raw
	$(RUN) training.export build/training/base build/training/model.pt $(DATA) build/training/int8
	$(RUN) training.calibrate build/training/int8 $(DATA)/news/dev.jsonl
	cp build/training/int8/* pipeline/models/

clean:
	rm -rf build output/*.csv
