// Program cloudnative-pg answers questions with the operator's own code: one JSON question per line on
// standard input, one JSON answer per line on standard output. Its module path lies below the
// operator's, whose internal packages it asks.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	apiv1 "github.com/cloudnative-pg/cloudnative-pg/api/v1"
	"github.com/cloudnative-pg/cloudnative-pg/internal/configuration"
	webhook "github.com/cloudnative-pg/cloudnative-pg/internal/webhook/v1"
	"github.com/cloudnative-pg/cloudnative-pg/pkg/postgres"
	"github.com/cloudnative-pg/cloudnative-pg/pkg/specs"
	"github.com/cloudnative-pg/cloudnative-pg/pkg/utils"
)

type question struct {
	Ask     string        `json:"ask"`
	Cluster apiv1.Cluster `json:"cluster"`
}

type answer map[string]any

var answers = map[string]func(question) answer{
	"fixed":   fixed,
	"webhook": judge,
	"makes":   makes,
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

// fixed lists the settings that the operator keeps for itself.
func fixed(question) answer {
	return answer{"names": slices.Sorted(maps.Keys(postgres.FixedConfigurationParameters))}
}

// judge says what the admission webhooks say of a new Cluster.
func judge(q question) answer {
	cluster := admitted(q)
	warnings, err := (&webhook.ClusterCustomValidator{}).ValidateCreate(context.Background(), cluster)
	if err != nil {
		return answer{"accepted": false, "message": err.Error()}
	}
	return answer{"accepted": true, "warnings": warnings}
}

// makes lists what the operator makes for a Cluster, as its controller would create it.
func makes(q question) answer {
	cluster := admitted(q)
	cluster.Status.Image = cluster.Spec.ImageName
	instance, err := specs.NewInstance(context.Background(), *cluster, 1, true)
	must(err)
	utils.InheritLabels(&instance.ObjectMeta, cluster.Labels, cluster.GetFixedInheritedLabels(), configuration.Current)
	utils.SetInstanceRole(instance.ObjectMeta, specs.ClusterRoleLabelPrimary)
	instance.Annotations = nil
	service := specs.CreateClusterReadWriteService(*cluster)
	secret := specs.CreateSecret(
		cluster.GetApplicationSecretName(),
		cluster.Namespace,
		cluster.GetServiceReadWriteName(),
		cluster.GetApplicationDatabaseName(),
		cluster.GetApplicationDatabaseOwner(),
		"password",
		utils.UserTypeApp,
	)
	return answer{
		"instance": instance,
		"jobs": []corev1.Pod{
			jobPod(cluster, specs.CreatePrimaryJobViaInitdb(*cluster, 1)),
			jobPod(cluster, specs.JoinReplicaInstance(*cluster, 2)),
		},
		"service": answer{"name": service.Name, "selector": service.Spec.Selector, "ports": service.Spec.Ports},
		"secret":  answer{"name": secret.Name, "data": secret.StringData},
		"account": instance.Spec.ServiceAccountName,
	}
}

// admitted is the Cluster with the defaults of the webhook.
func admitted(q question) *apiv1.Cluster {
	cluster := q.Cluster.DeepCopy()
	must((&webhook.ClusterCustomDefaulter{}).Default(context.Background(), cluster))
	return cluster
}

func jobPod(cluster *apiv1.Cluster, job *batchv1.Job) corev1.Pod {
	template := job.Spec.Template
	utils.InheritLabels(&template.ObjectMeta, cluster.Labels, cluster.GetFixedInheritedLabels(), configuration.Current)
	return corev1.Pod{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
