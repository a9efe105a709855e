import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { folderOf, ModuleMissing } from "../../../scripts/generate-kubernetes/sources.ts";
import { annotations, removed } from "../../../src/check/programs/ingress-nginx/annotations.ts";
import { invalidIngressAnnotation } from "../../../src/check/programs/invalid-ingress-annotation.ts";
import { retiredIngressNginx } from "../../../src/check/programs/retired-ingress-nginx.ts";
import { unknownIngressAnnotation } from "../../../src/check/programs/unknown-ingress-annotation.ts";
import { websocketSyncWorker } from "../../../src/check/programs/websocket-sync-worker.ts";
import { websocketTimeout } from "../../../src/check/programs/websocket-timeout.ts";
import { others } from "../others-modules.ts";
import { configMap, deployment, found, ingress, service } from "./found.ts";

const nginx = (name: string) => `nginx.ingress.kubernetes.io/${name}`;

it("annotations are those of the controller", async () => {
  const known = {
    [nginx("proxy-body-size")]: "8m",
    [nginx("whitelist-source-range")]: "10.0.0.0/8",
  };
  assert.deepEqual(await found(unknownIngressAnnotation, ingress("/", known)), []);
  const wrong = ingress("/", {
    [nginx("proxy-body-sise")]: "8m",
    [nginx("secure-backends")]: "true",
  });
  assert.deepEqual(await found(unknownIngressAnnotation, wrong), [
    `ingress-nginx has no annotation ${nginx("proxy-body-sise")}`,
    `ingress-nginx has the annotation ${nginx("secure-backends")} no more`,
  ]);
});

it("another controller may have others", async () => {
  const own = { [nginx("service-weight")]: "a:1" };
  assert.deepEqual(
    await found(unknownIngressAnnotation, ingress("/", own, "ingressClassName: mse")),
    [],
  );
  const classes =
    "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: public }\nspec: { controller: example.com/x }\n";
  assert.deepEqual(
    await found(unknownIngressAnnotation, ingress("/", own, "ingressClassName: public"), classes),
    [],
  );
  assert.equal(
    (await found(unknownIngressAnnotation, ingress("/", own, "ingressClassName: public"))).length,
    1,
  );
});

it("values have their form", async () => {
  const bad = {
    "proxy-read-timeout": "3600s",
    "ssl-redirect": "yes",
    "proxy-body-size": "8MB",
    "proxy-buffering": "true",
    "backend-protocol": "H2C",
    "whitelist-source-range": "10.0.0.0/8;10.1.0.0/16",
    affinity: "ip",
  };
  for (const [name, value] of Object.entries(bad))
    assert.equal(
      (await found(invalidIngressAnnotation, ingress("/", { [nginx(name)]: value }))).length,
      1,
      name,
    );
  const fine = {
    "proxy-read-timeout": "3600",
    "ssl-redirect": "False",
    "proxy-body-size": "8 m",
    "proxy-buffering": "off",
    "backend-protocol": "https",
    "whitelist-source-range": "10.0.0.0/8, 2001:db8::/32",
    "server-snippet": "anything",
    "limit-rps": "",
    "denylist-source-range": "FILLED_IN_LATER",
    "canary-weight": "$WEIGHT",
  };
  for (const [name, value] of Object.entries(fine))
    assert.deepEqual(
      await found(invalidIngressAnnotation, ingress("/", { [nginx(name)]: value })),
      [],
      name,
    );
});

it("the retirement is told once, where ingress-nginx is sure to be", async () => {
  const size = { [nginx("proxy-body-size")]: "8m" };
  const own = ingress("/", size, "ingressClassName: nginx");
  assert.equal(
    (await found(retiredIngressNginx, own, own.replace("name: web,", "name: b,"))).length,
    1,
  );
  assert.deepEqual(await found(retiredIngressNginx, ingress("/", size)), []);
  assert.deepEqual(
    await found(retiredIngressNginx, ingress("/", {}, "ingressClassName: nginx")),
    [],
  );
  const controller = deployment('image: "registry.k8s.io/ingress-nginx/controller:v1.13.0"');
  assert.equal((await found(retiredIngressNginx, controller)).length, 1);
});

