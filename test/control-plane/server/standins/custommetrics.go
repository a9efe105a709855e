package standins

import (
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// ConfigMaps in StandInNamespace whose keys are the metrics that exist and whose values are what
// each pod (or object, or the outside) reports. Every other metric is unknown.
const (
	customMetricsMap   = "custom-metrics"
	externalMetricsMap = "external-metrics"
)

func (m *metricsStandIn) value(configMap, metric string) (string, bool) {
	declared, err := m.configMaps.ConfigMaps(StandInNamespace).Get(configMap)
	if err != nil {
		return "", false
	}
	quantity, err := resource.ParseQuantity(declared.Data[metric])
	return quantity.String(), err == nil
}

func unknownMetric(w http.ResponseWriter, metric, configMap string) {
	refuse(w, http.StatusNotFound, "the server could not find the metric "+metric+
		" (known are the keys of ConfigMap "+StandInNamespace+"/"+configMap+")")
}

func (m *metricsStandIn) customMetrics(mux *http.ServeMux) {
	const version = "custom.metrics.k8s.io/v1beta2"
	const base = "/apis/" + version
	list := func(w http.ResponseWriter, items []object) {
		answer(w, object{"kind": "MetricValueList", "apiVersion": version, "metadata": object{}, "items": items})
	}
	item := func(kind, namespace, name, metric, value string) object {
		return object{
			"describedObject": object{"kind": kind, "namespace": namespace, "name": name},
			"metric":          object{"name": metric},
			"timestamp":       time.Now().UTC().Format(time.RFC3339), "value": value,
		}
	}
	mux.HandleFunc("GET "+base, func(w http.ResponseWriter, _ *http.Request) {
		resources := []object{}
		if declared, err := m.configMaps.ConfigMaps(StandInNamespace).Get(customMetricsMap); err == nil {
			for metric := range declared.Data {
				resources = append(resources, object{
					"name": "pods/" + metric, "namespaced": true, "kind": "MetricValueList", "verbs": []string{"get"},
				})
			}
		}
		answer(w, resourceList(version, resources...))
	})
	mux.HandleFunc("GET "+base+"/namespaces/{namespace}/pods/{name}/{metric}", func(w http.ResponseWriter, r *http.Request) {
		metric, name := r.PathValue("metric"), r.PathValue("name")
		value, known := m.value(customMetricsMap, metric)
		if !known {
			unknownMetric(w, metric, customMetricsMap)
			return
		}
		pods, ok := m.selected(w, r)
		if !ok {
			return
		}
		items := []object{}
		for _, pod := range pods {
			if pod.Status.Phase == corev1.PodRunning && (name == "*" || name == pod.Name) {
				items = append(items, item("Pod", pod.Namespace, pod.Name, metric, value))
			}
		}
		list(w, items)
	})
	// Metrics of another object, or of the namespace itself ("metrics" in place of the resource).
	mux.HandleFunc("GET "+base+"/namespaces/{namespace}/{resource}/{name}/{metric}", func(w http.ResponseWriter, r *http.Request) {
		value, known := m.value(customMetricsMap, r.PathValue("metric"))
		if !known {
			unknownMetric(w, r.PathValue("metric"), customMetricsMap)
			return
		}
		list(w, []object{item(r.PathValue("resource"), r.PathValue("namespace"), r.PathValue("name"), r.PathValue("metric"), value)})
	})
	mux.HandleFunc("GET "+base+"/namespaces/{namespace}/metrics/{metric}", func(w http.ResponseWriter, r *http.Request) {
		value, known := m.value(customMetricsMap, r.PathValue("metric"))
		if !known {
			unknownMetric(w, r.PathValue("metric"), customMetricsMap)
			return
		}
		list(w, []object{item("Namespace", "", r.PathValue("namespace"), r.PathValue("metric"), value)})
	})
}

func (m *metricsStandIn) externalMetrics(mux *http.ServeMux) {
	const version = "external.metrics.k8s.io/v1beta1"
	const base = "/apis/" + version
	mux.HandleFunc("GET "+base, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, resourceList(version, object{
			"name": "externalmetrics", "namespaced": true, "kind": "ExternalMetricValueList", "verbs": []string{"get"},
		}))
	})
	mux.HandleFunc("GET "+base+"/namespaces/{namespace}/{metric}", func(w http.ResponseWriter, r *http.Request) {
		metric := r.PathValue("metric")
		value, known := m.value(externalMetricsMap, metric)
		if !known {
			unknownMetric(w, metric, externalMetricsMap)
			return
		}
		answer(w, object{
			"kind": "ExternalMetricValueList", "apiVersion": version, "metadata": object{},
			"items": []object{{
				"metricName": metric, "metricLabels": object{},
				"timestamp": time.Now().UTC().Format(time.RFC3339), "value": value,
			}},
		})
	})
}
