package main

import (
	"context"
	"flag"

	"k8s.io/client-go/tools/clientcmd"

	"slipway/control-plane/standins"
)

func runStandIns() error {
	endWithParent()
	kubeconfig := flag.String("kubeconfig", "", "file that names the API server")
	options := standins.Options{}
	flag.StringVar(&options.Port, "port", "", "port on 127.0.0.1 for the metrics APIs")
	flag.StringVar(&options.Certificate, "tls-cert-file", "", "certificate of the metrics APIs")
	flag.StringVar(&options.Key, "tls-private-key-file", "", "its key")
	flag.StringVar(&options.Network, "network", "", "socket by which the API server reaches pods and what else is in the cluster")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	config.QPS = -1
	return standins.Run(context.Background(), config, options)
}
