package standins

import (
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Annotations on a pod by which a test asks for a failure or states a fact. Those of the first group
// name containers; those of the second hold for one container as KEY.NAME, for all as KEY.
const (
	crashKnob      = "slipway.test/crash"         // containers that exit with 1
	oomKnob        = "slipway.test/oom"           // containers that are killed for their memory
	notReadyKnob   = "slipway.test/not-ready"     // containers whose readiness probe fails
	notAliveKnob   = "slipway.test/not-alive"     // containers whose liveness probe fails
	notStartedKnob = "slipway.test/not-started"   // containers whose startup probe fails
	noImageKnob    = "slipway.test/image-missing" // containers whose image does not exist

	imageErrorKnob = "slipway.test/image-error" // a kind of image error
	startDelayKnob = "slipway.test/start-delay" // how long until a running container passes its probes
	crashAfterKnob = "slipway.test/crash-after" // how long a container runs until it exits
	exitCodeKnob   = "slipway.test/exit-code"   // with which a container exits; not 0: it crashes
	logKnob        = "slipway.test/log"         // what a run writes
	logEveryKnob   = "slipway.test/log-every"   // the time between two lines of it

	answerKnob      = "slipway.test/answer"      // the status that its program answers through the network
	unreachableKnob = "slipway.test/unreachable" // nobody reaches its program through the network

	mountErrorKnob = "slipway.test/mount-error"  // .VOLUME: why it cannot be mounted
	userKnob       = "slipway.test/image-user"   // numeric user that the images run as
	runKnob        = "slipway.test/run-duration" // how long containers that end run
)

// named says whether an annotation that lists containers lists this one.
func named(pod *corev1.Pod, knob, container string) bool {
	for name := range strings.SplitSeq(pod.Annotations[knob], ",") {
		if strings.TrimSpace(name) == container {
			return true
		}
	}
	return false
}

// steered is what an annotation says for a container.
func steered(pod *corev1.Pod, knob, container string) string {
	if own, found := pod.Annotations[knob+"."+container]; found {
		return own
	}
	return pod.Annotations[knob]
}

// steeredTime is a duration that an annotation states, 0 without one.
func steeredTime(pod *corev1.Pod, knob, container string) time.Duration {
	asked, err := time.ParseDuration(steered(pod, knob, container))
	if err != nil {
		return 0
	}
	return asked
}

// An ending is how the run of a container ends by itself.
type ending struct {
	crashes bool
	// early: it ends before it could become ready.
	early  bool
	after  time.Duration
	code   int32
	reason string
}

// endingOf is how a container ends, if ends says that its kind does, or if an annotation makes it crash.
func endingOf(pod *corev1.Pod, container string, ends bool) (ending, bool) {
	after := steeredTime(pod, crashAfterKnob, container)
	code, _ := strconv.ParseInt(steered(pod, exitCodeKnob, container), 10, 32)
	e := ending{after: after, code: int32(code), reason: "Error", early: after == 0}
	if after == 0 {
		e.after = runDuration(pod)
	}
	switch {
	case named(pod, oomKnob, container):
		e.crashes, e.code, e.reason = true, 137, "OOMKilled"
	case named(pod, crashKnob, container) || after > 0 || code != 0:
		e.crashes = true
		if code == 0 && steered(pod, exitCodeKnob, container) == "" {
			e.code = 1
		}
	case ends:
		e.reason, e.early = "Completed", false
	}
	if e.code == 0 {
		e.reason = "Completed"
	}
	return e, e.crashes || ends
}

func runDuration(pod *corev1.Pod) time.Duration {
	if asked, err := time.ParseDuration(pod.Annotations[runKnob]); err == nil {
		return asked
	}
	return runTime
}
