# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the person at the terminal sees: numbered steps with their time, every command, failures.

step_count=0   # how many steps the verb announced
step_number=0  # the one that runs
step_began_us=0
verb_began_us=${EPOCHREALTIME//[.,]/}

if [[ -t 1 ]]; then
    bold=$'\e[1m' quiet=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'
else
    bold='' quiet='' red='' plain=''
fi

# now_us: microseconds since 1970.
now_us() { printf '%s' "${EPOCHREALTIME//[.,]/}"; }

# elapsed <since in microseconds>: "3.2 s" or "4 min 07 s".
elapsed() {
    local tenths=$((($(now_us) - $1) / 100000))
    if ((tenths < 600)); then
        printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
    else
        printf '%d min %02d s' $((tenths / 600)) $((tenths / 10 % 60))
    fi
}

say() { printf '%s\n' "      $*"; }
warn() { printf '%s\n' "${bold}      $*${plain}" >&2; }

# fail <message …>: one line for each argument, then the end of the verb.
fail() {
    printf '%s\n' "" "${red}${bold}$1${plain}" >&2
    shift
    if (($# > 0)); then printf '%s\n' "$@" >&2; fi
    exit 1
}

# steps <n>: how many steps follow.
steps() { step_count=$1; }

# step <title>: ends the step before and begins the next.
step() {
    step_done
    step_number=$((step_number + 1))
    step_began_us=$(now_us)
    printf '%s\n' "${bold}[$step_number/$step_count] $*${plain}"
}

step_done() {
    if ((step_began_us > 0)); then
        say "${quiet}done in $(elapsed "$step_began_us")${plain}"
    fi
    step_began_us=0
}

all_done() {
    step_done
    printf '%s\n' "${bold}$*${plain} ${quiet}($(elapsed "$verb_began_us"))${plain}"
}

# show <command …>: prints the command as one could type it.
show() {
    local word line=''
    for word in "$@"; do
        if [[ $word == '&&' || $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then
            line+=" $word"
        else
            line+=" ${word@Q}"
        fi
    done
    say "${quiet}\$${line}${plain}"
}

# run <command …>: prints it, then runs it.
run() {
    show "$@"
    "$@"
}

# run_in <folder> <command …>: the same inside a folder.
run_in() {
    local folder=$1
    shift
    show cd "$folder" '&&' "$@"
    (cd "$folder" && "$@")
}

# with_ticker <function that prints progress> <command …>: runs a command that is silent for long;
# every ten seconds a line says how long it has been and what the function answers.
with_ticker() {
    local progress=$1 began ticker code=0
    shift
    began=$(now_us)
    (
        while sleep 10; do say "${quiet}… $(elapsed "$began")$("$progress")${plain}"; done
    ) &
    ticker=$!
    "$@" || code=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    return "$code"
}
