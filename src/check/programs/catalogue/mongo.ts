import type { ProgramEntry } from "../../../program-entry.ts";

/** @see github.com/docker-library/mongo docker-entrypoint.sh */
export const mongo: ProgramEntry = {
  name: "MongoDB",
  images: ["library/mongo"],
  versions: "4.0 to 8",
  source: "https://hub.docker.com/_/mongo",
  executables: ["mongod"],
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 0 },
  ports: [
    {
      port: 27017,
      args: ["--port"],
      key: "net.port",
      // The entry point adds --bind_ip_all where no argument binds it.
      host: { args: ["--bind_ip"], key: "net.bindIp" },
    },
  ],
  // Shards, configuration servers, and the status page of 3.x.
  mayListen: [27018, 27019, 28017],
  writes: [
    {
      path: "/tmp",
      what: "its socket",
      users: "any",
      unless: ["--unixSocketPrefix", "--nounixsocket", "net.unixDomainSocket.enabled"],
    },
  ],
  configuration: {
    format: "yaml",
    files: [],
    names: ["mongod.conf"],
    args: ["--config", "-f"],
    how: 'args: ["--config", "FILE"]',
  },
  data: { path: "/data/db", unless: ["--dbpath", "storage.dbPath"] },
};
