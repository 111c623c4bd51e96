#!/bin/bash
# Sends a host's logs to Loki and CloudWatch, and its figures to CloudWatch. Runs after the host's own script: a host
# whose agents can't be had serves all the same.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh

install_packages gnupg dirmngr
add_repository grafana B53AE77BADB630A683046005963FA27710458545 "https://apt.grafana.com stable main"
install_packages "promtail=$PROMTAIL_VERSION"
configuration promtail/ /etc/anb/promtail
systemctl daemon-reload
systemctl enable promtail
systemctl restart promtail

agent=/tmp/amazon-cloudwatch-agent.deb
retry aws s3 cp --no-progress --no-sign-request \
  "s3://amazoncloudwatch-agent/ubuntu/amd64/$CLOUDWATCH_AGENT_VERSION/amazon-cloudwatch-agent.deb" "$agent"
install_packages "$agent"
if [ -e "$CREDENTIALS" ]; then
  printf '[credentials]\nshared_credential_file = "%s"\n' "$CREDENTIALS" \
    > /opt/aws/amazon-cloudwatch-agent/etc/common-config.toml
fi
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl \
  -a fetch-config -m ec2 -s -c file:/etc/anb/cloudwatch-agent.json
