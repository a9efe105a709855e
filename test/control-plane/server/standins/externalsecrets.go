package standins

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

var (
	externalSecretKind = schema.GroupVersionResource{Group: "external-secrets.io", Version: "v1", Resource: "externalsecrets"}
	secretStores       = schema.GroupVersionResource{Group: "external-secrets.io", Version: "v1", Resource: "secretstores"}
	clusterStores      = schema.GroupVersionResource{Group: "external-secrets.io", Version: "v1", Resource: "clustersecretstores"}
)

// keysKnob, on an ExternalSecret, names the keys that a `dataFrom` finds in the store.
const keysKnob = "slipway.test/keys"

type externalSecretStandIn struct{ *cluster }

// externalSecrets makes stores ready and the Secrets of ExternalSecrets. Its store knows every key
// and has one value for each, so that two ExternalSecrets that read one key agree.
func externalSecrets(c *cluster) func(context.Context) {
	e := &externalSecretStandIn{c}
	stores := map[schema.GroupVersionResource]*queue{}
	for _, kind := range []schema.GroupVersionResource{secretStores, clusterStores} {
		stores[kind] = newQueue(kind.Resource, func(ctx context.Context, key string) (time.Duration, error) {
			namespace, name, _ := cache.SplitMetaNamespaceKey(key)
			store, err := e.read(ctx, kind, namespace, name)
			if store == nil || err != nil {
				return 0, err
			}
			return 0, e.report(ctx, kind, store, true, "Valid", "store validated")
		})
	}
	ofSecrets := newQueue("external secrets", e.sync)
	return func(ctx context.Context) {
		for kind, q := range stores {
			go c.follow(ctx, kind, q)
			q.run(ctx)
		}
		go c.follow(ctx, externalSecretKind, ofSecrets)
		ofSecrets.run(ctx)
	}
}

func (e *externalSecretStandIn) sync(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	wanted, err := e.read(ctx, externalSecretKind, namespace, name)
	if wanted == nil || err != nil || wanted.GetDeletionTimestamp() != nil {
		return 0, err
	}
	values, problem := e.fetch(ctx, wanted)
	if problem == "" {
		values, problem = fill(wanted, values)
	}
	if problem != "" {
		return time.Second, e.report(ctx, externalSecretKind, wanted, false, "SecretSyncedError", problem)
	}
	if err := e.write(ctx, wanted, values); err != nil {
		return 0, err
	}
	return 0, e.report(ctx, externalSecretKind, wanted, true, "SecretSynced", "secret synced")
}

// fetch reads the keys that an ExternalSecret names from its stores.
func (e *externalSecretStandIn) fetch(ctx context.Context, wanted *unstructured.Unstructured) (map[string]string, string) {
	spec := wanted.Object["spec"].(object)
	values := map[string]string{}
	for _, entry := range list(spec, "data") {
		store, problem := e.storeOf(ctx, wanted, entry)
		if problem != "" {
			return nil, problem
		}
		values[text(entry, "secretKey")] = valueOf(store, text(entry, "remoteRef", "key"), text(entry, "remoteRef", "property"))
	}
	for _, entry := range list(spec, "dataFrom") {
		store, problem := e.storeOf(ctx, wanted, entry)
		if problem != "" {
			return nil, problem
		}
		remote := text(entry, "extract", "key")
		keys := held(wanted, remote)
		if len(keys) == 0 {
			return nil, "dataFrom: nobody knows here what the store holds; name the keys in the annotation " + keysKnob
		}
		for _, key := range keys {
			values[key] = valueOf(store, remote, key)
		}
	}
	return values, ""
}

