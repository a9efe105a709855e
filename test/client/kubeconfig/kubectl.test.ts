import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { connect } from "../../../src/client/connect.ts";
import { readAccess } from "../../../src/client/kubeconfig/access.ts";
import { run } from "../../control-plane/process.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { needs } from "../../programs/installed.ts";
import { certificates } from "../certificates.ts";
import { Folder } from "../folder.ts";
import { answer, type Seen, serve } from "../server.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? needs("openssl").skip;
const { ca, client } = skip ? { ca: "", client: { cert: "", key: "" } } : certificates();
const base64 = (text: string) => Buffer.from(text).toString("base64");

type Fields = Record<string, unknown>;

interface Config {
  readonly clusters?: Record<string, Fields>;
  readonly users?: Record<string, Fields>;
  readonly contexts?: Record<string, Fields>;
  readonly current?: string;
}

function kubeconfig({ clusters = {}, users = {}, contexts = {}, current }: Config): Fields {
  const list = (of: Record<string, Fields>, field: string) =>
    Object.entries(of).map(([name, value]) => ({ name, [field]: value }));
  return {
    apiVersion: "v1",
    kind: "Config",
    ...(current !== undefined && { "current-context": current }),
    clusters: list(clusters, "cluster"),
    users: list(users, "user"),
    contexts: list(contexts, "context"),
  };
}

/** What of a request says who asks what, and how the server is known. */
function essence({ path, headers, client, name }: Seen) {
  const impersonation = Object.entries(headers).filter(([name]) => name.startsWith("impersonate"));
  return {
    path,
    client,
    name,
    authorization: headers.authorization,
    impersonation: Object.fromEntries(impersonation.sort()),
  };
}

/** Asks for /version by kubectl and by us; both must ask the same. */
async function same(folder: Folder, files: readonly Config[], args: { context?: string } = {}) {
  await using server = await serve(
    (_, seen, response) =>
      answer(response, 200, seen.path.endsWith("/version") ? { major: "1", minor: "36" } : {}),
    { requestCert: true, ca, rejectUnauthorized: false },
  );
  const paths = files.map((config, index) =>
    folder.write(
      `${index}/config`,
      JSON.stringify(kubeconfig(config)).replaceAll("SERVER", server.url),
    ),
  );
  const environment = {
    PATH: process.env.PATH,
    HOME: folder.path,
    KUBECONFIG: paths.join(delimiter),
  };
  const context = args.context === undefined ? [] : ["--context", args.context];
  const theirs = await run(plane!.kubectlProgram, ["get", "--raw", "/version", ...context], {
    env: environment,
  });
  const before = server.seen.length;
  let failure: unknown;
  try {
    const cluster = await connect({ ...args, environment, budget: 0 });
    assert.equal(server.seen.length, before, "something was sent by connect() alone");
    await cluster.version();
    cluster.close();
  } catch (error) {
    failure = error;
  }
  assert.equal(failure === undefined, theirs!.code === 0, `${theirs!.stderr}${failure}`);
  const [their, our] = [server.seen.slice(0, before), server.seen.slice(before)];
  assert.deepEqual(our.map(essence), their.map(essence));
  return our.map(essence);
}

const known = { server: "SERVER", "certificate-authority-data": base64(ca) };
const one = (user: Fields, cluster: Fields = known, context: Fields = {}): Config => ({
  clusters: { c: cluster },
  users: { u: user },
  contexts: { x: { cluster: "c", user: "u", ...context } },
  current: "x",
});
const pair = {
  "client-certificate-data": base64(client.cert),
  "client-key-data": base64(client.key),
};

