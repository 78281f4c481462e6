# hotline: `make help` lists what there is.
SHELL := bash
GO ?= go
BIN := build
GOLANGCI := $(BIN)/tools/golangci-lint
GOLANGCI_VERSION := v2.15.0
ONCE ?=
DATA ?=
DEMO_FLAGS := $(if $(ONCE),--once) $(if $(DATA),--data "$(DATA)")

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build the one binary into build/hotline
	@mkdir -p $(BIN)
	$(GO) build -o $(BIN)/hotline ./cmd/hotline

.PHONY: demo
demo: build ## Start everything, play one call, tell its story (ONCE=1 ends after it, DATA=folder keeps the journal there)
	@$(BIN)/hotline demo $(DEMO_FLAGS)

# One goroutine alone: lint keeps it so, and there is nothing for the race detector.
PURE := hotline/(acd|ivr|internal/talk)

.PHONY: test
test: ## Run every test: unit tests with the race detector, then real Asterisk and real SIP phones
	$(GO) vet ./...
	$(GO) test -race -timeout 15m $$($(GO) list ./... | grep -v /e2e | grep -vxE '$(PURE)')
	$(GO) test -timeout 15m $$($(GO) list ./... | grep -xE '$(PURE)')
	$(GO) test -run 'EveryMoment|EveryRequest|NoRestart' -timeout 15m ./internal/switchboard
	$(GO) test -count=1 -timeout 15m ./e2e/...

DURATION ?= 10m
SEED ?= 0
KEEP ?=
.PHONY: chaos
chaos: build ## Break a running hotline at random moments and account for every call (DURATION=60s, SEED=…, KEEP=folder)
	@mkdir -p $(BIN)
	@$(GO) build -o $(BIN)/chaos ./e2e/chaos
	@$(BIN)/chaos --hotline $(BIN)/hotline --duration $(DURATION) --seed $(SEED) $(if $(KEEP),--dir "$(KEEP)")

CHECKS ?= 3000
SOAK ?= 1h
.PHONY: soak
soak: ## Play generated days of the distributor for long, all races deep, and an hour of 72,000 calls through Redis (CHECKS=3000, SOAK=1h)
	$(GO) test -count=1 -v -timeout 6h -run '^TestAny' ./acd -rapid.checks=$(CHECKS)
	$(GO) test -count=1 -v -timeout 6h -run '^TestAll.*Races' ./acd -racedepth=8
	$(GO) run ./e2e/soak --duration $(SOAK)

QUICK ?=
ROUNDS ?= 3
PARTS ?=
SEATS ?=
COMPARE_FLAGS := $(if $(QUICK),--quick,--rounds $(ROUNDS)) $(if $(PARTS),--parts "$(PARTS)") $(if $(SEATS),--seats "$(SEATS)")
.PHONY: bench
bench: build ## Measure against Dial() and app_queue, about an hour, and write docs/performance.md (QUICK=1: a rough table in 3 minutes; ROUNDS=3, PARTS=idle,rate); then what Go's benchmarks measure
	@$(GO) build -o $(BIN)/compare ./bench/compare
	@ulimit -n $$(ulimit -Hn) && $(BIN)/compare --hotline $(BIN)/hotline $(COMPARE_FLAGS)
ifeq ($(QUICK)$(PARTS)$(SEATS),)
	$(GO) test -run '^$$' -bench . -benchmem ./acd ./ivr ./internal/asterisk ./internal/calendar ./internal/dialplan ./internal/journal ./internal/rehearsal/calltest ./internal/simulate
	$(GO) test -run '^$$' -bench Invite -benchtime 200x ./bench
	$(GO) test -run '^$$' -bench Reload -benchtime 10x ./bench
	CALLS=$(or $(CALLS),500) $(GO) test -count=1 -v -timeout 5m -run KilledUnderManyCalls ./e2e
endif

.PHONY: fmt
fmt: $(GOLANGCI) ## Format the code
	$(GOLANGCI) fmt ./...

.PHONY: lint
lint: $(GOLANGCI) ## Lint as policy: layers, style, mistakes
	$(GOLANGCI) run ./...

# Built from source so that it knows the Go in use; kept apart from go.mod,
# whose dependencies are the product's.
$(GOLANGCI):
	@mkdir -p $(dir $@)
	GOBIN=$(abspath $(dir $@)) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)

.PHONY: clean
clean: ## Remove what was built
	rm -rf $(BIN)
