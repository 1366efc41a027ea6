"""What a node does with the text it fetched: decodes all documents strictly and checks them by its own version."""

import yaml

KINDS = (
    ((1, 10), "UserVolumeConfig VolumeConfig ExtensionServiceConfig PCIDriverRebindConfig NetworkDefaultActionConfig "
              "NetworkRuleConfig EthernetConfig KubespanEndpointsConfig EventSinkConfig KmsgLogConfig "
              "WatchdogTimerConfig TrustedRootsConfig SideroLinkConfig"),
    ((1, 11), "RawVolumeConfig ExistingVolumeConfig SwapVolumeConfig ZswapConfig"),
    ((1, 12), "LinkConfig VLANConfig BondConfig BridgeConfig DummyLinkConfig DHCPv4Config DHCPv6Config HostnameConfig "
              "ResolverConfig TimeSyncConfig StaticHostConfig LinkAliasConfig Layer2VIPConfig HCloudVIPConfig "
              "WireguardConfig RegistryMirrorConfig RegistryAuthConfig RegistryTLSConfig OOMConfig"),
    ((1, 13), "KubeSpanConfig EnvironmentConfig ExternalVolumeConfig VRFConfig RoutingRuleConfig BlackholeRouteConfig "
              "TCPProbeConfig ImageVerificationConfig"),
    ((1, 14), "DiscoveryServiceConfig DiscoveryIdentityConfig UnattendedInstallConfig SysctlConfig SysfsConfig "
              "KernelModuleConfig UdevRulesConfig EtcFileConfig SecurityProfileConfig FilesystemTrimConfig "
              "FilesystemScrubConfig ImageCacheConfig CRIBaseRuntimeSpecConfig CRICustomizationConfig ContainerConfig "
              "BGPInstanceConfig VethConfig HTTPProbeConfig KubeClusterConfig KubeNodeConfig KubeletConfig "
              "KubeNetworkConfig KubeAPIServerCAConfig KubePrismConfig KubeAggregatorCAConfig "
              "KubeAdmissionControlConfig KubeAuditPolicyConfig KubeAuthenticationConfig KubeAuthorizerConfig "
              "KubeEtcdEncryptionConfig KubeServiceAccountConfig KubeAPIServerConfig KubeControllerManagerConfig "
              "KubeSchedulerConfig KubeProxyConfig KubeFlannelCNIConfig KubeCoreDNSConfig KubeInlineManifestConfig "
              "KubeExternalManifestConfig"))
TOP = set("version debug persist machine cluster".split())
MACHINE = set("type token ca acceptedCAs certSANs controlPlane kubelet pods network disks install files env time "
              "sysctls sysfs registries systemDiskEncryption features udev logging kernel seccompProfiles "
              "baseRuntimeSpecOverrides nodeLabels nodeAnnotations nodeTaints".split())
CLUSTER = set("id secret controlPlane clusterName network token aescbcEncryptionSecret secretboxEncryptionSecret ca "
              "acceptedCAs aggregatorCA serviceAccount apiServer controllerManager proxy scheduler discovery etcd "
              "coreDNS externalCloudProvider extraManifests extraManifestHeaders inlineManifests adminKubeconfig "
              "allowSchedulingOnControlPlanes".split())
LINKS = ("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig", "DummyLinkConfig", "VRFConfig", "WireguardConfig",
         "DHCPv4Config", "DHCPv6Config")


class Wrong(Exception):
    """The configuration is not one that this node can use."""