const cases: Record<string, Config | readonly Config[]> = {
  "a token": one({ token: "t" }),
  "a password": one({ username: "ada", password: "pass:word" }),
  "certificates as data": one(pair),
  "certificates in files": one(
    { "client-certificate": "ada.pem", "client-key": "keys/ada.key" },
    { server: "SERVER", "certificate-authority": "ca.pem" },
  ),
  "a certificate and a token": one({ ...pair, token: "t" }),
  "a token file": one({ tokenFile: "token" }),
  "a token and a token file": one({ token: "t", tokenFile: "token" }),
  "no verification": one({ token: "t" }, { server: "SERVER", "insecure-skip-tls-verify": true }),
  "another name": one({ token: "t" }, { ...known, "tls-server-name": "kubernetes.example" }),
  "a wrong name": one({ token: "t" }, { ...known, "tls-server-name": "other.example" }),
  "an unknown authority": one({ token: "t" }, { server: "SERVER" }),
  "a path": one({ token: "t" }, { ...known, server: "SERVER/k8s/clusters/c-1/" }),
  "a user to act as": one({ token: "t", as: "bob" }),
  "all to act as": one({
    token: "t",
    as: "bob",
    "as-uid": "7",
    "as-groups": ["a", "b"],
    "as-user-extra": { "example.com/Sc ope%": ["x", "y"], other: ["z"] },
  }),
  "groups without a user": one({ token: "t", "as-groups": ["a"] }),
  "a token and a password": one({ token: "t", username: "ada", password: "p" }),
  "a certificate without a key": one({ "client-certificate-data": base64(client.cert) }),
  "a program for a token": one({
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "./plugin",
      interactiveMode: "Never",
      provideClusterInfo: true,
      args: ["a", "b c"],
      env: [{ name: "PLUGIN_TOKEN", value: "from-env" }],
    },
  }),
  "a program of the older version": one({
    exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "./plugin" },
  }),
  "a program beside a token": one({
    token: "t",
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "./none",
      interactiveMode: "Never",
    },
  }),
  "a program that is not there": one({
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "./none",
      interactiveMode: "Never",
    },
  }),
  "a program of a removed version": one({
    exec: { apiVersion: "client.authentication.k8s.io/v1alpha1", command: "./plugin" },
  }),
  "names in several files: the first of each counts": [
    { current: "", clusters: { c: { ...known, server: "SERVER/first" } } },
    {
      current: "y",
      users: { u: { token: "second" } },
      contexts: { x: { cluster: "c", user: "u" } },
    },
    {
      current: "x",
      clusters: { c: { server: "SERVER/third" } },
      users: { u: { token: "third", as: "third" } },
      contexts: { x: { cluster: "none", user: "none" }, y: { cluster: "c", user: "u" } },
    },
  ],
  "paths are those of their own file": [
    { users: { u: { tokenFile: "token" } } },
    one({ token: "other" }, { server: "SERVER", "certificate-authority": "ca.pem" }),
  ],
  "a value that is null": one({ token: null, username: "ada", password: "p" }),
};

const plugin = `#!/bin/sh
version=$(printf %s "$KUBERNETES_EXEC_INFO" | sed 's/.*"apiVersion":"\\([^"]*\\)".*/\\1/')
told=$(printf %s "$KUBERNETES_EXEC_INFO" | grep -c '"certificate-authority-data":"' || true)
printf '{"kind":"ExecCredential","apiVersion":"%s","status":{"token":"%s"}}' "$version" "$1-$2-$PLUGIN_TOKEN-$told"
`;

for (const [name, given] of Object.entries(cases))
  test(`asks as kubectl asks: ${name}`, { skip }, async () => {
    using folder = new Folder();
    for (const index of [0, 1]) {
      folder.write(`${index}/ca.pem`, ca);
      folder.write(`${index}/ada.pem`, client.cert);
      folder.write(`${index}/keys/ada.key`, client.key);
      folder.write(`${index}/token`, `file-${index}\n`);
      folder.write(`${index}/plugin`, plugin, 0o700);
    }
    const files = "length" in given ? (given as readonly Config[]) : [given as Config];
    const seen = await same(folder, files);
    if (name === "a program for a token")
      assert.equal(seen[0]!.authorization?.[0], "Bearer a-b c-from-env-1");
  });

