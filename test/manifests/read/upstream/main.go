// Reads streams as kubectl does: k8s.io/cli-runtime's StreamVisitor up to the decoding of objects.
// One JSON question {"text": base64} and one JSON answer {"documents": [...], "error": "..."} per line.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

type question struct {
	Text []byte `json:"text"`
}

type answer struct {
	Documents []json.RawMessage `json:"documents"`
	Error     string            `json:"error,omitempty"`
}

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	for {
		line, err := input.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var q question
			if err := json.Unmarshal(line, &q); err != nil {
				panic(err)
			}
			text, err := json.Marshal(read(q.Text))
			if err != nil {
				panic(err)
			}
			output.Write(append(text, '\n'))
		}
		if err != nil {
			return
		}
	}
}

func read(text []byte) answer {
	result := answer{Documents: []json.RawMessage{}}
	reader := transform.NewReader(bytes.NewReader(text), unicode.BOMOverride(unicode.UTF8.NewDecoder()))
	decoder := yaml.NewYAMLOrJSONDecoder(reader, 4096)
	for {
		raw := runtime.RawExtension{}
		if err := decoder.Decode(&raw); err != nil {
			if err != io.EOF {
				result.Error = err.Error()
			}
			return result
		}
		trimmed := bytes.TrimSpace(raw.Raw)
		if len(trimmed) == 0 || bytes.Equal(trimmed, []byte("null")) {
			continue
		}
		result.Documents = append(result.Documents, json.RawMessage(trimmed))
	}
}
