# Measures the volume that is mounted at /volume: after each line "ichor-fio volume CLASS JOB" comes fio's JSON on one
# line. Argument: the StorageClass.
# shellcheck shell=sh
set -u
FOLDER=${ICHOR_VOLUME:-/volume}
SCRATCH=${ICHOR_SCRATCH:-/scratch}
SECONDS_EACH=${ICHOR_SECONDS:-15}
SIZE=${ICHOR_SIZE:-1G}
CLASS=$1
BAD=0

measure() {
    job=$1
    shift
    if fio --name="$job" --filename="$FOLDER/ichor-fio" --size="$SIZE" --direct=1 --ioengine=libaio \
        --runtime="$SECONDS_EACH" --time_based --group_reporting --output-format=json "$@" \
        >"$SCRATCH/fio" 2>"$SCRATCH/fio-errors"; then
        printf 'ichor-fio volume %s %s\n' "$CLASS" "$job"
        tr -d '\n' <"$SCRATCH/fio"
        echo
    else
        BAD=1
        printf 'ichor-fio-failed %s %s %s\n' "$CLASS" "$job" "$(tail -n 1 "$SCRATCH/fio-errors")"
    fi
}

measure write-1m --rw=write --bs=1M --iodepth=16
measure read-1m --rw=read --bs=1M --iodepth=16
measure write-4k --rw=randwrite --bs=4k --iodepth=32 --numjobs=2
measure read-4k --rw=randread --bs=4k --iodepth=32 --numjobs=2
exit $BAD
