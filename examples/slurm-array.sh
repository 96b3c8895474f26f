#!/usr/bin/env bash
# A part of a list of pairs for each task of an array of SLURM, and then the whole:
#
#     job=$(sbatch --parsable --array=1-8 examples/slurm-array.sh pairs.txt /shared/results)
#     sbatch --dependency=afterany:"$job" --wrap "superpose batch merge /shared/results/part-* -o /shared/results/whole"
#
# A task that was requeued goes on where it was stopped.
#SBATCH --job-name=superpose
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --requeue
set -euo pipefail
(($# == 2)) || { echo "usage: sbatch --array=1-N $0 LIST FOLDER" >&2; exit 64; }
exec superpose batch "$1" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" --features "$2/features" --quiet -o "$2/part-$SLURM_ARRAY_TASK_ID"
