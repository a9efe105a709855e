package standins

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// volumeProblem says which volume of a pod cannot be mounted, with the reason of the kubelet's (or
// the attach controller's) event.
func (k *kubeletStandIn) volumeProblem(pod *corev1.Pod) (reason, problem string) {
	for i := range pod.Spec.Volumes {
		volume := &pod.Spec.Volumes[i]
		problem := pod.Annotations[mountErrorKnob+"."+volume.Name]
		if problem == "" {
			problem = k.sourceProblem(pod.Namespace, volume)
		}
		if problem != "" {
			return "FailedMount", fmt.Sprintf("MountVolume.SetUp failed for volume %q : %s", volume.Name, problem)
		}
		claim := claimOf(pod, volume)
		if claim == "" {
			continue
		}
		if problem := k.attachProblem(pod, claim); problem != "" {
			return "FailedAttachVolume", problem
		}
	}
	return "", ""
}

func (k *kubeletStandIn) sourceProblem(namespace string, volume *corev1.Volume) string {
	switch {
	case volume.ConfigMap != nil:
		s := volume.ConfigMap
		return k.configMapProblem(namespace, s.Name, s.Items, s.Optional)
	case volume.Secret != nil:
		s := volume.Secret
		return k.secretProblem(namespace, s.SecretName, s.Items, s.Optional)
	case volume.Projected != nil:
		for _, source := range volume.Projected.Sources {
			if s := source.ConfigMap; s != nil {
				if problem := k.configMapProblem(namespace, s.Name, s.Items, s.Optional); problem != "" {
					return problem
				}
			}
			if s := source.Secret; s != nil {
				if problem := k.secretProblem(namespace, s.Name, s.Items, s.Optional); problem != "" {
					return problem
				}
			}
		}
	case volume.CSI != nil:
		return fmt.Sprintf("driver name %s not found in the list of registered CSI drivers", volume.CSI.Driver)
	}
	return ""
}

func (k *kubeletStandIn) configMapProblem(namespace, name string, items []corev1.KeyToPath, optional *bool) string {
	keys, problem := k.configMapKeys(namespace, name)
	return pathsProblem(keys, problem, items, optional, "configmap references non-existent config key: ")
}

func (k *kubeletStandIn) secretProblem(namespace, name string, items []corev1.KeyToPath, optional *bool) string {
	keys, problem := k.secretKeys(namespace, name)
	return pathsProblem(keys, problem, items, optional, "references non-existent secret key: ")
}

func pathsProblem(keys []string, problem string, items []corev1.KeyToPath, optional *bool, missing string) string {
	if isTrue(optional) {
		return ""
	}
	if problem != "" {
		return problem
	}
	for _, item := range items {
		if !slices.Contains(keys, item.Key) {
			return missing + item.Key
		}
	}
	return ""
}

func claimOf(pod *corev1.Pod, volume *corev1.Volume) string {
	switch {
	case volume.PersistentVolumeClaim != nil:
		return volume.PersistentVolumeClaim.ClaimName
	case volume.Ephemeral != nil:
		return pod.Name + "-" + volume.Name
	}
	return ""
}

// attachProblem holds a pod back whose claim is not bound, or whose volume one other node has taken:
// ReadWriteOnce means one node.
func (k *kubeletStandIn) attachProblem(pod *corev1.Pod, claimName string) string {
	claim, err := k.claims.PersistentVolumeClaims(pod.Namespace).Get(claimName)
	if err != nil {
		return fmt.Sprintf("persistentvolumeclaim %q not found", claimName)
	}
	if claim.Status.Phase != corev1.ClaimBound {
		return fmt.Sprintf("persistentvolumeclaim %q is not bound", claimName)
	}
	if slices.Contains(claim.Status.AccessModes, corev1.ReadWriteMany) ||
		slices.Contains(claim.Status.AccessModes, corev1.ReadOnlyMany) {
		return ""
	}
	others, err := k.pods.Pods(pod.Namespace).List(labels.Everything())
	if err != nil {
		return err.Error()
	}
	for _, other := range others {
		if other.UID == pod.UID || other.Spec.NodeName == pod.Spec.NodeName || other.Status.PodIP == "" ||
			other.Status.Phase == corev1.PodSucceeded || other.Status.Phase == corev1.PodFailed {
			continue
		}
		if slices.ContainsFunc(other.Spec.Volumes, func(v corev1.Volume) bool { return claimOf(other, &v) == claimName }) {
			return fmt.Sprintf("Multi-Attach error for volume %q Volume is already used by pod(s) %s",
				claim.Spec.VolumeName, other.Name)
		}
	}
	return ""
}
