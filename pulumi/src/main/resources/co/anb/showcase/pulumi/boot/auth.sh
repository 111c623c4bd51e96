#!/bin/bash
# The first boot of an Auth host: cloud-init runs it once, as root. A second run repairs what is missing.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh
# shellcheck source=services.sh
. /opt/anb/boot/services.sh

install_packages openjdk-17-jre-headless awscli
service_account
fetch "$JAR" "$JAR_SHA256" /opt/anb/auth.jar
fetch "$DATABASE_CA" "$DATABASE_CA_SHA256" /opt/anb/database-ca.pem
database_password=$(secret database-password)
key_encryption_key=$(secret key-encryption-key)
[ -z "$ADMIN_EMAIL" ] || admin_password=$(secret admin-password)

environment() {
  variable HTTP_HOST 0.0.0.0
  variable HTTP_PORT "$PORT"
  behind_load_balancer
  database anb_auth "$database_password" 12
  cluster
  variable AUTH_KEY_ENCRYPTION_KEY "$key_encryption_key"
  if [ -n "$ADMIN_EMAIL" ]; then
    variable AUTH_ADMIN_EMAIL "$ADMIN_EMAIL"
    variable AUTH_ADMIN_PASSWORD "$admin_password"
  fi
}
private_file /etc/anb/auth.env environment

start anb-auth "http://127.0.0.1:$PORT/auth/api/v1/status"
