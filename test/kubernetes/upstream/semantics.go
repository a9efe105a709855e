package main

import (
	"encoding/json"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metav1validation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/component-helpers/resource"
	core "k8s.io/kubernetes/pkg/apis/core"
	coredefaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/apis/core/v1/helper/qos"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	networkingdefaults "k8s.io/kubernetes/pkg/apis/networking/v1"
)

func textSelector(q question) answer {
	selector, err := labels.Parse(q.Text)
	if err != nil {
		return refused
	}
	return matches(selector, q)
}

func labelSelector(q question) answer {
	var given metav1.LabelSelector
	must(json.Unmarshal(q.Selector, &given))
	options := metav1validation.LabelSelectorValidationOptions{}
	if len(metav1validation.ValidateLabelSelector(&given, options, field.NewPath("a"))) > 0 {
		return refused
	}
	selector, err := metav1.LabelSelectorAsSelector(&given)
	must(err)
	return matches(selector, q)
}

func matches(selector labels.Selector, q question) answer {
	matched := []bool{}
	for _, set := range q.Labels {
		matched = append(matched, selector.Matches(labels.Set(set)))
	}
	return answer{"ok": true, "matches": matched}
}

func pod(q question) answer {
	pod := &corev1.Pod{}
	must(json.Unmarshal(q.Spec, &pod.Spec))
	coredefaults.SetObjectDefaults_Pod(pod)
	options := resource.PodResourcesOptions{}
	return answer{
		"requests": texts(resource.PodRequests(pod, options)),
		"limits":   texts(resource.PodLimits(pod, options)),
		"qosClass": string(qos.ComputePodQOS(pod)),
	}
}

// Errors, and the warning about fractions of bytes, which is made of unexported code
// (pkg/api/pod/warnings.go) and said again here.
func resources(q question) answer {
	var given core.ResourceRequirements
	must(json.Unmarshal(q.Spec, &given))
	errs := corevalidation.ValidateContainerResourceRequirements(&given, nil, field.NewPath("a"), podOptions)
	for _, list := range []core.ResourceList{given.Requests, given.Limits} {
		for _, name := range []core.ResourceName{core.ResourceMemory, core.ResourceEphemeralStorage} {
			if amount, found := list[name]; found && amount.MilliValue()%1000 != 0 {
				return refused
			}
		}
	}
	return answer{"ok": len(errs) == 0}
}

func texts(list corev1.ResourceList) map[string]string {
	result := map[string]string{}
	for name, amount := range list {
		result[string(name)] = amount.String()
	}
	return result
}

func policyTypes(q question) answer {
	policy := &networkingv1.NetworkPolicy{}
	must(json.Unmarshal(q.Spec, &policy.Spec))
	networkingdefaults.SetObjectDefaults_NetworkPolicy(policy)
	return answer{"types": policy.Spec.PolicyTypes}
}
