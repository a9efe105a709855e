package standins

import (
	"context"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	storagelisters "k8s.io/client-go/listers/storage/v1"
	"k8s.io/client-go/tools/cache"
)

// A driver is what one kind of storage can do.
type driver struct {
	modes []corev1.PersistentVolumeAccessMode
	bound string // the label of nodes of which one value can use a volume: its zone, its node
}

var (
	block = driver{modes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce, corev1.ReadWriteOncePod}, bound: zoneLabel}
	local = driver{modes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce, corev1.ReadWriteOncePod}, bound: corev1.LabelHostname}
	files = driver{modes: []corev1.PersistentVolumeAccessMode{
		corev1.ReadWriteOnce, corev1.ReadOnlyMany, corev1.ReadWriteMany, corev1.ReadWriteOncePod,
	}}
)

// drivers by the provisioner of a StorageClass. A class of any other stays unprovisioned, as it does
// where nobody installed the driver.
var drivers = map[string]driver{
	"ebs.csi.aws.com":                               block,
	"pd.csi.storage.gke.io":                         block,
	"disk.csi.azure.com":                            block,
	"rancher.io/local-path":                         local,
	"slipway.test/local":                            local,
	"nfs.csi.k8s.io":                                files,
	"efs.csi.aws.com":                               files,
	"file.csi.azure.com":                            files,
	"filestore.csi.storage.gke.io":                  files,
	"cluster.local/nfs-subdir-external-provisioner": files,
	"slipway.test/shared":                           files,
}

const (
	provisionerAnnotation = "volume.kubernetes.io/storage-provisioner"
	nodeAnnotation        = "volume.kubernetes.io/selected-node"
	madeByAnnotation      = "pv.kubernetes.io/provisioned-by"
	zoneLabel             = corev1.LabelTopologyZone
)

type provisionerStandIn struct {
	*cluster
	claims  corelisters.PersistentVolumeClaimLister
	volumes corelisters.PersistentVolumeLister
	nodes   corelisters.NodeLister
	classes storagelisters.StorageClassLister
}

func provisioner(c *cluster) func(context.Context) {
	core := c.informers.Core().V1()
	p := &provisionerStandIn{
		cluster: c,
		claims:  core.PersistentVolumeClaims().Lister(),
		volumes: core.PersistentVolumes().Lister(),
		nodes:   core.Nodes().Lister(),
		classes: c.informers.Storage().V1().StorageClasses().Lister(),
	}
	c.informers.Storage().V1().StorageClasses().Informer()
	claims, volumes := newQueue("provisioner", p.provision), newQueue("reclaimer", p.reclaim)
	claims.watch(core.PersistentVolumeClaims().Informer())
	volumes.watch(core.PersistentVolumes().Informer())
	return func(ctx context.Context) {
		p.declareDrivers(ctx)
		claims.run(ctx)
		volumes.run(ctx)
	}
}

// declareDrivers says that no volume needs attaching, since nothing here attaches one.
func (p *provisionerStandIn) declareDrivers(ctx context.Context) {
	for name := range drivers {
		_, _ = p.client.StorageV1().CSIDrivers().Create(ctx, &storagev1.CSIDriver{
			ObjectMeta: metav1.ObjectMeta{Name: driverName(name)},
			Spec:       storagev1.CSIDriverSpec{AttachRequired: new(bool)},
		}, metav1.CreateOptions{})
	}
}

// provision makes the volume that a claim asks for. The volume controller of Kubernetes has written
// on the claim which provisioner it waits for, the scheduler which node will use it.
func (p *provisionerStandIn) provision(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	claim, err := p.claims.PersistentVolumeClaims(namespace).Get(name)
	if err != nil {
		return 0, client404(err)
	}
	if claim.Status.Phase == corev1.ClaimBound {
		return 0, p.expand(ctx, claim)
	}
	driver, known := drivers[claim.Annotations[provisionerAnnotation]]
	if !known || claim.Spec.VolumeName != "" || claim.DeletionTimestamp != nil || claim.Spec.StorageClassName == nil {
		return 0, nil
	}
	class, err := p.classes.Get(*claim.Spec.StorageClassName)
	if err != nil {
		return retry, client404(err)
	}
	waits := class.VolumeBindingMode != nil && *class.VolumeBindingMode == storagev1.VolumeBindingWaitForFirstConsumer
	if waits && claim.Annotations[nodeAnnotation] == "" {
		return 0, nil
	}
	for _, mode := range claim.Spec.AccessModes {
		if !slices.Contains(driver.modes, mode) {
			p.events.Eventf(claim, corev1.EventTypeWarning, "ProvisioningFailed",
				"failed to provision volume with StorageClass %q: %s cannot do %s, only %v",
				class.Name, class.Provisioner, mode, driver.modes)
			return 0, nil
		}
	}
	_, err = p.client.CoreV1().PersistentVolumes().Create(ctx, p.volumeFor(claim, class, driver), metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return 0, nil
	}
	return 0, err
}