test("asks as kubectl asks: another context", { skip }, async () => {
  using folder = new Folder();
  const config = { ...one({ token: "t" }), contexts: { x: {}, y: { cluster: "c", user: "u" } } };
  const [seen] = await same(folder, [config], { context: "y" });
  assert.deepEqual(seen?.authorization, ["Bearer t"]);
});

const names = fc.constantFrom("a", "b", "c");
const section = (fields: fc.Arbitrary<Fields>) => fc.dictionary(names, fields, { maxKeys: 3 });
const anyConfig: fc.Arbitrary<Config> = fc.record(
  {
    clusters: section(
      fc.record(
        {
          server: fc.constantFrom("https://one:6443", "https://two", "http://three/path"),
          "certificate-authority": fc.constantFrom("ca.pem", "../0/ca.pem"),
          "tls-server-name": fc.constantFrom("name"),
        },
        { requiredKeys: ["server"] },
      ),
    ),
    users: section(
      fc.record(
        { token: fc.constantFrom("t", "u"), as: fc.constantFrom("bob") },
        { requiredKeys: [] },
      ),
    ),
    contexts: section(
      fc.record(
        { cluster: names, user: names, namespace: fc.constantFrom("shop", "web") },
        { requiredKeys: ["cluster", "user"] },
      ),
    ),
    current: names,
  },
  { requiredKeys: [] },
);

const complete: Config = {
  clusters: { a: { server: "https://one:6443", "certificate-authority": "ca.pem" } },
  users: { b: { token: "t", as: "bob" } },
  contexts: { c: { cluster: "a", user: "b", namespace: "shop" } },
  current: "c",
};

test("several files come to what kubectl makes of them", { skip, timeout: 60_000 }, async () => {
  using folder = new Folder();
  const different: string[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(anyConfig, { minLength: 1, maxLength: 3 }), async (configs) => {
      const paths = configs.map((config, index) =>
        folder.write(`${index}/config`, kubeconfig(config)),
      );
      for (const index of [0, 1, 2]) folder.write(`${index}/ca.pem`, ca);
      const environment = {
        PATH: process.env.PATH,
        HOME: folder.path,
        KUBECONFIG: paths.join(delimiter),
      };
      const args = ["config", "view", "--raw", "--minify", "-o", "json"];
      const theirs = await run(plane!.kubectlProgram, args, { env: environment });
      const ours = await readAccess({
        context: undefined,
        kubeconfig: undefined,
        environment,
      }).catch(() => undefined);
      if (theirs!.code !== 0) return assert.equal(ours, undefined, theirs!.stderr);
      const view = JSON.parse(theirs!.stdout);
      const { context } = view.contexts?.[0] ?? {};
      const cluster = view.clusters?.[0]?.cluster;
      const user = view.users?.[0]?.user;
      // kubectl shows what is not complete, and goes to nobody or nowhere with it.
      if (!cluster || !user) return assert.equal(ours, undefined, theirs!.stdout);
      different.push(view["current-context"]);
      const token = (await ours!.credentials.current()).authorization;
      assert.deepEqual(
        {
          context: ours!.target.context,
          namespace: ours!.target.namespace,
          server: ours!.target.server,
          name: ours!.trust.serverName,
          ca: ours!.trust.ca?.toString(),
          as: ours!.impersonation["Impersonate-User"],
          token,
        },
        {
          context: view["current-context"],
          namespace: context.namespace ?? "default",
          server: cluster.server,
          name: cluster["tls-server-name"],
          ca: cluster["certificate-authority"] && ca,
          as: user.as,
          token:
            user.token && cluster.server.startsWith("https:") ? `Bearer ${user.token}` : undefined,
        },
      );
    }),
    // Chance alone may make no complete set.
    { numRuns: 15, examples: [[[complete]]] },
  );
  assert.ok(different.length > 0, "a set was complete");
});
