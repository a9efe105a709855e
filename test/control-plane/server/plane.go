package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// startLimit is far more than a start takes, also on a busy machine.
const startLimit = 2 * time.Minute

// A plane is one running control plane and the folder that holds all it writes.
type plane struct {
	folder      string
	server      string
	credentials credentials
	failed      chan error // the first failure of a part, or nil to end

	lock     sync.Mutex
	children []*child
	stopped  bool
}

func (p *plane) start(full bool, nodes int, seed string) error {
	if seed != "" {
		if err := os.CopyFS(p.path("etcd"), os.DirFS(seed)); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	config, err := p.startServer(ctx, full)
	if err != nil {
		return err
	}
	if err := p.listen(config); err != nil || !full {
		return err
	}
	ports, err := freePorts(1)
	if err != nil {
		return err
	}
	if err := p.startControllers(ports[0]); err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	port, err := strconv.ParseInt(ports[0], 10, 32)
	if err != nil {
		return err
	}
	if err := createNodes(ctx, client, nodes, int32(port)); err != nil {
		return err
	}
	return poll(ctx, "nodes, the default service account and the metrics APIs", func() bool {
		_, err := client.CoreV1().ServiceAccounts("default").Get(ctx, "default", metav1.GetOptions{})
		return err == nil && nodesReady(ctx, client, nodes) && metricsReady(ctx, client)
	})
}

// startServer starts etcd and an API server on it and waits until that is ready. With stand-ins to come
// it reaches what is in the cluster through them: there is no network of pods on this machine.
func (p *plane) startServer(ctx context.Context, hasStandIns bool) (*rest.Config, error) {
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	etcd, peer := "http://127.0.0.1:"+ports[0], "http://127.0.0.1:"+ports[1]
	p.server = "https://127.0.0.1:" + ports[2]
	if p.credentials, err = writeCredentials(p.folder, p.server); err != nil {
		return nil, err
	}
	if err := os.WriteFile(p.path("audit.yaml"), auditPolicy, 0o600); err != nil {
		return nil, err
	}
	if err := p.run("etcd", "--data-dir="+p.path("etcd"), "--client-url="+etcd, "--peer-url="+peer); err != nil {
		return nil, err
	}
	arguments := []string{
		"--etcd-servers=" + etcd,
		"--bind-address=127.0.0.1", "--secure-port=" + ports[2],
		"--tls-cert-file=" + p.path("server.crt"), "--tls-private-key-file=" + p.path("server.key"),
		"--cert-dir=" + p.folder,
		"--token-auth-file=" + p.path("tokens.csv"), "--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + p.path("accounts.key"),
		"--service-account-signing-key-file=" + p.path("accounts.key"),
		"--service-cluster-ip-range=10.96.0.0/16",
		"--endpoint-reconciler-type=none",
		"--enable-admission-plugins=ResourceQuota,LimitRanger,PodSecurity,ValidatingAdmissionPolicy",
		"--allow-privileged=true",
		"--kubelet-preferred-address-types=InternalDNS",
		"--audit-policy-file=" + p.path("audit.yaml"), "--audit-log-path=" + p.path("audit.log"),
		"--profiling=false",
	}
	if hasStandIns {
		egress := strings.ReplaceAll(string(egressConfiguration), "SOCKET", p.path("network"))
		if err := os.WriteFile(p.path("egress.yaml"), []byte(egress), 0o600); err != nil {
			return nil, err
		}
		arguments = append(arguments, "--egress-selector-config-file="+p.path("egress.yaml"))
	}
	if err := p.run("kube-apiserver", arguments...); err != nil {
		return nil, err
	}
	config := &rest.Config{
		Host:            p.server,
		BearerToken:     p.credentials.token,
		TLSClientConfig: rest.TLSClientConfig{CAData: p.credentials.certificate},
		QPS:             -1,
	}
	return config, p.ready(ctx, config)
}

// ready waits until the API server says that it is.
func (p *plane) ready(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	return poll(ctx, "the API server to be ready", func() bool {
		return client.RESTClient().Get().AbsPath("/readyz").Do(ctx).Error() == nil
	})
}

// startControllers starts everything that acts on what the API server holds. The autoscaler looks
// every two seconds instead of every fifteen and believes the usage of young pods, so that a test
// sees a verdict in seconds; nothing else differs from Kubernetes' own defaults.
func (p *plane) startControllers(standInPort string) error {
	kubeconfig := "--kubeconfig=" + p.path("kubeconfig")
	for _, start := range []func() error{
		func() error {
			return p.run("kube-controller-manager", kubeconfig, "--leader-elect=false", "--secure-port=0",
				// On a busy machine the played nodes renew their leases late; they never fail.
				"--node-monitor-grace-period=1h",
				"--root-ca-file="+p.path("server.crt"),
				"--service-account-private-key-file="+p.path("accounts.key"),
				"--horizontal-pod-autoscaler-sync-period=2s",
				"--horizontal-pod-autoscaler-initial-readiness-delay=1s",
				"--horizontal-pod-autoscaler-cpu-initialization-period=1s")
		},
		func() error {
			return p.run("kube-scheduler", kubeconfig, "--leader-elect=false", "--secure-port=0")
		},
		func() error {
			if err := os.WriteFile(p.path("stages.yaml"), nodeStages, 0o600); err != nil {
				return err
			}
			return p.run("kwok", kubeconfig, "--config="+p.path("stages.yaml"), "--manage-all-nodes=true",
				"--server-address=")
		},
		func() error {
			return p.run("stand-ins", kubeconfig, "--port="+standInPort, "--network="+p.path("network"),
				"--tls-cert-file="+p.path("server.crt"), "--tls-private-key-file="+p.path("server.key"))
		},
	} {
		if err := start(); err != nil {
			return err
		}
	}
	return nil
}

func (p *plane) path(name string) string { return filepath.Join(p.folder, name) }

// freePorts finds ports that nobody listens on now.
func freePorts(count int) ([]string, error) {
	ports := make([]string, count)
	for i := range ports {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		_, ports[i], err = net.SplitHostPort(listener.Addr().String())
		if err != nil {
			return nil, err
		}
	}
	return ports, nil
}

// poll asks until the answer is yes or the time is over.
func poll(ctx context.Context, what string, done func() bool) error {
	for !done() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited in vain for %s", what)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}
