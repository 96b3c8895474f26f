#!/usr/bin/env bash
# Registers a list of pairs in several processes with GNU parallel: examples/parallel.sh LIST FOLDER COUNT
# With --sshloginfile in PARALLEL the processes run on other machines that see the same files. What was stopped goes on
# when it is run again.
set -euo pipefail
(($# == 3)) || { echo "usage: $0 LIST FOLDER COUNT" >&2; exit 64; }
list=$1 folder=$2 count=$3
threads=$(($(nproc) / count > 0 ? $(nproc) / count : 1))

# A part with an erroneous pair must not stop the others: the merge says what became of each pair.
seq "$count" | parallel --jobs "$count" --line-buffer \
  superpose batch "$list" --shard "{}/$count" --threads "$threads" --features "$folder/features" --quiet \
  -o "$folder/part-{}" || true
superpose batch merge "$folder"/part-* -o "$folder/whole"
