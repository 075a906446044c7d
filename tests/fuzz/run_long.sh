#!/bin/sh
# Fuzzes every target for SECONDS (default 60), from its seeds and what earlier runs found.
#   tests/fuzz/run_long.sh [SECONDS] [TARGET...]
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=${FUZZ_BIN:-$top/build/fuzz/bin}
seconds=${1:-60}
[ "$#" -gt 0 ] && shift
names=${*:-$(sed -n 's/^soc_fuzz(\([a-z0-9_]*\).*/\1/p' "$top/tests/fuzz/CMakeLists.txt")}
passed=0
failed=0

for name in $names; do
    found=$top/build/fuzz/found/${name}_fuzz
    mkdir -p "$found"
    if "$bin/${name}_fuzz" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
        -artifact_prefix="$found/" "$found" "$top/tests/fuzz/seeds/$name" >"$found.log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(grep -a '^Done' "$found.log" | tail -n 1)"
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        tail -n 40 "$found.log"
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
