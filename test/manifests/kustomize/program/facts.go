package main

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// facts are what kustomize knows of a kind.
type facts struct {
	// Scope is "cluster", "namespace", or "unknown".
	Scope string `json:"scope"`
	// Lists are the keys of the lists that a strategic merge patch merges, by their paths.
	Lists map[string][]string `json:"lists"`
}

func factsOf(line string) facts {
	apiVersion, kind, _ := strings.Cut(line, " ")
	meta := yaml.TypeMeta{APIVersion: apiVersion, Kind: kind}
	found := facts{Scope: "unknown", Lists: map[string][]string{}}
	if namespaced, known := openapi.IsNamespaceScoped(meta); known && namespaced {
		found.Scope = "namespace"
	} else if known {
		found.Scope = "cluster"
	}
	if schema := openapi.SchemaForResourceType(meta); schema != nil && kind != "CustomResourceDefinition" {
		found.walk(schema, "")
	}
	return found
}

func (f facts) walk(schema *openapi.ResourceSchema, path string) {
	if items := schema.Elements(); items != nil {
		if strategy, keys := schema.PatchStrategyAndKeyList(); strings.Contains(strategy, "merge") {
			f.Lists[strings.TrimPrefix(path, ".")] = keys
		}
		f.walk(items, path+".*")
	}
	for name := range schema.Schema.Properties {
		if field := schema.Field(name); field != nil && name != "status" {
			f.walk(field, path+"."+name)
		}
	}
}
