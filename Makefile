# make demo   the main job on the sample ledgers, into build/demo/
# make test   the tests
# make check  the linters, then the tests: what "clean" means
# make bench  how long the commands take, as multiples of bare Python
# make stress-merge  three offices change the same issues a thousand times; nothing is lost
# make letterheads  builds templates/letterheads anew from the measures of the standard
# make lists  writes the sample lists of tests/intake anew; needs LibreOffice

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RECTIFY := $(BIN)/rectify
DEMO := build/demo

.PHONY: demo test lint check bench stress-merge letterheads lists clean

demo: $(VENV)/.run
	@mkdir -p $(DEMO)
	@echo "== 检查两个示例台账 =="
	@$(RECTIFY) check --quiet
	@echo
	@echo "== 焦作：各单位办理情况 =="
	@$(RECTIFY) rates -l jiaozuo-2024 --by 单位
	@echo
	@echo "== 西峡：整改答复到位率 =="
	@$(RECTIFY) rates -l xixia-2024 --only 整改答复到位率
	@echo
	@echo "== 成文 =="
	@$(RECTIFY) report 情况通报 -l jiaozuo-2024 -o $(DEMO)/情况通报.docx --overwrite
	@$(RECTIFY) report 交办函 -l jiaozuo-2024 -o $(DEMO)/交办函 --overwrite
	@$(RECTIFY) report 台账 -l jiaozuo-2024 -o $(DEMO)/台账.xlsx --overwrite
	@$(RECTIFY) report 看板 -l jiaozuo-2024 -o $(DEMO)/看板.html --overwrite
	@echo
	@echo "文书在 $(DEMO)/ ：情况通报.docx、台账.xlsx、看板.html，交办函/ 里每个单位一份。"

test: $(VENV)/.dev
	@$(BIN)/python -m pytest

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check src tests scripts
	@$(BIN)/ruff check src tests scripts
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The same tests; every branch of the domain must have been taken.
check: lint
	@$(BIN)/python -m pytest --cov

bench: $(VENV)/.run
	@$(BIN)/python scripts/bench.py

stress-merge: $(VENV)/.dev
	@$(BIN)/python scripts/stress

letterheads: $(VENV)/.run
	@$(BIN)/python scripts/letterheads.py

lists: $(VENV)/.dev
	@$(BIN)/python scripts/lists

# The virtual environment with what the program needs to run; bytecode is compiled so
# that the first start is as fast as the second.
$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更新的版本；用 make PYTHON=/路径/python3.12 指明另一个"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "缺少 venv 模块；Debian、Ubuntu、统信UOS 上请先安装 python3-venv"; exit 1; }
	@test -d $(VENV) || { echo "正在建立运行环境（只需一次）……"; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	@$(BIN)/python -m compileall -q src $(VENV)/lib 2>/dev/null || true
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf build $(VENV)
