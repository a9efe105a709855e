// Reads Ingresses, one on each line, with ingress-nginx's own code and says what it makes of their
// annotations. The module's path lies below ingress-nginx's, or Go would not let it see that code.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unsafe"

	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"

	"k8s.io/ingress-nginx/internal/ingress/annotations"
	"k8s.io/ingress-nginx/internal/ingress/annotations/parser"
	"k8s.io/ingress-nginx/internal/ingress/controller/config"
	"k8s.io/ingress-nginx/internal/ingress/defaults"
	"k8s.io/ingress-nginx/internal/ingress/resolver"
)

// A controller of the default configuration.
type controller struct{ resolver.Mock }

func (controller) GetDefaultBackend() defaults.Backend { return config.NewDefault().Backend }

type answer struct {
	// Read is what the controller works with.
	Read *annotations.Ingress `json:"read,omitempty"`
	// Problem is why the controller leaves the Ingress out.
	Problem string `json:"problem,omitempty"`
	// Unknown are annotations with its prefix that it does not look at.
	Unknown []string `json:"unknown"`
}

func main() {
	klog.SetLogger(klog.Logger{}) // what it finds is in the answers
	parser.EnableAnnotationValidation = true
	extractor := annotations.NewAnnotationExtractor(controller{})
	known := namesOf(extractor)
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var ingress networking.Ingress
		if err := in.Decode(&ingress); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		made := answer{Unknown: []string{}}
		read, err := extractor.Extract(&ingress)
		if err != nil {
			made.Problem = err.Error()
		} else {
			made.Read = read
		}
		for name := range ingress.Annotations {
			short, ours := strings.CutPrefix(name, parser.DefaultAnnotationsPrefix+"/")
			if ours && !known[short] {
				made.Unknown = append(made.Unknown, short)
			}
		}
		_ = out.Encode(made)
	}
}

// namesOf are all annotations that one of the parsers reads. An extractor is nothing but their map,
// which it keeps to itself.
func namesOf(extractor annotations.Extractor) map[string]bool {
	names := map[string]bool{}
	for _, each := range *(*map[string]parser.IngressAnnotation)(unsafe.Pointer(&extractor)) {
		for name, field := range each.GetDocumentation() {
			names[name] = true
			for _, alias := range field.AnnotationAliases {
				names[alias] = true
			}
		}
	}
	return names
}
