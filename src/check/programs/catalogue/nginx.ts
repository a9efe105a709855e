import type { ProgramEntry } from "../../../program-entry.ts";

const CONFIGURATION = {
  format: "nginx",
  files: ["/etc/nginx/nginx.conf", "/etc/nginx/conf.d/"],
  names: ["nginx.conf", "default.conf"],
  args: ["-c"],
  how: "mount it as /etc/nginx/nginx.conf with subPath, or its servers in /etc/nginx/conf.d/",
} as const;

/** @see github.com/nginx/docker-nginx Dockerfile-debian.template */
export const nginx: ProgramEntry = {
  name: "nginx",
  images: ["library/nginx"],
  versions: "1.13 to 1.29",
  source: "https://hub.docker.com/_/nginx",
  executables: ["nginx"],
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 0 },
  ports: [{ port: 80 }],
  writes: [
    {
      path: "/var/cache/nginx",
      or: ["/var/cache"],
      what: "bodies of requests and answers",
      users: [0],
      unless: ["client_body_temp_path"],
    },
    {
      path: "/var/run",
      or: ["/run"],
      what: "nginx.pid",
      users: [0],
      unless: ["pid"],
    },
  ],
  configuration: CONFIGURATION,
};

/** @see github.com/nginx/docker-nginx-unprivileged Dockerfile-debian.template */
export const nginxUnprivileged: ProgramEntry = {
  name: "nginx",
  images: ["nginxinc/nginx-unprivileged", "nginx/nginx-unprivileged"],
  versions: "1.17 to 1.29",
  source: "https://github.com/nginx/docker-nginx-unprivileged",
  executables: ["nginx"],
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 101 },
  ports: [{ port: 8080 }],
  writes: [
    {
      path: "/tmp",
      what: "nginx.pid, bodies of requests and answers",
      users: "any",
      unless: ["pid", "client_body_temp_path"],
    },
  ],
  configuration: CONFIGURATION,
};
