package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/cert"
)

// credentials are what a client needs: the token of a cluster administrator and the certificate to
// trust.
type credentials struct {
	token       string
	certificate []byte
}

// writeCredentials makes new keys for one control plane and writes them and a kubeconfig.
func writeCredentials(folder, server string) (credentials, error) {
	certificate, key, err := cert.GenerateSelfSignedCertKey("127.0.0.1", []net.IP{net.IPv4(127, 0, 0, 1)}, []string{"localhost"})
	if err != nil {
		return credentials{}, err
	}
	accounts, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return credentials{}, err
	}
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return credentials{}, err
	}
	token := hex.EncodeToString(secret)
	for name, content := range map[string][]byte{
		"server.crt": certificate,
		"server.key": key,
		"accounts.key": pem.EncodeToMemory(&pem.Block{
			Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(accounts),
		}),
		"tokens.csv": []byte(token + `,administrator,administrator,"system:masters"` + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return credentials{}, err
		}
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["slipway"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: certificate}
	config.AuthInfos["administrator"] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts["slipway"] = &clientcmdapi.Context{Cluster: "slipway", AuthInfo: "administrator"}
	config.CurrentContext = "slipway"
	err = clientcmd.WriteToFile(*config, filepath.Join(folder, "kubeconfig"))
	return credentials{token: token, certificate: certificate}, err
}
