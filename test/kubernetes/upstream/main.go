// Program upstream answers questions about syntax and semantics with Kubernetes' own code: one JSON
// question per line on standard input, one JSON answer per line on standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type question struct {
	Ask      string              `json:"ask"`
	Rule     string              `json:"rule"`
	Text     string              `json:"text"`
	Other    string              `json:"other"`
	After    string              `json:"after"`
	Zone     string              `json:"zone"`
	Labels   []map[string]string `json:"labels"`
	Selector json.RawMessage     `json:"selector"`
	Spec     json.RawMessage     `json:"spec"`
}

type answer map[string]any

var refused = answer{"ok": false}

var answers = map[string]func(question) answer{
	"quantity":           quantity,
	"quantities":         quantities,
	"name":               name,
	"objectName":         objectName,
	"duration":           duration,
	"prometheusDuration": prometheusDuration,
	"schedule":           schedule,
	"nextRun":            nextRun,
	"timeZone":           timeZone,
	"cidr":               cidr,
	"selector":           textSelector,
	"labelSelector":      labelSelector,
	"image":              image,
	"pod":                pod,
	"resources":          resources,
	"policyTypes":        policyTypes,
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		var q question
		must(json.Unmarshal(in.Bytes(), &q))
		reply, known := answers[q.Ask]
		if !known {
			must(fmt.Errorf("no such question: %q", q.Ask))
		}
		must(encoder.Encode(reply(q)))
	}
	must(in.Err())
	must(out.Flush())
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
