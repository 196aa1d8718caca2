#!/usr/bin/env bash
# Installs what is missing and runs a target of build.cake:
#
#   ./build.sh [Target] [--option=value ...]        e.g. ./build.sh Test, ./build.sh Demo, ./build.sh Bench --filter='*Lapack*'
#
# On Debian and its relatives, missing packages come from apt (with sudo where needed). INSCORE_WITH_MKL=1 also installs MKL
# from Debian's component non-free; INSCORE_WITH_CHROMIUM=1 also installs the browser (half a gigabyte) in which the tests open reports.
# The .NET SDK must be there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=${1:-Test}
[ $# -gt 0 ] && shift

say() { echo "build.sh: $*" >&2; }

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }

apt_update() { as_root apt-get -qq update; }

apt_install() {
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install "$@" >&2
}

# Compiler for the native kernels; LAPACK, symmetry and OpenCL libraries; a font for plots; TLS for package downloads.
install_packages() {
  local packages=(g++ cmake make libopenblas0-pthread libsymspg1 ocl-icd-libopencl1 fonts-dejavu-core ca-certificates libssl3)
  local missing=() package
  case $target in
    Bind) packages+=(clang) ;; # makes the bindings
    Embed) packages+=(zlib1g-dev) ;; # programs compiled ahead of time need it
    Test | Validation)
      packages+=(clang zlib1g-dev)                                   # checks the bindings; compiles ahead of time
      packages+=(python3-ase python3-phonopy python3-h5py)           # the Python module is tested with them; a second reader of HDF5
      packages+=(pocl-opencl-icd slurm-wlm munge parallel)           # OpenCL on the processor; a cluster of one node
      ;;
  esac
  [ "${INSCORE_WITH_CHROMIUM:-0}" = 1 ] && packages+=(chromium)
  command -v dpkg-query >/dev/null || { say "not a Debian system: install the equivalents of ${packages[*]} yourself"; return; }
  for package in "${packages[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  can_install || { say "cannot install ${missing[*]} (neither root nor sudo); going on without"; return; }
  apt_update
  apt_install "${missing[@]}"
}

# The system's own sources once more, with the component non-free, in a file of their own.
enable_non_free() {
  local source
  source=$(apt-get indextargets --format '$(SOURCESENTRY)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' | head -n 1)
  source=${source%:*}
  case $source in
    *.sources) sed -E 's/^Components:.*/Components: non-free/' "$source" ;;
    *.list) sed -nE 's/^(deb .*) main( .*)?$/\1 non-free/p' "$source" ;;
    *) return 1 ;;
  esac | as_root tee "/etc/apt/sources.list.d/inscore-non-free.${source##*.}" >/dev/null
}

install_mkl() {
  [ "${INSCORE_WITH_MKL:-0}" = 1 ] || return 0
  if ! command -v dpkg-query >/dev/null || is_installed libmkl-rt; then return 0; fi
  if ! can_install; then say "cannot install MKL (neither root nor sudo); going on without"; return 0; fi
  apt_update
  if [ -z "$(apt-cache --generate pkgnames libmkl-rt)" ]; then
    enable_non_free && apt_update
  fi
  apt_install libmkl-rt || say "MKL cannot be installed; going on without"
}

find_dotnet() {
  command -v dotnet >/dev/null && return
  local folder
  for folder in "${DOTNET_ROOT:-}" /usr/share/dotnet /usr/lib/dotnet "${HOME:-}/.dotnet"; do
    if [ -x "$folder/dotnet" ]; then
      export DOTNET_ROOT=$folder PATH=$folder:$PATH
      return
    fi
  done
  say "the .NET SDK is missing: install version 10 and put 'dotnet' into PATH, or set DOTNET_ROOT to its folder"
  exit 3
}

install_packages
install_mkl
find_dotnet
# The SDK itself needs no ICU then, and still knows the names of languages.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export HOME=${HOME:-/tmp}
dotnet tool restore >/dev/null || dotnet tool restore # silent unless it fails

counts=artifacts/test-results/counts.txt # what Test leaves, to be the last line
rm -f "$counts"
status=0
dotnet cake "--target=$target" "$@" || status=$?
[ ! -f "$counts" ] || cat "$counts"
exit $status
