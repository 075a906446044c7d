#!/bin/sh
# Runs every fuzz target once over each of its seeds.
#   cmake --preset fuzz && cmake --build --preset fuzz --target fuzzers && tests/fuzz/run_seeds.sh
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=${FUZZ_BIN:-$top/build/fuzz/bin}
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

run_seed() {
    if "$1" "$2" >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $(basename "$1") $2"
        tail -n 30 "$log"
    fi
}

# A target without seeds, or seeds without a target, is a fault and not a pass.
for name in $(sed -n 's/^soc_fuzz(\([a-z0-9_]*\).*/\1/p' "$top/tests/fuzz/CMakeLists.txt"); do
    if [ ! -x "$bin/${name}_fuzz" ] || [ ! -d "$top/tests/fuzz/seeds/$name" ]; then
        failed=$((failed + 1))
        echo "FAILED $name: no $bin/${name}_fuzz, or no seeds/$name"
        continue
    fi
    for seed in "$top/tests/fuzz/seeds/$name"/*; do
        run_seed "$bin/${name}_fuzz" "$seed"
    done
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
