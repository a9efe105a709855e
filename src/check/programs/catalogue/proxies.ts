import type { ProgramEntry } from "../../../program-entry.ts";

/** Web servers and proxies whose configuration nobody reads here. */
export const proxies: readonly ProgramEntry[] = [
  {
    name: "Apache httpd",
    images: ["library/httpd"],
    versions: "2.4",
    source: "https://hub.docker.com/_/httpd",
    executables: ["httpd-foreground"],
    user: { id: 0 },
    ports: [{ port: 80 }],
    configuration: {
      format: "other",
      files: ["/usr/local/apache2/conf/"],
      names: ["httpd.conf"],
      args: ["-f"],
      how: "mount it as /usr/local/apache2/conf/httpd.conf with subPath",
    },
    writes: [{ path: "/usr/local/apache2/logs", what: "httpd.pid", users: [0] }],
  },
  {
    name: "Traefik",
    images: ["library/traefik"],
    versions: "2 and 3",
    source: "https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/",
    executables: ["traefik"],
    entrypoints: ["entrypoint.sh"],
    user: { id: 0 },
    mayListen: "any",
  },
  {
    name: "HAProxy",
    images: ["library/haproxy"],
    versions: "2.4 and later",
    source: "https://hub.docker.com/_/haproxy",
    executables: ["haproxy"],
    entrypoints: ["docker-entrypoint.sh"],
    user: { name: "haproxy" },
    mayListen: "any",
  },
  {
    name: "Caddy",
    images: ["library/caddy"],
    versions: "2",
    source: "https://hub.docker.com/_/caddy",
    executables: ["caddy"],
    user: { id: 0 },
    mayListen: "any",
  },
];
