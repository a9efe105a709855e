package main

import (
	"context"
	_ "embed"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	componentversion "k8s.io/component-base/version"
)

// nodeStages tell kwok to make nodes ready and to keep them so; it plays no pods.
//
//go:embed stages.yaml
var nodeStages []byte

// createNodes makes nodes of 8 CPU and 32 GiB, spread over three zones. Their kubelets answer on one port of
// this machine, at the address of the type InternalDNS.
func createNodes(ctx context.Context, client kubernetes.Interface, count int, kubeletPort int32) error {
	capacity := corev1.ResourceList{
		corev1.ResourceCPU:              resource.MustParse("8"),
		corev1.ResourceMemory:           resource.MustParse("32Gi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("100Gi"),
		corev1.ResourcePods:             resource.MustParse("110"),
	}
	for i := range count {
		name := fmt.Sprintf("node-%d", i+1)
		node := &corev1.Node{
			ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
				"kubernetes.io/hostname":           name,
				"kubernetes.io/os":                 "linux",
				"kubernetes.io/arch":               "amd64",
				"node.kubernetes.io/instance-type": "m5.2xlarge",
				"topology.kubernetes.io/region":    "region-1",
				"topology.kubernetes.io/zone":      "region-1" + string(rune('a'+i%3)),
			}},
			Status: corev1.NodeStatus{
				Capacity: capacity, Allocatable: capacity,
				Addresses: []corev1.NodeAddress{
					{Type: corev1.NodeInternalIP, Address: fmt.Sprintf("10.0.0.%d", i+1)},
					{Type: corev1.NodeHostName, Address: name},
					{Type: corev1.NodeInternalDNS, Address: "localhost"},
				},
				DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: kubeletPort}},
				NodeInfo: corev1.NodeSystemInfo{
					KubeletVersion: componentversion.Get().GitVersion, OperatingSystem: "linux", Architecture: "amd64",
				},
			},
		}
		if _, err := client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

func nodesReady(ctx context.Context, client kubernetes.Interface, count int) bool {
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return false
	}
	ready := 0
	for _, node := range nodes.Items {
		for _, condition := range node.Status.Conditions {
			if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue && len(node.Spec.Taints) == 0 {
				ready++
			}
		}
	}
	return ready == count
}

func metricsReady(ctx context.Context, client kubernetes.Interface) bool {
	for _, path := range []string{"/apis/metrics.k8s.io/v1beta1", "/apis/custom.metrics.k8s.io/v1beta2"} {
		if client.Discovery().RESTClient().Get().AbsPath(path).Do(ctx).Error() != nil {
			return false
		}
	}
	return true
}
