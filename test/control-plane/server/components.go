package main

import (
	"context"
	"flag"
	"io"
	"net/url"
	"os"
	_ "time/tzdata" // time zones of CronJobs, as in Kubernetes' own binaries

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/embed"
	"go.etcd.io/etcd/server/v3/storage/wal"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
)

// endWithParent ends this process when its standard input ends: whoever started it holds the other
// end of that pipe and the kernel closes it however that process dies.
func endWithParent() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
}

func runAPIServer() error         { return runCommand(apiserver.NewAPIServerCommand()) }
func runControllerManager() error { return runCommand(controllermanager.NewControllerManagerCommand()) }
func runScheduler() error         { return runCommand(scheduler.NewSchedulerCommand()) }

func runCommand(command *cobra.Command) error {
	endWithParent()
	os.Exit(cli.Run(command))
	return nil
}

// runEtcd serves an etcd that does not wait for the disk: its data live as long as the test run.
func runEtcd() error {
	endWithParent()
	dir := flag.String("data-dir", "", "folder of the data")
	client := flag.String("client-url", "", "address for clients")
	peer := flag.String("peer-url", "", "address for other members, of which there are none")
	flag.Parse()
	clientURL, err := url.Parse(*client)
	if err != nil {
		return err
	}
	peerURL, err := url.Parse(*peer)
	if err != nil {
		return err
	}
	wal.SegmentSizeBytes = 4 << 20
	config := embed.NewConfig()
	config.Dir = *dir
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	config.ListenClientUrls = []url.URL{*clientURL}
	config.AdvertiseClientUrls = []url.URL{*clientURL}
	config.ListenPeerUrls = []url.URL{*peerURL}
	config.AdvertisePeerUrls = []url.URL{*peerURL}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	return <-server.Err()
}

// runKwok keeps the nodes alive. It parses its global flags before it builds its command, as its own
// main does.
func runKwok() error {
	endWithParent()
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	ctx, _ := kwoklog.InitFlags(context.Background(), flags)
	ctx, err := kwokconfig.InitFlags(ctx, flags)
	if err != nil {
		return err
	}
	command := kwok.NewCommand(ctx)
	command.Version = "" // its --version would meet the one that Kubernetes declares for every command
	command.PersistentFlags().AddFlagSet(flags)
	return command.ExecuteContext(ctx)
}
