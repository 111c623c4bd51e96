#!/usr/bin/env bash
# The benchmark. Installs what it needs from the distribution's packages, builds, measures, prints the table and writes
# bench/results/DATE-COMMIT.json. Ends with 0 when every target passed, 1 when one is below its floor or something was
# wrong, 2 when some have NO VERDICT.
#
#   bench/run.sh                     all of it, 18 minutes on a quiet machine
#   bench/run.sh --quick             less than 3 minutes, only to see that everything works
#   bench/run.sh --only=votes,upload these parts alone; --no-build takes the jars as they are
set -euo pipefail
cd "$(dirname "$0")/.."

build=true
arguments=()
for argument in "$@"; do
  if [ "$argument" = --no-build ]; then build=false; else arguments+=("$argument"); fi
done

packages=()
command -v wrk > /dev/null || packages+=(wrk)
command -v nginx > /dev/null || packages+=(nginx-light)
command -v pgbench > /dev/null || packages+=(postgresql-contrib)
command -v gcc > /dev/null || packages+=(gcc libc6-dev)
command -v curl > /dev/null || packages+=(curl)
if [ "${#packages[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${packages[@]}" >&2
fi

# What is newer than the jar, the jar is not made of.
jar=bench/target/anb-bench.jar
if [ "$build" = true ] && [ -e "$jar" ] && [ -e api-verticle/target/anb-api.jar ] && [ -e auth-verticle/target/anb-auth.jar ] \
  && [ -z "$(find pom.xml ./*/pom.xml ./*/src docs/openapi.yaml -newer "$jar" -print -quit)" ]; then
  build=false
fi
if [ "$build" = true ]; then
  mvn -B -q -pl bench,api-verticle,auth-verticle -am package -DskipTests -Dspotless.check.skip \
    -Dmaven.shade.skip=false >&2
fi
mkdir -p bench/target
gcc -O2 -Wall -Wextra -o bench/target/load bench/load/load.c
exec java -Xmx1g -jar bench/target/anb-bench.jar ${arguments[@]+"${arguments[@]}"} "$PWD" "$PWD/bench/target/load"
