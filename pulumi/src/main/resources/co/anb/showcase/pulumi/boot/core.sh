#!/bin/bash
# The first boot of a Core API host: cloud-init runs it once, as root. A second run repairs what is missing.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh
# shellcheck source=services.sh
. /opt/anb/boot/services.sh

install_packages openjdk-17-jre-headless awscli
service_account
fetch "$JAR" "$JAR_SHA256" /opt/anb/core.jar
fetch "$DATABASE_CA" "$DATABASE_CA_SHA256" /opt/anb/database-ca.pem
database_password=$(secret database-password)
broker_password=$(secret broker-password)

environment() {
  variable HTTP_HOST 0.0.0.0
  variable HTTP_PORT "$PORT"
  behind_load_balancer
  # Six nodes during a refresh and a worker share some 100 connections.
  database anb_core "$database_password" 12
  broker "$broker_password"
  storage
  cluster
  variable AUTH_URL "$AUTH_URL"
}
private_file /etc/anb/core.env environment

start anb-core "http://127.0.0.1:$PORT/api/health"
