import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { writeProject } from "./compile.ts";
import { given, head } from "./given.ts";
import { LanguageServer } from "./language-server.ts";

const source = `${head}
web("shop", {
  image: app,
  port: 8000,
  resources,
  scale: { min: 1, max: 3, cpu: 70 },
  /*here*/
});
db.url;
`;
const configuration = `import { defineConfig } from "slipway";
export default defineConfig({
  programs: [{ name: "a", /*fact*/ }],
});
`;
const project = writeProject(
  new Map([
    ["given.ts", given],
    ["edited.ts", source],
    ["slipway.config.ts", configuration],
  ]),
);
const server = new LanguageServer(project.folder);
before(() => server.start());
after(async () => {
  await server.stop();
  project.remove();
});

/** The place of a text in a file, as the protocol counts. */
function at(text: string, file = "edited.ts", written = source) {
  const before = written.slice(0, written.indexOf(text)).split("\n");
  return {
    textDocument: { uri: server.uri(file) },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

interface Item {
  readonly label: string;
  readonly documentation?: unknown;
}

const texts = (value: unknown): string => JSON.stringify(value ?? "");

async function completions(place = at("/*here*/")): Promise<Item[]> {
  const result = await server.request("textDocument/completion", place);
  return ((result as { items?: Item[] } | null)?.items ?? (result as Item[])) as Item[];
}

const documented: readonly (readonly [option: string, says: string])[] = [
  ["probes", "How the kubelet learns about the program's health."],
  ["migrate", "A Job that runs before a new version starts"],
  ["env", "Environment variables."],
  ["mounts", "What the program finds at which path."],
  ["budget", "How many pods stay up while nodes are drained."],
  ["init", "Steps that prepare each pod before the program starts"],
  ["spread", "Spread the replicas evenly"],
  ["stopWithin", "How long a pod may take to finish its work"],
];

for (const [option, says] of documented) {
  test(`completion of "${option}" shows what it is for`, async () => {
    const item = (await completions()).find(({ label }) => label.replace("?", "") === option);
    assert.ok(item, `${option} is not offered`);
    const whole = (await server.request("completionItem/resolve", item)) as Item;
    assert.ok(texts(whole.documentation).includes(says), texts(whole));
  });
}

test("completion of a fact about a program shows what it is", async () => {
  const items = await completions(at("/*fact*/", "slipway.config.ts", configuration));
  const item = items.find(({ label }) => label.replace("?", "") === "writes");
  assert.ok(item, "writes is not offered");
  const whole = (await server.request("completionItem/resolve", item)) as Item;
  assert.ok(texts(whole.documentation).includes("What it cannot run without"), texts(whole));
});

test("completion offers only what is not written yet", async () => {
  const labels = (await completions()).map(({ label }) => label.replace("?", ""));
  assert.ok(!labels.includes("scale") && !labels.includes("image"), labels.join());
});

const hovered: readonly (readonly [word: string, says: string])[] = [
  ["image: app,", 'image(\\"team/program\\")'],
  ["scale: {", "A fixed number of replicas, or bounds and targets for the autoscaler."],
  ["cpu: 70", "The CPU to aim for, in percent of the request."],
  ['web("shop"', "A program that others talk to: a Deployment with its Service."],
  ["url;", "secret."],
];

for (const [word, says] of hovered) {
  test(`hovering over "${word}" shows what it is`, async () => {
    const result = await server.request("textDocument/hover", at(word));
    assert.ok(texts(result).includes(says), texts(result));
  });
}

test("hovering over a name without documentation shows none", async () => {
  const result = await server.request("textDocument/hover", at("app,\n"));
  assert.ok(!texts(result).includes("A program that others talk to"), texts(result));
});
