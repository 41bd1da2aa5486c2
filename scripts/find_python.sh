#!/bin/sh
# Prints the path of a Python that can run tongban and make virtual environments; says what to install if none.
set -u

for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
    path=$(command -v "$name" 2>/dev/null) || continue
    "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    found=$path
    if "$path" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$path"
        exit 0
    fi
done

if [ -n "${found-}" ]; then
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "缺少创建虚拟环境的组件。请运行：sudo apt install python3-venv（或 python$version-venv）" >&2
    echo "The venv module is missing. Type: sudo apt install python3-venv" >&2
else
    echo "需要 Python 3.11 或更新的版本。请运行：sudo apt install python3 python3-venv" >&2
    echo "Python 3.11 or newer is needed. Type: sudo apt install python3 python3-venv" >&2
fi
exit 2
