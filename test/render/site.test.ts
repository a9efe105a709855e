import assert from "node:assert/strict";
import { test } from "node:test";
import { scratch, site, volume, web } from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { container, objects } from "./objects.ts";

const api = web("api", {
  image: app,
  port: { http: 8000, ws: 8001 },
  resources,
  scale: 1,
  service: { ports: { http: 80 } },
});
const made = (part: object) =>
  objects({ front: site("front", { image: app, resources, scale: 2, ...part }), api });
const conf = (part: object): string =>
  made(part).get("ConfigMap", "front-config").data["nginx.conf"];
const lines = (part: object) =>
  conf(part)
    .split("\n")
    .map((line) => line.trim());

test("a site is nginx as nobody, with folders for what it writes", () => {
  const pod = made({}).pod("Deployment", "front");
  const nginx = container(pod, "front");
  assert.equal(pod.securityContext.runAsUser, 101);
  assert.deepEqual(nginx.ports, [{ name: "http", containerPort: 8080 }]);
  assert.equal(nginx.securityContext.readOnlyRootFilesystem, true);
  const paths = nginx.volumeMounts.map((one: { mountPath: string }) => one.mountPath);
  assert.deepEqual(paths, ["/etc/nginx/site", "/tmp", "/var/cache/nginx"]);
  assert.deepEqual(nginx.command, [
    "nginx",
    "-c",
    "/etc/nginx/site/nginx.conf",
    "-g",
    "daemon off;",
  ]);
});

test("options reach nginx: port, folder, size, headers, https", () => {
  const found = lines({
    port: 3000,
    root: "/srv/www",
    bodySize: "50Mi",
    headers: { "X-Frame-Options": "", "X-Team": 'a "b"' },
    httpsOnly: false,
  });
  for (const line of [
    "listen 3000;",
    "root /srv/www;",
    "client_max_body_size 50m;",
    'add_header X-Team "a \\"b\\"" always;',
  ])
    assert.ok(found.includes(line), line);
  assert.ok(
    !found.some((line) => line.includes("X-Frame-Options") || line.startsWith("return 301")),
  );
  assert.ok(lines({}).some((line) => line.startsWith("return 301 https")));
});

test("a path is handed on to the Service's own port, with time for streams", () => {
  const found = lines({ proxy: { "/api/": api, "/ws/": api.at("ws") }, timeout: "1h" });
  for (const line of [
    "location /api/ {",
    "proxy_pass http://api-80;",
    "server api:80;",
    "server api:8001;",
    "proxy_read_timeout 3600s;",
    "proxy_set_header Upgrade $http_upgrade;",
    "proxy_buffering off;",
  ])
    assert.ok(found.includes(line), `${line}\n${found.join("\n")}`);
});

test("logs may be kept on a volume, and folders may be the user's own", () => {
  const logs = volume("logs", { size: "1Gi", shared: true });
  const found = made({
    logs,
    mounts: { "/tmp": scratch({ size: "1Gi" }) },
    names: { config: "nginx-config" },
  });
  const pod = found.pod("Deployment", "front");
  const claim = pod.volumes.find((one: { name: string }) => one.name === "logs");
  assert.deepEqual(claim.persistentVolumeClaim, { claimName: "logs" });
  const tmp = pod.volumes.find((one: { name: string }) => one.name === "tmp");
  assert.deepEqual(tmp.emptyDir, { sizeLimit: "1Gi" });
  assert.match(
    found.get("ConfigMap", "nginx-config").data["nginx.conf"],
    /access_log \/var\/log\/nginx\//,
  );
});

test("probes, scale, budget and Services are those of every web component", () => {
  const found = made({
    scale: { min: 2, max: 4, cpu: 70 },
    budget: 1,
    services: { "front-lb": { loadBalancer: { ports: { http: 80 } } } },
    service: { ports: { http: 80 } },
  });
  assert.deepEqual(
    ["HorizontalPodAutoscaler", "PodDisruptionBudget", "Service"].flatMap(found.names),
    ["front-hpa", "front-pdb", "front", "front-lb", "api"],
  );
  const nginx = container(found.pod("Deployment", "front"), "front");
  assert.equal(nginx.readinessProbe.httpGet.port, "http");
  assert.equal(found.get("Service", "front").spec.ports[0].port, 80);
});
