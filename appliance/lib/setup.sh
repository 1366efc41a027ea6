# shellcheck shell=bash
# Shared by the launchers in appliance/: what must be there before anything runs. Sourced, never run.

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# need_root REASON: stops with one sentence unless the caller is root.
need_root() {
  [ "$(id -u)" -eq 0 ] || fail "Run this as root: $1."
}

# find_jdk: prints the home of a JDK 25 or newer, or fails.
find_jdk() {
  local home
  for home in "${ICHOR_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
    [ -x "$home/bin/java" ] || continue
    [ "$(java_version "$home")" -ge 25 ] && printf '%s\n' "$home" && return 0
  done
  return 1
}

# java_version HOME: the feature number in the JDK's release file, 0 if there is none.
java_version() {
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
  printf '%s\n' "${version:-0}"
}

need_jdk() {
  find_jdk >/dev/null || fail "Ichor needs a JDK 25 below /usr/lib/jvm (for example Eclipse Temurin, package temurin-25-jdk); none was found."
}

# packages SECTION...: the Debian packages that appliance/packages.txt lists under those headings.
packages() {
  local wanted=" $* "
  awk -v wanted="$wanted" '
    /^\[/ { gsub(/[][]/, ""); on = index(wanted, " " $1 " "); next }
    on && NF && $1 !~ /^#/ { print $1 }' appliance/packages.txt | sort -u
}

missing_packages() {
  local name
  packages "$@" | while read -r name; do
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null)" = "ii " ] || printf '%s ' "$name"
  done
}

# install_packages SECTION...: installs what is missing; as an ordinary user it names the command instead.
install_packages() {
  local names
  names=$(missing_packages "$@")
  [ -n "$names" ] || return 0
  [ "$(id -u)" -eq 0 ] || fail "These Debian packages are missing: $names- install them with: apt-get install $names"
  printf 'Installing %s\n' "$names"
  without_services apt_install "$names"
}

apt_install() {
  apt-get -qq update
  # shellcheck disable=SC2086 # the list is meant to split
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $1 >/dev/null
}

# without_services COMMAND...: runs it while Debian's policy layer refuses to start services: a test peer's DHCP or
# TFTP daemon must never run on the host itself.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  "$@" || status=$?
  rm -f "$policy"
  return "$status"
}
