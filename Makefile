# Everything a contributor runs. `make` alone lists the targets: a line that begins with two hashes describes the target
# below it.

GO ?= go
FUZZTIME ?= 30s
BENCH ?= .
BENCH_DATA ?= bench-data
BENCH_MB ?= 300

benchstat = golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da

# The folders of all modules, the root first. A module of its own holds what must not weigh on those who import the
# library (see docs/design.md).
modules = $(sort $(patsubst %/go.mod,%,$(shell find . -name go.mod -not -path '*/testdata/*' -not -path './.git/*')))

# in_modules runs a command in each module and stops at the first that fails.
define in_modules
@set -e; for dir in $(modules); do \
	[ "$$dir" = . ] || echo "module $$dir"; \
	(cd "$$dir" && $(1)); \
done
endef

.DEFAULT_GOAL := help
.PHONY: help build test test-spark lint bench bench-builds bench-data bench-peers bench-sinks testdata generate fuzz ci

## Print this list.
help:
	@awk '/^## /{text = substr($$0, 4); next} /^[a-z-]+:/ && text {sub(/:.*/, ""); printf "  %-13s %s\n", $$0, text} {text = ""}' $(MAKEFILE_LIST)

## Build the command as ./fhirview, and everything else without keeping it.
build:
	$(call in_modules,CGO_ENABLED=0 $(GO) build ./...)
	CGO_ENABLED=0 $(GO) build -o fhirview ./cmd/fhirview

## Run all tests of all modules. Needs Go alone, no C compiler.
test:
	$(call in_modules,CGO_ENABLED=0 $(GO) test ./...)

## Run what docs/files.md says of Spark; needs java, and installs pyspark (450 MB) into the user's cache folder.
test-spark:
	@dir="$${XDG_CACHE_HOME:-$$HOME/.cache}/fhirview/spark-4.0.1"; \
	[ -x "$$dir/bin/pyspark" ] || { python3 -m venv "$$dir" && "$$dir/bin/python" -m pip install --quiet pyspark==4.0.1 duckdb; }; \
	FHIRVIEW_SPARK="$$dir/bin/python" CGO_ENABLED=0 $(GO) test ./internal/cli -run TestFilesPage -count 1 -v

## Run the linters; the first time installs them into the user's cache folder.
lint:
	.ci/golangci-lint run ./...

## Measure fhirview against the plain way, six times (see docs/benchmarks.md); BENCH=name runs what matches.
bench:
	@out=$$(mktemp); trap 'rm -f "$$out"' EXIT; \
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchtime 0.5s -count 6 -timeout 60m ./internal/bench | tee "$$out"; \
	grep -q '^ok' "$$out" && $(GO) run $(benchstat) "$$out"

## Write BENCH_MB (300) megabytes of each type to BENCH_DATA (bench-data), out of the samples in $FHIRVIEW_SHARED.
bench-data:
	$(GO) run ./internal/bench/cmd/scale --out '$(BENCH_DATA)' --mb $(BENCH_MB)

## Measure fhirview against DuckDB and Medplum on BENCH_DATA; needs node and npm. PEERS='--purego --rounds 5' adds flags.
bench-peers:
	cd internal/bench/peers && npm ci --no-audit --no-fund
	$(GO) run ./internal/bench/peers/cmd/peers --data '$(BENCH_DATA)' $(PEERS)

## Measure Parquet beside DuckDB's, and CSV and Arrow, on BENCH_DATA; needs node and npm. PEERS adds flags.
bench-sinks:
	cd internal/bench/peers && npm ci --no-audit --no-fund
	$(GO) run ./internal/bench/peers/cmd/peers --parquet --data '$(BENCH_DATA)' $(PEERS)

## Measure two builds of the command side by side: OLD, a file, and NEW or this one. BUILDS='--rounds 9 --run starters' adds flags.
bench-builds:
	@test -n '$(OLD)' || { echo "name the build before: make bench-builds OLD=file" >&2; exit 2; }
	@[ -n '$(NEW)' ] || CGO_ENABLED=0 $(GO) build -o fhirview ./cmd/fhirview
	$(GO) run ./internal/bench/cmd/builds --old '$(OLD)' --new '$(or $(NEW),./fhirview)' $(BUILDS)

## Write testdata/synthetic again. The committed files are what this writes.
testdata:
	$(GO) run ./internal/synth/cmd/synth --out testdata/synthetic --patients 20 --seed 1

## Write generated code again: type tables (needs the FHIR definitions) and the parser (needs java and npm).
generate:
	$(GO) generate ./...

## Run every fuzz test for FUZZTIME (30s) each.
fuzz:
	@set -e; for pkg in $$($(GO) list ./...); do \
		for name in $$($(GO) test -list '^Fuzz' "$$pkg" | grep '^Fuzz' || true); do \
			echo "$$pkg $$name"; \
			$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$pkg"; \
		done; \
	done

## Run all that a change has to pass, as the build server does.
ci:
	.ci/run
