#!/bin/sh
# A feed from a shell: publisher.sh [STATS-ENDPOINT].  The figures may come from any command.
{
    echo 'site=berlin name=Berlin'
    while echo "queue=sales site=berlin name=Sales waiting=$(who | wc -l) oldest=95s"; do
        sleep 1
    done
} | "${ACDFEED:-acdfeed}" publish - --inject none --silent-after 10s ${1:+--stats "$1"}
