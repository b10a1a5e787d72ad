#!/bin/bash
# Tries sweep-array.sh against a real Slurm of one machine, and what docs/howto/cluster.md shows of it. Run by hand, as root, in a
# container or virtual machine with Debian that you can throw away; takes one to two minutes:
#
#   docs/cluster/try-slurm.sh [PATH OF takvin]      target/release/takvin if you do not say
#
# Installs Debian's Slurm where it is not there, starts munged, slurmctld and slurmd with a configuration, keys, ports and
# state of their own in a temporary directory, and stops them at the end. An existing Slurm and /etc/slurm are left alone.
# What is tried:
#   - four shards; one task is put back into the queue in the middle, and goes on where it stopped
#   - another is cancelled in the middle, and one killed outright: the merge that waits for the array is given up; both
#     tasks submitted again go on
#   - the merge that waits for that makes the same bytes as one process
#   - the commands of docs/howto/cluster.md as they stand
# Exit code: 0 all is well; 1 something is not, and what the daemons and tasks said is left in the temporary directory.
set -euo pipefail

here=$(dirname "$(realpath "$0")")
takvin=$(realpath "${1:-$here/../../${CARGO_TARGET_DIR:-target}/release/takvin}")
replicates=${REPLICATES:-150} # of 20 points: long enough for a task to be caught at work

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
say() { echo "$(date '+%T')  $*"; }

[ "$(id -u)" = 0 ] || fail "the daemons need root; run this in a container or virtual machine"
[ -x "$takvin" ] || fail "$takvin is not there; cargo build --release, or give the path of takvin"

install_slurm() {
  local policy=/usr/sbin/policy-rc.d added="" failed=""
  # Installed, but not started: Debian asks this file whether a daemon may start.
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    added=yes
  fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    slurmctld slurmd slurm-client munge >/dev/null; } || failed=yes
  [ -z "$added" ] || rm $policy
  [ -z "$failed" ] || fail "Slurm cannot be installed"
}
for program in slurmctld slurmd sbatch munged; do
  if ! command -v $program >/dev/null; then
    say "installing Debian's Slurm"
    install_slurm
    break
  fi
done

place=$(mktemp -d /tmp/try-slurm.XXXXXX)
chmod 755 "$place" # munge asks that its socket can be reached
mkdir -m 755 "$place"/{munge,state,spool,work}
daemons=()
# shellcheck disable=SC2317 # called by trap
stop() {
  local code=$?
  trap - EXIT
  scancel --full --quiet --user root 2>/dev/null || true
  sleep 1
  for pid in "${daemons[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  wait
  if [ $code = 0 ]; then
    rm -rf "$place"
  else
    echo "Left for you to look at: $place" >&2
  fi
  exit $code
}
trap stop EXIT

# Another Slurm of this machine may be at work on 6817 and 6818.
host=$(hostname -s)
export SLURM_CONF=$place/slurm.conf
cat >"$SLURM_CONF" <<END
ClusterName=try
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=26817
SlurmdPort=26818
AuthType=auth/munge
CredType=cred/munge
# A task put back into the queue waits until its credential has expired.
AuthInfo=socket=$place/munge/socket,cred_expire=5
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2
ReturnToService=2
# Eight processors, whatever there are: all tasks run at once.
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=8 RealMemory=8000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END

say "starting munged, slurmctld, slurmd in $place"
head -c 128 /dev/urandom >"$place/munge/key"
chmod 600 "$place/munge/key"
munged --foreground --force --socket="$place/munge/socket" --key-file="$place/munge/key" --seed-file="$place/munge/seed" \
  --pid-file="$place/munge/pid" --log-file="$place/munge/log" >"$place/munged.out" 2>&1 &
daemons+=($!)
sleep 1
slurmctld -D -c >"$place/slurmctld.out" 2>&1 &
daemons+=($!)
slurmd -D -N "$host" >"$place/slurmd.out" 2>&1 &
daemons+=($!)

# Waits up to so many seconds until a command succeeds.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}
# shellcheck disable=SC2317 # called by until_true
idle() { [ "$(sinfo --noheader --format=%t)" = idle ]; }
until_true 60 idle || fail "Slurm does not come up: $(sinfo 2>&1)"
say "$(sinfo --version) is up"