func (p *provisionerStandIn) volumeFor(
	claim *corev1.PersistentVolumeClaim, class *storagev1.StorageClass, driver driver,
) *corev1.PersistentVolume {
	volume := &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{
			Name:        "pvc-" + string(claim.UID),
			Annotations: map[string]string{madeByAnnotation: class.Provisioner},
		},
		Spec: corev1.PersistentVolumeSpec{
			Capacity:         corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]},
			AccessModes:      claim.Spec.AccessModes,
			VolumeMode:       claim.Spec.VolumeMode,
			StorageClassName: class.Name,
			MountOptions:     class.MountOptions,
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				CSI: &corev1.CSIPersistentVolumeSource{Driver: driverName(class.Provisioner), VolumeHandle: string(claim.UID)},
			},
			ClaimRef: &corev1.ObjectReference{
				APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
		},
	}
	if class.ReclaimPolicy != nil {
		volume.Spec.PersistentVolumeReclaimPolicy = *class.ReclaimPolicy
	}
	if place := p.place(claim.Annotations[nodeAnnotation], driver.bound); place != "" {
		volume.Spec.NodeAffinity = &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{
			NodeSelectorTerms: []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{{
				Key: driver.bound, Operator: corev1.NodeSelectorOpIn, Values: []string{place},
			}}}},
		}}
	}
	return volume
}

// place is the value of a label on the node that will use a volume, or on the first node where none
// was chosen yet.
func (p *provisionerStandIn) place(node, label string) string {
	for _, name := range []string{node, "node-1"} {
		if found, err := p.nodes.Get(name); err == nil {
			return found.Labels[label]
		}
	}
	return ""
}

// expand grows a volume whose claim asks for more; the API server has asked the class whether it may.
func (p *provisionerStandIn) expand(ctx context.Context, claim *corev1.PersistentVolumeClaim) error {
	asked, has := claim.Spec.Resources.Requests[corev1.ResourceStorage], claim.Status.Capacity[corev1.ResourceStorage]
	if asked.Cmp(has) <= 0 {
		return nil
	}
	volume, err := p.volumes.Get(claim.Spec.VolumeName)
	if err != nil || volume.Annotations[madeByAnnotation] == "" {
		return client404(err)
	}
	volume = volume.DeepCopy()
	volume.Spec.Capacity[corev1.ResourceStorage] = asked
	if _, err := p.client.CoreV1().PersistentVolumes().Update(ctx, volume, metav1.UpdateOptions{}); err != nil {
		return err
	}
	claim = claim.DeepCopy()
	claim.Status.Capacity[corev1.ResourceStorage] = asked
	_, err = p.client.CoreV1().PersistentVolumeClaims(claim.Namespace).UpdateStatus(ctx, claim, metav1.UpdateOptions{})
	return err
}

// reclaim deletes a volume whose claim is gone, where its class says so.
func (p *provisionerStandIn) reclaim(ctx context.Context, name string) (time.Duration, error) {
	volume, err := p.volumes.Get(name)
	if err != nil {
		return 0, client404(err)
	}
	if volume.Annotations[madeByAnnotation] == "" || volume.DeletionTimestamp != nil ||
		volume.Status.Phase != corev1.VolumeReleased ||
		volume.Spec.PersistentVolumeReclaimPolicy != corev1.PersistentVolumeReclaimDelete {
		return 0, nil
	}
	return 0, client404(p.client.CoreV1().PersistentVolumes().Delete(ctx, name, metav1.DeleteOptions{}))
}

// driverName is a provisioner's name without the slash that a CSI driver's may not have.
func driverName(provisioner string) string {
	return strings.ReplaceAll(provisioner, "/", ".")
}
