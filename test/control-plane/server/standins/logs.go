package standins

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// A run is one life of a container, as far as its log needs it.
type run struct {
	restarts          int32
	started, finished time.Time
	exitCode          int32
}

type logLine struct {
	at   time.Time
	text string
}

// logs serves the kubelet's part of `GET …/pods/NAME/log`, which the API server passes on to the node.
func (k *kubeletStandIn) logs(mux *http.ServeMux) {
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", func(w http.ResponseWriter, r *http.Request) {
		pod, err := k.pods.Pods(r.PathValue("namespace")).Get(r.PathValue("pod"))
		if err != nil {
			http.Error(w, fmt.Sprintf("pod %q does not exist", r.PathValue("pod")), http.StatusNotFound)
			return
		}
		name, query := r.PathValue("container"), r.URL.Query()
		life, problem := k.runOf(pod, name, query.Get("previous") == "true")
		if problem != "" {
			http.Error(w, problem, http.StatusBadRequest)
			return
		}
		k.writeLog(w, r, pod, name, life)
	})
}

// runOf chooses the run whose log is asked for (pkg/kubelet, validateContainerLogStatus). The kubelet
// judges by the status; so does this, from what that is made of.
func (k *kubeletStandIn) runOf(pod *corev1.Pod, name string, previous bool) (*run, string) {
	k.lock.Lock()
	defer k.lock.Unlock()
	var status corev1.ContainerStatus
	for _, list := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for _, s := range list {
			if s.Name == name {
				status = s
			}
		}
	}
	m := k.machines[pod.UID]
	if m == nil || status.Name == "" {
		return nil, fmt.Sprintf("container %q in pod %q is not available", name, pod.Name)
	}
	var runs []*run
	if c := m.containers[name]; c != nil {
		runs = c.runs
	}
	if previous {
		// While it waits to be started again, the run that ended is the previous one and the present one.
		switch {
		case status.LastTerminationState.Terminated == nil || len(runs) == 0:
			return nil, fmt.Sprintf("previous terminated container %q in pod %q not found", name, pod.Name)
		case status.State.Waiting != nil || len(runs) == 1:
			return runs[len(runs)-1], ""
		}
		return runs[len(runs)-2], ""
	}
	if len(runs) > 0 {
		return runs[len(runs)-1], ""
	}
	why := "ContainerCreating"
	if waiting := status.State.Waiting; waiting != nil {
		why = waiting.Reason
	}
	switch why {
	case "ErrImagePull":
		why = "image can't be pulled"
	case "ImagePullBackOff":
		why = "trying and failing to pull image"
	}
	return nil, fmt.Sprintf("container %q in pod %q is waiting to start: %s", name, pod.Name, why)
}

// writeLog writes the lines of a run as the options of the request ask, and follows it to its end.
func (k *kubeletStandIn) writeLog(w http.ResponseWriter, r *http.Request, pod *corev1.Pod, name string, life *run) {
	query := r.URL.Query()
	follow := query.Get("follow") == "true"
	w.Header().Set("Content-Type", "text/plain")
	out := &limitedLog{ResponseWriter: w, left: number(query, "limitBytes", 1<<40), stamped: query.Get("timestamps") == "true"}
	since := time.Time{}
	if seconds := number(query, "sinceSeconds", -1); seconds >= 0 {
		since = time.Now().Add(-time.Duration(seconds) * time.Second)
	} else if at, err := time.Parse(time.RFC3339, query.Get("sinceTime")); err == nil {
		since = at
	}
	written, first := 0, true
	for {
		lines, over := k.linesOf(pod, name, life, time.Now())
		if tail := number(query, "tailLines", -1); first && tail >= 0 {
			written = max(0, len(lines)-int(tail))
		}
		first = false
		for _, line := range lines[min(written, len(lines)):] {
			if !line.at.Before(since) && !out.write(line) {
				return
			}
		}
		written = max(written, len(lines))
		out.flush()
		if !follow || over {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// linesOf are the lines that a run has written by now, and whether no more will come.
func (k *kubeletStandIn) linesOf(pod *corev1.Pod, name string, life *run, now time.Time) ([]logLine, bool) {
	k.lock.Lock()
	ended := *life
	k.lock.Unlock()
	over := !ended.finished.IsZero()
	if _, err := k.pods.Pods(pod.Namespace).Get(pod.Name); err != nil {
		over = true
	}
	text := steered(pod, logKnob, name)
	own := text != ""
	if !own {
		text = fmt.Sprintf("%s: started (%s)", name, imageOf(pod, name))
	}
	text = k.filledIn(pod.Namespace, strings.ReplaceAll(text, "{restarts}", strconv.Itoa(int(ended.restarts))))
	every := steeredTime(pod, logEveryKnob, name)
	var lines []logLine
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		at := ended.started.Add(time.Duration(i) * every)
		if at.After(now) || over && !ended.finished.IsZero() && at.After(ended.finished) {
			break
		}
		lines = append(lines, logLine{at, line})
	}
	if !own && !ended.finished.IsZero() {
		lines = append(lines, logLine{ended.finished, fmt.Sprintf("%s: exit code %d", name, ended.exitCode)})
	}
	return lines, over
}

var secretInLog = regexp.MustCompile(`\$\{secret:([^/}]+)/([^}]+)\}`)

// filledIn puts the values of Secrets into a text, as a careless program would.
func (k *kubeletStandIn) filledIn(namespace, text string) string {
	return secretInLog.ReplaceAllStringFunc(text, func(found string) string {
		parts := secretInLog.FindStringSubmatch(found)
		secret, err := k.secrets.Secrets(namespace).Get(parts[1])
		if err != nil {
			return found
		}
		return string(secret.Data[parts[2]])
	})
}

func imageOf(pod *corev1.Pod, name string) string {
	for _, list := range [][]corev1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for _, c := range list {
			if c.Name == name {
				return c.Image
			}
		}
	}
	return ""
}

func number(query url.Values, name string, otherwise int64) int64 {
	if n, err := strconv.ParseInt(query.Get(name), 10, 64); err == nil {
		return n
	}
	return otherwise
}

// A limitedLog writes lines up to a number of bytes.
type limitedLog struct {
	http.ResponseWriter
	left    int64
	stamped bool
}

// write says whether there is room for more.
func (l *limitedLog) write(line logLine) bool {
	text := line.text + "\n"
	if l.stamped {
		text = line.at.UTC().Format(time.RFC3339Nano) + " " + text
	}
	text = text[:min(int64(len(text)), l.left)]
	l.left -= int64(len(text))
	_, err := l.Write([]byte(text))
	return err == nil && l.left > 0
}

func (l *limitedLog) flush() {
	if flusher, can := l.ResponseWriter.(http.Flusher); can {
		flusher.Flush()
	}
}