class Loader(yaml.SafeLoader):
    """Go's decoder refuses a key that stands twice; dates and the words yes and no stay text."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        double = {key for key in keys if keys.count(key) > 1}
        if double:
            raise Wrong("line %d: key %s stands twice" % (node.start_mark.line + 1, ", ".join(map(str, double))))
        return super().construct_mapping(node, deep)


class Config:
    """The documents of one configuration."""

    def __init__(self, text):
        try:
            documents = [one for one in yaml.load_all(text, Loader) if one is not None]
        except yaml.YAMLError as problem:
            raise Wrong("failed to parse config: %s" % problem) from problem
        if not all(isinstance(one, dict) for one in documents):
            raise Wrong("a document is not a mapping")
        self.v1alpha1 = None
        self.documents = []
        for one in documents:
            if "kind" in one:
                self.documents.append(one)
            elif TOP & set(one):
                self.v1alpha1 = one
            else:
                raise Wrong("missing kind")
        if not documents:
            raise Wrong("config not found")

    def complete(self):
        return self.v1alpha1 is not None

    def all(self, kind):
        return [one for one in self.documents if one["kind"] == kind]

    def one(self, kind):
        return next(iter(self.all(kind)), None)

    def machine(self):
        return (self.v1alpha1 or {}).get("machine") or {}

    def cluster(self):
        return (self.v1alpha1 or {}).get("cluster") or {}

    def hostname(self):
        document = self.one("HostnameConfig") or {}
        return document.get("hostname") or (self.machine().get("network") or {}).get("hostname") or ""

    def event_sink(self):
        return (self.one("EventSinkConfig") or {}).get("endpoint")

    def roots(self):
        return "".join(one.get("certificates") or "" for one in self.all("TrustedRootsConfig"))

    def kernel_log(self):
        return (self.one("KmsgLogConfig") or {}).get("url")

    def controls_links(self):
        """From 1.12 on one such document switches off what the node does with its NICs by itself."""
        return any(one["kind"] in LINKS for one in self.documents)


def known(version):
    return {kind for since, kinds in KINDS if since <= version for kind in kinds.split()}


def check(config, version):
    """All that is wrong, as sentences; version as (1, 13)."""
    wrong = []
    seen = set()
    for document in config.documents:
        kind = document["kind"]
        if document.get("apiVersion") != "v1alpha1":
            wrong.append("%s: apiVersion %s is not registered" % (kind, document.get("apiVersion")))
        if kind not in known(version):
            wrong.append("%s is not registered" % kind)
        key = (kind, document.get("name"))
        if key in seen:
            wrong.append("duplicate document %s %s" % key)
        seen.add(key)
    if not config.complete():
        return wrong
    wrong += unknown("", config.v1alpha1, TOP)
    machine, cluster = config.machine(), config.cluster()
    if not machine:
        return wrong + ["machine instructions are required"]
    wrong += unknown("machine.", machine, MACHINE) + unknown("cluster.", cluster, CLUSTER)
    if not cluster:
        wrong.append("cluster instructions are required")
    elif version < (1, 14) and not (cluster.get("controlPlane") or {}).get("endpoint"):
        wrong.append("cluster controlplane endpoint is required")
    wrong += check_machine(machine, cluster) + check_install(config, machine, version)
    network = machine.get("network") or {}
    if config.one("HostnameConfig") and (network.get("hostname") or (machine.get("features") or {}).get(
            "stableHostname")):
        wrong.append("static hostname is already set in v1alpha1 config")
    for key, value in (machine.get("sysctls") or {}).items():
        if not isinstance(value, str):
            wrong.append("machine.sysctls.%s: cannot unmarshal into string" % key)
    return wrong


def unknown(prefix, mapping, keys):
    if not isinstance(mapping, dict):
        return ["%s is not a mapping" % prefix]
    return ["unknown key %s%s" % (prefix, key) for key in mapping if key not in keys]


def check_machine(machine, cluster):
    wrong = []
    kind = machine.get("type")
    ca = machine.get("ca") or {}
    if kind not in ("controlplane", "worker", "init"):
        wrong.append("machine type %s is unknown" % kind)
    if kind == "worker":
        if ca.get("key") or (cluster.get("ca") or {}).get("key"):
            wrong.append("a CA key is not allowed on worker nodes")
        if cluster.get("etcd"):
            wrong.append("etcd config is only allowed on control plane machines")
    elif not ca.get("key") or not ca.get("crt"):
        wrong.append("issuing CA crt and key are required for controlplane machines")
    if not ca.get("crt") and not machine.get("acceptedCAs"):
        wrong.append("trusted CA certificates are required")
    return wrong


def check_install(config, machine, version):
    install, unattended = machine.get("install"), config.one("UnattendedInstallConfig")
    if install and unattended:
        return ["UnattendedInstallConfig conflicts with .machine.install"]
    if unattended:
        match = ((unattended.get("provisioning") or {}).get("diskSelector") or {}).get("match")
        return [] if match else ["UnattendedInstallConfig: diskSelector is required"]
    if not install:
        return ["install instructions are required in metal mode"] if version < (1, 14) else []
    wrong = []
    if not install.get("disk") and not install.get("diskSelector"):
        wrong.append("either install disk or diskSelector should be defined")
    if "name" in (install.get("diskSelector") or {}):
        wrong.append("selector on name is not supported")
    if install.get("extraKernelArgs") and install.get("grubUseUKICmdline"):
        wrong.append("install.extraKernelArgs and install.grubUseUKICmdline can't be used together")
    return wrong
