package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"net/url"
	"os"
	"path/filepath"
	_ "time/tzdata" // time zones of CronJobs, as in Kubernetes' own binaries

	"go.etcd.io/etcd/server/v3/embed"
	"go.etcd.io/etcd/server/v3/wal"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/cert"
)

var background = context.Background()

// startEtcd serves an etcd that does not wait for the disk: its data live as long as this process.
func startEtcd(folder, client, peer string) error {
	clientURL, err := url.Parse(client)
	if err != nil {
		return err
	}
	peerURL, err := url.Parse(peer)
	if err != nil {
		return err
	}
	wal.SegmentSizeBytes = 4 << 20
	config := embed.NewConfig()
	config.Dir = folder
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	config.ListenClientUrls = []url.URL{*clientURL}
	config.AdvertiseClientUrls = []url.URL{*clientURL}
	config.ListenPeerUrls = []url.URL{*peerURL}
	config.AdvertisePeerUrls = []url.URL{*peerURL}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	_, err = embed.StartEtcd(config)
	return err
}

// writeCredentials makes a certificate, the token of an administrator and a kubeconfig with both.
func writeCredentials(folder, server string) (*rest.Config, error) {
	certificate, key, err := cert.GenerateSelfSignedCertKey("127.0.0.1", []net.IP{net.IPv4(127, 0, 0, 1)}, nil)
	if err != nil {
		return nil, err
	}
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	token := hex.EncodeToString(secret)
	for name, content := range map[string][]byte{
		"server.crt": certificate,
		"server.key": key,
		"tokens.csv": []byte(token + `,administrator,administrator,"system:masters"` + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["slipway"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: certificate}
	config.AuthInfos["administrator"] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts["slipway"] = &clientcmdapi.Context{Cluster: "slipway", AuthInfo: "administrator"}
	config.CurrentContext = "slipway"
	if err := clientcmd.WriteToFile(*config, filepath.Join(folder, "kubeconfig")); err != nil {
		return nil, err
	}
	return &rest.Config{
		Host:            server,
		BearerToken:     token,
		TLSClientConfig: rest.TLSClientConfig{CAData: certificate},
		QPS:             -1,
	}, nil
}

// freePorts finds ports that nobody listens on now.
func freePorts(count int) ([]string, error) {
	ports := make([]string, count)
	for i := range ports {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		_, ports[i], err = net.SplitHostPort(listener.Addr().String())
		if err != nil {
			return nil, err
		}
	}
	return ports, nil
}
