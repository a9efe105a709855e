package standins

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

var (
	certificates   = schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "certificates"}
	issuers        = schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "issuers"}
	clusterIssuers = schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "clusterissuers"}
)

type certManagerStandIn struct{ *cluster }

// certManager makes issuers ready, gives a Certificate its Secret when its issuer could prove its
// names, and asks for the Certificates that annotated Ingresses want.
func certManager(c *cluster) func(context.Context) {
	m := &certManagerStandIn{c}
	ofIssuers := newQueue("issuers", func(ctx context.Context, key string) (time.Duration, error) {
		return m.syncIssuer(ctx, issuers, key)
	})
	ofClusterIssuers := newQueue("cluster issuers", func(ctx context.Context, key string) (time.Duration, error) {
		return m.syncIssuer(ctx, clusterIssuers, key)
	})
	ofCertificates := newQueue("certificates", m.syncCertificate)
	ofIngresses := newQueue("ingress certificates", m.syncIngress)
	ofIngresses.watch(c.informers.Networking().V1().Ingresses().Informer())
	return func(ctx context.Context) {
		go c.follow(ctx, issuers, ofIssuers)
		go c.follow(ctx, clusterIssuers, ofClusterIssuers)
		go c.follow(ctx, certificates, ofCertificates)
		for _, q := range []*queue{ofIssuers, ofClusterIssuers, ofCertificates, ofIngresses} {
			q.run(ctx)
		}
	}
}

func (m *certManagerStandIn) syncIssuer(ctx context.Context, kind schema.GroupVersionResource, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	issuer, err := m.read(ctx, kind, namespace, name)
	if issuer == nil || err != nil {
		return 0, err
	}
	if secret := text(issuer.Object, "spec", "ca", "secretName"); secret != "" {
		where := namespace
		if where == "" {
			where = "cert-manager"
		}
		if _, err := m.informers.Core().V1().Secrets().Lister().Secrets(where).Get(secret); err != nil {
			problem := fmt.Sprintf("Error getting keypair for CA issuer: secret %q not found in namespace %s", secret, where)
			return time.Second, m.report(ctx, kind, issuer, false, "ErrGetKeyPair", problem)
		}
	}
	return 0, m.report(ctx, kind, issuer, true, "Ready", "the issuer can sign")
}

func (m *certManagerStandIn) syncCertificate(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	certificate, err := m.read(ctx, certificates, namespace, name)
	if certificate == nil || err != nil || certificate.GetDeletionTimestamp() != nil {
		return 0, err
	}
	issuerKind, where, resource := text(certificate.Object, "spec", "issuerRef", "kind"), "", clusterIssuers
	if issuerKind == "" || issuerKind == "Issuer" {
		issuerKind, where, resource = "Issuer", namespace, issuers
	}
	issuerName := text(certificate.Object, "spec", "issuerRef", "name")
	issuer, err := m.read(ctx, resource, where, issuerName)
	if err != nil {
		return 0, err
	}
	if issuer == nil {
		problem := fmt.Sprintf("Referenced %q not found: %s %q does not exist", issuerKind, issuerKind, issuerName)
		return time.Second, m.report(ctx, certificates, certificate, false, "IssuerNotFound", problem)
	}
	if !isReady(issuer) {
		problem := fmt.Sprintf("%s %q is not Ready", issuerKind, issuerName)
		return time.Second, m.report(ctx, certificates, certificate, false, "IssuerNotReady", problem)
	}
	names := texts(certificate.Object, "spec", "dnsNames")
	if common := text(certificate.Object, "spec", "commonName"); common != "" && !slices.Contains(names, common) {
		names = append(names, common)
	}
	if _, acme := issuer.Object["spec"].(object)["acme"]; acme {
		for _, host := range names {
			if problem := solverProblem(issuer, certificate, host); problem != "" {
				return time.Second, m.report(ctx, certificates, certificate, false, "Failed", problem)
			}
		}
	}
	if err := m.writeKeyPair(ctx, certificate, names); err != nil {
		return 0, err
	}
	return 0, m.report(ctx, certificates, certificate, true, "Ready", "Certificate is up to date and has not expired")
}

// solverProblem says why an ACME issuer cannot prove a name. The selector of a solver narrows it to
// labels, names or zones; only DNS-01 can prove a wildcard.
func solverProblem(issuer, certificate *unstructured.Unstructured, host string) string {
	wildcard := strings.HasPrefix(host, "*.")
	for _, solver := range list(issuer.Object, "spec", "acme", "solvers") {
		if !selects(solver, certificate, host) {
			continue
		}
		if _, dns := solver["dns01"]; dns || !wildcard {
			return ""
		}
	}
	if wildcard {
		return fmt.Sprintf("no solver of issuer %q can prove %s: a wildcard needs a dns01 solver", issuer.GetName(), host)
	}
	return fmt.Sprintf("no configured challenge solvers of issuer %q can be used for %s", issuer.GetName(), host)
}

func selects(solver object, certificate *unstructured.Unstructured, host string) bool {
	labels, _, _ := unstructured.NestedStringMap(solver, "selector", "matchLabels")
	for label, value := range labels {
		if certificate.GetLabels()[label] != value {
			return false
		}
	}
	names, zones := texts(solver, "selector", "dnsNames"), texts(solver, "selector", "dnsZones")
	if len(names) == 0 && len(zones) == 0 {
		return true
	}
	bare := strings.TrimPrefix(host, "*.")
	return slices.Contains(names, host) || slices.ContainsFunc(zones, func(zone string) bool {
		return bare == zone || strings.HasSuffix(bare, "."+zone)
	})
}

func (m *certManagerStandIn) writeKeyPair(ctx context.Context, certificate *unstructured.Unstructured, names []string) error {
	namespace, name := certificate.GetNamespace(), text(certificate.Object, "spec", "secretName")
	existing, err := m.informers.Core().V1().Secrets().Lister().Secrets(namespace).Get(name)
	if err == nil && existing.Annotations["cert-manager.io/alt-names"] == strings.Join(names, ",") {
		return nil
	}
	if len(names) == 0 {
		names = []string{name}
	}
	pair, err := selfSigned(names)
	if err != nil {
		return err
	}
	template, _, _ := unstructured.NestedStringMap(certificate.Object, "spec", "secretTemplate", "labels")
	return m.writeSecret(ctx, &corev1.Secret{
		ObjectMeta: objectMeta(namespace, name, template, map[string]string{
			"cert-manager.io/alt-names":        strings.Join(names, ","),
			"cert-manager.io/certificate-name": certificate.GetName(),
		}),
		Type: corev1.SecretTypeTLS,
		Data: pair,
	})
}

func isReady(o *unstructured.Unstructured) bool {
	return slices.ContainsFunc(list(o.Object, "status", "conditions"), func(condition object) bool {
		return condition["type"] == "Ready" && condition["status"] == "True"
	})
}
