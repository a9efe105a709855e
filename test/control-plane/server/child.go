package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// A child is one part in a process of its own, held by its standard input.
type child struct {
	part      string
	arguments []string
	command   *exec.Cmd
	hold      io.Closer
	ended     chan struct{}
	replaced  bool // its end is wanted: another takes its place
}

// memoryLimit is a soft one, which keeps the whole below 2.5 GB. With the definitions of all operators the
// API server holds 400 MB: with a limit near that it would collect garbage on one core without end.
func memoryLimit(part string) string {
	if part == "kube-apiserver" {
		return "1300MiB"
	}
	return "500MiB"
}

// run starts a part. When the part ends by itself the whole control plane fails and says why.
func (p *plane) run(part string, arguments ...string) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	c, err := p.startChild(part, arguments)
	if err == nil {
		p.children = append(p.children, c)
	}
	return err
}

// startChild starts a part in a process of its own. The caller holds the lock.
func (p *plane) startChild(part string, arguments []string) (*child, error) {
	if p.stopped {
		return nil, errors.New("the control plane is ending")
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	logFile := p.path(part + ".log")
	log, err := os.OpenFile(logFile, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	command := exec.Command(self, append([]string{part}, arguments...)...)
	command.Dir = p.folder
	command.Env = append(os.Environ(), "GOMEMLIMIT="+memoryLimit(part))
	command.Stdout, command.Stderr = log, log
	hold, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	c := &child{part: part, arguments: arguments, command: command, hold: hold, ended: make(chan struct{})}
	if err := command.Start(); err != nil {
		return nil, err
	}
	go func() {
		err := command.Wait()
		close(c.ended)
		if p.expects(c) {
			return
		}
		select {
		case p.failed <- fmt.Errorf("%s ended (%v); the end of its log:\n%s", part, err, tail(logFile)):
		default: // the first failure is the one to tell
		}
	}()
	return c, nil
}

// restart kills a part as a crash would and starts it again some time later.
func (p *plane) restart(part string, downFor time.Duration) error {
	p.lock.Lock()
	at := slices.IndexFunc(p.children, func(c *child) bool { return c.part == part })
	if at < 0 {
		p.lock.Unlock()
		return fmt.Errorf("no part %s runs", part)
	}
	old := p.children[at]
	old.replaced = true
	p.lock.Unlock()
	_ = old.command.Process.Kill()
	<-old.ended
	time.Sleep(downFor)
	p.lock.Lock()
	defer p.lock.Unlock()
	c, err := p.startChild(part, old.arguments)
	if err == nil {
		p.children[at] = c
	}
	return err
}

// stop ends the parts in the reverse order of their start and waits for each.
func (p *plane) stop() {
	p.lock.Lock()
	p.stopped = true
	p.lock.Unlock()
	for i := len(p.children) - 1; i >= 0; i-- {
		c := p.children[i]
		_ = c.hold.Close()
		select {
		case <-c.ended:
		case <-time.After(2 * time.Second):
			_ = c.command.Process.Kill()
			<-c.ended
		}
	}
	p.children = nil
}

// expects says whether the end of a part is none to complain of.
func (p *plane) expects(c *child) bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.stopped || c.replaced
}

func tail(file string) string {
	content, _ := os.ReadFile(file)
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-8):], []byte("\n")))
}
