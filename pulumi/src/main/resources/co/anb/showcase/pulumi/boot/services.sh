# shellcheck shell=bash
# What the services have in common; read after common.sh.

# The account that the services run as; it owns nothing but what they write.
service_account() {
  id anb > /dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/anb --shell /usr/sbin/nologin anb
  install -d -m 0755 /opt/anb
  install -d -m 0750 -o anb -g anb /var/lib/anb
  [ ! -e "$CREDENTIALS" ] || { chown root:anb "$CREDENTIALS" && chmod 0640 "$CREDENTIALS"; }
}

# fetch KEY SHA256 FILE: an object of the release bucket, unless it is here; taken only when it is what was released.
fetch() {
  ! is_released "$3" "$2" || return 0
  retry aws s3 cp --no-progress "s3://$RELEASES/$1" "$3.new"
  is_released "$3.new" "$2" || die "$1 is not what was released"
  chmod 0644 "$3.new"
  mv "$3.new" "$3"
}

# is_released FILE SHA256
is_released() {
  [ -e "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --status
}

# metadata PATH: what EC2 knows of this host, by a token as IMDSv2 wants it.
metadata() {
  local url=http://169.254.169.254/latest token
  token=$(curl -fsS -m 5 --retry 3 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $url/api/token) || return
  curl -fsS -m 5 --retry 3 -H "X-aws-ec2-metadata-token: $token" "$url/meta-data/$1"
}

# percent TEXT: as it may stand in a URL.
percent() {
  local index character
  for ((index = 0; index < ${#1}; index++)); do
    character=${1:index:1}
    case $character in
      [a-zA-Z0-9._~-]) printf '%s' "$character" ;;
      [[:ascii:]]) printf '%%%02X' "'$character" ;;
      *) die "a password has a character outside of ASCII" ;;
    esac
  done
}

# The next five print variables that more than one service has. Longer than the load balancer's idle time, since that must
# be the one to close; two of its health checks, then what is in flight, both within the unit's TimeoutStopSec. Of the
# client's address it is the load balancer that knows.
behind_load_balancer() {
  variable HTTP_IDLE_TIMEOUT 310s
  variable HTTP_DRAIN_NOTICE 60s
  variable HTTP_DRAIN_LIMIT 280s
  variable HTTP_TRUSTED_PROXIES "$TRUSTED_PROXIES"
  variable PUBLIC_URL "$PUBLIC_URL"
}

# The event bus of all services. A host that does not know its address works without it.
cluster() {
  local address
  address=$(metadata local-ipv4) || { say "no address, so no cluster" && return; }
  variable CLUSTER_ENABLED true
  variable CLUSTER_BIND_ADDRESS "$address"
  variable CLUSTER_PORT "$CLUSTER_PORT"
  variable CLUSTER_EVENT_BUS_PORT "$CLUSTER_EVENT_BUS_PORT"
  variable CLUSTER_EC2_TAG "$CLUSTER_TAG"
  variable CLUSTER_EC2_REGION "$AWS_DEFAULT_REGION"
}

# database NAME PASSWORD CONNECTIONS: the user has its database's name. The server must show a certificate of RDS that is
# made out to its name.
database() {
  local password tls='sslmode=verify-full&sslrootcert=/opt/anb/database-ca.pem'
  password=$(percent "$2")
  variable DATABASE_URL "postgresql://$1:$password@$DATABASE/$1?$tls"
  variable DB_POOL_SIZE "$3"
}

# broker PASSWORD
broker() {
  variable AMQP_URI "amqp://$BROKER"
  variable AMQP_USER anb
  variable AMQP_PASSWORD "$1"
}

storage() {
  variable STORAGE_BACKEND s3
  variable S3_BUCKET "$MEDIA"
  variable S3_REGION "$AWS_DEFAULT_REGION"
  # Read again when it changes, so that new session credentials need no restart.
  [ ! -e "$CREDENTIALS" ] || variable S3_CREDENTIALS_FILE "$CREDENTIALS"
}
