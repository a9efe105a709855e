/**
 * Provisioners of disks: a disk is attached to one node, and a filesystem on it is no one else's.
 * They refuse a claim that asks for ReadWriteMany and a filesystem.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 */
const DISKS: ReadonlySet<string> = new Set([
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver: SINGLE_NODE_WRITER, else block devices
  "ebs.csi.aws.com",
  "ebs.csi.eks.amazonaws.com",
  "kubernetes.io/aws-ebs",
  // https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes#access_modes
  "pd.csi.storage.gke.io",
  "kubernetes.io/gce-pd",
  // https://learn.microsoft.com/azure/aks/azure-csi-disk-storage-provision
  "disk.csi.azure.com",
  "kubernetes.io/azure-disk",
  // https://github.com/digitalocean/csi-digitalocean
  "dobs.csi.digitalocean.com",
  // https://github.com/hetznercloud/csi-driver
  "csi.hetzner.cloud",
  // https://github.com/linode/linode-blockstorage-csi-driver
  "linodebs.csi.linode.com",
  // https://github.com/vultr/vultr-csi
  "block.csi.vultr.com",
  // https://github.com/scaleway/scaleway-csi
  "csi.scaleway.com",
  // https://github.com/ceph/ceph-csi: multi node access modes are only for block devices
  "rbd.csi.ceph.com",
  // https://github.com/rancher/local-path-provisioner: NodePath only supports ReadWriteOnce
  "rancher.io/local-path",
]);

/** Classes that clusters of these providers have from the start, or that their documentation names. */
const CLASSES_OF_DISKS: ReadonlyMap<string, string> = new Map([
  ["gp2", "ebs.csi.aws.com"],
  ["gp3", "ebs.csi.aws.com"],
  ["standard-rwo", "pd.csi.storage.gke.io"],
  ["premium-rwo", "pd.csi.storage.gke.io"],
  ["managed-csi", "disk.csi.azure.com"],
  ["managed-csi-premium", "disk.csi.azure.com"],
  ["managed-premium", "disk.csi.azure.com"],
  ["do-block-storage", "dobs.csi.digitalocean.com"],
  ["do-block-storage-retain", "dobs.csi.digitalocean.com"],
  ["hcloud-volumes", "csi.hetzner.cloud"],
  ["linode-block-storage", "linodebs.csi.linode.com"],
  ["linode-block-storage-retain", "linodebs.csi.linode.com"],
  ["vultr-block-storage", "block.csi.vultr.com"],
  ["local-path", "rancher.io/local-path"],
]);

/** Provisioners whose volumes are folders of one node: every pod of a claim goes to that node. */
const FOLDERS: ReadonlySet<string> = new Set([
  "rancher.io/local-path",
  "k8s.io/minikube-hostpath",
  "docker.io/hostpath",
  "microk8s.io/hostpath",
  "hostpath.csi.k8s.io",
  "openebs.io/local",
  "kubernetes.io/no-provisioner",
  "kubernetes.io/host-path",
]);

/** Whose names say it. */
const CLASSES_OF_FOLDERS = /local|host-?path|no-provisioner|^manual$|topolvm|zfs|lvm/;

/** File systems of the network: many nodes have one volume, whatever mode its claim asks for. */
const SHARED =
  /nfs|efs|cephfs|azurefile|azure-file|file\.csi|filestore|gluster|juicefs|smb|cifs|seaweed|beegfs|lustre|moosefs|weka|quobyte|manila|shared|rwx|fsx/;

/** Of what sort a class or its provisioner is. */
export type Sort = "disk" | "folder" | "shared" | "unknown";

/**
 * @param provisioner where the class is known
 */
export function sortOf(className: string | undefined, provisioner: string | undefined): Sort {
  const name = className ?? "";
  if (provisioner !== undefined) {
    if (FOLDERS.has(provisioner)) return "folder";
    if (isDiskProvisioner(provisioner)) return "disk";
    if (SHARED.test(provisioner)) return "shared";
  }
  if (SHARED.test(name)) return "shared";
  if (CLASSES_OF_FOLDERS.test(name)) return "folder";
  return CLASSES_OF_DISKS.has(name) ? "disk" : "unknown";
}

/** Who refuses ReadWriteMany with a filesystem; undefined where it is not known that anyone does. */
export function refusesMany(
  className: string | undefined,
  provisioner: string | undefined,
): string | undefined {
  const who = provisioner ?? CLASSES_OF_DISKS.get(className ?? "");
  return who !== undefined && isDiskProvisioner(who) ? who : undefined;
}

/** Rook puts its namespace before Ceph's name. */
function isDiskProvisioner(name: string): boolean {
  return DISKS.has(name) || name.endsWith(".rbd.csi.ceph.com");
}
