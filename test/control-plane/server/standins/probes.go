package standins

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

type probeKind string

const (
	startupProbe   probeKind = "Startup"
	livenessProbe  probeKind = "Liveness"
	readinessProbe probeKind = "Readiness"
)

// A probing is how one probe of a running container has gone.
type probing struct {
	next     time.Time
	failures int32
}

// probe decides whether a running container is up, alive and ready, and says when to look again.
func (k *kubeletStandIn) probe(pod *corev1.Pod, m *machine, c *corev1.Container, state *container, now time.Time) time.Duration {
	left := startLeft(pod, c, state, now)
	if !state.up {
		switch {
		case probeProblem(c, c.StartupProbe) != "":
			return k.fails(pod, m, c, state, startupProbe, probeProblem(c, c.StartupProbe), now)
		case named(pod, notStartedKnob, c.Name) && c.StartupProbe != nil:
			return k.fails(pod, m, c, state, startupProbe, "", now)
		case left > 0 && c.StartupProbe != nil:
			return sooner(left, k.fails(pod, m, c, state, startupProbe, "", now))
		}
		state.up = true
	}
	again := time.Duration(0)
	if problem := probeProblem(c, c.LivenessProbe); problem != "" || named(pod, notAliveKnob, c.Name) && c.LivenessProbe != nil {
		again = k.fails(pod, m, c, state, livenessProbe, problem, now)
		if !state.running() {
			return again
		}
	}
	switch problem := probeProblem(c, c.ReadinessProbe); {
	case problem != "" || named(pod, notReadyKnob, c.Name):
		state.ready = false
		return sooner(again, k.fails(pod, m, c, state, readinessProbe, problem, now))
	case left > 0:
		state.ready = false
		if c.ReadinessProbe != nil {
			again = sooner(again, k.fails(pod, m, c, state, readinessProbe, "", now))
		}
		return sooner(again, left)
	}
	state.ready = true
	return again
}

// startLeft is how long a running container still starts; nothing that fails so long ends it.
func startLeft(pod *corev1.Pod, c *corev1.Container, state *container, now time.Time) time.Duration {
	return steeredTime(pod, startDelayKnob, c.Name) + startTime - now.Sub(state.started)
}

// fails lets a probe fail once when its time has come, in a tenth of its period, and ends the container
// when it has failed often enough. An event is told for the first failures and then ever more rarely.
func (k *kubeletStandIn) fails(pod *corev1.Pod, m *machine, c *corev1.Container, state *container, kind probeKind, problem string, now time.Time) time.Duration {
	p := state.probes[kind]
	if p == nil {
		p = &probing{}
		state.probes[kind] = p
	}
	spec := probeOf(c, kind)
	period := time.Second
	if spec != nil {
		period = time.Duration(max(spec.PeriodSeconds, 1)) * time.Second / 10
	}
	if left := p.next.Sub(now); left > 0 {
		return left
	}
	p.next = now.Add(period)
	p.failures++
	if n := p.failures; n <= 5 || n&(n-1) == 0 {
		k.event(pod, c, corev1.EventTypeWarning, "Unhealthy", failure(pod, c, m.ip, kind, problem))
	}
	if kind == readinessProbe || startLeft(pod, c, state, now) > 0 || spec == nil || p.failures < max(spec.FailureThreshold, 1) {
		return period
	}
	message := fmt.Sprintf("Container %s failed %s probe", c.Name, strings.ToLower(string(kind)))
	if pod.Spec.RestartPolicy != corev1.RestartPolicyNever || isSidecar(c) {
		message += ", will be restarted"
	}
	k.event(pod, c, corev1.EventTypeNormal, "Killing", message)
	return k.end(pod, c, state, ending{crashes: true, code: 137, reason: "Error"}, now)
}

// failure is the kubelet's message (pkg/kubelet/prober, pkg/probe): a program that still starts refuses
// connections, one that runs answers that it is not well.
func failure(pod *corev1.Pod, c *corev1.Container, ip string, kind probeKind, problem string) string {
	if problem != "" {
		return fmt.Sprintf("%s probe errored and resulted in unknown state: %s", kind, problem)
	}
	spec := probeOf(c, kind)
	refuses := kind == startupProbe || kind == readinessProbe && !named(pod, notReadyKnob, c.Name)
	return fmt.Sprintf("%s probe failed: %s", kind, outputOf(c, spec, ip, refuses))
}

func outputOf(c *corev1.Container, spec *corev1.Probe, ip string, refuses bool) string {
	at := func(port intstr.IntOrString) string { return net.JoinHostPort(ip, strconv.Itoa(portOf(c, port))) }
	switch {
	case spec == nil:
		return "asked for by " + notReadyKnob
	case spec.HTTPGet != nil && refuses:
		to := at(spec.HTTPGet.Port)
		scheme := strings.ToLower(string(spec.HTTPGet.Scheme))
		return fmt.Sprintf("Get \"%s://%s%s\": dial tcp %s: connect: connection refused", scheme, to, spec.HTTPGet.Path, to)
	case spec.HTTPGet != nil:
		return "HTTP probe failed with statuscode: 503"
	case spec.TCPSocket != nil:
		return fmt.Sprintf("dial tcp %s: connect: connection refused", at(spec.TCPSocket.Port))
	case spec.GRPC != nil && refuses:
		to := at(intstr.FromInt32(spec.GRPC.Port))
		return fmt.Sprintf("timeout: failed to connect service %q within %ds: context deadline exceeded", to, spec.TimeoutSeconds)
	case spec.GRPC != nil:
		return `service unhealthy (responded with "NOT_SERVING")`
	}
	return c.Name + ": not ready\n"
}

func probeOf(c *corev1.Container, kind probeKind) *corev1.Probe {
	switch kind {
	case startupProbe:
		return c.StartupProbe
	case livenessProbe:
		return c.LivenessProbe
	}
	return c.ReadinessProbe
}

func portOf(c *corev1.Container, port intstr.IntOrString) int {
	for _, declared := range c.Ports {
		if port.Type == intstr.String && declared.Name == port.StrVal {
			return int(declared.ContainerPort)
		}
	}
	return port.IntValue()
}

// probeProblem finds a port name that the container does not declare, in the words of the kubelet, which
// then takes it for a number (pkg/probe, ResolveContainerPort).
func probeProblem(c *corev1.Container, probe *corev1.Probe) string {
	if probe == nil {
		return ""
	}
	var port intstr.IntOrString
	switch {
	case probe.HTTPGet != nil:
		port = probe.HTTPGet.Port
	case probe.TCPSocket != nil:
		port = probe.TCPSocket.Port
	}
	declared := slices.ContainsFunc(c.Ports, func(p corev1.ContainerPort) bool { return p.Name == port.StrVal })
	if port.Type == intstr.String && !declared {
		if _, err := strconv.Atoi(port.StrVal); err != nil {
			return err.Error()
		}
	}
	return ""
}