// held are the keys of one remote secret: those that `data` takes from it one by one, and those of the knob.
func held(wanted *unstructured.Unstructured, remote string) []string {
	var keys []string
	for _, entry := range list(wanted.Object["spec"].(object), "data") {
		if property := text(entry, "remoteRef", "property"); property != "" && text(entry, "remoteRef", "key") == remote {
			keys = append(keys, property)
		}
	}
	for key := range strings.SplitSeq(wanted.GetAnnotations()[keysKnob], ",") {
		if key = strings.TrimSpace(key); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// storeOf finds the store of one entry: its own sourceRef, else that of the whole.
func (e *externalSecretStandIn) storeOf(ctx context.Context, wanted *unstructured.Unstructured, entry object) (string, string) {
	kind, name := text(entry, "sourceRef", "storeRef", "kind"), text(entry, "sourceRef", "storeRef", "name")
	if name == "" {
		kind, name = text(wanted.Object, "spec", "secretStoreRef", "kind"), text(wanted.Object, "spec", "secretStoreRef", "name")
	}
	resource, namespace := secretStores, wanted.GetNamespace()
	if kind == "ClusterSecretStore" {
		resource, namespace = clusterStores, ""
	} else {
		kind = "SecretStore"
	}
	store, err := e.read(ctx, resource, namespace, name)
	if err != nil {
		return "", err.Error()
	}
	if store == nil {
		return "", fmt.Sprintf("could not get %s %q: not found", kind, name)
	}
	return kind + "/" + namespace + "/" + name, ""
}

// valueOf is what the store holds under a key: always the same for one key, and safe in a URL.
func valueOf(store, key, property string) string {
	sum := sha256.Sum256([]byte(store + "\n" + key + "\n" + property))
	return base64.RawURLEncoding.EncodeToString(sum[:24])
}

// fill applies the template of the target, which replaces the fetched keys unless it is to merge.
func fill(wanted *unstructured.Unstructured, values map[string]string) (map[string]string, string) {
	templates, found, _ := unstructured.NestedStringMap(wanted.Object, "spec", "target", "template", "data")
	if !found {
		return values, ""
	}
	filled := map[string]string{}
	if text(wanted.Object, "spec", "target", "template", "mergePolicy") == "Merge" {
		for key, value := range values {
			filled[key] = value
		}
	}
	for key, source := range templates {
		parsed, err := template.New(key).Funcs(sprig.TxtFuncMap()).Option("missingkey=error").Parse(source)
		if err != nil {
			return nil, "could not apply template: " + err.Error()
		}
		var out strings.Builder
		if err := parsed.Execute(&out, values); err != nil {
			return nil, "could not apply template: " + err.Error()
		}
		filled[key] = out.String()
	}
	return filled, ""
}

func (e *externalSecretStandIn) write(ctx context.Context, wanted *unstructured.Unstructured, values map[string]string) error {
	target := text(wanted.Object, "spec", "target", "name")
	if target == "" {
		target = wanted.GetName()
	}
	kind := corev1.SecretType(text(wanted.Object, "spec", "target", "template", "type"))
	labels, _, _ := unstructured.NestedStringMap(wanted.Object, "spec", "target", "template", "metadata", "labels")
	annotations, _, _ := unstructured.NestedStringMap(wanted.Object, "spec", "target", "template", "metadata", "annotations")
	templated, _, _ := unstructured.NestedStringMap(wanted.Object, "spec", "target", "template", "data")
	data := map[string][]byte{}
	for key, value := range values {
		data[key] = []byte(value)
		if _, given := templated[key]; key == corev1.DockerConfigJsonKey && !given {
			data[key] = fmt.Appendf(nil, `{"auths":{"registry.example.com":{"auth":%q}}}`, value)
		}
	}
	if kind == corev1.SecretTypeTLS && len(templated) == 0 {
		existing, err := e.informers.Core().V1().Secrets().Lister().Secrets(wanted.GetNamespace()).Get(target)
		if err == nil && len(existing.Data[corev1.TLSCertKey]) > 0 {
			return nil
		}
		pair, err := selfSigned([]string{target})
		if err != nil {
			return err
		}
		for key := range data {
			if pair[key] != nil {
				data[key] = pair[key]
			}
		}
	}
	meta := objectMeta(wanted.GetNamespace(), target, labels, annotations)
	if policy := text(wanted.Object, "spec", "target", "creationPolicy"); policy == "" || policy == "Owner" {
		meta.OwnerReferences = []metav1.OwnerReference{
			*metav1.NewControllerRef(wanted, externalSecretKind.GroupVersion().WithKind("ExternalSecret")),
		}
	}
	return e.writeSecret(ctx, &corev1.Secret{ObjectMeta: meta, Type: kind, Data: data})
}
