# make help lists what there is. Variables: PORT, DATA, RESET=1 (run), ARGS (test), VENV.

PORT ?= 6543
DATA ?= data
RESET ?=
VENV ?= .venv
ARGS ?=
CONFIG ?= development.ini
BIN = $(VENV)/bin
export PORT DATA RESET VENV
# Compiled modules are kept, whatever the environment says: sites and tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint soak mutation shots migrate audit dev test-tools

help: ## 列出可用的命令 / list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

run: ## 启动演练网站（PORT=6543 DATA=data RESET=1）/ the practice site
	@exec scripts/run.sh

test: dev test-tools ## 全部测试：SQLite、PostgreSQL、浏览器（ARGS=…）/ all tests
	@$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

lint: dev ## 检查格式、类型、依赖方向和篇幅 / style, types, floors, sizes
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/check_sizes.py

soak: dev test-tools ## 大数量测试 / large counts
	@$(BIN)/python -m pytest -m soak $(ARGS)

mutation: dev ## 变异测试：改坏任何一处都要有测试变红（ARGS=tongban.money）/ break every line, one at a time
	@nice -n 10 $(BIN)/python -m tests.mutation $(ARGS)

migrate: dev ## 升级数据库结构（CONFIG=development.ini）/ migrate the database
	@TONGBAN_DATA=$(abspath $(DATA)) $(BIN)/tongban --config $(CONFIG) init

audit: dev ## 核对审计链（CONFIG=development.ini）/ verify the audit chains
	@TONGBAN_DATA=$(abspath $(DATA)) $(BIN)/tongban --config $(CONFIG) audit verify

shots: dev test-tools ## 重新拍摄 README 的图片 / take the pictures of the README again
	@$(BIN)/python scripts/shots.py

dev:
	@python=$$(scripts/find_python.sh) && "$$python" scripts/setup_venv.py $(VENV) dev

test-tools: dev
	@$(BIN)/python scripts/test_tools.py
