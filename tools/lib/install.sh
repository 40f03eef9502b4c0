# Installs by apt-get the Debian 12 packages that the build, the demo and the tests need. Sourced by
# tools/build; nothing here runs by itself. A machine that has every package is asked nothing, needs
# no network and no rights. docs/building.md says what each package is for.
# JISR_SKIP_INSTALL=1 leaves the machine as it is, for systems that are not Debian.

jisr_packages=(
  g++ cmake ninja-build ccache pkg-config git ca-certificates
  libboost1.81-dev libboost-json1.81-dev libhiredis-dev libcurl4-openssl-dev libssl-dev
  libsodium-dev zlib1g-dev libspdlog-dev libyaml-cpp-dev libpugixml-dev libicu-dev libre2-dev
  libcli11-dev libgtest-dev libgmock-dev liblua5.1-0-dev
  redis-server openssl python3 procps gettext graphviz libfaketime kannel nginx
  strace systemd python3-jsonschema python3-yaml
)
# What the preset clang needs besides.
# shellcheck disable=SC2034
jisr_clang_packages=(clang-16 libclang-rt-16-dev)
# What tools/picture needs besides.
# shellcheck disable=SC2034
jisr_picture_packages=(python3-gi-cairo gir1.2-pango-1.0 fonts-dejavu-core fonts-noto-core)

# Prints those of the named packages that are not installed, one a line.
missing_packages() {
  local name state
  local -A installed=()
  while read -r state name; do
    [[ $state == installed ]] && installed[$name]=1
  done < <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    [[ -v installed[$name] ]] || echo "$name"
  done
}

# Prints the packages of Debian's default Boost that cannot live beside Boost 1.81.
conflicting_boost() {
  dpkg-query -W -f='${db:Status-Status} ${Package}\n' 'libboost*1.74-dev' 2>/dev/null |
    sed -n 's/^installed //p'
}

# Packages that would start a service of their own when they are installed; each is called like its.
jisr_service_packages=(redis-server kannel nginx)

# Runs a command with the rights that apt-get needs. RUNLEVEL=1 tells the scripts of those packages
# that the machine is not up, and leaves nothing behind.
as_root() {
  local settings=(DEBIAN_FRONTEND=noninteractive RUNLEVEL=1)
  if ((EUID == 0)); then
    env "${settings[@]}" "$@"
  else
    sudo env "${settings[@]}" "$@"
  fi
}

# Under systemd the packages' scripts ignore RUNLEVEL: the units are masked while apt-get runs, so
# that no installation of ours opens a port.
keep_services_stopped() {
  local name
  [[ -d /run/systemd/system ]] || return 0
  for name in "${jisr_service_packages[@]}"; do
    [[ " $* " != *" $name "* ]] || as_root systemctl mask --runtime "$name.service"
  done
}

allow_services_again() {
  local name
  [[ -d /run/systemd/system ]] || return 0
  for name in "${jisr_service_packages[@]}"; do
    [[ " $* " == *" $name "* ]] || continue
    as_root systemctl unmask --runtime "$name.service"
    as_root systemctl disable --quiet "$name.service"
  done
}

has_candidates() {
  local name
  for name in "$@"; do
    [[ $(LC_ALL=C apt-cache policy "$name") == *"Candidate: "[!\(]* ]] || return 1
  done
}

apt_install() {
  as_root apt-get install -y -q --no-install-recommends --no-remove \
    -o DPkg::Lock::Timeout=300 "$@" >>"$jisr_install_log" 2>&1
}

apt_update() {
  echo "install: apt-get update" >&2
  as_root apt-get update -q >>"$jisr_install_log" 2>&1
}

# Installs what is missing of the packages above and of those named. 3 means that a person must act.
install_packages() {
  local wanted=("${jisr_packages[@]}" "$@") missing conflicts
  [[ ${JISR_SKIP_INSTALL:-0} == 1 ]] && return 0
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "install: this system has no apt-get. Install what docs/building.md lists, then set" \
      "JISR_SKIP_INSTALL=1." >&2
    return 3
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]})) || return 0

  mapfile -t conflicts < <(conflicting_boost)
  if [[ " ${missing[*]} " == *" libboost"* ]] && ((${#conflicts[@]})); then
    echo "install: Boost 1.81 cannot be installed beside Boost 1.74. Remove the old one first:" >&2
    echo "  apt-get remove ${conflicts[*]}" >&2
    return 3
  fi
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    echo "install: packages are missing, and there is no sudo. As root, run:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    return 3
  fi

  jisr_install_log=$(mktemp -t jisr-install.XXXXXX.log)
  echo "install: ${missing[*]}" >&2
  local result=0
  keep_services_stopped "${missing[@]}"
  install_missing "${missing[@]}" || result=$?
  allow_services_again "${missing[@]}"
  ((result == 0)) && rm -f "$jisr_install_log"
  return "$result"
}

# The package lists are fetched only if they do not know a package or name a version that is gone.
install_missing() {
  local name
  if has_candidates "$@"; then
    apt_install "$@" && return 0
  fi
  apt_update || echo "install: apt-get update failed; trying with the lists that are here" >&2
  for name in "$@"; do
    if ! has_candidates "$name"; then
      explain_no_candidate "$name"
      rm -f "$jisr_install_log"
      return 3
    fi
  done
  apt_install "$@" && return 0
  tail -n 20 "$jisr_install_log" >&2
  echo "install: apt-get could not install: $*. Its whole output is in $jisr_install_log" >&2
  return 3
}

explain_no_candidate() {
  echo "install: apt-get knows no package $1." >&2
  if [[ $1 == libboost*1.81* ]]; then
    echo "  Debian 12 (bookworm) has it in main: check that bookworm main is among the sources in" \
      "/etc/apt. On another system install Boost 1.81 by hand, tell CMake where it is (export" \
      "Boost_DIR=...), and set JISR_SKIP_INSTALL=1." >&2
  else
    echo "  Jisr is built on Debian 12 (bookworm): check the sources in /etc/apt, or install it" \
      "by hand and set JISR_SKIP_INSTALL=1." >&2
  fi
}
