# shellcheck shell=bash
# A second disk, for what should not fill the first or outlives the host; read after common.sh.

# The disk that is not the one with the root file system.
second_disk() {
  local root disk
  root=$(lsblk -nro PKNAME "$(findmnt -nro SOURCE /)" | head -n 1)
  disk=$(lsblk -dnro NAME,TYPE | awk -v root="$root" '$2 == "disk" && $1 != root { print $1 }')
  [ -n "$root" ] && [ "$(wc -w <<< "$disk")" = 1 ] && printf '/dev/%s\n' "$disk"
}

# mount_second_disk FOLDER: it gets a file system if it has none, and keeps the one that it has.
mount_second_disk() {
  local disk found=0
  ! mountpoint -q "$1" || return 0
  disk=$(retry second_disk)
  blkid -p "$disk" > /dev/null || found=$?
  case $found in
    0) ;;
    2) mkfs.ext4 -q "$disk" ;;
    *) die "$disk can't be read" ;;
  esac
  install -d "$1"
  sed -i "\\# $1 #d" /etc/fstab
  printf 'UUID=%s %s ext4 noatime,nodev,nosuid,noexec,nofail 0 2\n' "$(blkid -p -s UUID -o value "$disk")" "$1" >> /etc/fstab
  mount "$1"
}

# own USER FOLDER: what lies on a disk may come from a host where the user had another number.
own() { find "$2" -ignore_readdir_race ! -user "$1" -exec chown -h "$1:$1" {} +; }
