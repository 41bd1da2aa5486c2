#!/bin/sh
# `make run`: the practice site. DATA, PORT, RESET and VENV come from the Makefile.
set -eu

python=$(scripts/find_python.sh)
"$python" scripts/setup_venv.py "$VENV" run

if [ "${RESET:-}" = 1 ] && [ -e "$DATA" ]; then
    if [ ! -f "$DATA/tongban.sqlite" ]; then
        echo "$DATA 里没有演练数据（tongban.sqlite），为防误删没有清除它。" >&2
        exit 2
    fi
    rm -rf "$DATA"
    echo "已清除演练数据 $DATA。"
fi

mkdir -p "$DATA"
TONGBAN_DATA=$(cd "$DATA" && pwd)
TONGBAN_PUBLIC_URL=${TONGBAN_PUBLIC_URL:-http://127.0.0.1:$PORT}
# Pyramid and deform still import pkg_resources; the pinned setuptools says so on every start.
PYTHONWARNINGS="ignore:pkg_resources is deprecated:UserWarning"
export TONGBAN_DATA TONGBAN_PUBLIC_URL PYTHONWARNINGS

# Whether migrations or what is loaded may have changed since the last time: nothing newer, nothing to do.
changed() {
    [ -f "$DATA/tongban.sqlite" ] && [ -f "$DATA/.ready" ] || return 0
    find development.ini tongban search_index market agency plugins \
        -type f ! -name '*.pyc' -newer "$DATA/.ready" | grep -q .
}

if changed; then
    echo "准备数据库和演练数据 …"
    if ! "$VENV/bin/tongban" --config development.ini init --demo >"$DATA/init.log" 2>&1; then
        cat "$DATA/init.log" >&2
        echo "初始化没有成功。" >&2
        exit 1
    fi
    touch "$DATA/.ready"
fi
exec "$VENV/bin/tongban" --config development.ini serve --port "$PORT"
