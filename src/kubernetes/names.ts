import { quote } from "./text.ts";

/*
 * Each check answers undefined for text that a Kubernetes 1.36 API server takes, else what is wrong
 * and what to write instead.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_WITH_UNDERSCORE =
  /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const ENV_NAME = /^[ -<>-~]+$/;
const STRICT_ENV_NAME = /^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;

const FINALIZERS = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;

/**
 * A DNS-1123 label: namespaces, Services, StatefulSets, containers, volumes, ports of a Service.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1123Label
 */
export function dns1123LabelProblem(text: string): string | undefined {
  if (LABEL.test(text)) return tooLong(text, LABEL_MAX);
  const rule = 'lower-case letters, digits and "-", a letter or digit at both ends';
  return wrong(text, rule, suggestLabel(text), LABEL);
}

/**
 * A DNS-1035 label: a DNS-1123 label that starts with a letter. The rule for Service names before
 * Kubernetes 1.36.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1035Label
 */
export function dns1035LabelProblem(text: string): string | undefined {
  if (LABEL_1035.test(text)) return tooLong(text, LABEL_MAX);
  const rule = 'lower-case letters, digits and "-", a letter first, a letter or digit last';
  return wrong(text, rule, suggestLabel(text).replace(/^[-0-9]+/, ""), LABEL_1035);
}

/**
 * A DNS-1123 subdomain: names of most objects.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1123Subdomain
 */
export function dns1123SubdomainProblem(text: string): string | undefined {
  if (SUBDOMAIN.test(text)) return tooLong(text, SUBDOMAIN_MAX);
  const rule =
    'lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part';
  const suggestion = text
    .slice(0, SUBDOMAIN_MAX)
    .split(".")
    .map(suggestLabel)
    .filter(Boolean)
    .join(".");
  return wrong(text, rule, suggestion, SUBDOMAIN);
}

/**
 * A DNS-1123 subdomain with underscores: what a pod's DNS searches.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1123SubdomainWithUnderscore
 */
export function dns1123SubdomainWithUnderscoreProblem(text: string): string | undefined {
  if (SUBDOMAIN_WITH_UNDERSCORE.test(text)) return tooLong(text, SUBDOMAIN_MAX);
  return dns1123SubdomainProblem(text);
}

/**
 * A host of an Ingress rule or of its TLS section: a DNS name, or a wildcard for one level
 * (`*.example.com`). Not an IP address, not a URL, no port.
 *
 * @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressRules
 */
export function hostProblem(text: string): string | undefined {
  if (isIPv4(text)) {
    return `${quote(text)} is an IP address; a host must be a DNS name, such as "app.example.com"`;
  }
  const url = /^[a-z]+:\/\/([^/:]+)/i.exec(text) ?? /^([^/:]+)(?::[0-9]+)?(?:\/.*)?$/.exec(text);
  const bare = url?.[1]?.toLowerCase() ?? "";
  if (text.includes("*")) {
    if (text.startsWith("*.") && SUBDOMAIN.test(text.slice(2))) return tooLong(text, SUBDOMAIN_MAX);
    const rule = 'a "*" stands alone, first, for one level of names';
    return `${quote(text)} is not a wildcard host: ${rule}; write "*.example.com"`;
  }
  if (SUBDOMAIN.test(text)) return tooLong(text, SUBDOMAIN_MAX);
  const rule = "a DNS name of lower-case letters, digits and hyphens in parts joined by dots";
  return wrong(text, rule, bare, SUBDOMAIN, "a host");
}

/**
 * The key of a label (a "qualified name"): a name, or a DNS prefix, a slash and a name.
 *
 * @see k8s.io/apimachinery/pkg/api/validate/content/kube.go IsLabelKey
 */
export function labelKeyProblem(text: string): string | undefined {
  const parts = text.split("/");
  const what = `${quote(text)} is not a key of a label or annotation`;
  if (parts.length > 2) return `${what}: at most one "/" is allowed, as in "example.com/name"`;
  const name = parts.at(-1) ?? "";
  if (parts.length === 2) {
    const prefix = parts[0] ?? "";
    if (prefix === "") return `${what}: nothing stands before the "/"; write ${quote(name)}`;
    const problem = dns1123SubdomainProblem(prefix);
    if (problem !== undefined) return `${what}: its prefix ${problem}`;
  }
  if (name === "") return `${what}: it has no name; write "name" or "example.com/name"`;
  if (name.length > LABEL_MAX) return `${what}: the name may have ${LABEL_MAX} characters at most`;
  if (QUALIFIED.test(name)) return undefined;
  return `${what}: letters, digits, "-", "_" and ".", a letter or digit at both ends${instead(suggestQualified(name), QUALIFIED)}`;
}

/**
 * The key of an annotation: as a label's key, but capitals are allowed in the prefix too.
 *
 * @see k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateAnnotations
 */
export function annotationKeyProblem(text: string): string | undefined {
  return labelKeyProblem(text.toLowerCase()) === undefined ? undefined : labelKeyProblem(text);
}

