package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
)

const crdPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"

// installCRDs creates the CustomResourceDefinitions of a file, one JSON object per line, and waits
// until the server serves them.
func installCRDs(ctx context.Context, config *rest.Config, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return err
	}
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	errs := make(chan error, len(lines))
	slots := make(chan struct{}, 8)
	var group sync.WaitGroup
	for _, line := range lines {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs <- client.RESTClient().Post().AbsPath(crdPath).
				SetHeader("Content-Type", "application/json").Body(line).Do(ctx).Error()
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return fmt.Errorf("installing a CustomResourceDefinition of %s: %w", file, err)
		}
	}
	return poll(ctx, "the CustomResourceDefinitions to be established", func() bool {
		return established(ctx, client) == len(lines)
	})
}

func established(ctx context.Context, client *discovery.DiscoveryClient) int {
	raw, err := client.RESTClient().Get().AbsPath(crdPath).DoRaw(ctx)
	if err != nil {
		return 0
	}
	var list struct {
		Items []struct {
			Status struct {
				Conditions []struct{ Type, Status string } `json:"conditions"`
			} `json:"status"`
		} `json:"items"`
	}
	if json.Unmarshal(raw, &list) != nil {
		return 0
	}
	count := 0
	for _, item := range list.Items {
		for _, condition := range item.Status.Conditions {
			if condition.Type == "Established" && condition.Status == "True" {
				count++
			}
		}
	}
	return count
}
