#!/bin/bash
# The first boot of the observability host: cloud-init runs it once, as root. A second run repairs what is missing.
# Series, logs and Grafana's own data are on a disk of their own and outlive the host.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh
# shellcheck source=disk.sh
. /opt/anb/boot/disk.sh

# upstream PROJECT VERSION: a release of the Prometheus project, checked with its list of sums, in /opt/PROJECT.
upstream() {
  local archive=$1-$2.linux-amd64.tar.gz work
  local release=https://github.com/prometheus/$1/releases/download/v$2
  work=$(mktemp -d)
  retry curl -fsSL -o "$work/$archive" "$release/$archive"
  retry curl -fsSL -o "$work/sums" "$release/sha256sums.txt"
  (cd "$work" && grep " $archive\$" sums | sha256sum --check --status) || die "$archive is not what was released"
  install -d "/opt/$1"
  tar -xzf "$work/$archive" --strip-components 1 -C "/opt/$1"
  rm -r "$work"
}

# account NAME: a system account whose folder is on the second disk.
account() {
  id "$1" > /dev/null 2>&1 || useradd --system --user-group --home-dir "/var/lib/$1" --shell /usr/sbin/nologin "$1"
  install -d -m 0750 -o "$1" -g "$1" "/srv/$1"
  own "$1" "/srv/$1"
  ln -sfn "/srv/$1" "/var/lib/$1"
}

# target JOB ADDRESS: where Prometheus finds it.
target() { printf -- "- targets: ['%s']\n" "$2" > "/etc/anb/grafana/prometheus/targets/$1.yml"; }

install_packages awscli gnupg dirmngr
mount_second_disk /srv
for name in prometheus alertmanager loki grafana; do account "$name"; done

# Everything but the targets and the topic is as in the repository; /etc/cron.d/anb-configuration takes what changes.
configuration "" /etc/anb/grafana
install -d /etc/anb/grafana/prometheus/targets
target auth "$AUTH_TARGET"
target worker "$WORKER_TARGET"
target rabbitmq "$BROKER_TARGET"
target prometheus localhost:9090
target alertmanager localhost:9093
echo '[]' > /etc/anb/grafana/prometheus/targets/core.yml
sed "s|arn:aws:sns:[^ ]*|$ALERT_TOPIC|" /etc/anb/grafana/alertmanager/alertmanager.yml > /etc/anb/alertmanager.yml

upstream prometheus "$PROMETHEUS_VERSION"
upstream alertmanager "$ALERTMANAGER_VERSION"
add_repository grafana B53AE77BADB630A683046005963FA27710458545 "https://apt.grafana.com stable main"
install_packages "grafana=$GRAFANA_VERSION" "loki=$LOKI_VERSION"
admin_password=$(secret grafana-admin-password)
environment() {
  variable GF_SERVER_ROOT_URL "$PUBLIC_URL/grafana/"
  variable GF_SERVER_SERVE_FROM_SUB_PATH true
  # Of the first start; later: grafana-cli admin reset-admin-password.
  variable GF_SECURITY_ADMIN_PASSWORD "$admin_password"
  variable GF_USERS_ALLOW_SIGN_UP false
  variable GF_ANALYTICS_REPORTING_ENABLED false
  variable GF_PATHS_PROVISIONING /etc/anb/grafana/provisioning
  variable ANB_DASHBOARDS /etc/anb/grafana/dashboards
  variable AWS_REGION "$AWS_DEFAULT_REGION"
}
private_file /etc/anb/grafana.env environment

# Alerts first: what comes before one that does not start is there all the same.
start alertmanager http://127.0.0.1:9093/-/healthy
start prometheus http://127.0.0.1:9090/prometheus/-/healthy
start loki http://127.0.0.1:3100/ready
start grafana-server http://127.0.0.1:3000/grafana/api/health
