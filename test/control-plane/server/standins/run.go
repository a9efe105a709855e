// Package standins plays the parts of a cluster that a test machine does not have: the kubelet, a
// storage provisioner, load balancers, the metrics APIs, cert-manager and External Secrets. Each
// one says no, in the words of the real part, when what it was given could not work.
package standins

import (
	"context"
	"crypto/tls"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/record"
)

// Options say where the metrics APIs and the kubelet are served, and by which socket the API server
// reaches the cluster.
type Options struct{ Port, Certificate, Key, Network string }

// A cluster is what every stand-in works with.
type cluster struct {
	client    kubernetes.Interface
	dynamic   dynamic.Interface
	informers informers.SharedInformerFactory
	events    record.EventRecorder
	record    kubeletEvents
}

// kubeletEvents records an event of the kubelet of a node.
type kubeletEvents func(about runtime.Object, node, kind, reason, message string)

// retry is how soon a stand-in looks again at something that waits for something else.
const retry = 300 * time.Millisecond

// Run plays all stand-ins until the context ends.
func Run(ctx context.Context, config *rest.Config, options Options) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	// Time runs faster here: what a kubelet tells in an hour it tells in minutes.
	broadcaster := record.NewBroadcaster(record.WithContext(ctx),
		record.WithCorrelatorOptions(record.CorrelatorOptions{BurstSize: 500}))
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	c := &cluster{
		client:    client,
		dynamic:   dynamicClient,
		informers: informers.NewSharedInformerFactory(client, 0),
		events:    broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "slipway-stand-ins"}),
		record: func(about runtime.Object, node, kind, reason, message string) {
			source := corev1.EventSource{Component: "kubelet", Host: node}
			broadcaster.NewRecorder(scheme.Scheme, source).Event(about, kind, reason, message)
		},
	}
	k, runKubelet := kubelet(c)
	start := []func(context.Context){runKubelet}
	for _, standIn := range []func(*cluster) func(context.Context){
		provisioner, loadBalancers, ingressController, certManager, externalSecrets,
	} {
		start = append(start, standIn(c))
	}
	c.informers.Core().V1().ConfigMaps().Informer()
	c.informers.Core().V1().Secrets().Informer()
	c.informers.Start(ctx.Done())
	c.informers.WaitForCacheSync(ctx.Done())
	for _, run := range start {
		go run(ctx)
	}
	certificate, err := tls.LoadX509KeyPair(options.Certificate, options.Key)
	if err != nil {
		return err
	}
	ended := make(chan error, 2)
	go func() { ended <- k.network(ctx, options.Network, certificate) }()
	go func() { ended <- serve(ctx, c, k, options) }()
	return <-ended
}
