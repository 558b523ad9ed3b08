#!/bin/sh
# Runs the benchmarks and their references in turns and prints the ratios of this one run; only ratios travel between machines.
#   tests/bench/compare.sh BUILD_FOLDER [LIMITS_FOLDER]
# BUILD_FOLDER: configured with the preset bench. LIMITS_FOLDER: built limit kernels (adam_limits, lockstep_limits,
# field_limits) to compare with as well. ROUNDS (9) is how often each program runs.
# Times are those of the processor, so other work on the machine disturbs little; two threads are timed by the clock.
# Every figure is the median of all rounds, with the ratio of the fastest beside it: where the two differ, run again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:?usage: compare.sh BUILD_FOLDER [LIMITS_FOLDER]}/tests/bench
limits=${2:-}
samples=$(mktemp)
trap 'rm -f "$samples"' EXIT

# measured PROGRAM [OPTION]: one line per figure: program, a tab, its name, a tab, the figure in µs (denormals: the ratio late/early).
measured() {
    "$build/bench_$1" ${2:-} --benchmark_format=csv 2>/dev/null | awk -F, -v program="$1" '
        $1 == "name" { for (i = 1; i <= NF; ++i) { gsub(/"/, "", $i); column[$i] = i }; next }
        column["name"] {
            name = $1; gsub(/"/, "", name); sub(/\/min_time.*/, "", name)
            figure = program == "denormals" ? $column["late/early"] : program == "training" ? 1e6 * $column["step"] : name ~ /threads:2/ ? $column["real_time"] : $column["cpu_time"]
            printf "%s\t%s\t%s\n", program, name, figure
        }'
}
# A limit kernel prints tables: a heading, then "| row | median | (min-max) | …". Each row is named by heading and row.
limit() {
    program=$1; scale=$2; shift 2
    BENCH_ROUNDS=5 "$limits/$program" "$@" | awk -F'|' -v program="$program" -v scale="$scale" '
        /^## / { heading = substr($0, 4); sub(/ \[.*/, "", heading) }
        /^\| / { row = $2; gsub(/^ +| +$/, "", row); fastest = substr($4, index($4, "(") + 1)
                 printf "%s\t%s: %s\t%s\n", program, heading, row, fastest * scale }'
}

for round in $(seq "${ROUNDS:-9}"); do
    for program in step_reference step tick_reference tick turns_reference field_reference field denormals training; do measured $program; done
    measured slider_tick --benchmark_filter=cpu
    if [ -n "$limits" ]; then limit adam_limits 10 16 10; limit lockstep_limits 1000; limit field_limits 1000; fi
    if [ -x "${limits:-.}/mlp_limits" ]; then limit mlp_limits 1; fi
done > "$samples"

# label, ours, the reference, the goal for ours / reference
{
    cat <<'PAIRS'
4 racers with histories, 2-16-16-16-1 / learner alone|training training/tiny_200/floats/threads:1|training learner/tiny_200/floats|
4 racers with histories, 784-64-10 / learner alone|training training/digits/floats/threads:1|training learner/digits/floats|
the same on two threads / on one|training training/digits/floats/threads:2|training training/digits/floats/threads:1|
Adam, one trajectory / typed scalar loop|step adam|step_reference adam|1.3
8 optimizers, Rosenbrock / typed lockstep|tick tick/rosenbrock|tick_reference tick/rosenbrock|2
8 optimizers, Rosenbrock / one after another|tick tick/rosenbrock|turns_reference tick/rosenbrock|0.5
8 optimizers, Ackley / typed lockstep|tick tick/ackley|tick_reference tick/ackley|1.3
a tick of a dragged slider, Rosenbrock / typed lockstep|slider_tick cpu/rosenbrock|tick_reference tick/rosenbrock|4
a tick of a dragged slider, Ackley / typed lockstep|slider_tick cpu/ackley|tick_reference tick/ackley|1.5
PAIRS
    for surface in rosenbrock rastrigin ackley; do
        for threads in 1 2; do
            echo "field $surface, threads $threads / Eigen or libmvec|field field/$surface/threads:$threads|field_reference field/$surface/threads:$threads|1.5"
        done
    done
    [ -z "$limits" ] || cat <<'PAIRS'
Adam / limit kernel|step adam|adam_limits one trajectory, 10,000 Adam steps on Rosenbrock, alpha 0.01: scalar f64, recorded, FTZ|1.3
8 optimizers, Rosenbrock / limit kernel|tick tick/rosenbrock|lockstep_limits Rosenbrock from (-1.2, 1), FTZ: typed, lockstep (step outer)|2
8 optimizers, Rosenbrock / limit, one after another|tick tick/rosenbrock|lockstep_limits Rosenbrock from (-1.2, 1), FTZ: typed, one optimizer after another|0.5
8 optimizers, Ackley / limit kernel|tick tick/ackley|lockstep_limits Ackley from (2.7, -1.8), FTZ: typed, lockstep (step outer)|1.3
a tick of a dragged slider, Rosenbrock / limit kernel|slider_tick cpu/rosenbrock|lockstep_limits Rosenbrock from (-1.2, 1), FTZ: typed, lockstep (step outer)|4
a tick of a dragged slider, Ackley / limit kernel|slider_tick cpu/ackley|lockstep_limits Ackley from (2.7, -1.8), FTZ: typed, lockstep (step outer)|1.5
field rosenbrock / limit, Eigen rows f64|field field/rosenbrock/threads:1|field_limits 1024x1024 field, Rosenbrock: Eigen rows f64|1.5
field rastrigin / limit, libmvec f64|field field/rastrigin/threads:1|field_limits 1024x1024 field, Rastrigin: libmvec f64|1.5
field ackley / limit, libmvec f64|field field/ackley/threads:1|field_limits 1024x1024 field, Ackley: libmvec f64|1.5
field rastrigin, 2 threads / limit, libmvec f64|field field/rastrigin/threads:2|field_limits 1024x1024 field, Rastrigin: libmvec f64, 2 threads|1.5
field ackley, 2 threads / limit, libmvec f64|field field/ackley/threads:2|field_limits 1024x1024 field, Ackley: libmvec f64, 2 threads|1.5
2-16-16-16-1, batch 200, f32 / Eigen kernel|training learner/tiny_200/floats|mlp_limits 2-16-16-16-1 tanh, batch 200, Adam (PyTorch's work: forward, BCE, backward, update): Eigen dynamic, f32|1.3
2-16-16-16-1, batch 200, f64 / Eigen kernel|training learner/tiny_200/doubles|mlp_limits 2-16-16-16-1 tanh, batch 200, Adam (PyTorch's work: forward, BCE, backward, update): Eigen dynamic, f64|1.3
2-16-16-16-1, batch 10, f32 / Eigen kernel|training learner/tiny_10/floats|mlp_limits 2-16-16-16-1 tanh, batch 10, Adam: Eigen dynamic, f32|
2-16-16-16-1, batch 10, f64 / Eigen kernel|training learner/tiny_10/doubles|mlp_limits 2-16-16-16-1 tanh, batch 10, Adam: Eigen dynamic, f64|
784-64-10, batch 128, f32 / Eigen kernel|training learner/digits/floats|mlp_limits 784-64-10 ReLU, batch 128, Adam: Eigen dynamic, f32, 1T|1.2
784-64-10, batch 128, f64 / Eigen kernel|training learner/digits/doubles|mlp_limits 784-64-10 ReLU, batch 128, Adam: Eigen dynamic, f64, 1T|1.2
PAIRS
} | awk -v samples="$samples" '
    function sorted(key,    i, j, x) {
        for (i = 2; i <= count[key]; ++i) {
            x = value[key, i]
            for (j = i - 1; j >= 1 && value[key, j] > x; --j) value[key, j + 1] = value[key, j]
            value[key, j + 1] = x
        }
    }
    function median(key) { return value[key, int((count[key] + 1) / 2)] }
    BEGIN {
        FS = "\t"
        while ((getline < samples) > 0) { key = $1 " " $2; if (!count[key]) keys[++n] = key; value[key, ++count[key]] = $3 + 0 }
        for (i = 1; i <= n; ++i) sorted(keys[i])
        FS = "|"
        printf "%-56s %10s %10s %7s %9s %5s\n", "", "µs", "reference", "ratio", "fastest", "goal"
    }
    {
        if (!count[$2] || !count[$3]) { printf "%-56s not measured\n", $1; next }
        printf "%-56s %10.1f %10.1f %7.2f %9.2f %5s\n", $1, median($2), median($3), median($2) / median($3), value[$2, 1] / value[$3, 1], $4
    }
    END {
        print "\nns per step through the race, one racer"
        for (i = 1; i <= n; ++i) if (keys[i] ~ /^step /) printf "  %-28s %7.1f\n", substr(keys[i], 6), median(keys[i]) / 10
        for (i = 1; i <= n; ++i) if (keys[i] ~ /^denormals / && median(keys[i]) > worst) { worst = median(keys[i]); which = keys[i] }
        printf "\nlast thousand of 10,000 steps / first: at most %.2f (%s), goal 1.1\n", worst, substr(which, 11)
    }'
