package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// A child is one part in a process of its own, held by its standard input.
type child struct {
	command *exec.Cmd
	hold    io.Closer
	ended   chan struct{}
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
	self, err := os.Executable()
	if err != nil {
		return err
	}
	logFile := p.path(part + ".log")
	log, err := os.Create(logFile)
	if err != nil {
		return err
	}
	defer log.Close()
	command := exec.Command(self, append([]string{part}, arguments...)...)
	command.Dir = p.folder
	command.Env = append(os.Environ(), "GOMEMLIMIT="+memoryLimit(part))
	command.Stdout, command.Stderr = log, log
	hold, err := command.StdinPipe()
	if err != nil {
		return err
	}
	c := &child{command: command, hold: hold, ended: make(chan struct{})}
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.stopped {
		return errors.New("the control plane is ending")
	}
	if err := command.Start(); err != nil {
		return err
	}
	p.children = append(p.children, c)
	go func() {
		err := command.Wait()
		close(c.ended)
		if p.ending() {
			return
		}
		select {
		case p.failed <- fmt.Errorf("%s ended (%v); the end of its log:\n%s", part, err, tail(logFile)):
		default: // the first failure is the one to tell
		}
	}()
	return nil
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

func (p *plane) ending() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.stopped
}

func tail(file string) string {
	content, _ := os.ReadFile(file)
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-8):], []byte("\n")))
}
