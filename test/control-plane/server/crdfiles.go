package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/util/yaml"
)

// printCRDs reads the CustomResourceDefinitions in files and folders and prints each as one line of
// JSON, without conversion webhooks: nobody here would answer them.
func printCRDs() error {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, path := range os.Args[1:] {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(file) != ".yaml" {
				return err
			}
			return printFile(out, file)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func printFile(out io.Writer, file string) error {
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	for decoder := yaml.NewYAMLOrJSONDecoder(content, 4096); ; {
		var document map[string]any
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if document["kind"] != "CustomResourceDefinition" {
			continue
		}
		delete(document, "status")
		if spec, ok := document["spec"].(map[string]any); ok {
			delete(spec, "conversion")
		}
		line, err := json.Marshal(document)
		if err != nil {
			return err
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
}
