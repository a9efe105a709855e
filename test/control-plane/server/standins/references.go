package standins

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// configProblem says why a container cannot be created: the messages are those of the kubelet
// (pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables; kuberuntime/security_context.go).
func (k *kubeletStandIn) configProblem(pod *corev1.Pod, c *corev1.Container) string {
	for _, from := range c.EnvFrom {
		if ref := from.ConfigMapRef; ref != nil && !isTrue(ref.Optional) {
			if _, problem := k.configMapKeys(pod.Namespace, ref.Name); problem != "" {
				return problem
			}
		}
		if ref := from.SecretRef; ref != nil && !isTrue(ref.Optional) {
			if _, problem := k.secretKeys(pod.Namespace, ref.Name); problem != "" {
				return problem
			}
		}
	}
	for _, env := range c.Env {
		if env.ValueFrom == nil {
			continue
		}
		if ref := env.ValueFrom.ConfigMapKeyRef; ref != nil && !isTrue(ref.Optional) {
			keys, problem := k.configMapKeys(pod.Namespace, ref.Name)
			if problem != "" {
				return problem
			}
			if !slices.Contains(keys, ref.Key) {
				return fmt.Sprintf("couldn't find key %s in ConfigMap %s/%s", ref.Key, pod.Namespace, ref.Name)
			}
		}
		if ref := env.ValueFrom.SecretKeyRef; ref != nil && !isTrue(ref.Optional) {
			keys, problem := k.secretKeys(pod.Namespace, ref.Name)
			if problem != "" {
				return problem
			}
			if !slices.Contains(keys, ref.Key) {
				return fmt.Sprintf("couldn't find key %s in Secret %s/%s", ref.Key, pod.Namespace, ref.Name)
			}
		}
	}
	if problem := k.subPathProblem(pod, c); problem != "" {
		return problem
	}
	return rootProblem(pod, c)
}

// rootProblem applies runAsNonRoot. No image is read here, so one whose user the pod does not state
// counts as root.
func rootProblem(pod *corev1.Pod, c *corev1.Container) string {
	var nonRoot *bool
	var user *int64
	if s := pod.Spec.SecurityContext; s != nil {
		nonRoot, user = s.RunAsNonRoot, s.RunAsUser
	}
	if s := c.SecurityContext; s != nil {
		if s.RunAsNonRoot != nil {
			nonRoot = s.RunAsNonRoot
		}
		if s.RunAsUser != nil {
			user = s.RunAsUser
		}
	}
	switch {
	case !isTrue(nonRoot) || user != nil && *user != 0:
		return ""
	case user != nil:
		return "container's runAsUser breaks non-root policy (container: " + c.Name + ")"
	case pod.Annotations[userKnob] != "" && pod.Annotations[userKnob] != "0":
		return ""
	}
	return fmt.Sprintf("container has runAsNonRoot and image will run as root (container: %s; no image is read here: "+
		"set runAsUser, or the annotation %s on the pod when the image has a numeric user)", c.Name, userKnob)
}

// subPathProblem finds a mount of one file that its ConfigMap or Secret does not hold: the container
// would find an empty folder in its place.
func (k *kubeletStandIn) subPathProblem(pod *corev1.Pod, c *corev1.Container) string {
	for _, mount := range c.VolumeMounts {
		file, _, _ := strings.Cut(mount.SubPath, "/")
		if file == "" {
			continue
		}
		for _, volume := range pod.Spec.Volumes {
			if volume.Name != mount.Name {
				continue
			}
			files, known := k.volumeFiles(pod.Namespace, &volume)
			if known && !slices.Contains(files, file) {
				return fmt.Sprintf("subPath %q of volume %q names no key of its ConfigMap or Secret", mount.SubPath, volume.Name)
			}
		}
	}
	return ""
}

// volumeFiles are the top-level names in a volume made of one ConfigMap or Secret.
func (k *kubeletStandIn) volumeFiles(namespace string, volume *corev1.Volume) (files []string, known bool) {
	var items []corev1.KeyToPath
	switch {
	case volume.ConfigMap != nil:
		files, _ = k.configMapKeys(namespace, volume.ConfigMap.Name)
		items = volume.ConfigMap.Items
	case volume.Secret != nil:
		files, _ = k.secretKeys(namespace, volume.Secret.SecretName)
		items = volume.Secret.Items
	default:
		return nil, false
	}
	if len(items) > 0 {
		files = nil
		for _, item := range items {
			top, _, _ := strings.Cut(item.Path, "/")
			files = append(files, top)
		}
	}
	return files, true
}

// warnOfPullSecrets records what the kubelet records: a missing pull secret does not stop the pod.
func (k *kubeletStandIn) warnOfPullSecrets(pod *corev1.Pod, m *machine) {
	var missing []string
	for _, ref := range pod.Spec.ImagePullSecrets {
		if _, problem := k.secretKeys(pod.Namespace, ref.Name); problem != "" {
			missing = append(missing, ref.Name)
		}
	}
	if len(missing) > 0 {
		k.tell(pod, m, corev1.EventTypeWarning, "FailedToRetrieveImagePullSecret", fmt.Sprintf(
			"Unable to retrieve some image pull secrets (%s); attempting to pull the image may not succeed.",
			strings.Join(missing, ", ")))
	}
}

func (k *kubeletStandIn) configMapKeys(namespace, name string) ([]string, string) {
	found, err := k.configMaps.ConfigMaps(namespace).Get(name)
	if apierrors.IsNotFound(err) {
		return nil, fmt.Sprintf("configmap %q not found", name)
	}
	if err != nil {
		return nil, err.Error()
	}
	keys := make([]string, 0, len(found.Data)+len(found.BinaryData))
	for key := range found.Data {
		keys = append(keys, key)
	}
	for key := range found.BinaryData {
		keys = append(keys, key)
	}
	return keys, ""
}

func (k *kubeletStandIn) secretKeys(namespace, name string) ([]string, string) {
	found, err := k.secrets.Secrets(namespace).Get(name)
	if apierrors.IsNotFound(err) {
		return nil, fmt.Sprintf("secret %q not found", name)
	}
	if err != nil {
		return nil, err.Error()
	}
	keys := make([]string, 0, len(found.Data))
	for key := range found.Data {
		keys = append(keys, key)
	}
	return keys, ""
}

func isTrue(b *bool) bool { return b != nil && *b }
