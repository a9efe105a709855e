package standins

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// The kubelet plays containers: it starts nothing, but a pod comes as far as its spec and the
// objects it refers to would let it come.
type kubeletStandIn struct {
	*cluster
	pods       corelisters.PodLister
	nodes      corelisters.NodeLister
	configMaps corelisters.ConfigMapLister
	secrets    corelisters.SecretLister
	claims     corelisters.PersistentVolumeClaimLister
	volumes    corelisters.PersistentVolumeLister

	lock     sync.Mutex
	machines map[types.UID]*machine
	images   map[string][]string // by node
	lastIP   int
}

func kubelet(c *cluster) (*kubeletStandIn, func(context.Context)) {
	core := c.informers.Core().V1()
	k := &kubeletStandIn{
		cluster:    c,
		pods:       core.Pods().Lister(),
		nodes:      core.Nodes().Lister(),
		configMaps: core.ConfigMaps().Lister(),
		secrets:    core.Secrets().Lister(),
		claims:     core.PersistentVolumeClaims().Lister(),
		volumes:    core.PersistentVolumes().Lister(),
		machines:   map[types.UID]*machine{},
		images:     map[string][]string{},
	}
	q := newQueue("kubelet", k.sync)
	q.watch(core.Pods().Informer())
	return k, q.run
}

// sync brings one pod a step further and writes its status when that changed.
func (k *kubeletStandIn) sync(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return 0, nil
	}
	pod, err := k.pods.Pods(namespace).Get(name)
	if apierrors.IsNotFound(err) {
		k.forgetGone(namespace, name)
		return 0, nil
	}
	if err != nil || pod.Spec.NodeName == "" {
		return 0, err
	}
	m := k.machineOf(pod)
	if pod.DeletionTimestamp != nil {
		return k.terminate(ctx, pod, m)
	}
	if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
		return 0, nil
	}
	again := k.advance(pod, m, time.Now())
	status := k.statusOf(pod, m)
	if equality.Semantic.DeepEqual(status, &pod.Status) {
		return again, nil
	}
	changed := pod.DeepCopy()
	changed.Status = *status
	_, err = k.client.CoreV1().Pods(namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
	return again, err
}

// terminate ends a pod as the kubelet does: the API server forgets it when the kubelet deletes it
// without grace.
func (k *kubeletStandIn) terminate(ctx context.Context, pod *corev1.Pod, m *machine) (time.Duration, error) {
	if m.ending.IsZero() {
		m.ending = time.Now()
		k.stop(pod, m)
	}
	if wait := stopTime - time.Since(m.ending); wait > 0 {
		return wait, nil
	}
	if pod.DeletionGracePeriodSeconds != nil && *pod.DeletionGracePeriodSeconds == 0 {
		return 0, nil
	}
	return 0, client404(k.client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{
		GracePeriodSeconds: new(int64),
		Preconditions:      &metav1.Preconditions{UID: &pod.UID},
	}))
}

func client404(err error) error {
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}

func (k *kubeletStandIn) machineOf(pod *corev1.Pod) *machine {
	k.lock.Lock()
	defer k.lock.Unlock()
	m := k.machines[pod.UID]
	if m == nil {
		m = &machine{
			namespace: pod.Namespace, name: pod.Name,
			created:    time.Now(),
			containers: map[string]*container{}, told: map[string]bool{},
		}
		k.machines[pod.UID] = m
	}
	return m
}

func (k *kubeletStandIn) forgetGone(namespace, name string) {
	k.lock.Lock()
	defer k.lock.Unlock()
	for uid, m := range k.machines {
		if m.namespace == namespace && m.name == name {
			delete(k.machines, uid)
		}
	}
}

// stop ends what still runs in a pod that is being deleted.
func (k *kubeletStandIn) stop(pod *corev1.Pod, m *machine) {
	for _, specs := range [][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for i := range specs {
			if state := m.container(specs[i].Name); state.running() {
				k.event(pod, &specs[i], corev1.EventTypeNormal, "Killing", "Stopping container "+specs[i].Name)
				k.lock.Lock()
				state.runs[len(state.runs)-1].finished = m.ending
				k.lock.Unlock()
			}
		}
	}
}

// tell records an event about a pod once per message, where the kubelet would count up.
func (k *kubeletStandIn) tell(pod *corev1.Pod, m *machine, kind, reason, message string) {
	if m.told[reason+message] {
		return
	}
	m.told[reason+message] = true
	k.record(pod, pod.Spec.NodeName, kind, reason, message)
}

// event records an event about a container, or counts up the one that is there.
func (k *kubeletStandIn) event(pod *corev1.Pod, c *corev1.Container, kind, reason, message string) {
	list := "initContainers"
	if slices.ContainsFunc(pod.Spec.Containers, func(other corev1.Container) bool { return other.Name == c.Name }) {
		list = "containers"
	}
	k.record(&corev1.ObjectReference{
		APIVersion: "v1", Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID,
		ResourceVersion: pod.ResourceVersion, FieldPath: fmt.Sprintf("spec.%s{%s}", list, c.Name),
	}, pod.Spec.NodeName, kind, reason, message)
}