it("WebSockets need a time-out of their own", async () => {
  const size = { [nginx("proxy-body-size")]: "8m" };
  for (const path of ["/ws", "/api/ws/", "/websocket(/|$)(.*)"])
    assert.equal((await found(websocketTimeout, ingress(path, size))).length, 1, path);
  const short = { [nginx("proxy-read-timeout")]: "60" };
  assert.match((await found(websocketTimeout, ingress("/ws", short)))[0] ?? "", /is 60 seconds/);
  const controller = configMap("ingress-nginx-controller", "proxy-read-timeout", "3600");
  assert.deepEqual(await found(websocketTimeout, ingress("/ws", size), controller), []);
  const ofHost = (host: string) =>
    ingress("/", size).replace(/host: \S+?(?=[,\s])/, `host: ${host}`);
  assert.equal((await found(websocketTimeout, ofHost("ws.shop.dev"))).length, 1);
  for (const text of [
    ofHost("news.shop.dev"),
    ofHost("aws.shop.dev"),
    ingress("/", size),
    ingress("/news", size),
    ingress("/socket.io", size),
    ingress("/ws", { [nginx("proxy-read-timeout")]: "3600" }),
    ingress("/ws", { [nginx("configuration-snippet")]: "proxy_read_timeout 1h;" }),
    ingress("/ws", {}, "ingressClassName: traefik"),
    ingress("/ws"),
  ])
    assert.deepEqual(await found(websocketTimeout, text), [], text);
});

it("WebSockets need workers that speak it", async () => {
  const behind = (command: string) => [
    service("web", "[{ port: 80, targetPort: 8000 }]"),
    deployment(`image: "example.com/chat:v1", command: [gunicorn, a, ${command}]`),
  ];
  const sync = behind('"--bind=:8000"');
  assert.equal((await found(websocketSyncWorker, ingress("/ws"), ...sync)).length, 1);
  assert.equal(
    (await found(websocketSyncWorker, ingress("/socket.io"), ...behind("-k, sync"))).length,
    1,
  );
  const proxy = configMap(
    "p",
    "default.conf",
    "server { location /ws { proxy_pass http://web:80; proxy_set_header Upgrade $http_upgrade; } }",
  );
  assert.equal((await found(websocketSyncWorker, proxy, ...sync)).length, 1);
  assert.deepEqual(await found(websocketSyncWorker, ingress("/"), ...sync), []);
  for (const command of [
    "-k, uvicorn.workers.UvicornWorker",
    "--worker-class=gevent",
    "--threads, '8'",
    "-c, /conf.py",
  ])
    assert.deepEqual(
      await found(websocketSyncWorker, ingress("/ws"), ...behind(command)),
      [],
      command,
    );
});

/** What its source declares, aliases among them. */
function declared(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".go") && !/_test\.go$|^parser/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const constants = new Map(
        [...text.matchAll(/^\s+(\w+)\s+= "([a-z0-9-]+)"/gm)].map(([, name, value]) => [
          name,
          value,
        ]),
      );
      const fields = [...text.matchAll(/^\t\t(\w+):\s+\{$/gm)].map(([, name]) => name);
      const aliases = [...text.matchAll(/AnnotationAliases:\s+\[\]string\{(\w+)\}/g)].map(
        ([, name]) => name,
      );
      return [...fields, ...aliases].flatMap((name) => constants.get(name) ?? []);
    });
}

it("every annotation of the controller's source is known", async (t) => {
  const module = others.find(({ path }) => path === "k8s.io/ingress-nginx")!;
  try {
    const names = declared(join(await folderOf(module), "internal/ingress/annotations"));
    assert.ok(names.length > 100, `${names.length} annotations in the source`);
    const lost = names.filter(
      (name) => !Object.hasOwn(annotations, name) && !Object.hasOwn(removed, name),
    );
    assert.deepEqual(lost, []);
  } catch (error) {
    if (!(error instanceof ModuleMissing)) throw error;
    t.skip(error.message);
  }
});
