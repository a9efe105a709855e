import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { applyAll } from "../../control-plane/apply.ts";
import { ControlPlaneMissing } from "../../control-plane/build.ts";
import { type ControlPlane, startControlPlane } from "../../control-plane/control-plane.ts";
import { declareMetrics } from "../../control-plane/custom-metrics.ts";
import type { Resource } from "../../control-plane/resources.ts";
import { openSealedSecrets } from "../../deploy/deploy/sealed-secrets.ts";
import { clusterGivens, namespace } from "../../examples/cluster-givens.ts";
import { metricsServedBy } from "../../examples/custom-metrics.ts";
import { type Example, example } from "../../examples/example.ts";
import { secretsOfOthers } from "../../examples/secrets.ts";
import { systems } from "../../examples/systems.ts";
import { everything } from "../everything.ts";
import { described, page } from "../pages.ts";
import { type Block, blocksOf, commandsOf } from "./blocks.ts";
import { formsOf } from "./forms.ts";
import { dump, prepare } from "./hands.ts";
import { inUse } from "./order.ts";
import { copyOf, inCopy, type Session, sessionIn } from "./session.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Environments that between them have every back end of secrets. Of each what every deployment needs is
 * followed, and what has a form that was not followed before; the small ones come first, so that they
 * share the work. That the names are right everywhere is seen without a server (names.test.ts).
 */
const followed = [
  ["wbot", "staging"],
  ["basebook", "staging"],
  ["piyasa", "prod"],
  ["thebot", "dev"],
  ["thebot", "production"],
] as const;

/** Scripts without which nothing else can be followed. */
const always = ["Create the secrets", "Deploy the platform", "Verify a deployment"];

/** Scripts that only work together. */
const together = [
  ["Back up by hand", "Look at the backups", "Get at the dumps", "Restore a dump"],
  ["Deploy a new version", "Roll back"],
];

/** The scripts of each environment that are followed. */
function chosen(): ReadonlyMap<string, readonly Block[]> {
  const known = new Set<string>();
  return new Map(
    followed.map(([system, environment]) => {
      const all = inUse(blocksOf(runbook(system, environment)));
      const isNew = (block: Block) => formsOf(block).some((form) => !known.has(form));
      const news = new Set(all.filter(isNew).map(({ title }) => title));
      const wanted = (block: Block) =>
        always.includes(block.title) ||
        isNew(block) ||
        together.some(
          (titles) => titles.includes(block.title) && titles.some((title) => news.has(title)),
        );
      const blocks = all.filter(wanted);
      for (const form of blocks.flatMap(formsOf)) known.add(form);
      return [`${system} ${environment}`, blocks] as const;
    }),
  );
}

/** A cluster of its own: the runbooks name nodes, classes and namespaces as they are. */
async function cluster(): Promise<{ plane?: ControlPlane; missing?: string }> {
  if (process.env.SLIPWAY_KUBECONFIG)
    return { missing: "a runbook is followed in a cluster that belongs to nobody else" };
  try {
    const plane = await startControlPlane({ nodes: 8, tell: (line) => console.error(line) });
    await applyAll(plane, clusterGivens);
    for (const system of systems) {
      const objects = (await example(system)).flatMap((each) => each.objects);
      const names = objects.flatMap(metricsServedBy);
      await declareMetrics(plane, system, Object.fromEntries(names.map((name) => [name, "1"])));
    }
    const grows = ["patch", "storageclass", "standard", "--type=merge"];
    await plane.kubectl([...grows, "-p", '{"allowVolumeExpansion":true}']);
    return { plane };
  } catch (problem) {
    if (problem instanceof ControlPlaneMissing) return { missing: problem.message };
    throw problem;
  }
}

const { plane: maybe, missing } = await cluster();
const plane = maybe as ControlPlane;
const sessions: Session[] = [];
const skip = missing ?? false;

after(async () => {
  for (const session of sessions) session.end();
  await maybe?.stop();
});

function runbook(system: string, environment: string): string {
  const file = `examples/${system}/reference/runbook-${environment}.md`;
  return readFileSync(join(root, file), "utf8");
}

function sessionOf(system: string): Session {
  const given = { NODE: "node-1", DUMP: dump, TAG: "v9.9.9", REVISION: "1" };
  const session = sessionIn(copyOf(system), plane, given);
  sessions.push(session);
  return session;
}

/** What goes wrong when somebody follows these scripts. */
async function complaints(
  session: Session,
  blocks: readonly Block[],
  { system, environment }: { readonly system: string; readonly environment: string },
): Promise<string[]> {
  const given = (await example(system)).find((each) => each.environment === environment)!;
  const end = await sealedSecretsController(given);
  try {
    return await complaintsOf(session, blocks, given, system);
  } finally {
    end();
  }
}

