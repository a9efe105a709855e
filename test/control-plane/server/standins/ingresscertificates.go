package standins

import (
	"context"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/cache"
)

// syncIngress creates the Certificates that an Ingress asks for by cert-manager's annotations, one
// for each entry of spec.tls, under the name of its Secret.
func (m *certManagerStandIn) syncIngress(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	ingress, err := m.informers.Networking().V1().Ingresses().Lister().Ingresses(namespace).Get(name)
	if err != nil || ingress.DeletionTimestamp != nil {
		return 0, client404(err)
	}
	kind, issuer := "ClusterIssuer", ingress.Annotations["cert-manager.io/cluster-issuer"]
	if issuer == "" {
		kind, issuer = "Issuer", ingress.Annotations["cert-manager.io/issuer"]
	}
	if issuer == "" {
		return 0, nil
	}
	for _, tls := range ingress.Spec.TLS {
		if tls.SecretName == "" || len(tls.Hosts) == 0 {
			continue
		}
		if err := m.askFor(ctx, ingress, tls, kind, issuer); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

func (m *certManagerStandIn) askFor(
	ctx context.Context, ingress *networkingv1.Ingress, tls networkingv1.IngressTLS, kind, issuer string,
) error {
	hosts := make([]any, len(tls.Hosts))
	for i, host := range tls.Hosts {
		hosts[i] = host
	}
	wanted := object{
		"secretName": tls.SecretName, "dnsNames": hosts, "issuerRef": object{"kind": kind, "name": issuer},
	}
	certificate := &unstructured.Unstructured{Object: object{
		"apiVersion": certificates.GroupVersion().String(), "kind": "Certificate",
		"metadata": object{"namespace": ingress.Namespace, "name": tls.SecretName}, "spec": wanted,
	}}
	certificate.SetOwnerReferences([]metav1.OwnerReference{
		*metav1.NewControllerRef(ingress, networkingv1.SchemeGroupVersion.WithKind("Ingress")),
	})
	client := m.dynamic.Resource(certificates).Namespace(ingress.Namespace)
	_, err := client.Create(ctx, certificate, metav1.CreateOptions{})
	if !apierrors.IsAlreadyExists(err) {
		return err
	}
	existing, err := client.Get(ctx, tls.SecretName, metav1.GetOptions{})
	if err != nil || !metav1.IsControlledBy(existing, ingress) {
		return err
	}
	existing.Object["spec"] = wanted
	_, err = client.Update(ctx, existing, metav1.UpdateOptions{})
	return err
}
