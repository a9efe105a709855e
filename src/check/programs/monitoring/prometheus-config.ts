import { closest } from "../../../closest.ts";
import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { quote } from "../../../kubernetes/text.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import { durationOf } from "./durations.ts";
import type { ConfigProblem } from "./problem.ts";

/** @see github.com/prometheus/prometheus/config/config.go */
const TOP = `global runtime alerting rule_files scrape_config_files scrape_configs storage tracing
  remote_write remote_read otlp`.split(/\s+/);
const GLOBAL = `scrape_interval scrape_timeout scrape_protocols evaluation_interval
  rule_query_offset query_log_file scrape_failure_log_file external_labels body_size_limit
  sample_limit target_limit label_limit label_name_length_limit label_value_length_limit
  keep_dropped_targets metric_name_validation_scheme metric_name_escaping_scheme
  scrape_native_histograms convert_classic_histograms_to_nhcb
  always_scrape_classic_histograms extra_scrape_metrics`.split(/\s+/);
const JOB = `job_name honor_labels honor_timestamps track_timestamps_staleness params
  scrape_interval scrape_timeout scrape_protocols scrape_classic_histograms metrics_path scheme
  enable_compression enable_http2 body_size_limit sample_limit target_limit label_limit
  static_configs relabel_configs metric_relabel_configs basic_auth authorization oauth2 tls_config
  bearer_token bearer_token_file proxy_url no_proxy follow_redirects kubernetes_sd_configs
  file_sd_configs dns_sd_configs http_sd_configs consul_sd_configs ec2_sd_configs`.split(/\s+/);

/**
 * What Prometheus refuses to load.
 *
 * @see github.com/prometheus/prometheus/config/config.go UnmarshalYAML
 */
export function prometheusProblems(value: Readonly<Fields>): ConfigProblem[] {
  const problems = [...misspelt(value, TOP, [])];
  const global = isFields(value.global) ? value.global : {};
  problems.push(...misspelt(global, GLOBAL, ["global"]), ...durations(global, ["global"]));
  const jobs: unknown[] = Array.isArray(value.scrape_configs) ? value.scrape_configs : [];
  const seen = new Set<string>();
  for (const [index, job] of jobs.entries()) {
    const at = ["scrape_configs", index] as const;
    if (!isFields(job)) continue;
    problems.push(...misspelt(job, JOB, at), ...durations(job, at), ...targetsOf(job, at));
    const { job_name: name } = job;
    if (name === undefined || name === null || name === "")
      problems.push({ steps: at, message: "a scrape configuration has no job_name" });
    else if (seen.has(String(name)))
      problems.push({
        steps: [...at, "job_name"],
        message: `the job_name ${quote(String(name))} is there twice`,
      });
    seen.add(String(name));
    problems.push(...patience(job, global, at));
  }
  return problems;
}

/** Names of newer versions are left alone; one that is nearly a known one is a slip. */
function* misspelt(
  fields: Readonly<Fields>,
  known: readonly string[],
  at: readonly Step[],
): Generator<ConfigProblem> {
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    const near = closest(name, known);
    if (near === undefined || !isSlip(name, near)) continue;
    yield {
      steps: [...at, name],
      message: `there is no field ${name}`,
      fix: `did you mean ${near}?`,
    };
  }
}

/** The same letters but for the plural, the case and what stands between words, or one letter off. */
export function isSlip(name: string, near: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[_-]|s$/g, "");
  if (bare(name) === bare(near)) return true;
  if (Math.abs(name.length - near.length) > 1 || name.length < 6) return false;
  let at = 0;
  while (name[at] === near[at] && at < name.length) at++;
  return [
    [at + 1, at + 1],
    [at, at + 1],
    [at + 1, at],
    [at + 2, at + 2],
  ].some(([one, other]) => name.slice(one) === near.slice(other));
}

const DURATIONS = ["scrape_interval", "scrape_timeout", "evaluation_interval"];

function* durations(fields: Readonly<Fields>, at: readonly Step[]): Generator<ConfigProblem> {
  for (const name of DURATIONS) {
    const value = fields[name];
    if (value === undefined || value === null || String(value).includes("$")) continue;
    if (durationOf(String(value)) !== undefined) continue;
    const message = `${quote(String(value))} is no duration`;
    yield {
      steps: [...at, name],
      message,
      fix: "write a whole number and a unit, such as 30s or 1m",
    };
  }
}

function patience(
  job: Readonly<Fields>,
  global: Readonly<Fields>,
  at: readonly Step[],
): ConfigProblem[] {
  const interval = job.scrape_interval ?? global.scrape_interval ?? "1m";
  const { scrape_timeout: timeout } = job;
  if (timeout === undefined || timeout === null) return [];
  const [long, short] = [durationOf(String(timeout)), durationOf(String(interval))];
  if (long === undefined || short === undefined || long <= short) return [];
  const message = `scrape_timeout ${timeout} is longer than the scrape interval ${interval}`;
  return [{ steps: [...at, "scrape_timeout"], message }];
}

/** @see github.com/prometheus/prometheus/config/config.go CheckTargetAddress */
function* targetsOf(job: Readonly<Fields>, at: readonly Step[]): Generator<ConfigProblem> {
  const groups: unknown[] = Array.isArray(job.static_configs) ? job.static_configs : [];
  // With the blackbox exporter a target is a URL, which relabelling makes a parameter.
  if (
    /"target_label":"(?:__address__|[^"]*\$)|"labelmap"/.test(JSON.stringify(job.relabel_configs))
  )
    return;
  for (const [index, group] of groups.entries()) {
    const targets: unknown[] = isFields(group) && Array.isArray(group.targets) ? group.targets : [];
    const wrong = targets.findIndex((target) => String(target).includes("/"));
    if (wrong === -1) continue;
    yield {
      steps: [...at, "static_configs", index, "targets", wrong],
      message: `${quote(String(targets[wrong]).replace(/\/\/[^@/]*@/, "//"))} is no host and port`,
      fix: "write HOST:PORT; the scheme and the path are fields of the job",
    };
  }
}
