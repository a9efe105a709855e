import assert from "node:assert/strict";
import { test } from "node:test";
import { readAccess } from "../../../src/client/kubeconfig/access.ts";
import { ProblemError } from "../../../src/problem.ts";
import { needs } from "../../programs/installed.ts";
import { certificates } from "../certificates.ts";
import { Folder } from "../folder.ts";

const { skip } = needs("openssl");
const SECRET = "canary-4711-secret";

const config = (
  user: string,
  cluster = "server: https://shop.example:6443",
  context = "",
) => `apiVersion: v1
kind: Config
current-context: shop
contexts:
- name: shop
  context:
    cluster: shop
    user: ada
    ${context}
clusters:
- name: shop
  cluster:
    ${cluster}
users:
- name: ada
  user:
    ${user}
`;

/** All that is wrong, as `LINE: message → instead`. */
async function mistakes(text: string, context?: string): Promise<string> {
  using folder = new Folder();
  const kubeconfig = folder.write("config", text);
  try {
    await readAccess({ context, kubeconfig, environment: {} });
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    const told = error.problems.map(({ message, where, instead = "" }) => {
      const line = where && `${where.file === kubeconfig ? "" : where.file}${where.line}: `;
      return `${line ?? ""}${message} → ${instead}`.replaceAll(folder.path, "");
    });
    assert.ok(!told.join().includes(SECRET), "a secret is told");
    return told.join("\n");
  }
  return "";
}

const v1 = "client.authentication.k8s.io/v1";
const table: readonly (readonly [string, string, RegExp])[] = [
  ["no YAML", "a: [", /^[12]: .*/],
  ["a tab", "a:\n\tb: 1", /^2: .*tab/],
  ["another object", "apiVersion: v1\nkind: Pod", /^2: this is a Pod of v1, and no kubeconfig/],
  ["a list", "- a", /^1: this is no kubeconfig/],
  ["clusters that are a map", "clusters: {a: b}", /^1: clusters should be a list/],
  [
    "two of one name",
    config("token: t").replace("users:", "users:\n- name: ada\n  user: {}"),
    /^17: there are two users named "ada" in one file/,
  ],
  [
    "a token that is a number",
    config("token: 12345"),
    /^17: token should be a text → put it into quotes/,
  ],
  [
    "a switch that is a text",
    config("token: t", 'server: https://a\n    insecure-skip-tls-verify: "yes"'),
    /^14: insecure-skip-tls-verify should be true or false/,
  ],
  [
    "no server",
    config("token: t", "tls-server-name: a"),
    /^12: the cluster has no server → https:\/\/HOST:PORT/,
  ],
  [
    "a server that is none",
    config("token: t", "server: ftp://a"),
    /^13: "ftp:\/\/a" is no address of a server → https/,
  ],
  [
    "a login in the server",
    config("token: t", `server: https://a:${SECRET}@b`),
    /^13: the address of the server holds a login/,
  ],
  [
    "a proxy that is none",
    config("token: t", "server: https://a\n    proxy-url: socks4://b"),
    /^14: proxy-url is no address of a proxy → .*socks5:/,
  ],
  [
    "data that is no base64",
    config("token: t", "server: https://a\n    certificate-authority-data: '-----BEGIN'"),
    /^14: certificate-authority-data should be base64/,
  ],
  [
    "data that is no certificate",
    config("token: t", "server: https://a\n    certificate-authority-data: aGFsbG8="),
    /^14: certificate-authority-data holds no PEM of CERTIFICATE/,
  ],
  [
    "an authority that is not there",
    config("token: t", "server: https://a\n    certificate-authority: no.pem"),
    /^14: the file \/no.pem of certificate-authority is not there/,
  ],
  [
    "an authority nobody looks at",
    config(
      "token: t",
      "server: https://a\n    insecure-skip-tls-verify: true\n    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
    ),
    /^14: insecure-skip-tls-verify is set beside a certificate authority/,
  ],
  [
    "a namespace that can be none",
    config("token: t", undefined, "namespace: My_Shop"),
    /^9: "My_Shop" can be no namespace/,
  ],
  [
    "a removed way to log in",
    config("auth-provider: {name: gcp}"),
    /^17: auth-provider "gcp" is no longer in Kubernetes \(since 1.26\) → install gke-gcloud-auth-plugin/,
  ],
  ["another removed way", config("auth-provider: {name: oidc}"), /oidc-login/],
  [
    "a token and a password",
    config(`token: ${SECRET}\n    username: a`),
    /^18: there is a token, and username and password/,
  ],
  ["groups without a user", config("as-groups: [a]"), /^17: as-groups is there without "as"/],
  [
    "an exec without a mode",
    config(`exec: {apiVersion: ${v1}, command: a}`),
    /^17: exec has no interactiveMode → .*Never, IfAvailable, Always/,
  ],
  [
    "an exec of an old version",
    config(`exec: {apiVersion: ${v1}alpha1, command: a}`),
    /^17: exec of .*v1alpha1 is not known any more \(since 1.24\)/,
  ],
  [
    "an exec without a command",
    config(`exec: {apiVersion: ${v1}, interactiveMode: Never}`),
    /^17: exec has no command/,
  ],
];

