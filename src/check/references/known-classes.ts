/**
 * Classes that installations of clusters, their storage and their controllers bring under these
 * names: where the input makes none of the kind, they are taken to be there.
 */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  StorageClass: new Set([
    // Amazon, Google, Azure, DigitalOcean, Hetzner, Linode, Scaleway.
    ...["gp2", "gp3", "ebs-sc", "efs-sc", "standard", "standard-rwo", "premium-rwo", "pd-ssd"],
    ...["default", "managed", "managed-csi", "managed-csi-premium", "managed-premium"],
    ...["azurefile", "azurefile-csi", "azurefile-premium", "do-block-storage", "hcloud-volumes"],
    ...["linode-block-storage", "linode-block-storage-retain", "scw-bssd"],
    // k3s, kind, minikube, Docker Desktop, MicroK8s, OpenShift, Rook, Longhorn, OpenEBS, NFS.
    ...["local-path", "hostpath", "microk8s-hostpath", "local-storage", "longhorn", "nfs-client"],
    ...["nfs", "nfs-csi", "rook-ceph-block", "rook-cephfs", "ceph-block", "ceph-filesystem"],
    ...["ceph-rbd", "cephfs", "openebs-hostpath", "openebs-lvm", "vsphere", "thin", "thin-csi"],
    // Names that tutorials and charts let a cluster fill.
    ...["manual", "fast", "slow", "ssd", "hdd", "local", "premium"],
  ]),
  IngressClass: new Set([
    ...["nginx", "nginx-internal", "nginx-external", "internal", "external", "public", "private"],
    ...["traefik", "haproxy", "kong", "contour", "istio", "cilium", "envoy", "apisix", "caddy"],
    ...[
      "alb",
      "gce",
      "gce-internal",
      "azure-application-gateway",
      "openshift-default",
      "tailscale",
    ],
    ...["webapprouting.kubernetes.azure.com", "ngrok", "cloudflare-tunnel", "skipper", "voyager"],
  ]),
  GatewayClass: new Set([
    ...["istio", "cilium", "envoy", "eg", "envoy-gateway", "nginx", "traefik", "kong", "contour"],
    ...["gke-l7-global-external-managed", "gke-l7-regional-external-managed", "gke-l7-rilb"],
    ...["gke-l7-gxlb", "azure-alb-external", "amazon-vpc-lattice", "haproxy", "linkerd"],
  ]),
  PriorityClass: new Set([]),
  RuntimeClass: new Set(["gvisor", "kata", "kata-containers", "nvidia", "runsc", "crun", "wasm"]),
};

/** Whether a class of a kind is known by its name. */
export function isKnownClass({ kind, name }: { readonly kind: string; readonly name: string }) {
  return KNOWN[kind]?.has(name) ?? false;
}