/**
 * The value of a label; it may be empty.
 *
 * @see k8s.io/apimachinery/pkg/api/validate/content/kube.go IsLabelValue
 */
export function labelValueProblem(text: string): string | undefined {
  if (text === "" || QUALIFIED.test(text)) return tooLong(text, LABEL_MAX);
  const rule = 'letters, digits, "-", "_" and ".", a letter or digit at both ends, or nothing';
  return wrong(text, rule, suggestQualified(text), QUALIFIED, "a label value");
}

/**
 * A key of a ConfigMap or Secret, as it is used for a file's name.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsConfigMapKey
 */
export function configKeyProblem(text: string): string | undefined {
  if (text.startsWith("..") || text === ".") {
    return `${quote(text)} is not a key of a ConfigMap or Secret: a key becomes a file name, and neither "." nor names with ".." in front are taken: begin it otherwise`;
  }
  if (CONFIG_KEY.test(text)) return tooLong(text, SUBDOMAIN_MAX);
  const rule = 'letters, digits, "-", "_" and "." only (no "/")';
  const suggestion = text.replace(/[^-._a-zA-Z0-9]+/g, "_");
  return wrong(text, rule, suggestion, CONFIG_KEY, "a key of a ConfigMap or Secret");
}

/**
 * The name of an environment variable. Since Kubernetes 1.32 any printable ASCII but "=".
 *
 * @param minor the minor version of Kubernetes 1 that the name is for.
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsRelaxedEnvVarName, IsEnvVarName
 */
export function envNameProblem(text: string, minor = 36): string | undefined {
  const isStrict = minor < 32;
  if (isStrict ? STRICT_ENV_NAME.test(text) : ENV_NAME.test(text)) return undefined;
  const rule = isStrict
    ? 'letters, digits, "-", "_" and ".", no digit and no ".." first'
    : 'printable ASCII characters other than "="';
  const suggestion = text
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^(?=[0-9])/, isStrict ? "_" : "");
  return wrong(text, rule, suggestion, /[A-Za-z0-9]/, "a name of an environment variable");
}

/**
 * A finalizer: one of Kubernetes' own, or a key with a prefix.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateKubeFinalizerName
 */
export function finalizerProblem(text: string): string | undefined {
  if (FINALIZERS.has(text)) return undefined;
  if (!text.includes("/")) {
    return `${quote(text)} is not a finalizer: it needs a prefix; write "example.com/name"`;
  }
  return labelKeyProblem(text)?.replace("a key of a label or annotation", "a finalizer");
}

/**
 * A prefix of a name as the API server reads it where it lets one stand for a whole name: what
 * comes behind a hyphen at the end may make it right.
 *
 * @see k8s.io/apimachinery/pkg/api/validation/generic.go maskTrailingDash
 */
export function maskTrailingHyphen(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}

/**
 * A name with or without a prefix, as a label's key is.
 *
 * @param what what the name is of, with its article: `an application protocol`
 * @see k8s.io/apimachinery/pkg/api/validate/content/kube.go IsLabelKey
 */
export function qualifiedNameProblem(text: string, what: string): string | undefined {
  return labelKeyProblem(text)?.replace("a key of a label or annotation", what);
}

/**
 * A name that only has to fit into the path of a URL: objects of RBAC.
 *
 * @see k8s.io/apimachinery/pkg/api/validate/content/path.go IsPathSegmentName
 */
export function pathSegmentNameProblem(text: string): string | undefined {
  if (text !== "." && text !== ".." && !/[/%]/.test(text)) return undefined;
  return `${quote(text)} is not a name: it may not be "." or ".." nor contain "/" or "%"`;
}

function wrong(text: string, rule: string, suggestion: string, valid: RegExp, what = "a name") {
  if (text === "") return `${what.replace(/^an? /, "the ")} is empty: write ${rule}`;
  return `${quote(text)} is not ${what}: ${rule}${isPutIn(text) ? "" : instead(suggestion, valid)}`;
}

/** Whether a text stands for what a person or a program is to put there. */
function isPutIn(text: string): boolean {
  return /<.*>|[{}]|^\$/.test(text);
}

function instead(suggestion: string, valid: RegExp): string {
  return valid.test(suggestion) ? `; write ${quote(suggestion)}` : "";
}

function tooLong(text: string, max: number): string | undefined {
  if (text.length <= max) return undefined;
  return `${quote(text)} is too long: ${text.length} characters, at most ${max} are allowed`;
}

function suggestLabel(text: string): string {
  const hyphened = text
    .slice(0, SUBDOMAIN_MAX)
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
  return trimEnds(hyphened.replace(/[^a-z0-9]+/g, "-")).slice(0, LABEL_MAX);
}

function suggestQualified(text: string): string {
  return trimEnds(text.slice(0, SUBDOMAIN_MAX).replace(/[^-A-Za-z0-9_.]+/g, "-")).slice(
    0,
    LABEL_MAX,
  );
}

function trimEnds(text: string): string {
  return text.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

function isIPv4(text: string): boolean {
  const parts = text.split(".");
  return (
    parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256)
  );
}
