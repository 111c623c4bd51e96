#!/bin/bash
# Sends a host's logs and figures to CloudWatch. Runs last, whatever the scripts before it came to.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh

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