# All that is submitted from here on finds takvin in the PATH.
mkdir "$place/bin"
ln -s "$takvin" "$place/bin/takvin"
export PATH=$place/bin:$PATH
cd "$place/work"
array=$here/sweep-array.sh
state() { scontrol --oneliner show job "$1" | sed 's/.*JobState=\([A-Z_]*\).*/\1/'; }
# shellcheck disable=SC2317 # called by until_true
over() {
  local left
  left=$(squeue --noheader --jobs "$1") && [ -z "$left" ]
}
# shellcheck disable=SC2317 # called by until_true
nothing_left() {
  local left
  left=$(squeue --noheader) && [ -z "$left" ]
}
# Is the task in the middle of its shard? Some runs are on the disk, and not all.
# shellcheck disable=SC2317 # called by until_true
at_work() { [ "$(wc -l <"$directory-$1-of-4/runs.csv.part")" -gt 20 ]; }
same() {
  local table
  for table in points runs summary; do
    cmp "$1/$table.csv" "$2/$table.csv" || fail "$table.csv is not the same"
  done
}

directory=output/opening-sweep
sweep=(opening --vary "events.opening.for=5,10,20,40" --vary "parameters.feedback.opportunity=0..1/5" --runs "$replicates")
job=$(sbatch --parsable "$array" "${sweep[@]}")
merge=$(sbatch --parsable "--dependency=afterok:$job" --kill-on-invalid-dep=yes --wrap "takvin merge $directory-*-of-4")
say "array $job submitted, and merge $merge, which waits for it"

until_true 60 at_work 2 || fail "task 2 was not seen at work"
scontrol requeue "${job}_2"
until_true 60 at_work 3 || fail "task 3 was not seen at work"
scancel "${job}_3"
until_true 60 at_work 4 || fail "task 4 was not seen at work"
# Not by Slurm, which would ask first. The script has become takvin itself, so this is its one process.
kill -KILL "$(scontrol listpids "$(squeue --noheader --format=%A --jobs "${job}_4")" | awk 'NR == 2 { print $1 }')"
say "task 2 is put back into the queue, task 3 cancelled, task 4 killed"
until_true 300 over "$job" || fail "the array does not end: $(squeue)"
grep "^Going on in" "takvin-$job-2.log" || fail "task 2 has not gone on: $(cat "takvin-$job-2.log")"
grep --quiet "start 1$" "takvin-$job-2.log" || fail "task 2 was not started again"
[ "$(state "${job}_3")" = CANCELLED ] || fail "task 3 is $(state "${job}_3")"
[ "$(state "${job}_4")" = FAILED ] || fail "task 4 is $(state "${job}_4")"
for shard in 3 4; do
  [ -e "$directory-$shard-of-4/runs.csv.part" ] || fail "shard $shard is finished, though its task was stopped"
done
until_true 60 over "$merge" || fail "the merge was not given up: $(squeue)"
[ ! -e $directory ] || fail "there is a merge though shards are missing"
say "tasks 1 and 2 are done; the merge was given up"

again=$(SHARDS=4 sbatch --parsable --array=3,4 "$array" "${sweep[@]}")
merge=$(sbatch --parsable "--dependency=afterok:$again" --kill-on-invalid-dep=yes --wrap "takvin merge $directory-*-of-4")
until_true 300 over "$again,$merge" || fail "tasks 3 and 4 or the merge do not end: $(squeue)"
for task in 3 4; do
  grep "^Going on in" "takvin-$again-$task.log" || fail "task $task has not gone on: $(cat "takvin-$again-$task.log")"
done
[ "$(state "$merge")" = COMPLETED ] || fail "the merge is $(state "$merge"): $(cat "slurm-$merge.out")"
say "tasks 3 and 4 submitted again are done, and the merge"

takvin sweep "${sweep[@]}" --out output/one --quiet
same $directory output/one
say "points.csv, runs.csv and summary.csv are those of one process"

refused=$(sbatch --parsable --array=2,3 "$array" "${sweep[@]}")
until_true 60 over "$refused" || fail "a wrong array does not end"
grep "not all shards" "takvin-$refused-2.log" || fail "a part of an array is not refused without SHARDS"

say "the commands of docs/howto/cluster.md"
mkdir guide
cd guide
ln -s "$array" .
# Blocks between fences: the scenario with the name in its first line, and those with sbatch.
awk -v RS='```' 'NR % 2 == 0 && /^toml\n# mine.toml/ { sub(/^toml\n/, ""); printf "%s", $0 }' "$here/../howto/cluster.md" >mine.toml
awk -v RS='```' 'NR % 2 == 0 && /^sh\n.*sbatch/ { sub(/^sh\n/, ""); printf "%s", $0 }' "$here/../howto/cluster.md" >commands.sh
for taken in mine.toml commands.sh; do
  [ -s $taken ] || fail "docs/howto/cluster.md shows no scenario mine.toml, or no sbatch"
done
cat commands.sh
bash -e commands.sh
until_true 300 nothing_left || fail "the jobs of the page do not end: $(squeue)"
takvin sweep mine.toml --out output/one --quiet
same output/mine-sweep output/one
say "all is well"
