#!/bin/bash
# The first boot of the broker: cloud-init runs it once, as root. A second run repairs what is missing, or takes new
# passwords. Queues and messages are on a disk of their own and outlive the host.
# shellcheck source=common.sh
. /opt/anb/boot/common.sh
# shellcheck source=disk.sh
. /opt/anb/boot/disk.sh

install_packages awscli gnupg dirmngr
# Team RabbitMQ's key. Ubuntu's own RabbitMQ is too old for the arguments of the queues.
add_repository rabbitmq 0A9AF2115F4687BD29803A206B73A36E6026DFCA \
  "https://deb1.rabbitmq.com/rabbitmq-erlang/ubuntu/jammy jammy main" \
  "https://deb1.rabbitmq.com/rabbitmq-server/ubuntu/jammy jammy main"
printf 'Package: erlang*\nPin: version 1:%s*\nPin-Priority: 1001\n' "$ERLANG_VERSION" > /etc/apt/preferences.d/erlang

# All of it before the package, which starts the service by itself.
id rabbitmq > /dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/rabbitmq --shell /usr/sbin/nologin rabbitmq
mount_second_disk /var/lib/rabbitmq
own rabbitmq /var/lib/rabbitmq
application=$(secret broker-password)
console=$(secret console-password)

# password_hash PASSWORD: as RabbitMQ keeps it, base64 of a salt of four bytes and SHA-256 of salt and password.
password_hash() {
  local salt
  salt=$(mktemp)
  head -c 4 /dev/urandom > "$salt"
  { cat "$salt" && { cat "$salt" && printf '%s' "$1"; } | openssl dgst -sha256 -binary; } | base64 -w 0
  rm "$salt"
}

install -d /etc/rabbitmq
private_file /etc/rabbitmq/definitions.json sed \
  -e "s|%APPLICATION%|$(password_hash "$application")|" -e "s|%CONSOLE%|$(password_hash "$console")|" \
  /etc/anb/rabbitmq/definitions.json
chown rabbitmq:rabbitmq /etc/rabbitmq/definitions.json
cp /etc/anb/rabbitmq/rabbitmq.conf /etc/anb/rabbitmq/rabbitmq-env.conf /etc/anb/rabbitmq/enabled_plugins /etc/rabbitmq/

install_packages "rabbitmq-server=$RABBITMQ_VERSION"
start rabbitmq-server "http://127.0.0.1:$CONSOLE_PORT/rabbitmq/"
