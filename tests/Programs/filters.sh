# The workload of FilterRun.cs, which sets $program, $event, $executable, $act, $seconds, $docker, $pod, $everybody and $filtered: six
# processes wait, loaders with a filter each attach, and the processes do what they are there for.
stage=/tmp/stage-$program
export slice=/sys/fs/cgroup/system.slice docker pod
name=${executable##*/}
mkdir -p "$stage" "$slice/docker-$docker.scope" "$slice/cri-containerd-$pod.scope/inner"
ln -s "$executable" "$stage/$name"
ln -s "$executable" "$stage/$name-2"

# Says who it is, waits, and is then the program. Builtins make no other processes: /proc/self is the shell.
cat >"$stage/actor" <<'END'
actor=$1
stage=$2
shift 2
case $actor in
    docked) echo 0 >"$slice/docker-$docker.scope/cgroup.procs" ;;
    pod) echo 0 >"$slice/cri-containerd-$pod.scope/inner/cgroup.procs" ;;
esac
read -r pid rest </proc/self/stat
read -r line </proc/self/cgroup
namespace=$(readlink /proc/self/ns/pid | tr -cd 0-9)
echo "actor $actor $pid $namespace $(stat -c %i "/sys/fs/cgroup${line##*:}")"
read -r go <"$stage/$actor.go"
exec "$@" >/dev/null 2>&1
END

actors="plain chosen user named docked pod"
for actor in $actors; do mkfifo -m 666 "$stage/$actor.go"; done
{
    sh "$stage/actor" plain "$stage" "$stage/$name" $act & plain=$!
    sh "$stage/actor" chosen "$stage" "$stage/$name" $act & chosen=$!
    su guest -c "exec sh $stage/actor user $stage $stage/$name $act" & user=$!
    sh "$stage/actor" named "$stage" "$stage/$name-2" $act & named=$!
    sh "$stage/actor" docked "$stage" "$stage/$name" $act & docked=$!
    unshare -p -f sh "$stage/actor" pod "$stage" "$stage/$name" $act & unshared=$!
} >"$stage/said"
all_wait() { [ "$(grep -c ^actor "$stage/said")" = 6 ]; }
until_true 20 all_wait || { cat "$stage/said"; exit 1; }

loaders=
attached() { grep -q ': attached ' "$RESULTS/$program-only-$1.err"; }
attach() {
    "/job/$program" --json $everybody $filtered "--$1" "$2" >"$RESULTS/$program-only-$1.out" 2>"$RESULTS/$program-only-$1.err" &
    loaders="$loaders $!"
    until_true 60 attached "$1" || { cat "$RESULTS/$program-only-$1.err"; exit 2; }
}
detach() {
    for loader in $loaders; do kill -TERM "$loader" && wait "$loader" || exit 3; done
    loaders=
}
each_filter() {
    "$1" pid "$(sed -n 's/^actor chosen \([0-9]*\) .*/\1/p' "$stage/said")"
    "$1" uid 1000
    "$1" comm "$name-2"
    "$1" container "$(echo "$pod" | cut -c 1-12)"
}
each_actor() {
    "$1" plain "$plain"
    "$1" chosen "$chosen"
    "$1" user "$user"
    "$1" named "$named"
    "$1" docked "$docked"
    "$1" pod "$unshared"
}
go() { echo go >"$stage/$1.go"; }
ended() { wait "$2"; echo "ended $1 $?"; }
pids=$(sed -n 's/^actor [a-z]* \([0-9]*\) .*/\1/p' "$stage/said")
all_seen() { for pid in $pids; do grep -q "\"event\":\"$event\".*\"tgid\":$pid," "$OUT" || return 1; done; }
cat "$stage/said"
if [ "$seconds" = 0 ]; then
    # One after the other: a kernel whose programs can be preempted skips one that the same processor is in already.
    each_filter attach
    go_and_end() { go "$1"; ended "$@"; }
    each_actor go_and_end
    # A connection ends later than the process that had it. What the loader without a filter has seen, the others could see.
    until_true 10 all_seen || exit 4
    detach
else
    # They go on until they are killed, all at once; the loaders take turns, for some need much of a guest's memory.
    each_actor go
    watch() { attach "$@"; sleep "$seconds"; detach; }
    each_filter watch
    kill -KILL $pids
    each_actor ended
fi
! grep ' lost' "$RESULTS/$program"-only-*.err
