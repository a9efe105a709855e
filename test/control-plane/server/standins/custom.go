package standins

import (
	"context"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
)

// follow queues the objects of a custom resource from the moment on that the server serves it, and
// hands out where they are kept.
func (c *cluster) follow(ctx context.Context, kind schema.GroupVersionResource, q *queue) {
	for !c.serves(kind) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
	informer := dynamicinformer.NewFilteredDynamicInformer(c.dynamic, kind, metav1.NamespaceAll, 0, cache.Indexers{}, nil).Informer()
	q.watch(informer)
	informer.Run(ctx.Done())
}

func (c *cluster) serves(kind schema.GroupVersionResource) bool {
	list, err := c.client.Discovery().ServerResourcesForGroupVersion(kind.GroupVersion().String())
	if err != nil {
		return false
	}
	for _, resource := range list.APIResources {
		if resource.Name == kind.Resource {
			return true
		}
	}
	return false
}

// read gets an object, or nil when there is none.
func (c *cluster) read(ctx context.Context, kind schema.GroupVersionResource, namespace, name string) (*unstructured.Unstructured, error) {
	found, err := c.dynamic.Resource(kind).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// report sets the condition Ready of a custom resource when it differs.
func (c *cluster) report(ctx context.Context, kind schema.GroupVersionResource, o *unstructured.Unstructured, ready bool, reason, message string) error {
	status := "False"
	if ready {
		status = "True"
	}
	conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, old := range conditions {
		if old, ok := old.(object); ok && old["type"] == "Ready" && old["status"] == status && old["message"] == message {
			return nil
		}
	}
	o = o.DeepCopy()
	condition := object{
		"type": "Ready", "status": status, "reason": reason, "message": message,
		"lastTransitionTime": time.Now().UTC().Format(time.RFC3339),
	}
	if err := unstructured.SetNestedSlice(o.Object, []any{condition}, "status", "conditions"); err != nil {
		return err
	}
	_, err := c.dynamic.Resource(kind).Namespace(o.GetNamespace()).UpdateStatus(ctx, o, metav1.UpdateOptions{})
	return err
}

func text(o object, path ...string) string {
	value, _, _ := unstructured.NestedString(o, path...)
	return value
}

func list(o object, path ...string) []object {
	values, _, _ := unstructured.NestedSlice(o, path...)
	objects := make([]object, 0, len(values))
	for _, value := range values {
		if entry, ok := value.(object); ok {
			objects = append(objects, entry)
		}
	}
	return objects
}

func texts(o object, path ...string) []string {
	values, _, _ := unstructured.NestedStringSlice(o, path...)
	return values
}
