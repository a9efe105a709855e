package standins

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// statusOf writes down what the machine of a pod shows, in the form the kubelet reports it.
func (k *kubeletStandIn) statusOf(pod *corev1.Pod, m *machine) *corev1.PodStatus {
	status := pod.Status.DeepCopy()
	status.ObservedGeneration = pod.Generation
	if status.StartTime == nil {
		status.StartTime = new(metav1.NewTime(m.created).Rfc3339Copy())
	}
	if node, err := k.nodes.Get(pod.Spec.NodeName); err == nil {
		for _, address := range node.Status.Addresses {
			if address.Type == corev1.NodeInternalIP {
				status.HostIP, status.HostIPs = address.Address, []corev1.HostIP{{IP: address.Address}}
			}
		}
	}
	if m.ip != "" {
		status.PodIP, status.PodIPs = m.ip, []corev1.PodIP{{IP: m.ip}}
	}
	status.InitContainerStatuses = m.statuses(pod, pod.Spec.InitContainers)
	status.ContainerStatuses = m.statuses(pod, pod.Spec.Containers)
	status.Phase = m.phase(pod)

	initialized := m.initialized(pod)
	unready := m.unready(pod)
	condition := func(kind corev1.PodConditionType, yes bool, reason, message string) {
		setCondition(status, pod.Generation, kind, yes, reason, message)
	}
	condition(corev1.PodReadyToStartContainers, m.ip != "", "", "")
	condition(corev1.PodInitialized, initialized, "ContainersNotInitialized", "containers have not run to completion")
	reason, message := "ContainersNotReady", "containers with unready status: ["+strings.Join(unready, " ")+"]"
	ready := initialized && len(unready) == 0
	if status.Phase == corev1.PodSucceeded {
		ready, reason, message = false, "PodCompleted", ""
	}
	condition(corev1.ContainersReady, ready, reason, message)
	if gate := missingGate(pod); ready && gate != "" {
		ready, reason, message = false, "ReadinessGatesNotReady", "the condition "+gate+" of a readiness gate is not True"
	}
	condition(corev1.PodReady, ready, reason, message)
	return status
}

func (m *machine) statuses(pod *corev1.Pod, specs []corev1.Container) []corev1.ContainerStatus {
	statuses := make([]corev1.ContainerStatus, 0, len(specs))
	for _, spec := range specs {
		c := m.container(spec.Name)
		status := corev1.ContainerStatus{
			Name: spec.Name, Image: spec.Image, RestartCount: c.restarts,
			Ready:   c.ready || c.done() && c.exitCode == 0,
			Started: new(c.running() && c.up),
		}
		if len(c.runs) > 0 {
			status.ContainerID = containerID(pod, spec.Name, c.restarts)
			if reference, err := fullReference(spec.Image); err == nil {
				status.ImageID = reference
			}
		}
		status.LastTerminationState.Terminated = c.last
		switch {
		case c.waiting != nil:
			status.State.Waiting = c.waiting
		case !c.finished.IsZero():
			status.State.Terminated, status.LastTerminationState.Terminated = c.last, c.before
		default:
			status.State.Running = &corev1.ContainerStateRunning{StartedAt: second(c.started)}
		}
		statuses = append(statuses, status)
	}
	if len(statuses) == 0 {
		return nil
	}
	return statuses
}

func (c *container) terminated(id string) *corev1.ContainerStateTerminated {
	return &corev1.ContainerStateTerminated{
		ExitCode: c.exitCode, Reason: c.reason, StartedAt: second(c.started), FinishedAt: second(c.finished),
		ContainerID: id,
	}
}

// phase follows the kubelet's getPhase: failed or succeeded once no container will run again.
func (m *machine) phase(pod *corev1.Pod) corev1.PodPhase {
	for _, spec := range pod.Spec.InitContainers {
		if c := m.container(spec.Name); c.done() && c.exitCode != 0 {
			return corev1.PodFailed
		}
	}
	ended, failed, started := 0, false, true
	for _, spec := range pod.Spec.Containers {
		c := m.container(spec.Name)
		if c.done() {
			ended++
			failed = failed || c.exitCode != 0
		}
		started = started && !c.started.IsZero()
	}
	switch {
	case !m.initialized(pod) || !started:
		return corev1.PodPending
	case ended < len(pod.Spec.Containers):
		return corev1.PodRunning
	case failed:
		return corev1.PodFailed
	}
	return corev1.PodSucceeded
}

func (m *machine) initialized(pod *corev1.Pod) bool {
	return !slices.ContainsFunc(pod.Spec.InitContainers, func(spec corev1.Container) bool {
		c := m.container(spec.Name)
		return !(c.done() && c.exitCode == 0) && !(isSidecar(&spec) && c.running())
	}) && m.ip != ""
}

func (m *machine) unready(pod *corev1.Pod) []string {
	var names []string
	for _, spec := range pod.Spec.InitContainers {
		if isSidecar(&spec) && !m.container(spec.Name).ready {
			names = append(names, spec.Name)
		}
	}
	for _, spec := range pod.Spec.Containers {
		if !m.container(spec.Name).ready {
			names = append(names, spec.Name)
		}
	}
	return names
}

func missingGate(pod *corev1.Pod) string {
	for _, gate := range pod.Spec.ReadinessGates {
		met := slices.ContainsFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool {
			return c.Type == gate.ConditionType && c.Status == corev1.ConditionTrue
		})
		if !met {
			return string(gate.ConditionType)
		}
	}
	return ""
}

func setCondition(status *corev1.PodStatus, generation int64, kind corev1.PodConditionType, yes bool, reason, message string) {
	wanted := corev1.PodCondition{
		Type: kind, Status: corev1.ConditionFalse, Reason: reason, Message: message, ObservedGeneration: generation,
		LastTransitionTime: metav1.Now().Rfc3339Copy(),
	}
	if yes {
		wanted.Status, wanted.Reason, wanted.Message = corev1.ConditionTrue, "", ""
	}
	for i := range status.Conditions {
		if old := &status.Conditions[i]; old.Type == kind {
			if old.Status == wanted.Status {
				wanted.LastTransitionTime = old.LastTransitionTime
			}
			*old = wanted
			return
		}
	}
	status.Conditions = append(status.Conditions, wanted)
}
