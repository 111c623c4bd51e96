#!/bin/sh
# Draws the default watermark.png, intro.mp4 and outro.mp4 into src/main/resources/assets, where they are committed.
# usage: draw.sh [ffmpeg]     needs a JDK 17 and an ffmpeg with libx264 (default: the one on the PATH)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../src/main/resources/assets
mkdir -p "$target"
java "$here/DrawAssets.java" "${1:-ffmpeg}" "$target"
ls -l "$target"
