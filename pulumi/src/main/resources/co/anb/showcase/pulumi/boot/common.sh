# shellcheck shell=bash
# What the first boot of every host needs. Each script reads it first.
set -euo pipefail
umask 022
export DEBIAN_FRONTEND=noninteractive

# Who this host is and where its things are; no secret is in it.
set -a
# shellcheck source=/dev/null
. /etc/anb/host.conf
set +a

# In a lab there may be session credentials in place of the instance's role.
CREDENTIALS=/etc/anb/aws-credentials
[ ! -e "$CREDENTIALS" ] || export AWS_SHARED_CREDENTIALS_FILE="$CREDENTIALS"

say() { printf 'anb: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Mirrors, S3 and the role's credentials are not always there in a host's first seconds.
retry() {
  local attempt
  for attempt in 1 2 3 4 5 6 7 8; do
    "$@" && return 0
    say "try $attempt of 8 failed: $1 ${2-}"
    sleep "$((attempt * 5))"
  done
  return 1
}

# install_packages NAME...: waits for the lock that Ubuntu's own first upgrades hold.
install_packages() {
  retry apt-get -qq update
  retry try_packages "$@"
}

# A run that was cut off may have left packages half set up. What we wrote into /etc before a package stays as it is:
# nobody is there to be asked.
try_packages() {
  dpkg --force-confold --configure -a || true
  apt-get -qq -o DPkg::Lock::Timeout=300 -o DPkg::Options::=--force-confold install -y --no-install-recommends "$@"
}

# add_repository NAME FINGERPRINT LINE...: a vendor's packages, signed by this key and by no other.
add_repository() {
  local name=$1 fingerprint=$2 keyring=/etc/apt/keyrings/$1.gpg line
  shift 2
  if [ ! -s "$keyring" ]; then
    install -d -m 0755 /etc/apt/keyrings
    GNUPGHOME=$(mktemp -d)
    export GNUPGHOME
    retry gpg --batch --keyserver hkps://keyserver.ubuntu.com --recv-keys "$fingerprint"
    gpg --batch --export "$fingerprint" > "$keyring.new"
    mv "$keyring.new" "$keyring"
  fi
  for line in "$@"; do
    printf 'deb [arch=amd64 signed-by=%s] %s\n' "$keyring" "$line"
  done > "/etc/apt/sources.list.d/$name.list"
}

# configuration FOLDER TARGET: the repository's grafana/, or a folder of it, as it was released last, but for the targets
# of local mode: they are never Prometheus' own here, nor for the moment of a second run.
configuration() {
  install -d "$2"
  retry aws s3 sync --no-progress --exclude 'prometheus/targets/*' "s3://$RELEASES/grafana/$1" "$2"
}

# secret NAME: prints a secret of this component.
secret() {
  retry aws ssm get-parameter --with-decryption --name "$SECRETS/$1" --query Parameter.Value --output text
}

# variable NAME VALUE: a line of an environment file, in quotes as systemd reads them.
variable() {
  case $2 in *$'\n'*) die "the value of $1 has more than one line" ;; esac
  # shellcheck disable=SC2016
  printf '%s="%s"\n' "$1" "$(printf '%s' "$2" | sed 's/[\\"$`]/\\&/g')"
}

# private_file FILE COMMAND...: what the command prints, all of it or none, becomes a file for root alone. Of a command
# that fails half-way nothing is left but the file that was there before.
private_file() {
  local file=$1
  shift
  install -m 0600 /dev/null "$file.new"
  "$@" > "$file.new"
  mv "$file.new" "$file"
}

# start SERVICE URL: a first start may wait for a slow database; systemd starts the service again as often as it ends.
start() {
  local second
  systemctl daemon-reload
  systemctl enable "$1"
  systemctl restart "$1"
  for second in {1..900}; do
    ! curl -fsS -o /dev/null "$2" 2> /dev/null || { say "$1 answers after $second s" && return 0; }
    sleep 1
  done
  die "$1 does not answer at $2; see: journalctl -u $1"
}
