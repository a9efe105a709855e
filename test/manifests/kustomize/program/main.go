// Command kustomize is kustomize itself. With "many" it builds one folder for each line of its input in
// one process; with "facts" it tells what it knows of each kind, of which a line names the apiVersion
// and the kind.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kustomize/v5/commands"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// built is what became of a folder.
type built struct {
	Objects []map[string]any `json:"objects,omitempty"`
	Error   string           `json:"error,omitempty"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "many" {
		answer(func(folder string) any { return build(folder) })
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "facts" {
		answer(func(line string) any { return factsOf(line) })
		return
	}
	if err := commands.NewDefaultCommand().Execute(); err != nil {
		os.Exit(1)
	}
}

// answer writes a line of JSON for each line that it reads.
func answer(of func(line string) any) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(of(lines.Text())); err != nil {
			panic(err)
		}
	}
}

// build does what `kustomize build FOLDER` does, with its options as they are.
func build(folder string) built {
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return built{Error: err.Error()}
	}
	text, err := resources.AsYaml()
	if err != nil {
		return built{Error: err.Error()}
	}
	return read(text)
}

// read takes the objects out of what kustomize prints, as kubectl reads it.
func read(text []byte) built {
	objects := []map[string]any{}
	for _, document := range bytes.SplitAfter(text, []byte("\n---\n")) {
		var object map[string]any
		document = bytes.TrimSuffix(document, []byte("---\n"))
		if err := yaml.Unmarshal(document, &object); err != nil {
			return built{Error: err.Error()}
		}
		objects = append(objects, object)
	}
	return built{Objects: objects}
}
