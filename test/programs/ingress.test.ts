import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { Ingress } from "../../src/kubernetes/types/index.ts";
import type { System } from "../examples/systems.ts";
import { askGo, NEEDS_GO } from "../go-program.ts";
import { ofKind, places } from "./rendered.ts";

/** What ingress-nginx makes of an Ingress: `ingress-nginx/main.go`. */
interface Answer {
  /** Why it is left out. */
  readonly problem?: string;
  readonly unknown: readonly string[];
  readonly read: {
    readonly Proxy: {
      readonly readTimeout: number;
      readonly sendTimeout: number;
      readonly proxyBuffering: string;
      readonly bodySize: string;
    };
    readonly CorsConfig: { readonly corsEnabled: boolean; readonly corsAllowOrigin: string[] };
    readonly RateLimit: {
      readonly rps: { readonly limit: number };
      readonly connections: { readonly limit: number };
    };
    readonly Rewrite: { readonly sslRedirect: boolean };
  };
}

/** What a controller must work with, in the words of the documents. */
interface Expected {
  /** Seconds that a connection may be silent. */
  readonly timeout: number;
  readonly bodySize: string;
  readonly perSecond: number;
  readonly connections: number;
  readonly origins: readonly string[];
  readonly redirect: boolean;
}

/** nginx's own, where a platform says nothing. */
const defaults = { timeout: 60, bodySize: "1m", perSecond: 0, connections: 0, redirect: true };
const thebot = { ...defaults, timeout: 3600, bodySize: "50m", perSecond: 50, connections: 100 };

const wbot = { ...defaults, timeout: 3600, bodySize: "10m", perSecond: 20, connections: 50 };

const expected: Readonly<Record<System, Readonly<Record<string, Expected>>>> = {
  thebot: {
    dev: { ...thebot, origins: ["https://dev.the-bot.ru", "https://www.dev.the-bot.ru"] },
    staging: {
      ...thebot,
      origins: ["https://staging.the-bot.ru", "https://www.staging.the-bot.ru"],
    },
    production: { ...thebot, origins: ["https://the-bot.ru", "https://www.the-bot.ru"] },
  },
  wbot: {
    dev: { ...wbot, origins: ["http://dev.wbot.chat"], redirect: false },
    staging: { ...wbot, origins: ["https://staging.wbot.chat"] },
    production: { ...wbot, origins: ["https://wbot.chat"] },
  },
  piyasa: {
    dev: { ...defaults, origins: ["http://dev.piyasa-chatbot.example.com"], redirect: false },
    prod: { ...defaults, origins: ["https://piyasa-chatbot.example.com"] },
  },
  basebook: {
    staging: { ...defaults, timeout: 3600, origins: ["https://staging.basebook.finance"] },
    production: { ...defaults, timeout: 3600, origins: ["https://basebook.finance"] },
  },
};

const ingresses = places.flatMap((place) =>
  ofKind<Ingress>(place, "Ingress").map((ingress) => ({
    name: `${place.system} ${place.environment}: ${ingress.metadata?.name}`,
    wanted: expected[place.system][place.environment] as Expected,
    ingress,
  })),
);

const prefix = "nginx.ingress.kubernetes.io/";
/** One of the rendered Ingresses with an annotation changed. */
function changed(name: string, value: string): Ingress {
  const [first] = ingresses;
  assert.ok(first, "there are Ingresses");
  const { metadata, ...rest } = first.ingress;
  const annotations = { ...metadata?.annotations, [`${prefix}${name}`]: value };
  return { ...rest, metadata: { ...metadata, annotations } };
}
const faults = {
  misspelt: changed("proxy-read-timeouts", "3600"),
  notANumber: changed("proxy-read-timeout", "1h"),
  refused: changed("limit-rps", "many"),
  hostile: changed("cors-allow-origin", "https://the-bot.ru; more_set_headers x"),
};

const answers = askGo<Ingress, Answer>(
  join(import.meta.dirname, "ingress-nginx"),
  "ingress-nginx",
  [...ingresses.map(({ ingress }) => ingress), ...Object.values(faults)],
);
const faulty = (which: keyof typeof faults) =>
  answers?.[ingresses.length + Object.keys(faults).indexOf(which)] as Answer;

function worksWith({ read }: Answer): object {
  return {
    timeout: [read.Proxy.readTimeout, read.Proxy.sendTimeout],
    bodySize: read.Proxy.bodySize,
    perSecond: read.RateLimit.rps.limit,
    connections: read.RateLimit.connections.limit,
    origins: read.CorsConfig.corsEnabled ? read.CorsConfig.corsAllowOrigin : [],
    redirect: read.Rewrite.sslRedirect,
    buffering: read.Proxy.proxyBuffering,
  };
}

function wanted(of: Expected): object {
  return { ...of, timeout: [of.timeout, of.timeout], buffering: "off" };
}

suite("the Ingresses' annotations, read by ingress-nginx's own code", {
  skip: answers === undefined && NEEDS_GO,
}, () => {
  test("are those of every example", () => {
    const systems = new Set(ingresses.map(({ name }) => name.split(":")[0]));
    assert.equal(systems.size, places.length);
  });

  for (const [index, { name, wanted: of }] of ingresses.entries()) {
    test(`${name}: each is known, and means what the platform means`, () => {
      const answer = answers?.[index] as Answer;
      assert.deepEqual([answer.problem, answer.unknown], [undefined, []]);
      assert.deepEqual(worksWith(answer), wanted(of));
    });
  }

  test("a fault is seen: an annotation that nobody reads", () => {
    assert.deepEqual(faulty("misspelt").unknown, ["proxy-read-timeouts"]);
  });

  test("a fault is seen: a value that is passed over in silence", () => {
    const answer = faulty("notANumber");
    assert.deepEqual([answer.problem, answer.unknown], [undefined, []]);
    assert.notDeepEqual(worksWith(answer), wanted(ingresses[0]?.wanted as Expected));
  });

  test("a fault is seen: a value for which the Ingress is left out", () => {
    assert.match(faulty("refused").problem ?? "", /limit-rps contains invalid value/);
  });

  test("a fault is seen: an origin that is none, in whose place everybody may call", () => {
    assert.deepEqual(faulty("hostile").read.CorsConfig.corsAllowOrigin, ["*"]);
  });
});
