package standins

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// The pods' network as the API server sees it: it asks for an address, and gets what listens there. An
// address of a pod leads to what its containers play; any other one is connected as it is.

// network serves the API server's way into the cluster on a socket, until the context ends.
func (k *kubeletStandIn) network(ctx context.Context, socket string, certificate tls.Certificate) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.connect(w, r, certificate)
	})}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return server.Serve(listener)
}

func (k *kubeletStandIn) connect(w http.ResponseWriter, r *http.Request, certificate tls.Certificate) {
	// net/http puts the address of a CONNECT into the URL; Host is the header's.
	address := r.URL.Host
	host, port, err := net.SplitHostPort(address)
	if r.Method != http.MethodConnect || err != nil {
		http.Error(w, "only CONNECT HOST:PORT", http.StatusBadRequest)
		return
	}
	if !strings.HasPrefix(host, podNetwork) {
		other, err := net.Dial("tcp", address)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer other.Close()
		if here := accepted(w); here != nil {
			defer here.Close()
			go func() { _, _ = io.Copy(other, here); _ = other.Close() }()
			_, _ = io.Copy(here, other)
		}
		return
	}
	pod := k.podAt(host)
	program := programAt(pod, port)
	if program == nil || steered(pod, unreachableKnob, program.Name) != "" {
		// A status line is all that the API server tells of it.
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	if here := accepted(w); here != nil {
		defer here.Close()
		k.play(pod, program, port, here, certificate)
	}
}

// accepted takes the connection over after the answer that it is made.
func accepted(w http.ResponseWriter) net.Conn {
	here, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return nil
	}
	if _, err := io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		_ = here.Close()
		return nil
	}
	return here
}

func (k *kubeletStandIn) podAt(ip string) *corev1.Pod {
	k.lock.Lock()
	namespace, name := "", ""
	for _, m := range k.machines {
		if m.ip == ip {
			namespace, name = m.namespace, m.name
		}
	}
	k.lock.Unlock()
	pod, err := k.pods.Pods(namespace).Get(name)
	if err != nil {
		return nil
	}
	return pod
}

// programAt is the running container that declares a port, or a probe at it.
func programAt(pod *corev1.Pod, port string) *corev1.Container {
	if pod == nil {
		return nil
	}
	number, _ := strconv.Atoi(port)
	for i := range pod.Spec.Containers {
		c := &pod.Spec.Containers[i]
		if !runs(pod, c.Name) {
			continue
		}
		for _, declared := range c.Ports {
			if int(declared.ContainerPort) == number {
				return c
			}
		}
		if len(probesAt(c, number)) > 0 {
			return c
		}
	}
	return nil
}

func runs(pod *corev1.Pod, container string) bool {
	for _, status := range pod.Status.ContainerStatuses {
		if status.Name == container {
			return status.State.Running != nil
		}
	}
	return false
}

// probesAt are the probes of a container that ask by HTTP at a port.
func probesAt(c *corev1.Container, port int) []*corev1.HTTPGetAction {
	var found []*corev1.HTTPGetAction
	for _, probe := range []*corev1.Probe{c.StartupProbe, c.LivenessProbe, c.ReadinessProbe} {
		if probe != nil && probe.HTTPGet != nil && portOf(c, probe.HTTPGet.Port) == port {
			found = append(found, probe.HTTPGet)
		}
	}
	return found
}

// play answers requests on a connection: what the probes ask for is there, anything else is not.
func (k *kubeletStandIn) play(pod *corev1.Pod, c *corev1.Container, port string, here net.Conn, certificate tls.Certificate) {
	number, _ := strconv.Atoi(port)
	probes := probesAt(c, number)
	reader := bufio.NewReader(here)
	first, err := reader.Peek(1)
	if err != nil {
		return
	}
	secure := first[0] == 0x16 // a TLS handshake
	var connection net.Conn = &peeked{Conn: here, reader: reader}
	if secure {
		connection = tls.Server(connection, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	defer connection.Close()
	requests := bufio.NewReader(connection)
	for {
		request, err := http.ReadRequest(requests)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, request.Body)
		status, text := http.StatusNotFound, "no probe asks for "+request.URL.RequestURI()
		for _, probe := range probes {
			isSecure := probe.Scheme == corev1.URISchemeHTTPS
			if isSecure == secure && "/"+strings.TrimPrefix(probe.Path, "/") == request.URL.RequestURI() {
				status, text = answerOf(pod, c, request.URL.RequestURI())
			}
		}
		if own := hostOf(probes); own != "" && request.Host != own {
			status, text = http.StatusBadRequest, "no such host: "+request.Host
		}
		text = fmt.Sprintf("%s: %s\n", c.Name, k.filledIn(pod.Namespace, text))
		_, err = fmt.Fprintf(connection, "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s",
			status, http.StatusText(status), len(text), text)
		if err != nil {
			return
		}
	}
}

// hostOf is the one host that a program with such probes answers for.
func hostOf(probes []*corev1.HTTPGetAction) string {
	for _, probe := range probes {
		for _, header := range probe.HTTPHeaders {
			if strings.EqualFold(header.Name, "Host") {
				return header.Value
			}
		}
	}
	return ""
}

// answerOf is what a test wants a path to be answered, such as `500` or `/health 500, /ready 200`.
func answerOf(pod *corev1.Pod, c *corev1.Container, path string) (int, string) {
	for answer := range strings.SplitSeq(steered(pod, answerKnob, c.Name), ",") {
		of, code, isOfPath := strings.Cut(strings.TrimSpace(answer), " ")
		if !isOfPath {
			of, code = path, of
		}
		if status, err := strconv.Atoi(code); err == nil && of == path {
			return status, steered(pod, logKnob, c.Name)
		}
	}
	return http.StatusOK, "ok"
}

// peeked is a connection of which some was read ahead.
type peeked struct {
	net.Conn
	reader *bufio.Reader
}

func (p *peeked) Read(b []byte) (int, error) { return p.reader.Read(b) }
