package main

import (
	"context"
	"flag"
	"os"
	"time"
)

// seedLimit is generous: a server takes about a second for each CustomResourceDefinition.
const seedLimit = 10 * time.Minute

// seed installs CustomResourceDefinitions in an empty API server and keeps its database, from which
// `up` then starts in seconds.
func seed() error {
	crds := flag.String("crds", "", "file of CustomResourceDefinitions, one JSON object per line")
	out := flag.String("out", "", "folder to write")
	flag.Parse()
	return withPlane(func(p *plane, _ <-chan error) error {
		ctx, cancel := context.WithTimeout(context.Background(), seedLimit)
		defer cancel()
		config, err := p.startServer(ctx, false)
		if err != nil {
			return err
		}
		if err := installCRDs(ctx, config, *crds); err != nil {
			return err
		}
		p.stop()
		return os.CopyFS(*out, os.DirFS(p.path("etcd")))
	})
}
