package standins

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
)

// Annotations on a pod that set what each of its containers uses: a quantity, or a part of the
// request like "80%". Without them a container uses half of its request.
const (
	cpuKnob    = "slipway.test/cpu-usage"
	memoryKnob = "slipway.test/memory-usage"
)

var window = 30 * time.Second

func (m *metricsStandIn) resourceMetrics(mux *http.ServeMux) {
	const base = "/apis/metrics.k8s.io/v1beta1"
	mux.HandleFunc("GET "+base, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, resourceList("metrics.k8s.io/v1beta1",
			object{"name": "nodes", "namespaced": false, "kind": "NodeMetrics", "verbs": []string{"get", "list"}},
			object{"name": "pods", "namespaced": true, "kind": "PodMetrics", "verbs": []string{"get", "list"}}))
	})
	list := func(w http.ResponseWriter, r *http.Request) {
		pods, ok := m.selected(w, r)
		if !ok {
			return
		}
		items := []object{}
		for _, pod := range pods {
			if pod.Status.Phase == corev1.PodRunning {
				items = append(items, podMetrics(pod))
			}
		}
		answer(w, object{"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": object{}, "items": items})
	}
	mux.HandleFunc("GET "+base+"/pods", list)
	mux.HandleFunc("GET "+base+"/namespaces/{namespace}/pods", list)
	mux.HandleFunc("GET "+base+"/namespaces/{namespace}/pods/{name}", func(w http.ResponseWriter, r *http.Request) {
		pod, err := m.pods.Pods(r.PathValue("namespace")).Get(r.PathValue("name"))
		if err != nil || pod.Status.Phase != corev1.PodRunning {
			refuse(w, http.StatusNotFound, "no metrics known for pod")
			return
		}
		answer(w, podMetrics(pod))
	})
	mux.HandleFunc("GET "+base+"/nodes", m.nodeMetrics)
}

// selected are the pods that a request asks for by namespace and labelSelector.
func (m *metricsStandIn) selected(w http.ResponseWriter, r *http.Request) ([]*corev1.Pod, bool) {
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return nil, false
	}
	var pods []*corev1.Pod
	if namespace := r.PathValue("namespace"); namespace != "" {
		pods, err = m.pods.Pods(namespace).List(selector)
	} else {
		pods, err = m.pods.List(selector)
	}
	if err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return nil, false
	}
	return pods, true
}

func podMetrics(pod *corev1.Pod) object {
	containers := []object{}
	for i := range pod.Spec.Containers {
		c := &pod.Spec.Containers[i]
		cpu, memory := containerUsage(pod, c)
		containers = append(containers, object{"name": c.Name, "usage": object{"cpu": cpu.String(), "memory": memory.String()}})
	}
	return object{
		"kind": "PodMetrics", "apiVersion": "metrics.k8s.io/v1beta1",
		"metadata":  object{"name": pod.Name, "namespace": pod.Namespace, "labels": pod.Labels},
		"timestamp": time.Now().UTC().Format(time.RFC3339), "window": window.String(),
		"containers": containers,
	}
}

func containerUsage(pod *corev1.Pod, c *corev1.Container) (cpu, memory resource.Quantity) {
	requests := c.Resources.Requests
	cpu = usage(pod.Annotations[cpuKnob], requests[corev1.ResourceCPU], resource.MustParse("50m"))
	memory = usage(pod.Annotations[memoryKnob], requests[corev1.ResourceMemory], resource.MustParse("64Mi"))
	return cpu, memory
}

func usage(asked string, request, without resource.Quantity) resource.Quantity {
	percent := 50
	if part, ok := strings.CutSuffix(asked, "%"); ok {
		if number, err := strconv.Atoi(part); err == nil {
			percent = number
		}
	} else if quantity, err := resource.ParseQuantity(asked); err == nil {
		return quantity
	}
	if request.IsZero() {
		return without
	}
	return *resource.NewMilliQuantity(request.MilliValue()*int64(percent)/100, request.Format)
}

func (m *metricsStandIn) nodeMetrics(w http.ResponseWriter, _ *http.Request) {
	nodes, _ := m.nodes.List(labels.Everything())
	pods, _ := m.pods.List(labels.Everything())
	items := []object{}
	for _, node := range nodes {
		var cpu, memory resource.Quantity
		for _, pod := range pods {
			if pod.Spec.NodeName != node.Name || pod.Status.Phase != corev1.PodRunning {
				continue
			}
			for i := range pod.Spec.Containers {
				c, mem := containerUsage(pod, &pod.Spec.Containers[i])
				cpu.Add(c)
				memory.Add(mem)
			}
		}
		items = append(items, object{
			"kind": "NodeMetrics", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": object{"name": node.Name},
			"timestamp": time.Now().UTC().Format(time.RFC3339), "window": window.String(),
			"usage": object{"cpu": cpu.String(), "memory": memory.String()},
		})
	}
	answer(w, object{"kind": "NodeMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": object{}, "items": items})
}
