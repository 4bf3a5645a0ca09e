# A fresh machine needs make, Python 3.11 to 3.13 and a C compiler; every target sets up the rest in .venv.
#   PYTHON=/path/to/python          the Python to use
#   BLUEPRINT_CHROMIUM=/path/to/it  the browser to test with
#   ARGS="..."                      more options for `make run`, `make serve`, `make test` and `make bench`

VENV = .venv
PY = $(VENV)/bin/python
PIP = $(PY) -m pip install -qq --disable-pip-version-check

# What make quick tests: the rooms below the record, and what a working group decides. No browser, documents or servers.
QUICK = tests/test_layers.py tests/text tests/flowchart tests/engine \
  $(addprefix tests/missions/test_,answers.py classify.py columns.py files.py header_and_foot.py) \
  $(addprefix tests/record/test_,agreement.py answering.py)

.PHONY: help run serve test quick check browser bench fuzz kill pictures audit clean

help:
	@echo "make run    เปิดโปรแกรมในเบราว์เซอร์ · open the program in a browser"
	@echo "make serve  ให้บริการหลังพร็อกซี (docs/serving.md) · serve behind a proxy"
	@echo "make test   ตรวจและทดสอบทั้งหมด · check and test everything"
	@echo "make quick  ทดสอบส่วนหลักภายในหนึ่งนาที · unit tests, style, and types of what changed, in under a minute"
	@echo "make check  ตรวจรูปแบบและชนิดข้อมูล · style, format and types only"
	@echo "make bench  วัดความเร็วเทียบกับโปรแกรมอื่น · measure the speed beside other programs"
	@echo "make fuzz   หาแฟ้มที่ทำให้ตัวอ่านแฟ้มผิดพลาด 10 นาที · look for files that break the reader, for 10 minutes"
	@echo "make pictures  ถ่ายภาพหน้าจอใน docs/images ใหม่ · take the pictures of docs/images anew"
	@echo "make kill   ฆ่ากระบวนการที่กำลังบันทึก 1,000 ครั้ง แล้วตรวจว่าไม่มีอะไรหาย · kill 1,000 processes that are saving; nothing is lost"
	@echo "make audit  ตรวจจุดอ่อนที่ทราบแล้วและความลับในแฟ้ม · look for known weaknesses and for secrets among the files"
	@echo "make clean  ลบสิ่งที่ติดตั้งและแฟ้มชั่วคราว · remove what was installed and cached"

run: $(VENV)/.run
	@$(PY) -m streamlit run app.py $(ARGS)

serve: $(VENV)/.run
	@$(PY) -m uvicorn asgi:app --host 127.0.0.1 --port 8501 --no-server-header $(ARGS)

# Files in their order: else the longest, which need the machine most, would run beside one another at the end.
test: check browser tests/node/node_modules/.package-lock.json
	@echo "กำลังทดสอบ · Testing"
	@$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

quick: $(VENV)/.dev
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet .
	@changed="$$( (git diff --name-only --diff-filter=d HEAD~1 -- '*.py' 2>/dev/null; git ls-files --others --exclude-standard -- '*.py' 2>/dev/null) | sort -u)"; \
	[ -z "$$changed" ] || $(PY) -m mypy --strict --no-error-summary $$changed
	@$(PY) -m pytest -q -n 2 --dist worksteal -m "not slow" $(QUICK) $(ARGS)

check: $(VENV)/.dev
	@echo "กำลังตรวจรูปแบบและชนิดข้อมูล · Checking style, format and types"
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy --strict --no-error-summary .

# Without a browser the browser tests are skipped, but never in CI.
browser: $(VENV)/.dev
	@for name in "$$BLUEPRINT_CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v "$$name" >/dev/null 2>&1 && exit 0; \
	done; \
	echo "ไม่พบ Chromium ในเครื่อง ใช้ตัวที่ Playwright ดาวน์โหลด · No Chromium on this machine: using the one that Playwright downloads"; \
	$(PY) -m playwright install chromium >$(VENV)/chromium.log 2>&1 && exit 0; \
	if [ "$$CI" = true ]; then \
	  echo "ไม่มี Chromium และดาวน์โหลดไม่ได้ (ดู $(VENV)/chromium.log) จึงทดสอบไม่ได้ · No Chromium and none could be downloaded (see $(VENV)/chromium.log), so the tests cannot run" >&2; \
	  exit 1; \
	fi; \
	echo "ข้ามการทดสอบในเบราว์เซอร์ เพราะไม่มี Chromium และดาวน์โหลดไม่ได้ (ดู $(VENV)/chromium.log) · Browser tests are skipped: no Chromium, and none could be downloaded (see $(VENV)/chromium.log)"

# Without npm the tests of engines that are not in Python (and Mermaid) are skipped.
tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	@(cd tests/node && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=0) >$(VENV)/npm.log 2>&1 || \
	echo "ข้ามการทดสอบที่ต้องใช้ Node.js เพราะติดตั้งไม่ได้ (ดู $(VENV)/npm.log) · Tests that need Node.js are skipped: npm ci failed (see $(VENV)/npm.log)"

bench: $(VENV)/.bench
	@$(PY) -m bench.national $(ARGS)
	@$(PY) -m bench.summary
	@$(PY) -m bench.first_page

