#!/bin/bash
# The first boot of a worker: cloud-init runs it once, as root. A second run repairs what is missing.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh
# shellcheck source=services.sh
. /opt/anb/boot/services.sh
# shellcheck source=disk.sh
. /opt/anb/boot/disk.sh

install_packages openjdk-17-jre-headless awscli ffmpeg bubblewrap
service_account
# Strangers' videos fill a disk of their own, and not the system's.
mount_second_disk /var/lib/anb/scratch
install -d -m 0700 -o anb -g anb /var/lib/anb/scratch /var/lib/anb/scratch/jobs /var/lib/anb/bumpers /var/lib/anb/ffmpeg
fetch "$JAR" "$JAR_SHA256" /opt/anb/worker.jar
fetch "$DATABASE_CA" "$DATABASE_CA_SHA256" /opt/anb/database-ca.pem
database_password=$(secret database-password)
broker_password=$(secret broker-password)

environment() {
  variable HTTP_HOST 0.0.0.0
  variable HTTP_PORT "$PORT"
  database anb_core "$database_password" 4
  broker "$broker_password"
  storage
  cluster
  variable WORKER_SCRATCH_DIR /var/lib/anb/scratch/jobs
  variable PIPELINE_CACHE_DIR /var/lib/anb/bumpers
  variable PIPELINE_CONCURRENCY 1
  # Used only when the distribution's FFmpeg can't encode H.264.
  variable FFMPEG_BUNDLE_DIR /var/lib/anb/ffmpeg
  # No start without a sandbox that shuts out network and files.
  variable FFMPEG_SANDBOX require
}
private_file /etc/anb/worker.env environment

start anb-worker "http://127.0.0.1:$PORT/health/live"
