package main

import (
	"k8s.io/apimachinery/pkg/api/validate/content"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/apps"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	autoscalingvalidation "k8s.io/kubernetes/pkg/apis/autoscaling/validation"
	"k8s.io/kubernetes/pkg/apis/batch"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/coordination"
	coordinationvalidation "k8s.io/kubernetes/pkg/apis/coordination/validation"
	core "k8s.io/kubernetes/pkg/apis/core"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/networking"
	networkingvalidation "k8s.io/kubernetes/pkg/apis/networking/validation"
	"k8s.io/kubernetes/pkg/apis/policy"
	policyvalidation "k8s.io/kubernetes/pkg/apis/policy/validation"
	"k8s.io/kubernetes/pkg/apis/rbac"
	rbacvalidation "k8s.io/kubernetes/pkg/apis/rbac/validation"
	"k8s.io/kubernetes/pkg/apis/scheduling"
	schedulingvalidation "k8s.io/kubernetes/pkg/apis/scheduling/validation"
	"k8s.io/kubernetes/pkg/apis/storage"
	storagevalidation "k8s.io/kubernetes/pkg/apis/storage/validation"
)

var podOptions = corevalidation.PodValidationOptions{}

// Each kind's own validation of an otherwise empty object; only what it says of the name counts.
var validations = map[string]func(metav1.ObjectMeta) field.ErrorList{
	"Namespace": func(m metav1.ObjectMeta) field.ErrorList {
		m.Namespace = ""
		return corevalidation.ValidateNamespace(&core.Namespace{ObjectMeta: m})
	},
	"Service": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidateServiceCreate(&core.Service{ObjectMeta: m})
	},
	"ConfigMap": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidateConfigMap(&core.ConfigMap{ObjectMeta: m})
	},
	"Secret": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidateSecret(&core.Secret{ObjectMeta: m})
	},
	"ServiceAccount": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidateServiceAccount(&core.ServiceAccount{ObjectMeta: m})
	},
	"PersistentVolumeClaim": func(m metav1.ObjectMeta) field.ErrorList {
		claim := &core.PersistentVolumeClaim{ObjectMeta: m}
		return corevalidation.ValidatePersistentVolumeClaim(claim, corevalidation.PersistentVolumeClaimSpecValidationOptions{})
	},
	"LimitRange": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidateLimitRange(&core.LimitRange{ObjectMeta: m})
	},
	"ResourceQuota": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidateResourceQuota(&core.ResourceQuota{ObjectMeta: m})
	},
	"Pod": func(m metav1.ObjectMeta) field.ErrorList {
		return corevalidation.ValidatePodCreate(&core.Pod{ObjectMeta: m}, podOptions)
	},
	"Deployment": func(m metav1.ObjectMeta) field.ErrorList {
		return appsvalidation.ValidateDeployment(&apps.Deployment{ObjectMeta: m}, podOptions)
	},
	"StatefulSet": func(m metav1.ObjectMeta) field.ErrorList {
		return appsvalidation.ValidateStatefulSet(&apps.StatefulSet{ObjectMeta: m}, podOptions)
	},
	"DaemonSet": func(m metav1.ObjectMeta) field.ErrorList {
		return appsvalidation.ValidateDaemonSet(&apps.DaemonSet{ObjectMeta: m}, podOptions)
	},
	"CronJob": func(m metav1.ObjectMeta) field.ErrorList {
		return batchvalidation.ValidateCronJobCreate(&batch.CronJob{ObjectMeta: m}, podOptions)
	},
	// The name also becomes a label of the pods (registry/batch/job/strategy.go generateSelector).
	"Job": func(m metav1.ObjectMeta) field.ErrorList {
		errs := batchvalidation.ValidateJob(&batch.Job{ObjectMeta: m}, batchvalidation.JobValidationOptions{})
		for _, message := range content.IsLabelValue(m.Name) {
			errs = append(errs, field.Invalid(field.NewPath("metadata", "name"), m.Name, message))
		}
		return errs
	},
	"Ingress": func(m metav1.ObjectMeta) field.ErrorList {
		return networkingvalidation.ValidateIngressCreate(&networking.Ingress{ObjectMeta: m})
	},
	"NetworkPolicy": func(m metav1.ObjectMeta) field.ErrorList {
		policy := &networking.NetworkPolicy{ObjectMeta: m}
		return networkingvalidation.ValidateNetworkPolicy(policy, networkingvalidation.NetworkPolicyValidationOptions{})
	},
	"HorizontalPodAutoscaler": func(m metav1.ObjectMeta) field.ErrorList {
		autoscaler := &autoscaling.HorizontalPodAutoscaler{ObjectMeta: m}
		return autoscalingvalidation.ValidateHorizontalPodAutoscaler(autoscaler, autoscalingvalidation.HorizontalPodAutoscalerSpecValidationOptions{})
	},
	"PodDisruptionBudget": func(m metav1.ObjectMeta) field.ErrorList {
		budget := &policy.PodDisruptionBudget{ObjectMeta: m}
		return policyvalidation.ValidatePodDisruptionBudget(budget, policyvalidation.PodDisruptionBudgetValidationOptions{})
	},
	"Role": func(m metav1.ObjectMeta) field.ErrorList {
		return rbacvalidation.ValidateRole(&rbac.Role{ObjectMeta: m})
	},
	"RoleBinding": func(m metav1.ObjectMeta) field.ErrorList {
		return rbacvalidation.ValidateRoleBinding(&rbac.RoleBinding{ObjectMeta: m})
	},
	"StorageClass": func(m metav1.ObjectMeta) field.ErrorList {
		m.Namespace = ""
		return storagevalidation.ValidateStorageClass(&storage.StorageClass{ObjectMeta: m})
	},
	"PriorityClass": func(m metav1.ObjectMeta) field.ErrorList {
		m.Namespace = ""
		return schedulingvalidation.ValidatePriorityClass(&scheduling.PriorityClass{ObjectMeta: m})
	},
	"Lease": func(m metav1.ObjectMeta) field.ErrorList {
		return coordinationvalidation.ValidateLease(&coordination.Lease{ObjectMeta: m})
	},
}

// The registry's own check of every name (apiserver/pkg/registry/rest/create.go) comes first.
func objectName(q question) answer {
	errs := content.IsPathSegmentName(q.Text)
	meta := metav1.ObjectMeta{Name: q.Text, Namespace: "default"}
	errs = append(errs, at("metadata.name", validations[q.Rule](meta))...)
	return answer{"ok": q.Text != "" && len(errs) == 0}
}
