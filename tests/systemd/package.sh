#!/usr/bin/env bash
# Builds the package, which systemd_boot then installs, and looks at it from outside: lintian has nothing to say, and what
# an administrator would miss is in it.
set -euo pipefail
cd "$(dirname "$0")/../.."

for tool in scdoc dpkg-deb lintian; do
  command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done

package=$(scripts/package | tail -n 1)
said=$(lintian --allow-root --fail-on error,warning "$package") || { printf 'lintian: %s\n' "$said"; exit 1; }

contents=$(dpkg-deb --contents "$package")
status=0
while read -r mode file; do
  [[ $contents =~ (^|$'\n')"$mode root/root "[^$'\n']*" .$file"($'\n'|$) ]] || { echo "not in the package: $mode $file"; status=1; }
done <<'FILES'
-rwxr-xr-x /usr/bin/presenced
-rwxr-xr-x /usr/bin/presencectl
-rw-r--r-- /usr/lib/systemd/system/presenced.service
-rw-r--r-- /usr/lib/systemd/system/presenced@.service
-rw-r--r-- /usr/lib/systemd/system/presenced-backup.service
-rw-r--r-- /usr/lib/systemd/system/presenced-backup.timer
-rw-r--r-- /usr/lib/systemd/system/presenced-hook@.service
-rw-r--r-- /usr/lib/systemd/system/presenced-web.service
-rw-r--r-- /usr/lib/systemd/system/presenced-replicate.service
-rwxr-xr-x /usr/libexec/presenced/backup
-rw-r--r-- /usr/lib/sysusers.d/presenced.conf
-rw-r--r-- /etc/presenced/presenced.yaml
-rw-r--r-- /etc/presenced/watchlist.yaml
-rw-r--r-- /usr/share/man/man1/presencectl.1.gz
-rw-r--r-- /usr/share/man/man5/presenced.yaml.5.gz
-rw-r--r-- /usr/share/man/man5/presenced-history.5.gz
-rw-r--r-- /usr/share/man/man8/presenced.8.gz
-rw-r--r-- /usr/share/bash-completion/completions/presenced
-rw-r--r-- /usr/share/bash-completion/completions/presencectl
-rw-r--r-- /usr/share/zsh/vendor-completions/_presenced
-rw-r--r-- /usr/share/zsh/vendor-completions/_presencectl
-rw-r--r-- /usr/share/fish/vendor_completions.d/presenced.fish
-rw-r--r-- /usr/share/fish/vendor_completions.d/presencectl.fish
-rwxr-xr-x /usr/share/doc/presenced/examples/hook-on-call
-rw-r--r-- /usr/share/doc/presenced/examples/hook-on-call.conf
-rw-r--r-- /usr/share/doc/presenced/copyright
-rw-r--r-- /usr/share/doc/presenced/changelog.Debian.gz
FILES
[[ $status -eq 0 ]] && echo "${package##*/}: $(wc -l <<<"$contents") files and folders; lintian is silent"
exit $status
