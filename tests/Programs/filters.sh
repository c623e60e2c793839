# The workload of FilterRun.cs, which sets $program, $executable, $act, $seconds, $docker, $pod, $everybody and $filtered: six processes
# wait, loaders with a filter each attach, the processes do what they are there for, and the loaders are asked to end.
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
filter() {
    "/job/$program" --json $everybody $filtered "--$1" "$2" >"$RESULTS/$program-only-$1.out" 2>"$RESULTS/$program-only-$1.err" &
    loaders="$loaders $!"
}
filter pid "$(sed -n 's/^actor chosen \([0-9]*\) .*/\1/p' "$stage/said")"
filter uid 1000
filter comm "$name-2"
filter container "$(echo "$pod" | cut -c 1-12)"
attached() { grep -q ': attached ' "$RESULTS/$program-only-$1.err"; }
for filter in pid uid comm container; do
    until_true 60 attached "$filter" || { cat "$RESULTS/$program-only-$filter.err"; exit 2; }
done

# One after the other, for a kernel whose programs can be preempted skips one that the same processor is in already; all at once where
# they go on until they are killed.
ended() { wait "$2"; echo "ended $1 $?"; }
go() {
    echo go >"$stage/$1.go"
    [ "$seconds" != 0 ] || ended "$1" "$2"
}
all() {
    "$1" plain "$plain"
    "$1" chosen "$chosen"
    "$1" user "$user"
    "$1" named "$named"
    "$1" docked "$docked"
    "$1" pod "$unshared"
}
cat "$stage/said"
all go
if [ "$seconds" != 0 ]; then
    sleep "$seconds"
    kill -KILL $(sed -n 's/^actor [a-z]* \([0-9]*\) .*/\1/p' "$stage/said")
    all ended
fi
bpftool prog show | grep recursion_misses
for loader in $loaders; do kill -TERM "$loader" && wait "$loader" || exit 3; done
! grep ' lost' "$RESULTS/$program"-only-*.err
