package standins

import (
	"context"
	"encoding/json"
	"net/http"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	corelisters "k8s.io/client-go/listers/core/v1"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// StandInNamespace holds what a test writes to steer the stand-ins.
const StandInNamespace = "slipway-stand-ins"

type metricsStandIn struct {
	*cluster
	pods       corelisters.PodLister
	nodes      corelisters.NodeLister
	configMaps corelisters.ConfigMapLister
}

type object = map[string]any

// serve answers for metrics-server and a custom metrics adapter behind the aggregation layer, and for the
// kubelets of all nodes.
func serve(ctx context.Context, c *cluster, k *kubeletStandIn, options Options) error {
	core := c.informers.Core().V1()
	m := &metricsStandIn{
		cluster: c, pods: core.Pods().Lister(), nodes: core.Nodes().Lister(), configMaps: core.ConfigMaps().Lister(),
	}
	mux := http.NewServeMux()
	m.resourceMetrics(mux)
	m.customMetrics(mux)
	m.externalMetrics(mux)
	k.logs(mux)
	go m.register(ctx, options.Port)
	return http.ListenAndServeTLS("127.0.0.1:"+options.Port, options.Certificate, options.Key, mux)
}

// register tells the API server who serves the metrics groups. A Service of type ExternalName is the
// one kind that leads to an address on this machine.
func (m *metricsStandIn) register(ctx context.Context, port string) {
	m.create(ctx, "", "v1", "namespaces", object{"kind": "Namespace", "metadata": object{"name": StandInNamespace}}, "")
	m.create(ctx, "", "v1", "services", object{
		"kind": "Service", "metadata": object{"name": "metrics"},
		"spec": object{"type": "ExternalName", "externalName": "localhost"},
	}, StandInNamespace)
	number := json.Number(port)
	portNumber, _ := number.Int64()
	for group, version := range map[string]string{
		"metrics.k8s.io": "v1beta1", "custom.metrics.k8s.io": "v1beta2", "external.metrics.k8s.io": "v1beta1",
	} {
		m.create(ctx, "apiregistration.k8s.io", "v1", "apiservices", object{
			"kind": "APIService", "metadata": object{"name": version + "." + group},
			"spec": object{
				"group": group, "version": version, "groupPriorityMinimum": int64(100), "versionPriority": int64(100),
				"insecureSkipTLSVerify": true,
				"service":               object{"namespace": StandInNamespace, "name": "metrics", "port": portNumber},
			},
		}, "")
	}
}

func (m *metricsStandIn) create(ctx context.Context, group, version, resource string, content object, namespace string) {
	kind := schema.GroupVersionResource{Group: group, Version: version, Resource: resource}
	content["apiVersion"] = kind.GroupVersion().String()
	_, err := m.dynamic.Resource(kind).Namespace(namespace).
		Create(ctx, &unstructured.Unstructured{Object: content}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		panic(err)
	}
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(object{
		"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "message": message,
		"reason": http.StatusText(code),
	})
}

func resourceList(group string, resources ...object) object {
	return object{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group, "resources": resources}
}
