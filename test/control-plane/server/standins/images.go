package standins

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/util/parsers"
)

// A pull is how far the image of a container is. It backs off from a registry as from a crash.
type pull struct {
	failures int32
	failed   time.Time // the last time
}

// sameErrorTime is how soon an image error that no registry is asked about is told again.
const sameErrorTime = 5 * time.Second

// pullImage gets the image of a container, or says when to try again. Events, reasons and messages are
// those of the kubelet (pkg/kubelet/images/image_manager.go), the errors containerd's.
func (k *kubeletStandIn) pullImage(pod *corev1.Pod, c *corev1.Container, state *container, now time.Time) (time.Duration, bool) {
	kind := steered(pod, imageErrorKnob, c.Name)
	if named(pod, noImageKnob, c.Name) {
		kind = "not-found"
	}
	reference, err := fullReference(c.Image)
	if kind == "invalid-name" && err == nil {
		err = fmt.Errorf("couldn't parse image name %q: invalid reference format", c.Image)
	}
	image := c.Image
	if err == nil && !strings.Contains(c.Image[strings.LastIndex(c.Image, "/")+1:], ":") && !strings.Contains(c.Image, "@") {
		image += ":latest"
	}
	warn := func(reason, message string) { k.event(pod, c, corev1.EventTypeWarning, reason, message) }
	// An error before any registry is asked, told again and again.
	refuse := func(reason, event, message string) (time.Duration, bool) {
		if left := sameErrorTime - now.Sub(state.pull.failed); left > 0 {
			return left, false
		}
		state.pull.failed = now
		state.waiting = &corev1.ContainerStateWaiting{Reason: reason, Message: message}
		warn(event, message)
		warn("Failed", "Error: "+reason)
		return sameErrorTime, false
	}
	switch {
	case err != nil:
		return refuse("InvalidImageName", "InspectFailed", fmt.Sprintf("Failed to apply default image tag %q: %v", c.Image, err))
	case kind == "never-pull":
		return refuse("ErrImageNeverPull", "ErrImageNeverPull",
			fmt.Sprintf("Container image %q is not present with pull policy of Never", c.Image))
	}
	problem := pullProblem(kind, reference)
	if problem == "" {
		k.tellOfPull(pod, c, image)
		state.pull = pull{}
		return 0, true
	}
	if state.pull.failures > 0 {
		since := now.Sub(state.pull.failed)
		if left := shownTime - since; left > 0 {
			return left, false
		}
		if left := backOffTime(state.pull.failures-1) - since; left > 0 {
			if state.waiting.Reason == "ErrImagePull" {
				message := fmt.Sprintf("Back-off pulling image %q", image)
				k.event(pod, c, corev1.EventTypeNormal, "BackOff", message)
				warn("Failed", "Error: ImagePullBackOff")
				state.waiting = &corev1.ContainerStateWaiting{
					Reason: "ImagePullBackOff", Message: message + ": ErrImagePull: " + problem,
				}
			}
			return left, false
		}
	}
	k.event(pod, c, corev1.EventTypeNormal, "Pulling", fmt.Sprintf("Pulling image %q", image))
	warn("Failed", fmt.Sprintf("Failed to pull image %q: %s", image, problem))
	warn("Failed", "Error: ErrImagePull")
	state.pull.failures++
	state.pull.failed = now
	state.waiting = &corev1.ContainerStateWaiting{Reason: "ErrImagePull", Message: problem}
	return shownTime, false
}

// pullProblem is containerd's error for a kind of image error, empty for none. The code of the call is
// left out where it is Unknown.
func pullProblem(kind, reference string) string {
	resolve := fmt.Sprintf("failed to pull and unpack image %q: failed to resolve reference %q: ", reference, reference)
	switch kind {
	case "not-found":
		return "rpc error: code = NotFound desc = " + resolve + reference + ": not found"
	case "unauthorized":
		return resolve + "pull access denied, repository does not exist or may require authorization: " +
			"server message: insufficient_scope: authorization failed"
	case "timeout":
		host, rest, _ := strings.Cut(reference, "/")
		at := max(strings.LastIndex(rest, ":"), strings.LastIndex(rest, "@"))
		return resolve + fmt.Sprintf("failed to do request: Head \"https://%s/v2/%s/manifests/%s\": dial tcp 203.0.113.9:443: i/o timeout",
			host, rest[:at], rest[at+1:])
	}
	return ""
}

// fullReference is an image with its registry and tag, as containerd writes it.
func fullReference(image string) (string, error) {
	repository, tag, digest, err := parsers.ParseImageName(image)
	switch {
	case err != nil:
		return "", err
	case digest != "":
		return repository + "@" + digest, nil
	}
	return repository + ":" + tag, nil
}

// tellOfPull records how an image came to be there: pulled, or from an earlier pod of the node.
func (k *kubeletStandIn) tellOfPull(pod *corev1.Pod, c *corev1.Container, image string) {
	k.lock.Lock()
	present := slices.Contains(k.images[pod.Spec.NodeName], image)
	if !present {
		k.images[pod.Spec.NodeName] = append(k.images[pod.Spec.NodeName], image)
	}
	k.lock.Unlock()
	if present && c.ImagePullPolicy != corev1.PullAlways || c.ImagePullPolicy == corev1.PullNever {
		k.event(pod, c, corev1.EventTypeNormal, "Pulled",
			fmt.Sprintf("Container image %q already present on machine and can be accessed by the pod", c.Image))
		return
	}
	k.event(pod, c, corev1.EventTypeNormal, "Pulling", fmt.Sprintf("Pulling image %q", image))
	k.event(pod, c, corev1.EventTypeNormal, "Pulled",
		fmt.Sprintf("Successfully pulled image %q in 20ms (20ms including waiting). Image size: 52428800 bytes.", image))
}
