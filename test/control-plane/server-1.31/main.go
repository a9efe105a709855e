// An API server of an older Kubernetes on loopback, for its verdicts: etcd and the server in one
// process, with nothing behind them that acts on objects. It ends when its standard input ends.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/client-go/kubernetes"
	_ "k8s.io/component-base/logs/json/register"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// startLimit is far more than a start takes, also on a busy machine.
const startLimit = 2 * time.Minute

func main() {
	folder, err := os.MkdirTemp("", "slipway-control-plane-")
	if err != nil {
		fail(err)
	}
	failed := make(chan error, 4)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		failed <- nil
	}()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-signals
		failed <- nil
	}()
	go func() {
		if err := up(folder, failed); err != nil {
			failed <- err
		}
	}()
	err = <-failed
	_ = os.RemoveAll(folder)
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// up starts etcd and the API server, waits until it is ready and says on one line where it is.
func up(folder string, failed chan<- error) error {
	started := time.Now()
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	etcd := "http://127.0.0.1:" + ports[0]
	if err := startEtcd(filepath.Join(folder, "etcd"), etcd, "http://127.0.0.1:"+ports[1]); err != nil {
		return err
	}
	server := "https://127.0.0.1:" + ports[2]
	config, err := writeCredentials(folder, server)
	if err != nil {
		return err
	}
	command := apiserver.NewAPIServerCommand()
	command.SetArgs([]string{
		"--etcd-servers=" + etcd,
		"--bind-address=127.0.0.1", "--secure-port=" + ports[2],
		"--tls-cert-file=" + filepath.Join(folder, "server.crt"),
		"--tls-private-key-file=" + filepath.Join(folder, "server.key"),
		"--token-auth-file=" + filepath.Join(folder, "tokens.csv"), "--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + filepath.Join(folder, "server.key"),
		"--service-account-signing-key-file=" + filepath.Join(folder, "server.key"),
		"--service-cluster-ip-range=10.96.0.0/16",
		"--endpoint-reconciler-type=none",
		"--enable-admission-plugins=ResourceQuota,LimitRanger,PodSecurity,ValidatingAdmissionPolicy",
		"--allow-privileged=true",
		"--profiling=false",
	})
	command.SilenceErrors, command.SilenceUsage = true, true
	go func() { failed <- fmt.Errorf("the API server ended: %v", command.Execute()) }()
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	for client.RESTClient().Get().AbsPath("/readyz").Do(background).Error() != nil {
		if time.Since(started) > startLimit {
			return fmt.Errorf("waited in vain for the API server to be ready")
		}
		time.Sleep(50 * time.Millisecond)
	}
	line, err := json.Marshal(map[string]any{
		"server":     server,
		"kubeconfig": filepath.Join(folder, "kubeconfig"),
		"millis":     time.Since(started).Milliseconds(),
	})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	return nil
}
