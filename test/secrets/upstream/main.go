// Program upstream opens and makes sealed secrets with the Sealed Secrets controller's own code, and makes
// age identities with age's: one JSON question per line on standard input, one JSON answer per line on
// standard output.
package main

import (
	"bufio"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"

	"filippo.io/age"
	"github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

type question struct {
	Ask    string                `json:"ask"`
	Sealed v1alpha1.SealedSecret `json:"sealed"`
	Secret corev1.Secret         `json:"secret"`
	// The controller's private key (PKCS #8), or its certificate, in PEM.
	Key string `json:"key"`
}

type answer map[string]any

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var q question
		must(json.Unmarshal(in.Bytes(), &q))
		must(out.Encode(reply(q)))
	}
	must(in.Err())
}

func reply(q question) answer {
	switch q.Ask {
	case "unseal":
		return unseal(q)
	case "seal":
		return seal(q)
	case "identity":
		identity, err := age.GenerateX25519Identity()
		must(err)
		return answer{"identity": identity.String(), "recipient": identity.Recipient().String()}
	}
	panic("no such question: " + q.Ask)
}

// unseal does what the controller does with a SealedSecret that is applied.
func unseal(q question) answer {
	block, _ := pem.Decode([]byte(q.Key))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	must(err)
	secret, err := q.Sealed.Unseal(serializer.CodecFactory{}, map[string]*rsa.PrivateKey{"key": key.(*rsa.PrivateKey)})
	if err != nil {
		return answer{"problem": err.Error()}
	}
	secret.OwnerReferences = nil
	return answer{"secret": secret}
}

// seal does what kubeseal does with a Secret.
func seal(q question) answer {
	block, _ := pem.Decode([]byte(q.Key))
	certificate, err := x509.ParseCertificate(block.Bytes)
	must(err)
	key := certificate.PublicKey.(*rsa.PublicKey)
	sealed, err := v1alpha1.NewSealedSecret(serializer.CodecFactory{}, key, &q.Secret)
	must(err)
	return answer{"sealed": sealed}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
