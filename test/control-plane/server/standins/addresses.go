package standins

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	networkinglisters "k8s.io/client-go/listers/networking/v1"
	"k8s.io/client-go/tools/cache"
)

// addresses hands out addresses of the block that is reserved for documentation.
type addresses struct {
	lock  sync.Mutex
	given map[string]string
}

func (a *addresses) of(key string) string {
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.given == nil {
		a.given = map[string]string{}
	}
	if a.given[key] == "" {
		a.given[key] = fmt.Sprintf("203.0.113.%d", len(a.given)%253+2)
	}
	return a.given[key]
}

// loadBalancerClasses are those that something here plays; "" is a Service without one.
var loadBalancerClasses = []string{"", "service.k8s.aws/nlb", "slipway.test/load-balancer"}

type loadBalancerStandIn struct {
	*cluster
	services corelisters.ServiceLister
	pool     addresses
}

// loadBalancers gives Services of type LoadBalancer their address.
func loadBalancers(c *cluster) func(context.Context) {
	services := c.informers.Core().V1().Services()
	l := &loadBalancerStandIn{cluster: c, services: services.Lister()}
	q := newQueue("load balancers", l.sync)
	q.watch(services.Informer())
	return q.run
}

func (l *loadBalancerStandIn) sync(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	service, err := l.services.Services(namespace).Get(name)
	if err != nil {
		return 0, client404(err)
	}
	class := ""
	if service.Spec.LoadBalancerClass != nil {
		class = *service.Spec.LoadBalancerClass
	}
	if service.Spec.Type != corev1.ServiceTypeLoadBalancer || len(service.Status.LoadBalancer.Ingress) > 0 ||
		!slices.Contains(loadBalancerClasses, class) || service.DeletionTimestamp != nil {
		return 0, nil
	}
	service = service.DeepCopy()
	service.Status.LoadBalancer.Ingress = []corev1.LoadBalancerIngress{{IP: l.pool.of(key)}}
	_, err = l.client.CoreV1().Services(namespace).UpdateStatus(ctx, service, metav1.UpdateOptions{})
	return 0, err
}

// ingressControllers are the controllers of IngressClasses that something here plays.
var ingressControllers = []string{"k8s.io/ingress-nginx", "ingress.k8s.aws/alb", "traefik.io/ingress-controller"}

// ingressClass is installed as the installation of ingress-nginx would.
const ingressClass = "nginx"

type ingressStandIn struct {
	*cluster
	ingresses networkinglisters.IngressLister
	classes   networkinglisters.IngressClassLister
}

// ingressController gives an Ingress an address when its class exists and has a controller here.
func ingressController(c *cluster) func(context.Context) {
	networking := c.informers.Networking().V1()
	i := &ingressStandIn{cluster: c, ingresses: networking.Ingresses().Lister(), classes: networking.IngressClasses().Lister()}
	networking.IngressClasses().Informer()
	q := newQueue("ingress controller", i.sync)
	q.watch(networking.Ingresses().Informer())
	return func(ctx context.Context) {
		_, _ = c.client.NetworkingV1().IngressClasses().Create(ctx, &networkingv1.IngressClass{
			ObjectMeta: metav1.ObjectMeta{Name: ingressClass},
			Spec:       networkingv1.IngressClassSpec{Controller: ingressControllers[0]},
		}, metav1.CreateOptions{})
		q.run(ctx)
	}
}

func (i *ingressStandIn) sync(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, _ := cache.SplitMetaNamespaceKey(key)
	ingress, err := i.ingresses.Ingresses(namespace).Get(name)
	if err != nil {
		return 0, client404(err)
	}
	if len(ingress.Status.LoadBalancer.Ingress) > 0 || ingress.DeletionTimestamp != nil {
		return 0, nil
	}
	className := ingress.Annotations["kubernetes.io/ingress.class"]
	if ingress.Spec.IngressClassName != nil {
		className = *ingress.Spec.IngressClassName
	}
	class, err := i.classes.Get(className)
	if err != nil || !slices.Contains(ingressControllers, class.Spec.Controller) {
		return 2 * time.Second, client404(err)
	}
	ingress = ingress.DeepCopy()
	ingress.Status.LoadBalancer.Ingress = []networkingv1.IngressLoadBalancerIngress{{IP: "203.0.113.1"}}
	_, err = i.client.NetworkingV1().Ingresses(namespace).UpdateStatus(ctx, ingress, metav1.UpdateOptions{})
	return 0, err
}
