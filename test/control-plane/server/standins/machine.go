package standins

import (
	"crypto/sha256"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// How long the played containers take. A real one takes longer; what comes after what is the same.
const (
	startTime   = 150 * time.Millisecond // from running to ready
	runTime     = 300 * time.Millisecond // of a container that ends
	stopTime    = 100 * time.Millisecond
	firstBack   = 500 * time.Millisecond // the kubelet's is 10 s, doubled each time
	longestBack = 10 * time.Second       // the kubelet's is 300 s
	shownTime   = 200 * time.Millisecond // of a state that the next one follows at once
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
	reason   string // of its end
	again    bool   // it has ended and will be started again
	restarts int32
	last     *corev1.ContainerStateTerminated // its latest end
	before   *corev1.ContainerStateTerminated // the end before that
	ready    bool
	up       bool // its startup probe has passed
	pull     pull
	probes   map[probeKind]*probing
	runs     []*run // the last two
}

func (c *container) running() bool { return !c.started.IsZero() && c.finished.IsZero() }
func (c *container) done() bool    { return !c.finished.IsZero() && c.waiting == nil && !c.again }

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
		sidecar := isSidecar(c)
		again = sooner(again, k.step(pod, m, c, !sidecar, now))
		state := m.container(c.Name)
		if passed := state.done() && state.exitCode == 0 || sidecar && state.running() && state.up; !passed {
			return again
		}
	}
	ends := pod.Spec.RestartPolicy != corev1.RestartPolicyAlways
	for i := range pod.Spec.Containers {
		again = sooner(again, k.step(pod, m, &pod.Spec.Containers[i], ends, now))
	}
	return again
}

func isSidecar(c *corev1.Container) bool {
	return c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
}

// step moves one container through waiting, running, ended and back.
func (k *kubeletStandIn) step(pod *corev1.Pod, m *machine, c *corev1.Container, ends bool, now time.Time) time.Duration {
	state := m.container(c.Name)
	switch {
	case state.done():
		return 0
	case state.running():
		return k.run(pod, m, c, state, ends, now)
	case !state.finished.IsZero(): // ended, to be restarted
		if left := k.backOff(pod, c, state, now); left > 0 {
			return left
		}
	}
	if wait, pulled := k.pullImage(pod, c, state, now); !pulled {
		return wait
	}
	if problem := k.configProblem(pod, c); problem != "" {
		state.waiting = &corev1.ContainerStateWaiting{Reason: "CreateContainerConfigError", Message: problem}
		k.tell(pod, m, corev1.EventTypeWarning, "Failed", "Error: "+problem)
		return retry
	}
	k.start(pod, c, state, now)
	return startTime
}

func (k *kubeletStandIn) start(pod *corev1.Pod, c *corev1.Container, state *container, now time.Time) {
	if !state.finished.IsZero() {
		state.restarts++
	}
	state.waiting, state.started, state.finished, state.again = nil, now, time.Time{}, false
	state.up, state.probes = false, map[probeKind]*probing{}
	k.lock.Lock()
	state.runs = append(state.runs, &run{restarts: state.restarts, started: now})
	state.runs = state.runs[max(0, len(state.runs)-2):]
	k.lock.Unlock()
	k.event(pod, c, corev1.EventTypeNormal, "Created", "Container created")
	k.event(pod, c, corev1.EventTypeNormal, "Started", "Container started")
}

// run looks after a running container: its end, where it has one, and its probes.
func (k *kubeletStandIn) run(pod *corev1.Pod, m *machine, c *corev1.Container, state *container, ends bool, now time.Time) time.Duration {
	ran := now.Sub(state.started)
	wait := time.Duration(0)
	if e, has := endingOf(pod, c.Name, ends); has {
		wait = e.after - ran
		if wait <= 0 {
			return k.end(pod, c, state, e, now)
		}
		if e.early || !e.crashes {
			return wait // it ends before a probe could pass
		}
	}
	if left := startTime - ran; left > 0 {
		return sooner(wait, left)
	}
	return sooner(wait, k.probe(pod, m, c, state, now))
}

// end ends a running container; one that will run again waits for it.
func (k *kubeletStandIn) end(pod *corev1.Pod, c *corev1.Container, state *container, e ending, now time.Time) time.Duration {
	state.finished, state.ready, state.exitCode, state.reason = now, false, e.code, e.reason
	k.lock.Lock()
	latest := state.runs[len(state.runs)-1]
	latest.finished, latest.exitCode = now, e.code
	k.lock.Unlock()
	state.before, state.last = state.last, state.terminated(containerID(pod, c.Name, state.restarts))
	always := pod.Spec.RestartPolicy == corev1.RestartPolicyAlways || isSidecar(c)
	state.again = always && e.crashes || pod.Spec.RestartPolicy == corev1.RestartPolicyOnFailure && e.code != 0
	if !state.again {
		return 0
	}
	return k.backOff(pod, c, state, now)
}

// backOff says how long a container that has ended waits until it is started again: the first time not
// at all, then longer each time.
func (k *kubeletStandIn) backOff(pod *corev1.Pod, c *corev1.Container, state *container, now time.Time) time.Duration {
	since := now.Sub(state.finished)
	if state.restarts == 0 {
		return shownTime - since
	}
	wait := backOffTime(state.restarts - 1)
	left := wait - since
	if left > 0 && state.again && state.waiting == nil {
		of := podName(pod)
		state.waiting = &corev1.ContainerStateWaiting{
			Reason:  "CrashLoopBackOff",
			Message: fmt.Sprintf("back-off %s restarting failed container=%s pod=%s", wait, c.Name, of),
		}
		k.event(pod, c, corev1.EventTypeWarning, "BackOff",
			fmt.Sprintf("Back-off restarting failed container %s in pod %s", c.Name, of))
	}
	return left
}

// podName is a pod as the kubelet writes it (pkg/kubelet/util/format).
func podName(pod *corev1.Pod) string {
	return fmt.Sprintf("%s_%s(%s)", pod.Name, pod.Namespace, pod.UID)
}

func backOffTime(failures int32) time.Duration {
	return min(firstBack<<min(failures, 10), longestBack)
}

// containerID is the same for the same run of a container.
func containerID(pod *corev1.Pod, name string, restarts int32) string {
	return fmt.Sprintf("containerd://%x", sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", pod.UID, name, restarts)))
}

// sooner is the smaller of two waits of which 0 means none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// podNetwork is how all addresses of pods begin.
const podNetwork = "10.244."

func (k *kubeletStandIn) nextIP() string {
	k.lock.Lock()
	defer k.lock.Unlock()
	k.lastIP++
	return fmt.Sprintf("%s%d.%d", podNetwork, k.lastIP/250%250, k.lastIP%250+1)
}

// second is a time as the API keeps it.
func second(t time.Time) metav1.Time { return metav1.NewTime(t).Rfc3339Copy() }
