import {
  aString,
  type Check,
  either,
  isPlainObject,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
  whole,
} from "../shape.ts";
import { aCommand, aDuration, aPath, type Duration } from "./values.ts";

/** When and how often a probe asks. */
export interface ProbeTiming {
  /** Wait before the first question. Default: none. */
  readonly after?: Duration;
  /** Time between questions. Default: `"10s"`. */
  readonly every?: Duration;
  /** Time an answer may take. Default: `"1s"`. */
  readonly timeout?: Duration;
  /** Failures in a row that count as failed. Default: `3`. */
  readonly failures?: number;
  /** Successes in a row that count as well again. Default: `1`. */
  readonly successes?: number;
}

export interface HttpProbe<P extends string = string> extends ProbeTiming {
  /** The path asked for; any answer from 200 to 399 is good. */
  readonly get: `/${string}`;
  /** The port by its name. Default: the component's first. */
  readonly port?: P;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface TcpProbe<P extends string = string> extends ProbeTiming {
  /** The port, by its name, that must accept a connection. */
  readonly tcp: P;
}
export interface ExecProbe extends ProbeTiming {
  /** A command in the container; exit code 0 is good. */
  readonly exec: readonly string[];
}
export interface GrpcProbe<P extends string = string> extends ProbeTiming {
  /** The port, by its name, that serves grpc.health.v1.Health. */
  readonly grpc: P;
  readonly service?: string;
}

/** A path such as `"/health"`, or `{ get | tcp | exec | grpc, …timing }`. */
export type Probe<P extends string = string> =
  | `/${string}`
  | HttpProbe<P>
  | TcpProbe<P>
  | ExecProbe
  | GrpcProbe<P>;

/** How the kubelet learns about the program's health. */
export interface Probes<P extends string = string> {
  /** Is the program beyond help? Then the container is restarted. */
  readonly liveness?: Probe<P>;
  /** May the pod get traffic now? */
  readonly readiness?: Probe<P>;
  /** Has the program started? The other probes wait for it. */
  readonly startup?: Probe<P>;
}

const timing: ShapeOf<ProbeTiming> = {
  after: optional(aDuration),
  every: optional(aDuration),
  timeout: optional(aDuration),
  failures: optional(whole(1)),
  successes: optional(whole(1)),
};
const aPort: Check = { ...aString, says: "the name of a port" };

function probe<T extends ProbeTiming>(key: string, shape: ShapeOf<T>): Check {
  const check = objectOf(shape);
  return {
    ...check,
    says: `{ ${key}: … }`,
    accepts: (value) => isPlainObject(value) && key in value,
  };
}

const aProbe: Check = either(
  aPath,
  probe<HttpProbe>("get", {
    ...timing,
    get: aPath,
    port: optional(aPort),
    headers: optional(mapOf(aString)),
  }),
  probe<TcpProbe>("tcp", { ...timing, tcp: aPort }),
  probe<ExecProbe>("exec", { ...timing, exec: aCommand }),
  probe<GrpcProbe>("grpc", {
    ...timing,
    grpc: aPort,
    service: optional(aString),
  }),
  {
    ...objectOf<ProbeTiming>(timing),
    says: "its timing",
    accepts: isPlainObject,
    test: (value, path, report, partial) => {
      if (!partial) report(path, "names nothing to ask: add get, tcp, exec or grpc");
      else objectOf<ProbeTiming>(timing).test(value, path, report, partial);
    },
  },
);

/** The kubelet refuses more than one success for these. */
const onceWell: Check = {
  ...aProbe,
  test: (value, path, report, partial) => {
    aProbe.test(value, path, report, partial);
    const successes = isPlainObject(value) ? value.successes : undefined;
    if (typeof successes === "number" && successes > 1)
      report([...path, "successes"], "must be 1; only readiness may ask for more");
  },
};

export const probesCheck = objectOf<Probes>({
  liveness: optional(onceWell),
  readiness: optional(aProbe),
  startup: optional(onceWell),
});
