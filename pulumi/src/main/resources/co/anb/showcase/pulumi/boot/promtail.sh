#!/bin/bash
# Sends a host's logs to Loki. Runs after the host's own script: a host whose agents can't be had serves all the same.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh

install_packages gnupg dirmngr
add_repository grafana B53AE77BADB630A683046005963FA27710458545 "https://apt.grafana.com stable main"
install_packages "promtail=$PROMTAIL_VERSION"
configuration promtail/ /etc/anb/promtail
systemctl daemon-reload
systemctl enable promtail
systemctl restart promtail