async function complaintsOf(
  session: Session,
  blocks: readonly Block[],
  given: Example,
  system: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const block of blocks) {
    // sops itself is not here to encrypt; what it encrypted before is.
    if (given.resolved.secrets.some(({ from }) => from.from === "sops") && seals(block)) continue;
    prepare(session.folder, block, given.resolved);
    const { code, output } = await session.run({ script: inCopy(system, block.script) });
    if (code !== 0)
      found.push(`${block.title}, line ${block.line}:\n${block.script}\n${output.slice(-2000)}`);
  }
  return found;
}

/** The controller of Sealed Secrets is not here: what it would open is there, and it says so. */
async function sealedSecretsController(given: Example): Promise<() => void> {
  const secrets = secretsOfOthers(given).filter(opened(given.resolved.secrets));
  if (secrets.length === 0) return () => {};
  await applyAll(plane, [namespace(given.resolved.namespace), ...secrets]);
  return openSealedSecrets(plane, given.objects);
}

function seals({ script }: Block): boolean {
  return script.includes("slipway secrets seal");
}

function opened(secrets: Example["resolved"]["secrets"]) {
  const sealed = new Set(
    secrets.filter(({ from }) => from.from === "sealedSecrets").map(({ name }) => name),
  );
  return ({ metadata }: { metadata?: { name?: string } }) => sealed.has(metadata?.name ?? "");
}

const scripts = chosen();

describe("the runbooks, followed on a real API server", { skip, concurrency: true }, () => {
  for (const [system, environment] of followed) {
    it(`${system} ${environment}: ${scripts.get(`${system} ${environment}`)?.length} scripts work`, async () => {
      const blocks = scripts.get(`${system} ${environment}`) ?? [];
      assert.ok(blocks.length > 5, `${blocks.length} scripts`);
      const session = sessionOf(system);
      assert.deepEqual(await complaints(session, blocks, { system, environment }), []);
      assert.deepEqual(await strangers(session, system, environment), []);
    });
  }

  it("a Cluster of CloudNativePG: what is changed on it is accepted", async () => {
    const given = await described(everything());
    const operator = given.environments.find(({ name }) => name === "operator")!;
    const { namespace } = operator.resolved;
    const cluster = operator.rendered.filter(({ object }) => object.kind === "Cluster");
    await applyAll(plane, [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      ...cluster.map(({ object }) => object as unknown as Resource),
    ]);
    const lines = commandsOf(blocksOf(page(given, "runbook-operator.md")));
    const own = lines.filter((line) => / (patch|annotate|describe) clusters\./.test(line));
    assert.equal(own.length, 3);
    const { code, output } = await sessionOf("thebot").run({ script: own.join("\n") });
    assert.equal(code, 0, output);
  });
});

/** Hosts that were asked and that the environment does not have. */
async function strangers(session: Session, system: string, environment: string): Promise<string[]> {
  const given = (await example(system)).find((each) => each.environment === environment)!;
  const hosts = given.resolved.ingresses.flatMap(({ routes }) => routes.map(({ host }) => host));
  const asked = session
    .log()
    .filter((line) => /^(curl|nslookup) /.test(line))
    .map(
      (line) =>
        line
          .split(" ")
          .at(-1)
          ?.replace(/^https?:\/\//, "")
          .replace(/[/:].*/, "") ?? "",
    );
  assert.ok(asked.length > 0, "nobody asked for a host");
  return asked.filter((host) => host !== "localhost" && !hosts.includes(host));
}

describe("a mistake in a runbook is noticed", { skip }, () => {
  const page = () => blocksOf(runbook("thebot", "dev"));
  const mistakes: readonly (readonly [string, string, string, string, RegExp])[] = [
    ["a component", "Restart", "restart backend ", "restart backnd ", /there is no "backnd"/],
    ["a name", "Describe what runs", "deployment/backend", "deployment/backnd", /not found/],
    [
      "a container",
      "Run a command inside",
      " -c backend ",
      " -c backnd ",
      /container backnd is not valid/,
    ],
    [
      "a port",
      "Reach a Service from your machine",
      " 8000:8000",
      " 8000:8001",
      /service port 8001/,
    ],
    ["a label", "A data store cannot be reached", "=postgres", "=postgress", /No resources found/],
    ["an option", "See events", "--sort-by=", "--sorted-by=", /unknown flag/],
    ["a file", "Run the migrations again", "backend.yaml", "backends.yaml", /does not exist/],
    ["a key", "Make a volume larger", '"storage"', '"size"', /spec: Forbidden|unknown field/],
  ];
  for (const [what, title, right, wrong, says] of mistakes) {
    it(`${what}: ${wrong.trim()}`, async () => {
      const blocks = page().filter(
        (block) => block.title === title && block.script.includes(right),
      );
      assert.ok(blocks.length > 0, `"${title}" has ${right}`);
      const [first] = blocks as [Block];
      const script = first.script.replace(right, wrong).replaceAll("=5m", "=2s");
      const given = { system: "thebot", environment: "dev" };
      const found = await complaints(sessionOf("thebot"), [{ ...first, script }], given);
      assert.match(found.join("\n"), says);
    });
  }
});
