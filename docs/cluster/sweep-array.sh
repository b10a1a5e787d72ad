#!/bin/bash
# A sweep as a Slurm job array: each task of the array runs one shard of the points. For a scholar new to Slurm:
#
# Slurm shares a cluster among its users. You hand it a script (sbatch); it waits until processors are free, and runs the
# script there. A job array is one script run many times, each time with another number. You need not stay logged in.
#
# 1. Log in to the cluster and go to a directory that all its machines see, on most clusters your home or a "scratch"
#    directory. The sweep is written there, below output/. takvin must be found there too: put it in your PATH, or say
#    where it is by  export TAKVIN=/path/to/takvin
# 2. How long does a shard take? Ask, and set --time below to twice of it:
#      takvin sweep mine.toml --shard 1/4 --threads 2 --dry-run
# 3. Submit the array, with the scenario and options of `takvin sweep`, and remember the number of the job:
#      job=$(sbatch --parsable sweep-array.sh mine.toml --runs 100)
# 4. Submit the merge. It waits until all tasks have ended well (afterok), and is given up if one has not:
#      sbatch --dependency=afterok:$job --kill-on-invalid-dep=yes --wrap "takvin merge output/mine-sweep-*-of-4"
# 5. Look at what is going on:
#      squeue --me                    jobs waiting (PD) and running (R), and why they wait
#      tail takvin-$job-2.log         what task 2 says
#      scancel $job                   stop all tasks; what they have finished is kept
#
# A task that is stopped (time is up, a machine fails, scancel, scontrol requeue) loses nothing but the runs under way. If
# Slurm puts it into the queue again, it goes on where it stopped. Otherwise submit the same again, by steps 3 and 4:
# finished shards end at once. Or only the shards that are missing, and say how many there are in all:
#      SHARDS=4 sbatch --array=2,3 sweep-array.sh mine.toml --runs 100
#
# What follows are options of sbatch; given on its command line, as in `sbatch --array=1-20 sweep-array.sh …`, they go
# before these. Many clusters also want --account or --partition: ask those who run yours.

#SBATCH --job-name=takvin
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=500M
#SBATCH --time=04:00:00
#SBATCH --output=takvin-%A-%a.log
#SBATCH --open-mode=append
#SBATCH --requeue

# --array: shards, numbered from 1. Each gets about the same number of points, and there can be no more shards than points.
#   --array=1-200%20 for 200 shards, of which no more than 20 run at the same time.
# --cpus-per-task: processors of a shard; takvin uses them all.
# --mem-per-cpu: enough for some hundred states.
# --time: hours:minutes:seconds of a shard, after which it is stopped. Short jobs start sooner.
# --output: %A is the number of the job, %a that of the task.
# --open-mode, --requeue: a task may be put into the queue again, and then writes on at the end of its log.

set -euo pipefail

refuse() {
  echo "sweep-array.sh: $*" >&2
  exit 2
}

[ -n "${SLURM_ARRAY_TASK_ID:-}" ] || refuse "this is to be submitted: sbatch sweep-array.sh SCENARIO [OPTIONS of takvin sweep]"
[ $# -gt 0 ] || refuse "give a scenario, and what else \`takvin sweep\` is to be told"
for word in "$@"; do
  case $word in
    --shard | --shard=* | --threads | --threads=*) refuse "${word%%=*} comes from Slurm: see --array and --cpus-per-task" ;;
    --out | --out=*) refuse "each shard needs a directory of its own; choose the place by sbatch --chdir=DIR" ;;
  esac
done

# The number of shards is that of the tasks, unless only some are run (SHARDS).
if [ -z "${SHARDS:-}" ]; then
  if [ "${SLURM_ARRAY_TASK_MIN:-}-${SLURM_ARRAY_TASK_MAX:-}" != "1-${SLURM_ARRAY_TASK_COUNT:-}" ]; then
    refuse "these are not all shards from 1 on; say how many there are in all: SHARDS=4 sbatch --array=2,3 …"
  fi
  SHARDS=$SLURM_ARRAY_TASK_COUNT
fi

echo "$(date '+%F %T')  shard $SLURM_ARRAY_TASK_ID of $SHARDS on $(hostname), start ${SLURM_RESTART_COUNT:-0}"

# exec: takvin itself hears when Slurm wants the task to stop, and ends in order.
exec "${TAKVIN:-takvin}" sweep "$@" --shard "$SLURM_ARRAY_TASK_ID/$SHARDS" --threads "${SLURM_CPUS_PER_TASK:-1}"
