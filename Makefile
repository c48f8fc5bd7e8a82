# SPDX-License-Identifier: Apache-2.0
# Every target sets up by itself what it needs. What is generated goes to build/ and .venv/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The order below matters, and Ninja and CTest use all cores by themselves.
.NOTPARALLEL:

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_SECONDS ?= 240
CMAKE_OPTIONS ?=

PYTHON_IN_VENV := .venv/bin/python
STEP := @scripts/step
SOURCES := CMakeLists.txt CMakePresets.json LICENSE README.md pyproject.toml \
  $(shell find bindings cmake include python src -type f -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: help
help: ## say what can be made
	@echo "usage: make TARGET [JOBS=$(JOBS)] [FUZZ_SECONDS=$(FUZZ_SECONDS)]"
	@sed -nE '/^([a-z-]+):.*## (.*)/{s//  \1              \2/; s/^(.{15}) +/\1/; p}' Makefile

.PHONY: demo
demo: .venv/package.stamp ## count the doubles of Python's standard library, compare implementations
	@scripts/demo

.PHONY: test
test: test-cpp test-python ## run every test

.PHONY: test-cpp
test-cpp: cpp ## run the C++ tests
	$(STEP) --live "Run the C++ tests" ctest --preset gcc --parallel $(JOBS)

.PHONY: test-python
test-python: .venv/package.stamp ## run the Python tests
	$(STEP) --live "Run the Python tests" $(PYTHON_IN_VENV) -m pytest

.PHONY: test-columns
test-columns: .venv/package.stamp .venv/columns.stamp ## run the tests with pyarrow, Polars ...
	$(STEP) --live "Run the tests of columns" \
	  env PYTHONPATH=tests/python $(PYTHON_IN_VENV) -m pytest tests/columns

.PHONY: test-images
test-images: .venv/package.stamp .venv/images.stamp ## run the tests of images against imagehash ...
	$(STEP) --live "Run the tests of images" $(PYTHON_IN_VENV) -m pytest tests/images

.PHONY: test-engines
test-engines: build/engines/package.stamp ## run the tests inside Polars, pandas, DuckDB, Spark ...
	@scripts/system-packages java
	@for file in tests/engines/test_*.py; do \
	  scripts/step --live "Run $$file" \
	    env PYTHONPATH=tests/python build/engines/venv/bin/python -m pytest "$$file"; \
	done

.PHONY: bench
bench: bench-setup ## measure every implementation, write JSON and tables
	$(STEP) --live "Measure" $(PYTHON_IN_VENV) benchmarks/run.py

.PHONY: bench-setup
bench-setup: .venv/package.stamp .venv/bench.stamp ## install what benchmarks need, measure nothing
	@scripts/system-packages bench

.PHONY: bench-engines
bench-engines: build/engines/package.stamp ## measure inside Spark, Ray and Dask: ENGINES='--quick'
	@scripts/system-packages java
	$(STEP) --live "Measure" build/engines/venv/bin/python benchmarks/engines.py $(ENGINES)

.PHONY: bench-images
bench-images: .venv/package.stamp .venv/images.stamp ## count what fast mode changes in hashes
	$(STEP) --live "Hash photographs in both modes" $(PYTHON_IN_VENV) benchmarks/image_drift.py
	$(STEP) --live "Hash fog" $(PYTHON_IN_VENV) benchmarks/image_quality.py

.PHONY: lint
lint: .venv/lint.stamp ## check format, style and types
	@scripts/system-packages build clang git
	@scripts/lint

.PHONY: format
format: .venv/lint.stamp ## write C++ and Python as the formatters want them
	@git ls-files '*.c' '*.cc' '*.h' | xargs .venv/bin/clang-format -i
	@.venv/bin/ruff check --quiet --fix-only && .venv/bin/ruff format

.PHONY: stub
stub: .venv/package.stamp ## build, install in .venv, write python/dittograph/_core.pyi from that
	$(STEP) "Write the stub" $(PYTHON_IN_VENV) scripts/generate_stub.py

.PHONY: fuzz
fuzz: ## fuzz for FUZZ_SECONDS, shared among the harnesses
	@scripts/system-packages build clang
	@scripts/fuzz $(FUZZ_SECONDS)

.PHONY: nix-test
nix-test: ## check the Nix expressions with a package set on this machine's toolchain
	@scripts/nix-test

.PHONY: pin
pin: ## write requirements/ from the dependency groups of pyproject.toml
	@scripts/pin-requirements --upgrade

.PHONY: clean
clean: ## remove all that was generated
	[[ ! -d build/nix ]] || chmod -R u+w build/nix # a store of Nix is read-only
	rm -rf build dist .venv .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache .benchmarks
	find . -name __pycache__ -prune -exec rm -rf {} +

# What the targets above stand on.

.PHONY: system-packages
system-packages:
	@scripts/system-packages build python

.PHONY: cpp
cpp: system-packages
	$(STEP) "Configure the C++ library and its tests" \
	  cmake --preset gcc $(foreach option,$(CMAKE_OPTIONS),"$(option)")
	$(STEP) "Build them" cmake --build --preset gcc --parallel $(JOBS)

$(PYTHON_IN_VENV): | system-packages
	$(STEP) "Make a virtual environment: .venv" "$$(scripts/find-python)" -m venv --clear .venv

# Built for the Python of .venv and installed there, with the warnings of our own code as errors.
.venv/package.stamp: $(SOURCES) .venv/build.stamp .venv/test.stamp | system-packages
	$(STEP) "Build the Python package and install it in .venv" \
	  env CMAKE_BUILD_PARALLEL_LEVEL=$(JOBS) $(PYTHON_IN_VENV) -m pip install --no-deps \
	  --no-build-isolation --config-settings=cmake.define.CMAKE_COMPILE_WARNING_AS_ERROR=ON .
	@touch $@

.venv/lint.stamp: .venv/build.stamp .venv/test.stamp

.venv/%.stamp: requirements/%.txt | $(PYTHON_IN_VENV)
	$(STEP) "Install requirements/$*.txt in .venv" \
	  $(PYTHON_IN_VENV) -m pip install --require-hashes --only-binary=:all: --requirement $<
	@touch $@

# The engines and what they need are a gigabyte, which nothing else shall have to install.
build/engines/venv.stamp: $(addprefix requirements/,build.txt engines-build.txt engines.txt) \
  | system-packages
	$(STEP) "Make a virtual environment with the engines: build/engines/venv" \
	  scripts/fresh-venv build/engines/venv build engines-build engines
	@touch $@

# In a folder of its own, as .venv/package.stamp may be made at the same time.
build/engines/package.stamp: $(SOURCES) build/engines/venv.stamp
	$(STEP) "Build the Python package and install it there" \
	  env CMAKE_BUILD_PARALLEL_LEVEL=$(JOBS) build/engines/venv/bin/python -m pip install \
	  --no-deps --no-build-isolation --config-settings=build-dir=build/engines/cmake .
	@touch $@
