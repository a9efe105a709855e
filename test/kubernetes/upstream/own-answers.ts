import { cronProblem, parseCron } from "../../../src/kubernetes/cron.ts";
import { nextRun } from "../../../src/kubernetes/cron-next.ts";
import {
  durationProblem,
  parseDuration,
  parsePrometheusDuration,
  prometheusDurationProblem,
} from "../../../src/kubernetes/duration.ts";
import { imageProblem, parseImage } from "../../../src/kubernetes/image.ts";
import { cidrProblem } from "../../../src/kubernetes/ip.ts";
import type { Labels } from "../../../src/kubernetes/labels.ts";
import * as names from "../../../src/kubernetes/names.ts";
import { policyTypes } from "../../../src/kubernetes/network-policy.ts";
import { nameProblem } from "../../../src/kubernetes/object-names.ts";
import {
  podLimits,
  podRequests,
  qosClass,
  type ResourceList,
  type ResourceRequirements,
  type ResourcesPodSpec,
} from "../../../src/kubernetes/pod-resources.ts";
import { portNameProblem } from "../../../src/kubernetes/ports.ts";
import {
  formatQuantity,
  parseQuantity,
  quantityProblem,
} from "../../../src/kubernetes/quantity.ts";
import {
  addQuantities,
  compareQuantities,
  multiplyQuantity,
  quantityMilliValue,
  quantityValue,
} from "../../../src/kubernetes/quantity-arithmetic.ts";
import { resourcesProblem } from "../../../src/kubernetes/resource-amounts.ts";
import { parseSelector, selectorProblem } from "../../../src/kubernetes/selector-text.ts";
import {
  type LabelSelector,
  labelSelectorProblem,
  type Selector,
  selectorOf,
  selects,
} from "../../../src/kubernetes/selectors.ts";
import { timeZoneProblem } from "../../../src/kubernetes/time-zone.ts";
import type { Answer, Question } from "./questions.ts";

type Check = (text: string) => string | undefined;

const NAMES: Readonly<Record<string, Check>> = {
  dns1123Label: names.dns1123LabelProblem,
  dns1035Label: names.dns1035LabelProblem,
  dns1123Subdomain: names.dns1123SubdomainProblem,
  labelKey: names.labelKeyProblem,
  labelValue: names.labelValueProblem,
  configKey: names.configKeyProblem,
  envName: names.envNameProblem,
  portName: portNameProblem,
  pathSegment: names.pathSegmentNameProblem,
  host: names.hostProblem,
  annotationKey: names.annotationKeyProblem,
  finalizer: names.finalizerProblem,
};

/** What Go can hold in thousandths; see main.go. */
const MAX_MILLI_VALUE = parseQuantity(String((2n ** 63n - 1n) / 1000n));

/** Slipway's answer, in the form of main.go's. */
export function ownAnswer(question: Question): Answer {
  const { ask, text = "", other = "", rule = "", labels = [] } = question;
  switch (ask) {
    case "quantity":
      return unless(quantityProblem(text), () => ({ text: formatQuantity(parseQuantity(text)) }));
    case "quantities":
      return arithmetic(text, other);
    case "name":
      return unless(NAMES[rule]?.(text));
    case "objectName":
      return unless(nameProblem(rule, text));
    case "duration":
      return unless(durationProblem(text), () => ({ nanoseconds: String(parseDuration(text)) }));
    case "prometheusDuration":
      return unless(prometheusDurationProblem(text), () => ({
        nanoseconds: String(parsePrometheusDuration(text)),
      }));
    case "schedule":
      return unless(cronProblem(text));
    case "nextRun":
      return next(text, question.after ?? "", question.zone ?? "");
    case "timeZone":
      return unless(timeZoneProblem(text));
    case "cidr":
      return unless(cidrProblem(text));
    case "selector":
      return unless(selectorProblem(text), () => matches(parseSelector(text), labels));
    case "labelSelector": {
      const selector = question.selector as LabelSelector;
      return unless(labelSelectorProblem(selector), () => matches(selectorOf(selector), labels));
    }
    case "image":
      return unless(imageProblem(text), () => image(text));
    case "pod":
      return pod(question.spec as ResourcesPodSpec);
    case "resources":
      return unless(resourcesProblem(question.spec as ResourceRequirements));
    case "policyTypes":
      return { types: policyTypes({ spec: question.spec ?? {} }) };
    default:
      throw new Error(`no such question: ${ask}`);
  }
}

function unless(problem: string | undefined, value: () => Answer = () => ({})): Answer {
  return problem === undefined ? { ok: true, ...value() } : { ok: false };
}

function arithmetic(text: string, other: string): Answer {
  const [a, b] = [parseQuantity(text), parseQuantity(other)];
  const sum = addQuantities(a, b);
  return {
    order: compareQuantities(a, b),
    sum: formatQuantity(sum),
    product: formatQuantity(multiplyQuantity(a, 7)),
    ...(compareQuantities(sum, MAX_MILLI_VALUE) <= 0 && {
      value: String(quantityValue(sum)),
      milli: String(quantityMilliValue(sum)),
    }),
  };
}

function next(text: string, after: string, zone: string): Answer {
  if (cronProblem(text) !== undefined) return { ok: false };
  const time = nextRun(parseCron(text), new Date(after), zone);
  return { ok: true, next: time === undefined ? null : time.toISOString().replace(".000Z", "Z") };
}

function matches(selector: Selector, labels: readonly Labels[]): Answer {
  return { matches: labels.map((set) => selects(selector, set)) };
}

function image(text: string): Answer {
  const { registry, repository, tag, digest } = parseImage(text);
  return {
    name: `${registry}/${repository}`,
    tag: tag ?? (digest === undefined ? "latest" : ""),
    digest: digest ?? "",
  };
}

function pod(spec: ResourcesPodSpec): Answer {
  return {
    requests: texts(podRequests(spec)),
    limits: texts(podLimits(spec)),
    qosClass: qosClass(spec),
  };
}

function texts(list: ResourceList): Record<string, string> {
  return Object.fromEntries(list.entries().map(([name, amount]) => [name, formatQuantity(amount)]));
}
