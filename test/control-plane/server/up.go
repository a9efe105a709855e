package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// A report is the one line that `up` prints on its standard output when everything is ready.
type report struct {
	Server     string `json:"server"`
	Kubeconfig string `json:"kubeconfig"`
	Millis     int64  `json:"millis"`
}

// up starts a control plane, reports where it is, and keeps it until it is told to end.
func up() error {
	level := flag.String("level", "full", "full, or verdicts: an API server and nothing behind it")
	nodes := flag.Int("nodes", 4, "number of nodes")
	seed := flag.String("seed", "", "folder that `seed` wrote, to start from")
	flag.Parse()
	if *level != "full" && *level != "verdicts" {
		return fmt.Errorf("--level is %q; it is full or verdicts", *level)
	}
	started := time.Now()
	return withPlane(func(p *plane, ended <-chan error) error {
		if err := p.start(*level == "full", *nodes, *seed); err != nil {
			return err
		}
		line, err := json.Marshal(report{
			Server:     p.server,
			Kubeconfig: filepath.Join(p.folder, "kubeconfig"),
			Millis:     time.Since(started).Milliseconds(),
		})
		if err != nil {
			return err
		}
		fmt.Println(string(line))
		return <-ended
	})
}

// withPlane does some work with a control plane in a temporary folder. When the work is over, a part
// fails, the standard input ends or a signal comes, it ends all parts and removes the folder.
func withPlane(work func(p *plane, ended <-chan error) error) error {
	folder, err := os.MkdirTemp("", "slipway-control-plane-")
	if err != nil {
		return err
	}
	p := &plane{folder: folder, failed: make(chan error, 16)}
	defer func() {
		p.stop()
		_ = os.RemoveAll(folder)
	}()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		p.failed <- nil
	}()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-signals
		p.failed <- nil
	}()
	ended, done := make(chan error, 1), make(chan error, 1)
	go func() { done <- work(p, ended) }()
	select {
	case err := <-done:
		return err
	case err := <-p.failed:
		ended <- err
		return err
	}
}
