package main

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"net"
	"strings"
	"time"

	"k8s.io/client-go/rest"
)

//go:embed audit.yaml
var auditPolicy []byte

//go:embed egress.yaml
var egressConfiguration []byte

// listen answers on the socket `control` in the plane's folder. A line `restart PART DURATION` kills a part,
// starts it again after that time and answers `ready` when the API server is, or what went wrong.
func (p *plane) listen(config *rest.Config) error {
	listener, err := net.Listen("unix", p.path("control"))
	if err != nil {
		return err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				line, err := bufio.NewReader(connection).ReadString('\n')
				if err != nil {
					return
				}
				if err := p.obey(strings.Fields(line), config); err != nil {
					fmt.Fprintln(connection, err)
					return
				}
				fmt.Fprintln(connection, "ready")
			}()
		}
	}()
	return nil
}

func (p *plane) obey(words []string, config *rest.Config) error {
	if len(words) != 3 || words[0] != "restart" {
		return fmt.Errorf("no command %q; it is restart PART DURATION", strings.Join(words, " "))
	}
	downFor, err := time.ParseDuration(words[2])
	if err != nil {
		return err
	}
	if err := p.restart(words[1], downFor); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	return p.ready(ctx, config)
}
