# shellcheck shell=bash
# The linter of the admin plane's OpenAPI document. Sourced by appliance/verify, after setup.sh.

# install_openapi_lint: into target/, in exactly the versions that the lock file names; no package runs a script.
install_openapi_lint() {
  local from=src/test/openapi-lint into=target/openapi-lint
  cmp -s "$from/package-lock.json" "$into/installed-lock.json" && return
  command -v npm >/dev/null || install_packages lint
  mkdir -p "$into"
  cp "$from/package.json" "$from/package-lock.json" "$into/"
  (cd "$into" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$from/package-lock.json" "$into/installed-lock.json"
}