for (const [name, text, expected] of table)
  test(`says what is wrong: ${name}`, { skip }, async () =>
    assert.match(await mistakes(text), expected),
  );

test("says all that is wrong at once", { skip }, async () => {
  const said = await mistakes(
    config("auth-provider: {name: gcp}", "server: ftp://a", "namespace: A"),
  );
  assert.deepEqual(
    said.split("\n").map((line) => line.split(":")[0]),
    ["13", "17", "9"],
  );
});

test("says which contexts there are", { skip }, async () => {
  const text = config("token: t").replace(
    "contexts:",
    "contexts:\n- name: harbour\n  context: {cluster: shop, user: ada}",
  );
  assert.match(
    await mistakes(text, "shp"),
    /no context "shp" in \/config: did you mean "shop"\? \(there is: harbour, shop\)/,
  );
  assert.match(
    await mistakes(text, "other"),
    /no context "other" in \/config: there is: harbour, shop/,
  );
  const none = text.replace("current-context: shop", "");
  assert.match(
    await mistakes(none),
    /no context is chosen: .* there is: harbour, shop → --context harbour/,
  );
  const lost = text.replace("cluster: shop\n    user: ada", "cluster: shp\n    user: eda");
  const said = await mistakes(lost);
  assert.match(
    said,
    /9: context "shop" wants the cluster "shp", which is in no kubeconfig: did you mean "shop"/,
  );
  assert.match(said, /10: context "shop" wants the user "eda", .*: did you mean "ada"/);
});

test("a certificate and a key of two people are told apart", { skip }, async () => {
  const { server, client } = certificates();
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const user = `client-certificate-data: ${base64(client.cert)}\n    client-key-data: ${base64(server.key)}`;
  assert.match(
    await mistakes(config(user)),
    /^17: the client certificate and the client key do not belong together/,
  );
});

test("a missing file is told, and none at all", { skip }, async () => {
  using folder = new Folder();
  const kubeconfig = `${folder.path}/no`;
  const environment = { HOME: folder.path };
  await assert.rejects(
    readAccess({ context: undefined, kubeconfig, environment }),
    /there is no file .*no$/,
  );
  await assert.rejects(
    readAccess({ context: undefined, kubeconfig: undefined, environment }),
    /there is no kubeconfig: nothing in .*\.kube\/config/,
  );
  const isFolder = { KUBECONFIG: folder.path };
  await assert.rejects(
    readAccess({ context: undefined, kubeconfig: undefined, environment: isFolder }),
    /the kubeconfig is a folder/,
  );
});

test("where there is nothing else, HOME has it, and paths that are empty are passed over", {
  skip,
}, async () => {
  using folder = new Folder();
  folder.write(".kube/config", config("token: t"));
  const read = (environment: Record<string, string>) =>
    readAccess({ context: undefined, kubeconfig: undefined, environment });
  assert.equal((await read({ HOME: folder.path, KUBECONFIG: "" })).target.context, "shop");
  const KUBECONFIG = `:${folder.path}/none::${folder.path}/.kube/config:`;
  assert.deepEqual((await read({ KUBECONFIG })).target, {
    context: "shop",
    server: "https://shop.example:6443",
    namespace: "default",
  });
});
