#!/usr/bin/env bash
# Builds the xtask if its sources changed, and runs it. See ./build.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
state=$root/artifacts/obj/xtask
program=$root/build/bin/Release/net10.0/corewright.dll
# Commas and semicolons would end the property on MSBuild's command line.
separator=+
sources=("$root/build" "$root/packaging/bpf" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json")

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
dotnet=${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}
[[ -n $dotnet && -x $dotnet ]] || dotnet=$(command -v dotnet || true)
[[ -n $dotnet ]] || dotnet=${HOME:-}/.dotnet/dotnet

fail() {
    printf 'build.sh: %s\n' "$@" >&2
    exit 1
}

[[ -x $dotnet ]] || fail 'the .NET 10 SDK is missing: no dotnet on PATH, in DOTNET_ROOT or in ~/.dotnet' \
    'install it (https://dot.net/download) and run this again'

require_sdk() {
    "$dotnet" --list-sdks | grep -q '^10\.' || fail "the .NET 10 SDK is missing: $dotnet has" \
        "$("$dotnet" --list-sdks | sed 's/^/  /')" 'install it (https://dot.net/download) and run this again'
}

# --- Which of the named packages does the feed lack? -----------------------------------------------------------------
# The answer is kept until the versions that we ask for or NuGet's settings change.
feed_key() {
    local files=("$root/Directory.Packages.props") folder=$root file
    while [[ -n $folder ]]; do
        for file in "$folder"/[Nn]u[Gg]et.[Cc]onfig; do [[ -f $file ]] && files+=("$file"); done
        folder=${folder%/*}
    done
    for file in /etc/opt/NuGet/Config/*.config "${HOME:-/}"/.nuget/NuGet/NuGet.Config "${HOME:-/}"/.nuget/config/*.config; do
        [[ -f $file ]] && files+=("$file")
    done
    cat "${files[@]}" | sha256sum | cut -d' ' -f1
}

# Succeeds when NuGet can restore the package at the version that Directory.Packages.props asks for.
can_restore() {
    local folder=$state/probe/$1
    mkdir -p "$folder"
    printf '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="%s" /></ItemGroup></Project>\n' "$1" \
        >"$folder/probe.csproj"
    "$dotnet" restore "$folder/probe.csproj" -v minimal --force -nodeReuse:false >"$folder/log" 2>&1 9>&-
}

find_standins() {
    local key package missing='' conclusive=yes
    key=$(feed_key)
    if [[ -f $state/standins ]]; then
        local known when answer now
        read -r known when answer <"$state/standins"
        now=$(printf '%(%s)T' -1)
        # An answer that a silent feed may be to blame for holds for a day only.
        if [[ $known == "$key" && ($when == always || $now -lt $when) ]]; then
            standins=$answer
            return
        fi
    fi
    require_sdk
    printf 'Asking the package feed for Cake.Frosting, CliWrap and SharpCompress ...\n'
    can_restore YamlDotNet || fail 'NuGet cannot restore the package YamlDotNet, which every build needs:' \
        "$(sed 's/^/  /' "$state/probe/YamlDotNet/log")" 'check the feed in your NuGet settings (dotnet nuget list source)'
    for package in Cake.Frosting CliWrap SharpCompress; do
        if ! can_restore "$package"; then
            missing+=${missing:+$separator}$package
            if ! grep -qE 'NU110[123]' "$state/probe/$package/log"; then
                conclusive=no
                grep -m1 'error' "$state/probe/$package/log" >&2 || true
            fi
        fi
    done
    standins=${missing:-none}
    [[ $standins == none ]] || printf 'The feed lacks %s: build/standins/ serves instead.\n' "${standins//$separator/, }"
    local until=always
    [[ $conclusive == yes ]] || until=$(($(printf '%(%s)T' -1) + 86400))
    printf '%s %s %s\n' "$key" "$until" "$standins" >"$state/standins.new"
    mv "$state/standins.new" "$state/standins"
}

# --- The xtask itself ------------------------------------------------------------------------------------------------
is_current() {
    [[ -f $program && -f $state/built && $(<"$state/built") == "$standins" ]] || return 1
    # A folder is newer than the last build when something in it was added or removed.
    [[ -z $(find "${sources[@]}" \( -name bin -o -name obj \) -prune -o -newer "$state/built" -print -quit) ]]
}

build() {
    require_sdk
    local project
    for project in "$root"/build "$root"/build/standins/* "$root"/packaging/bpf; do mkdir -p "$project/bin" "$project/obj"; done
    # Taken before the build, so that a source that is saved while it runs counts as changed.
    printf '%s' "$standins" >"$state/built.new"
    printf 'Building the xtask ...\n'
    # No servers stay behind, and none inherits the lock.
    "$dotnet" build "$root/build/Corewright.Build.csproj" -c Release -v quiet -nologo -nodeReuse:false \
        -p:UseSharedCompilation=false "-p:StandIns=$standins" >"$state/log" 2>&1 9>&- || {
        cat "$state/log" >&2
        fail 'the xtask does not compile'
    }
    mv "$state/built.new" "$state/built"
}

trap 'printf "build.sh: interrupted\n" >&2; exit 130' INT TERM
mkdir -p "$state"
exec 9>"$state/lock"
if command -v flock >/dev/null; then flock 9; fi
# A StandIns variable of the caller's decides for itself: a list, or "none".
standins=${StandIns:-}
[[ -n $standins ]] || find_standins
is_current || build
exec 9>&-

export StandIns=$standins
# Without a terminal, plain lines: no colours in logs.
[[ -t 1 ]] || export NO_COLOR=1
exec "$dotnet" "$program" "$@"
