import { seconds } from "../platform/options/values.ts";
import type { Resolved, ResolvedSite } from "../platform/resolve/index.ts";
import { configMap } from "./config.ts";
import { owned, type Rendered } from "./rendered.ts";
import { nginxSize } from "./size.ts";

export function renderSite(resolved: Resolved, site: ResolvedSite): Rendered[] {
  const owner = { key: site.key, name: site.program, site: site.site };
  return owned(
    owner,
    "workloads",
    configMap(resolved, owner, site.config, { "nginx.conf": nginxConf(site) }),
  );
}

/**
 * nginx.conf of a single-page application. Everything that nginx writes lies in folders that the
 * pod mounts; requests that arrived without TLS are known by the header of the one who ended it.
 */
export function nginxConf(site: ResolvedSite): string {
  const headers = [
    ...Object.entries(site.headers).map(([name, value]) => header(name, quote(value))),
    ...(site.cors.length > 0 ? crossOriginHeaders : []),
  ];
  const logs = site.logs ? ["access_log /var/log/nginx/$hostname.log main;"] : [];
  return block([
    "worker_processes auto;",
    "pid /tmp/nginx.pid;",
    "error_log /dev/stderr warn;",
    "events {",
    ["worker_connections 1024;"],
    "}",
    "http {",
    [
      "include /etc/nginx/mime.types;",
      "default_type application/octet-stream;",
      `log_format main '$remote_addr "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';`,
      "access_log /dev/stdout main;",
      ...logs,
      "sendfile on;",
      "tcp_nopush on;",
      "server_tokens off;",
      "client_body_temp_path /var/cache/nginx/client;",
      "proxy_temp_path /var/cache/nginx/proxy;",
      "fastcgi_temp_path /var/cache/nginx/fastcgi;",
      "uwsgi_temp_path /var/cache/nginx/uwsgi;",
      "scgi_temp_path /var/cache/nginx/scgi;",
      `client_max_body_size ${nginxSize(site.bodySize)};`,
      "gzip on;",
      "gzip_vary on;",
      "gzip_proxied any;",
      "gzip_min_length 1024;",
      "gzip_types text/plain text/css application/json application/javascript text/javascript image/svg+xml;",
      "map $http_upgrade $connection_upgrade {",
      ["default upgrade;", "'' '';"],
      "}",
      "map $http_x_forwarded_proto $forwarded_proto {",
      ["default $http_x_forwarded_proto;", "'' $scheme;"],
      "}",
      ...crossOrigin(site.cors),
      ...upstreams(site),
      "server {",
      [
        `listen ${site.port};`,
        `root ${site.root};`,
        "index index.html;",
        ...headers,
        ...proxies(site),
        "location = /index.html {",
        [...headers, "add_header Cache-Control no-cache always;"],
        "}",
        "location / {",
        [...(site.httpsOnly ? redirect : []), "try_files $uri /index.html;"],
        "}",
      ],
      "}",
    ],
    "}",
  ]);
}

/** The probes ask /index.html without the header and must not be sent away; people come through `/`. */
const redirect = [
  "if ($forwarded_proto != https) {",
  ["return 301 https://$host$request_uri;"],
  "}",
];

type Line = string | readonly Line[];

function block(lines: readonly Line[], indent = ""): string {
  return lines
    .map((line) => (typeof line === "string" ? `${indent}${line}\n` : block(line, `${indent}    `)))
    .join("");
}

/** nginx leaves a header out when its value is empty. */
function header(name: string, value: string): string {
  return `add_header ${name} ${value} always;`;
}

/** Empty, and so left out, unless the page's origin is allowed; the last two only answer a preflight. */
const crossOriginHeaders = [
  header("Access-Control-Allow-Origin", "$allowed_origin"),
  header("Access-Control-Allow-Methods", "$allowed_methods"),
  header("Access-Control-Allow-Headers", "$allowed_headers"),
  header("Vary", "Origin"),
];

/**
 * The origin of the page, where it is one of those allowed, and what a preflight of it is told.
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
function crossOrigin(allowed: readonly string[]): Line[] {
  if (allowed.length === 0) return [];
  return [
    "map $http_origin $allowed_origin {",
    ["default '';", ...allowed.map((origin) => `${quote(origin)} $http_origin;`)],
    "}",
    `map "$request_method $http_access_control_request_method $allowed_origin" $preflight {`,
    ["default '';", `"~^OPTIONS [A-Z]+ ." 1;`],
    "}",
    "map $preflight $allowed_methods {",
    ["default '';", `1 "GET, HEAD, POST, PUT, PATCH, DELETE";`],
    "}",
    "map $preflight $allowed_headers {",
    ["default '';", "1 $http_access_control_request_headers;"],
    "}",
  ];
}

function upstreamName({ host, port }: ResolvedSite["proxy"][number]): string {
  return `${host}-${port}`;
}

function upstreams(site: ResolvedSite): Line[] {
  const named = new Map(site.proxy.map((target) => [upstreamName(target), target]));
  return [...named].flatMap(([name, { host, port }]): Line[] => [
    `upstream ${name} {`,
    [`server ${host}:${port};`, "keepalive 16;"],
    "}",
  ]);
}

/**
 * Upgrades pass, and answers are handed on as they come: WebSockets and event streams work. Where
 * both say a header of the site, the site's counts: two values of one would contradict each other.
 */
function proxies(site: ResolvedSite): Line[] {
  const cors = site.cors.length > 0;
  const own = [...Object.keys(site.headers), ...(cors ? ["Access-Control-Allow-Origin"] : [])];
  return site.proxy.flatMap((target): Line[] => [
    `location ${target.path} {`,
    [
      ...(site.httpsOnly ? redirect : []),
      ...(cors ? ["if ($preflight) {", ["return 204;"], "}"] : []),
      `proxy_pass http://${upstreamName(target)};`,
      "proxy_http_version 1.1;",
      "proxy_set_header Host $host;",
      "proxy_set_header Upgrade $http_upgrade;",
      "proxy_set_header Connection $connection_upgrade;",
      "proxy_set_header X-Real-IP $remote_addr;",
      "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
      "proxy_set_header X-Forwarded-Proto $forwarded_proto;",
      ...own.map((name) => `proxy_hide_header ${name};`),
      `proxy_read_timeout ${seconds(site.timeout)}s;`,
      `proxy_send_timeout ${seconds(site.timeout)}s;`,
      "proxy_buffering off;",
    ],
    "}",
  ]);
}

function quote(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
