import type { Answered } from "../../../client/cluster.ts";
import type { KubeObject } from "../../../client/object.ts";
import { fieldsIn, valueAt } from "../../../kubernetes/fields.ts";
import { podSpecOf } from "../../../kubernetes/pod-reads.ts";
import { numberAt, textAt } from "../../readiness/status.ts";
import type { Wanted } from "../../wanted.ts";
import { isReady, labelsAt, lastingContainers, type Seen } from "./seen.ts";
import { HOLDS, type LiveTest, type Verdict } from "./test.ts";

/** What a probe of a container asks a program for. */
export interface Health {
  readonly port: number;
  readonly path: string;
  readonly isSecure: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** A workload whose programs say by HTTP how they are. */
export interface Program {
  readonly wanted: Wanted;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: readonly Health[];
}

/** So often a wrong answer is asked again: the pod is ready, and the kubelet asks no other way. */
const WRONG = 3;
/** So often what is not reached is tried again. */
const UNREACHED = 5;

/** The workloads that run with probes by HTTP. */
export function programsIn(wanted: readonly Wanted[]): Program[] {
  return wanted.flatMap((each) => {
    const labels = labelsAt(each.object, ["spec", "template", "metadata", "labels"]);
    const isLasting = ["Deployment", "StatefulSet", "DaemonSet"].includes(each.object.kind);
    const isIdle = numberAt(each.object, "spec.replicas", 1) === 0;
    const health = healthIn(podSpecOf(each.object));
    if (!labels || !isLasting || isIdle || health.length === 0) return [];
    return [{ wanted: each, labels, health }];
  });
}

/** That every ready pod answers what its probes ask for, as the kubelet judges it. */
export function programTests(programs: readonly Program[], platform: string): LiveTest[] {
  return programs.flatMap(({ wanted, labels, health }) =>
    health.map((asked) => {
      const { port, path, isSecure } = asked;
      const { look } = new Asking(labels, asked);
      return {
        about: wanted.part ?? platform,
        title: `GET ${path} is answered on port ${port}${isSecure ? " by TLS" : ""}`,
        where: () => wanted.where([]),
        look,
      };
    }),
  );
}

function healthIn(spec: unknown): Health[] {
  const all = lastingContainers(spec).flatMap((container) =>
    ["startupProbe", "livenessProbe", "readinessProbe"].flatMap((probe) =>
      asked(container, valueAt(container, [probe, "httpGet"])),
    ),
  );
  const keyOf = ({ port, path, isSecure }: Health) => `${isSecure} ${port} ${path}`;
  return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}

/** What a probe asks for; nothing for one that asks another host than the pod. */
function asked(container: unknown, get: unknown): Health[] {
  const port = portOf(container, valueAt(get, ["port"]));
  if (port === undefined || textAt(get, "host") !== "") return [];
  const headers = fieldsIn(valueAt(get, ["httpHeaders"])).map(
    (header) => [textAt(header, "name").toLowerCase(), textAt(header, "value")] as const,
  );
  return [
    {
      port,
      path: `/${textAt(get, "path").replace(/^\//, "")}`,
      isSecure: textAt(get, "scheme") === "HTTPS",
      // The server would take it for ours.
      headers: Object.fromEntries(headers.filter(([name]) => name !== "authorization")),
    },
  ];
}

function portOf(container: unknown, port: unknown): number | undefined {
  if (typeof port !== "string") return typeof port === "number" ? port : undefined;
  const ports = fieldsIn(valueAt(container, ["ports"]));
  const declared = ports.find(({ name }) => name === port);
  return declared && numberAt(declared, "containerPort");
}

/** Asks the pods of a program again and again, and knows when that leads to nothing. */
class Asking {
  private readonly labels: Readonly<Record<string, string>>;
  private readonly health: Health;
  private wrong = 0;
  private unreached = 0;

  constructor(labels: Readonly<Record<string, string>>, health: Health) {
    this.labels = labels;
    this.health = health;
  }

  look = async (seen: Seen): Promise<Verdict> => {
    const ready = (await seen.pods(this.labels)).filter(isReady);
    if (ready.length === 0) return { state: "fails", why: ["none of its pods is ready"] };
    const answers = await Promise.all(
      ready.map(async (pod) => ({ pod, answer: await this.ask(seen, pod) })),
    );
    const wrong = answers.flatMap(({ pod, answer }) =>
      "status" in answer && !isWell(answer.status)
        ? [`${pod.metadata.name} answers ${answer.status}`]
        : [],
    );
    if (wrong.length > 0) {
      this.wrong++;
      return { state: "fails", why: wrong, isFinal: this.wrong >= WRONG };
    }
    const unanswered = answers.flatMap(({ pod, answer }) =>
      "unanswered" in answer ? [`${pod.metadata.name}: ${answer.unanswered}`] : [],
    );
    if (unanswered.length === 0) return HOLDS;
    this.unreached++;
    if (unanswered.some((why) => PROGRAMS_FAULT.test(why)))
      return { state: "fails", why: unanswered, isFinal: this.unreached >= UNREACHED };
    const because =
      "the API server does not reach it, though it is ready; a network policy or a firewall may stop it";
    const isPassing = this.unreached < UNREACHED;
    return { state: "unknown", why: [because, ...unanswered], isPassing };
  };

  /**
   * By the name of the API server, as every front before it lets through; a program that answers only for
   * names that it knows is asked by its address too, as the kubelet does.
   */
  private async ask(seen: Seen, pod: KubeObject): Promise<Answered> {
    const { headers } = this.health;
    const ref = { namespace: seen.namespace, name: pod.metadata.name };
    const asked = (more: Readonly<Record<string, string>>) =>
      seen.cluster.proxied(ref, { ...this.health, headers: { ...headers, ...more } }, seen.signal);
    const first = await asked({});
    if ("unanswered" in first || isWell(first.status) || headers.host !== undefined) return first;
    const address = textAt(pod, "status.podIP");
    const host = address.includes(":") ? `[${address}]` : address;
    const second = await asked({ host: `${host}:${this.health.port}` });
    return "status" in second && isWell(second.status) ? second : first;
  }
}

/** What a server says of a program that does not listen, or speaks something else. */
const PROGRAMS_FAULT = /connection refused|connection reset|malformed HTTP|EOF|tls: |x509: /;

/** @see k8s.io/kubernetes/pkg/probe/http/http.go */
function isWell(status: number): boolean {
  return status >= 200 && status < 400;
}
