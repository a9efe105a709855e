package standins

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// How long the played containers take. A real one takes longer; what comes after what is the same.
const (
	startTime   = 150 * time.Millisecond // from running to ready
	runTime     = 300 * time.Millisecond // of a container that ends
	stopTime    = 100 * time.Millisecond
	firstBack   = 500 * time.Millisecond
	longestBack = 10 * time.Second
)

// Annotations on a pod by which a test asks for a failure or states a fact about an image.
const (
	crashKnob    = "slipway.test/crash"         // containers that exit with 1
	notReadyKnob = "slipway.test/not-ready"     // containers whose readiness probe fails
	noImageKnob  = "slipway.test/image-missing" // containers whose image cannot be pulled
	userKnob     = "slipway.test/image-user"    // numeric user that the images run as
	runKnob      = "slipway.test/run-duration"  // how long containers that end run, as a Go duration
)

// A machine is what the kubelet knows of one pod.
type machine struct {
	namespace, name string
	created         time.Time
	ending          time.Time
	ip              string
	containers      map[string]*container
	told            map[string]bool
}

type container struct {
	waiting  *corev1.ContainerStateWaiting
	started  time.Time
	finished time.Time
	exitCode int32
	restarts int32
	last     *corev1.ContainerStateTerminated
	ready    bool
}

func (c *container) running() bool { return !c.started.IsZero() && c.finished.IsZero() }
func (c *container) done() bool    { return !c.finished.IsZero() && c.waiting == nil }

func named(pod *corev1.Pod, knob, container string) bool {
	for name := range strings.SplitSeq(pod.Annotations[knob], ",") {
		if strings.TrimSpace(name) == container {
			return true
		}
	}
	return false
}

func (m *machine) container(name string) *container {
	if m.containers[name] == nil {
		m.containers[name] = &container{waiting: &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}}
	}
	return m.containers[name]
}

// advance brings the containers of a pod as far as they come now and says when to look again.
func (k *kubeletStandIn) advance(pod *corev1.Pod, m *machine, now time.Time) time.Duration {
	for _, c := range pod.Spec.InitContainers {
		m.container(c.Name)
	}
	for _, c := range pod.Spec.Containers {
		if first := m.container(c.Name); first.started.IsZero() && len(pod.Spec.InitContainers) > 0 &&
			first.waiting.Reason == "ContainerCreating" {
			first.waiting.Reason = "PodInitializing"
		}
	}
	k.warnOfPullSecrets(pod, m)
	if m.ip == "" {
		if reason, problem := k.volumeProblem(pod); problem != "" {
			k.tell(pod, m, corev1.EventTypeWarning, reason, problem)
			return retry
		}
		m.ip = k.nextIP()
	}
	again := time.Duration(0)
	for i := range pod.Spec.InitContainers {
		c := &pod.Spec.InitContainers[i]
		sidecar := c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
		again = sooner(again, k.step(pod, m, c, !sidecar, now))
		state := m.container(c.Name)
		if passed := state.done() && state.exitCode == 0 || sidecar && state.running() && startsUp(c) == ""; !passed {
			return again
		}
	}
	ends := pod.Spec.RestartPolicy != corev1.RestartPolicyAlways
	for i := range pod.Spec.Containers {
		again = sooner(again, k.step(pod, m, &pod.Spec.Containers[i], ends, now))
	}
	return again
}

// step moves one container through waiting, running, ended and back.
func (k *kubeletStandIn) step(pod *corev1.Pod, m *machine, c *corev1.Container, ends bool, now time.Time) time.Duration {
	state := m.container(c.Name)
	switch {
	case state.done():
		return 0
	case state.running():
		ran := now.Sub(state.started)
		crashes := named(pod, crashKnob, c.Name)
		if crashes || ends {
			if left := runDuration(pod) - ran; left > 0 {
				return left
			}
			return state.end(pod, crashes, now)
		}
		if left := startTime - ran; left > 0 {
			return left
		}
		return k.probe(pod, m, c, state)
	case !state.finished.IsZero(): // ended, to be restarted
		if left := backOff(state.restarts) - now.Sub(state.finished); left > 0 {
			return left
		}
	}
	if named(pod, noImageKnob, c.Name) {
		message := fmt.Sprintf("Back-off pulling image %q", c.Image)
		state.waiting = &corev1.ContainerStateWaiting{Reason: "ImagePullBackOff", Message: message}
		k.tell(pod, m, corev1.EventTypeWarning, "Failed", fmt.Sprintf("Failed to pull image %q: not found", c.Image))
		return 0
	}
	if problem := k.configProblem(pod, c); problem != "" {
		state.waiting = &corev1.ContainerStateWaiting{Reason: "CreateContainerConfigError", Message: problem}
		k.tell(pod, m, corev1.EventTypeWarning, "Failed", "Error: "+problem)
		return retry
	}
	if !state.finished.IsZero() {
		state.restarts++
	}
	state.waiting, state.started, state.finished = nil, now, time.Time{}
	return startTime
}

// end ends a running container; one that will run again waits for it.
func (c *container) end(pod *corev1.Pod, crashes bool, now time.Time) time.Duration {
	c.finished, c.ready, c.exitCode = now, false, 0
	if !crashes {
		return 0
	}
	c.exitCode = 1
	if pod.Spec.RestartPolicy == corev1.RestartPolicyNever {
		return 0
	}
	c.last = c.terminated()
	c.waiting = &corev1.ContainerStateWaiting{
		Reason:  "CrashLoopBackOff",
		Message: fmt.Sprintf("back-off %s restarting failed container", backOff(c.restarts)),
	}
	return backOff(c.restarts)
}

// probe decides whether a running container is ready.
func (k *kubeletStandIn) probe(pod *corev1.Pod, m *machine, c *corev1.Container, state *container) time.Duration {
	for kind, probe := range map[string]*corev1.Probe{
		"Startup": c.StartupProbe, "Readiness": c.ReadinessProbe, "Liveness": c.LivenessProbe,
	} {
		if problem := probeProblem(c, probe); problem != "" {
			k.tell(pod, m, corev1.EventTypeWarning, "Unhealthy", kind+" probe errored: "+problem)
		}
	}
	if named(pod, notReadyKnob, c.Name) {
		k.tell(pod, m, corev1.EventTypeWarning, "Unhealthy", "Readiness probe failed: asked for by "+notReadyKnob)
		state.ready = false
		return 0
	}
	state.ready = startsUp(c) == "" && probeProblem(c, c.ReadinessProbe) == ""
	return 0
}

func startsUp(c *corev1.Container) string { return probeProblem(c, c.StartupProbe) }

func backOff(restarts int32) time.Duration {
	return min(firstBack<<min(restarts, 10), longestBack)
}

func runDuration(pod *corev1.Pod) time.Duration {
	if asked, err := time.ParseDuration(pod.Annotations[runKnob]); err == nil {
		return asked
	}
	return runTime
}

// sooner is the smaller of two waits of which 0 means none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func (k *kubeletStandIn) nextIP() string {
	k.lock.Lock()
	defer k.lock.Unlock()
	k.lastIP++
	return fmt.Sprintf("10.244.%d.%d", k.lastIP/250%250, k.lastIP%250+1)
}

// second is a time as the API keeps it.
func second(t time.Time) metav1.Time { return metav1.NewTime(t).Rfc3339Copy() }
