# `make demo` to look, `make test` to be sure, `make run` to serve a real shop.
.DEFAULT_GOAL := help
.PHONY: help install dev demo run test check lint static types unit coverage measurements services browser accessibility gallery deployed html lighthouse weight spam clean
export PYTHON
bin := .venv/bin
python := $(bin)/python
# Tests and lint must not read a merchant's .env.
quiet := ENV_FILE=/dev/null DJANGO_SETTINGS_MODULE=tests.support.settings

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: ## Install what the site needs into .venv
	@sh scripts/install.sh requirements.txt

dev:
	@sh scripts/install.sh requirements-dev.txt

demo: dev ## Start a sandbox shop and the site; open http://127.0.0.1:8000
	@$(python) -m scripts.demo

run: install ## Serve a real shop, as .env describes it: pages and worker
	@$(python) manage.py migrate --verbosity 1
	@exec $(python) -m scripts.serve

# One after the other, whatever -j says, for each takes all cores; the first that fails ends it.
define in_turn
@for part in $(1); do \
  began=$$(date +%s); \
  $(MAKE) --no-print-directory $$part || { \
    echo "==> Stopped: $$part failed, as the lines above say. Once mended, try it alone: make $$part" >&2; exit 1; }; \
  echo "==> $$part passed in $$(($$(date +%s) - began)) s"; \
done
endef

test: ## Everything: lint, types, contracts, migrations, unit, journeys, browser, valid HTML
	$(call in_turn,static unit services browser)
	@echo "==> All passed."

check: ## Everything but the browser
	$(call in_turn,lint types unit services)

lint: dev
	@echo "==> Lint"
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@git ls-files -z 'templates/*.html' | xargs -0 $(bin)/djade --check --target-version 6.0
	@$(bin)/lint-imports --no-cache
	@$(quiet) $(python) -m scripts.messages check
	@$(quiet) $(python) manage.py makemigrations --check --dry-run
	@$(quiet) SITE_URL=https://track.example.com SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!@ \
	  DJANGO_SETTINGS_MODULE=tracking_site.settings SHOPIFY_STORE_DOMAIN=a.myshopify.com SHOPIFY_ACCESS_TOKEN=x DATABASE_URL=sqlite:///:memory: \
	  $(python) manage.py check --deploy --fail-level WARNING

# Each has enough of one core.
static: dev
	@$(MAKE) --no-print-directory -j3 --output-sync=target lint types html

types: dev
	@echo "==> Types"
	@$(bin)/mypy

# Measuring costs two thirds of a test's own time, so that only what proves the three rooms that are covered whole is
# measured each time; `make coverage` measures all.
measured := tests/domain tests/shopify tests/transport tests/presenters/test_shared_order.py \
  tests/journeys/test_subscribing.py tests/journeys/test_direct_links.py tests/journeys/test_what_the_merchant_learns.py

# Stealing leaves neighbours together, and with them what a module makes for all of its tests.
unit: dev
	@echo "==> Unit tests and journeys"
	@sh scripts/install_packages.sh "Tests of README's Deploy" nginx-light caddy openssl
	@$(bin)/pytest -m "not browser and not long" -n 4 --dist worksteal -q $(measured:%=--ignore=%)
	@$(bin)/pytest -m "not browser" -n 4 --dist worksteal --cov --cov-report= -q $(measured)
	@$(bin)/coverage report --include='orders/domain/*,orders/shopify/*,orders/transport/*' --fail-under=100

coverage: dev ## Say which lines no test runs; all but the browser (some minutes)
	@$(bin)/pytest -m "not browser and not long" -n 3 --dist worksteal --cov --cov-report= -q
	@$(bin)/coverage report --fail-under=95

measurements: dev ## What takes long: each command under tests/benchmarks still runs, no file takes much memory, the console and figures in a browser
	@sh scripts/install_engines.sh
	@$(bin)/pytest -m long tests

# What another database cannot change: processes that have one of their own whatever the settings say, and sentences.
alike := $(patsubst %,tests/journeys/test_%.py,backup connections migrating processes serving webhooks_live worker_killed \
  worker_process pull_brand carriers_reports days_and_payments order_names print brand_on_pages chosen_language \
  order_page subscribing commands clock small_pages followed) \
  tests/journeys/app_proxy tests/messages/test_size.py tests/storage/test_snapshots.py tests/storage/test_same_tracking.py

services: dev
	@echo "==> The same on PostgreSQL and Redis"
	@sh scripts/install_redis.sh
	@$(python) -m tests.support.with_services $(bin)/pytest -m "not browser and not slow" -n 4 --dist worksteal -q \
	  tests/journeys tests/access tests/asking tests/messages tests/storage $(alike:%=--ignore=%)

# A file stays with one process; what takes longest begins, so that nobody waits for it alone at the end.
longest_first := tests/engines tests/browser/test_gallery.py tests/browser/accessibility tests/browser

browser: dev
	@echo "==> Browser"
	@sh scripts/install_engines.sh
	@sh scripts/install_tool.sh @mdn/browser-compat-data@8.1.9
	@$(bin)/pytest -m "browser and not sweep and not long" -n 3 --dist loadfile --no-loadscope-reorder -q $(longest_first)

accessibility: dev ## Prove docs/accessibility.md anew and write it (needs Chromium)
	@sh scripts/install_chromium.sh
	@$(python) -m tests.quality.accessibility

gallery: dev ## Take a picture of every state of every page; ARGS="--help" says what else there is
	@sh scripts/install_chromium.sh
	@$(python) -m scripts.gallery $(ARGS)

deployed: dev ## Deploy by README in a Debian of its own and break things; writes docs/deployed.md (root, debootstrap, minutes)
	@sh scripts/install_packages.sh "The deployed runs" debootstrap bubblewrap iproute2
	@$(python) -m tests.deployed

html: dev ## Check every page's HTML with the Nu Html Checker (needs npm and Java)
	@echo "==> HTML"
	@sh scripts/install_tool.sh vnu-jar@26.9.27
	@$(python) -m tests.quality.html

spam: dev ## Ask SpamAssassin about every mail in every language (some five minutes)
	@sh scripts/install_packages.sh "Verdicts on mails" spamassassin
	@$(python) -m tests.quality.spam

lighthouse: dev ## Measure the pages with Lighthouse (needs npm and Chromium)
	@sh scripts/install_chromium.sh
	@sh scripts/install_tool.sh lighthouse@12.8.2
	@$(python) -m tests.quality.lighthouse

weight: dev ## Say what each demo order's page weighs on the wire
	@$(python) -m tests.quality.weight

clean: ## Remove what can be made again
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis
