// Reads configurations of Prometheus Adapter, one question on each line, with the adapter's own code
// and says what it makes of them.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	prom "sigs.k8s.io/prometheus-adapter/pkg/client"
	"sigs.k8s.io/prometheus-adapter/pkg/config"
	"sigs.k8s.io/prometheus-adapter/pkg/naming"
)

// A question: a configuration, the series that Prometheus has, and the pods that are asked for.
type question struct {
	Config    string        `json:"config"`
	Series    []prom.Series `json:"series"`
	Namespace string        `json:"namespace"`
	Pods      []string      `json:"pods"`
}

type answer struct {
	Rules   []rule `json:"rules"`
	Problem string `json:"problem,omitempty"`
}

type rule struct {
	// Selector is how the adapter looks for series.
	Selector prom.Selector `json:"selector"`
	// Metrics are those that it makes of the series that were given.
	Metrics []metric `json:"metrics"`
}

type metric struct {
	Series    string        `json:"series"`
	Name      string        `json:"name"`
	Resources []string      `json:"resources"`
	Query     prom.Selector `json:"query"`
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var asked question
		if err := in.Decode(&asked); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		rules, err := read(asked)
		if err != nil {
			_ = out.Encode(answer{Problem: err.Error(), Rules: []rule{}})
			continue
		}
		_ = out.Encode(answer{Rules: rules})
	}
}

func read(asked question) ([]rule, error) {
	given, err := config.FromYAML([]byte(asked.Config))
	if err != nil {
		return nil, err
	}
	core := schema.GroupVersion{Version: "v1"}
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{core})
	mapper.Add(core.WithKind("Pod"), meta.RESTScopeNamespace)
	mapper.Add(core.WithKind("Namespace"), meta.RESTScopeRoot)
	namers, err := naming.NamersFromConfig(given.Rules, mapper)
	if err != nil {
		return nil, err
	}
	rules := []rule{}
	for _, namer := range namers {
		made := rule{Selector: namer.Selector(), Metrics: []metric{}}
		for _, series := range namer.FilterSeries(asked.Series) {
			found, err := metricOf(namer, series, asked)
			if err != nil {
				return nil, err
			}
			made.Metrics = append(made.Metrics, found)
		}
		rules = append(rules, made)
	}
	return rules, nil
}

func metricOf(namer naming.MetricNamer, series prom.Series, asked question) (metric, error) {
	name, err := namer.MetricNameForSeries(series)
	if err != nil {
		return metric{}, err
	}
	resources, _ := namer.ResourcesForSeries(series)
	names := []string{}
	for _, resource := range resources {
		names = append(names, resource.String())
	}
	pods := schema.GroupResource{Resource: "pods"}
	query, err := namer.QueryForSeries(series.Name, pods, asked.Namespace, labels.Everything(), asked.Pods...)
	return metric{series.Name, name, names, query}, err
}
