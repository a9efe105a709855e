// One program, many parts: a whole Kubernetes control plane on loopback for tests.
//
// The first argument names the part. `up` starts all the others as children of its own; every part
// ends when its standard input ends, so nothing outlives the process that asked for it.
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
)

var parts = map[string]func() error{
	"up":                      up,
	"crds":                    printCRDs,
	"seed":                    seed,
	"etcd":                    runEtcd,
	"kube-apiserver":          runAPIServer,
	"kube-controller-manager": runControllerManager,
	"kube-scheduler":          runScheduler,
	"kwok":                    runKwok,
	"stand-ins":               runStandIns,
}

func main() {
	if len(os.Args) < 2 || parts[os.Args[1]] == nil {
		fmt.Fprintf(os.Stderr, "usage: %s PART [FLAGS], PART one of: %s\n", os.Args[0], names())
		os.Exit(2)
	}
	part := os.Args[1]
	os.Args = append([]string{part}, os.Args[2:]...)
	if err := parts[part](); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", part, err)
		os.Exit(1)
	}
}

func names() string {
	all := make([]string, 0, len(parts))
	for name := range parts {
		all = append(all, name)
	}
	sort.Strings(all)
	return strings.Join(all, ", ")
}
