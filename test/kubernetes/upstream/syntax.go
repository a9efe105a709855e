package main

import (
	_ "crypto/sha256"
	_ "crypto/sha512"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/prometheus/common/model"
	"github.com/robfig/cron/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/api/validate/content"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/batch"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/networking"
	networkingvalidation "k8s.io/kubernetes/pkg/apis/networking/validation"
	"k8s.io/kubernetes/pkg/util/parsers"
)

func quantity(q question) answer {
	parsed, err := resource.ParseQuantity(strings.TrimSpace(q.Text))
	if err != nil {
		return refused
	}
	return answer{"ok": true, "text": parsed.String()}
}

func quantities(q question) answer {
	a, b := resource.MustParse(q.Text), resource.MustParse(q.Other)
	sum, product := a.DeepCopy(), a.DeepCopy()
	sum.Add(b)
	product.Mul(7)
	reply := answer{"order": a.Cmp(b), "sum": sum.String(), "product": product.String()}
	// Go's whole and milli values overflow in silence; there is nothing to agree with beyond.
	if sum.CmpInt64(resource.MaxMilliValue) <= 0 {
		reply["value"] = strconv.FormatInt(sum.Value(), 10)
		reply["milli"] = strconv.FormatInt(sum.MilliValue(), 10)
	}
	return reply
}

var nameRules = map[string]func(string) []string{
	"dns1123Label":     validation.IsDNS1123Label,
	"dns1035Label":     validation.IsDNS1035Label,
	"dns1123Subdomain": validation.IsDNS1123Subdomain,
	"labelKey":         content.IsLabelKey,
	"labelValue":       content.IsLabelValue,
	"configKey":        validation.IsConfigMapKey,
	"envName":          validation.IsRelaxedEnvVarName,
	"portName":         validation.IsValidPortName,
	"pathSegment":      content.IsPathSegmentName,
	"host":             hostErrors,
	"annotationKey":    annotationKeyErrors,
	"finalizer":        finalizerErrors,
}

func name(q question) answer { return answer{"ok": len(nameRules[q.Rule](q.Text)) == 0} }

func hostErrors(host string) []string {
	ingress := &networking.Ingress{
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "b"},
		Spec:       networking.IngressSpec{Rules: []networking.IngressRule{{Host: host}}},
	}
	if host == "" {
		return []string{"every host"}
	}
	return at("spec.rules[0].host", networkingvalidation.ValidateIngressCreate(ingress))
}

func annotationKeyErrors(key string) []string {
	errs := corevalidation.ValidateAnnotations(map[string]string{key: ""}, field.NewPath("a"))
	return at("a", errs)
}

func finalizerErrors(text string) []string {
	meta := metav1.ObjectMeta{Name: "a", Namespace: "b", Finalizers: []string{text}}
	any := func(string, bool) []string { return nil }
	errs := corevalidation.ValidateObjectMeta(&meta, true, any, field.NewPath("metadata"))
	return append(at("metadata.finalizers", errs), at("metadata.finalizers[0]", errs)...)
}

func at(path string, errs field.ErrorList) []string {
	var messages []string
	for _, err := range errs {
		if err.Field == path {
			messages = append(messages, err.Detail)
		}
	}
	return messages
}

func duration(q question) answer {
	parsed, err := time.ParseDuration(q.Text)
	if err != nil {
		return refused
	}
	return answer{"ok": true, "nanoseconds": strconv.FormatInt(int64(parsed), 10)}
}

func prometheusDuration(q question) answer {
	parsed, err := model.ParseDuration(q.Text)
	if err != nil {
		return refused
	}
	return answer{"ok": true, "nanoseconds": strconv.FormatInt(int64(parsed), 10)}
}

func cronJobErrors(schedule string, zone *string) field.ErrorList {
	job := &batch.CronJob{
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "b"},
		Spec:       batch.CronJobSpec{Schedule: schedule, TimeZone: zone},
	}
	return batchvalidation.ValidateCronJobCreate(job, corevalidation.PodValidationOptions{})
}

func schedule(q question) answer {
	return answer{"ok": len(at("spec.schedule", cronJobErrors(q.Text, nil))) == 0}
}

func timeZone(q question) answer {
	return answer{"ok": len(at("spec.timeZone", cronJobErrors("@daily", &q.Text))) == 0}
}

func nextRun(q question) answer {
	after, err := time.Parse(time.RFC3339Nano, q.After)
	must(err)
	parsed, err := cron.ParseStandard("TZ=" + q.Zone + " " + q.Text)
	if err != nil {
		return refused
	}
	next := parsed.Next(after)
	if next.IsZero() {
		return answer{"ok": true, "next": nil}
	}
	return answer{"ok": true, "next": next.UTC().Format(time.RFC3339)}
}

func cidr(q question) answer {
	errs := corevalidation.IsValidCIDRForLegacyField(field.NewPath("a"), q.Text, nil)
	return answer{"ok": len(errs) == 0}
}

func image(q question) answer {
	name, tag, digest, err := parsers.ParseImageName(q.Text)
	if err != nil {
		return refused
	}
	return answer{"ok": true, "name": name, "tag": tag, "digest": digest}
}
