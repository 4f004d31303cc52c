#!/usr/bin/env bash
# Installs the package in a Debian of its own, boots that, and lives through an administrator's days in it
# (tests/systemd/inside). The Debian is thrown away; its journal and what the scenarios said stay in build/systemd/out.
#
#   boot.sh [SCENARIO...]     those of tests/systemd/inside, without .sh; all of them without any
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
  echo "skipped: $1"
  exit 77
}
[[ $(id -u) -eq 0 ]] || skip "only root can boot a container"
for tool in systemd-nspawn mmdebstrap scdoc; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done
unshare --mount --pid --net --uts --ipc --fork mount -t tmpfs tmpfs /mnt 2>/dev/null ||
  skip "this root may not make the namespaces of a container"

work=$PWD/build/systemd
out=$work/out
root=$work/root
rm -rf "$out" "$root"
mkdir -p "$out" "$root"

package=$(scripts/package | tail -n 1)
cmake --build build/release --parallel "$(nproc)" --target fake_slack >"$out/build.log" 2>&1 ||
  { tail -n 30 "$out/build.log"; exit 1; }

# There is no network in there, so what the package depends on is there before it: "a (>= 1), b | c" -> a b.
depends=$(dpkg-deb --field "$package" Depends | tr ',' '\n' | sed 's/[|(].*//')
# shellcheck disable=SC2086 # a list of words
tests/systemd/root.sh "$work/root.tar" procps sqlite3 dnsmasq-base $depends

tar -C "$root" --exclude='./dev/*' -xf "$work/root.tar"
echo '127.0.0.1 localhost' >"$root/etc/hosts"
mkdir -p "$root/opt/test" "$root/opt/out"
cp -r tests/systemd/inside "$root/opt/test/"
cp "$package" "$root/opt/test/presenced.deb"
cp build/release/bin/fake_slack tests/unit/store/schema_1.sql "$root/opt/test/"

# The same package as a release before it, to be upgraded from.
dpkg-deb --raw-extract "$package" "$work/before"
sed -i 's/^Version: .*/Version: 0.0.1-1/' "$work/before/DEBIAN/control"
dpkg-deb --root-owner-group --build "$work/before" "$root/opt/test/presenced-before.deb" >"$out/before.log"
rm -r "$work/before"

cat >"$root/etc/systemd/system/scenarios.service" <<UNIT
[Unit]
Description=What is tested
After=multi-user.target
SuccessAction=exit
FailureAction=exit
FailureActionExitStatus=7

[Service]
Type=oneshot
TimeoutStartSec=20min
ExecStart=/opt/test/inside/all $*
StandardOutput=file:/opt/out/said
StandardError=inherit
ExecStopPost=/bin/sh -c 'journalctl -o short-precise --no-pager >/opt/out/journal'

[Install]
WantedBy=default.target
UNIT
mkdir -p "$root/etc/systemd/system/graphical.target.wants"
ln -s ../scenarios.service "$root/etc/systemd/system/graphical.target.wants/"

status=0
SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no --keep-unit -D "$root" -b --console=read-only \
  --private-network --bind="$out:/opt/out" </dev/null >"$out/console" 2>&1 || status=$?
cat "$out/said" 2>/dev/null || { tail -n 40 "$out/console"; exit 1; }
rm -rf "$root"
[[ $status -eq 0 ]] || { echo "the journal is in $out/journal"; exit 1; }
