import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { connect } from "../../src/client/connect.ts";
import { ConnectionError } from "../../src/client/errors.ts";
import { inCluster } from "../../src/client/kubeconfig/in-cluster.ts";
import { needs } from "../programs/installed.ts";
import { certificates } from "./certificates.ts";
import { Folder } from "./folder.ts";
import { answer, type Handler, refuse, serve } from "./server.ts";

const { skip } = needs("openssl");
const v1 = "client.authentication.k8s.io/v1";
const version = { major: "1", minor: "36", gitVersion: "v1.36.3" };
const ok: Handler = (_, __, response) => answer(response, 200, version);

/** A program that writes the nth answer of a file, and counts its runs. */
async function world(answers: readonly unknown[], handler: Handler = ok, exec: object = {}) {
  const folder = new Folder();
  const server = await serve(handler, {
    requestCert: true,
    ca: certificates().ca,
    rejectUnauthorized: false,
  });
  folder.write("answers", answers.map((each) => JSON.stringify(each)).join("\n"));
  const command = folder.write(
    "plugin",
    `#!/bin/sh\ncd "$(dirname "$0")"\necho "$KUBERNETES_EXEC_INFO" >> runs\nsed -n "$(wc -l < runs)p" answers\n`,
    0o700,
  );
  const kubeconfig = folder.write("config", {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [
      {
        name: "c",
        cluster: {
          server: server.url,
          "certificate-authority-data": Buffer.from(certificates().ca).toString("base64"),
          extensions: [{ name: "client.authentication.k8s.io/exec", extension: { audience: "a" } }],
        },
      },
    ],
    users: [
      { name: "u", user: { exec: { apiVersion: v1, command, interactiveMode: "Never", ...exec } } },
    ],
  });
  const cluster = await connect({
    kubeconfig,
    environment: { PATH: process.env.PATH },
    budget: 500,
  });
  return {
    cluster,
    seen: server.seen,
    runs: () =>
      readFileSync(`${folder.path}/runs`, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    async [Symbol.asyncDispose]() {
      cluster.close();
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const credential = (status: object, apiVersion = v1) => ({
  kind: "ExecCredential",
  apiVersion,
  status,
});
const tokens = (seen: readonly { headers: NodeJS.Dict<string[]> }[]) =>
  seen.map(({ headers }) => headers.authorization?.[0]);

test("a program is run once for all who ask, and again when its token has expired", {
  skip,
}, async () => {
  const past = new Date(Date.now() - 1000).toISOString();
  await using it = await world([
    credential({ token: "one", expirationTimestamp: past }),
    credential({ token: "two" }),
  ]);
  await Promise.all([it.cluster.version(), it.cluster.version(), it.cluster.version()]);
  await it.cluster.version();
  await it.cluster.version();
  assert.deepEqual(tokens(it.seen), [
    "Bearer one",
    "Bearer one",
    "Bearer one",
    "Bearer two",
    "Bearer two",
  ]);
  assert.equal(it.runs().length, 2);
});

test("a program is run again when the server refuses its token, once", { skip }, async () => {
  const refusing: Handler = (n, seen, response) =>
    seen.headers.authorization?.[0] === "Bearer two"
      ? ok(n, seen, response)
      : refuse(response, 401, "Unauthorized", "Unauthorized");
  await using it = await world(
    [credential({ token: "one" }), credential({ token: "two" })],
    refusing,
  );
  assert.equal((await it.cluster.version()).gitVersion, "v1.36.3");
  assert.deepEqual(tokens(it.seen), ["Bearer one", "Bearer two"]);
  await using never = await world(
    ["one", "two", "three"].map((token) => credential({ token })),
    (_, __, response) => refuse(response, 401, "Unauthorized", "Unauthorized"),
  );
  await assert.rejects(
    never.cluster.version(),
    /does not accept our login \(401\): user "u" of .*, by .*plugin; it has expired/,
  );
  assert.equal(never.seen.length, 2);
  assert.equal(never.runs().length, 2);
});

test("a program is told of the cluster where it asks", { skip }, async () => {
  await using it = await world([credential({ token: "t" })], ok, { provideClusterInfo: true });
  await it.cluster.version();
  const [told] = it.runs();
  assert.deepEqual(told, {
    kind: "ExecCredential",
    apiVersion: v1,
    spec: {
      interactive: false,
      cluster: {
        server: it.cluster.target.server,
        "certificate-authority-data": Buffer.from(certificates().ca).toString("base64"),
        config: { audience: "a" },
      },
    },
  });
});

test("a program may give a certificate, and another one later", { skip }, async () => {
  const { client, server } = certificates();
  const status = (pair: typeof client) => ({
    clientCertificateData: pair.cert,
    clientKeyData: pair.key,
  });
  const past = new Date(Date.now() - 1000).toISOString();
  await using it = await world([
    credential({ ...status(server), expirationTimestamp: past }),
    credential(status(client)),
  ]);
  await it.cluster.version();
  await it.cluster.version();
  assert.deepEqual(
    it.seen.map(({ client }) => client),
    ["server", "ada"],
  );
});

const SECRET = "canary-4711-secret";
const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  [
    "another version",
    credential({ token: SECRET }, `${v1}beta1`),
    /plugin answers in .*v1beta1, and the kubeconfig says .*\/v1$/,
  ],
  ["no status", { kind: "ExecCredential", apiVersion: v1, token: SECRET }, /without a status/],
  ["no credential", credential({}), /neither a token nor a certificate/],
  ["half a pair", credential({ clientKeyData: SECRET }), /a certificate or a key, and not both/],
  ["something else", { token: SECRET }, /wrote no ExecCredential/],
  ["nothing", undefined, /wrote no ExecCredential/],
];
for (const [name, given, expected] of wrong)
  test(`a program that gives ${name} is told of, without its words`, { skip }, async () => {
    await using it = await world([given]);
    const error = await it.cluster.version().catch((thrown) => thrown);
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.trouble, "credentials");
    assert.match(error.message, expected);
    assert.ok(!error.message.includes(SECRET));
    assert.equal(it.seen.length, 0);
  });

test("a program that is missing, fails or wants a person is told of", { skip }, async () => {
  const fails = async (exec: object) => {
    await using it = await world([], ok, exec);
    const error = await it.cluster.version().catch((thrown) => thrown);
    assert.equal(error.trouble, "credentials", String(error));
    return error.message;
  };
  const installHint = "brew install it\u001b[31m";
  assert.match(
    await fails({ command: "no-such-plugin", installHint }),
    /^the program no-such-plugin, .* user "u" of .*config, is not there: brew install it\[31m$/,
  );
  assert.match(
    await fails({ command: "false" }),
    /^the program false, .* failed \(exit code 1\): run it by hand/,
  );
  if (!process.stdin.isTTY)
    assert.match(
      await fails({ interactiveMode: "Always" }),
      /wants to ask for credentials, and there is no terminal/,
    );
});

test("a token file is read again after a 401", { skip }, async () => {
  using folder = new Folder();
  const token = folder.write("token", "one\n");
  await using server = await serve((_, seen, response) =>
    seen.headers.authorization?.[0] === "Bearer two"
      ? answer(response, 200, version)
      : refuse(response, 401, "Unauthorized", "Unauthorized"),
  );
  const kubeconfig = folder.write("config", {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: server.url, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: { tokenFile: "token" } }],
  });
  const cluster = await connect({ kubeconfig, environment: {} });
  await assert.rejects(cluster.version(), /by the token in .*token; it has expired/);
  writeFileSync(token, "two\n");
  assert.equal((await cluster.version()).minor, 36);
  writeFileSync(token, "");
  cluster.close();
});

test("inside a pod it is the service account", { skip }, async () => {
  using folder = new Folder();
  const environment = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
  assert.equal(inCluster(environment, folder.path), undefined);
  folder.write("token", "t\n");
  folder.write("ca.crt", "ca");
  folder.write("namespace", "shop\n");
  assert.equal(inCluster({}, folder.path), undefined);
  const access = inCluster(environment, folder.path)!;
  assert.deepEqual(access.target, {
    context: "in-cluster",
    server: "https://[fd00::1]",
    namespace: "shop",
  });
  assert.equal(access.trust.ca?.toString(), "ca");
  assert.deepEqual(await access.credentials.current(), { authorization: "Bearer t" });
  assert.equal(
    inCluster({ ...environment, POD_NAMESPACE: "web" }, folder.path)?.target.namespace,
    "web",
  );
});