# What is found goes to .fuzz: inputs that reach something new to .fuzz/corpus (copy the small ones worth keeping to
# tests/fuzz/corpus), failures beside it.
fuzz: $(VENV)/.fuzz
	@mkdir -p .fuzz/corpus
	@$(PY) -m tests.fuzz.reader -dict=tests/fuzz/reader.dict -max_len=8192 -timeout=60 -rss_limit_mb=2000 \
	  -artifact_prefix=.fuzz/ -max_total_time=600 $(ARGS) .fuzz/corpus tests/fuzz/corpus tests/data/nasty

pictures: browser
	@$(PY) -m tests.browser.pictures $(ARGS)

kill: $(VENV)/.dev
	@BLUEPRINT_KILLS=1000 BLUEPRINT_SERVER_KILLS=50 $(PY) -m pytest -q -s -n 0 -k "killed_lose or outlives" \
	  tests/record/test_hard_days.py tests/browser/test_killed_server.py $(ARGS)

# Ruff's rules of bandit (S) are among those of every check. Without a network the parts are not looked up, which is said; the rest needs none.
audit: $(VENV)/.dev
	@$(PY) -m ruff check --quiet .
	@! git grep -nIE 'BEGIN ([A-Z]+ )?PRIVATE KEY-|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}' -- . ':!Makefile' || \
	  { echo "พบสิ่งที่เหมือนความลับในแฟ้ม · Something like a secret is among the files" >&2; exit 1; }
	@if curl -fsS --max-time 10 -o /dev/null https://pypi.org/pypi/pip/json 2>/dev/null; then \
	  PIP_CONSTRAINT=requirements-dev.txt $(PIP) pip-audit==2.10.1 && \
	  $(PY) -m pip_audit --strict --requirement requirements.txt --no-deps --disable-pip --progress-spinner off || \
	  { echo "มีจุดอ่อน หรือมีส่วนประกอบที่ตรวจไม่ได้ (ดูข้างบน) · A weakness, or a part that could not be looked up (see above)" >&2; exit 1; }; \
	else echo "ไม่มีเครือข่าย จึงไม่ได้ตรวจส่วนประกอบ · No network: the pinned parts were not looked up"; fi

clean:
	@echo "กำลังลบ $(VENV) และแฟ้มชั่วคราว · Removing $(VENV) and caches"
	@rm -rf $(VENV) tests/node/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. Each stamp is newer than what it was installed from.

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "กำลังติดตั้งเครื่องมือพัฒนา · Installing the developer's tools"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.run
	@echo "กำลังติดตั้งโปรแกรมที่จะวัดเทียบ · Installing what the speed is compared with"
	@$(PIP) -r requirements-bench.txt
	@touch $@

$(VENV)/.fuzz: requirements-fuzz.txt $(VENV)/.run
	@echo "กำลังติดตั้งเครื่องมือ fuzz · Installing the fuzzer"
	@$(PIP) -r requirements-fuzz.txt
	@touch $@

# durable-rules comes as source: its build tool is pinned too, and Python 3.13 has renamed a function that it calls.
$(VENV)/.run: requirements.txt $(PY)
	@echo "กำลังติดตั้งโปรแกรมที่ต้องใช้ (ครั้งแรกใช้เวลา 1-2 นาที) · Installing what the program needs (a minute or two the first time)"
	@CPPFLAGS="$$CPPFLAGS -DPyEval_CallObject=PyObject_CallObject" \
	  PIP_CONSTRAINT=requirements.txt PIP_BUILD_CONSTRAINT=requirements.txt $(PIP) -r requirements.txt
	@touch $@

# Looks for all that the installation needs, and says in one sentence what is missing and how to get it.
$(PY):
	@missing() { \
	  case "$$(uname -s)" in \
	    Darwin) how="xcode-select --install && brew install python@3.12" ;; \
	    *) if command -v dnf >/dev/null 2>&1; then how="sudo dnf install python$${v:-3.12} python$${v:-3.12}-devel gcc"; else \
	      [ "$$v" ] || { command -v python3 >/dev/null 2>&1 && v=3.11 || v=3; }; \
	      how="sudo apt install python$$v python$$v-venv python$$v-dev build-essential"; fi ;; \
	  esac; \
	  echo "ยังขาด$$1 โปรดติดตั้งด้วยคำสั่ง $$how แล้วลองใหม่ · $$2 is missing: install it with $$how and try again" >&2; \
	  exit 1; \
	}; \
	for python in $(or $(PYTHON),python3.12 python3.11 python3.13 python3); do \
	  v="$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)"; \
	  case "$$v" in 3.11 | 3.12 | 3.13) break ;; *) v= ;; esac; \
	done; \
	[ "$$v" ] || missing " Python 3.11, 3.12 หรือ 3.13" "Python 3.11, 3.12 or 3.13"; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || missing " venv ของ Python" "Python's venv"; \
	cc="$${CC:-$$("$$python" -c 'import sysconfig; print(sysconfig.get_config_var("CC") or "cc")')}"; \
	echo '#include <stdio.h>' | $$cc -E -x c - >/dev/null 2>&1 || missing "ตัวแปลภาษา C" "A C compiler"; \
	[ -f "$$("$$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] || missing " Python.h" "Python.h"; \
	echo "กำลังสร้าง $(VENV) ด้วย Python $$v · Creating $(VENV) with Python $$v"; \
	"$$python" -m venv --clear $(VENV)
