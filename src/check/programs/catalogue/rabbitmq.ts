import type { ProgramEntry } from "../../../program-entry.ts";

/** @see github.com/docker-library/rabbitmq docker-entrypoint.sh */
export const rabbitmq: ProgramEntry = {
  name: "RabbitMQ",
  images: ["library/rabbitmq"],
  versions: "3.8 to 4",
  source: "https://hub.docker.com/_/rabbitmq",
  executables: ["rabbitmq-server"],
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 0 },
  // Plugins listen on ports of their own.
  mayListen: "any",
  data: { path: "/var/lib/rabbitmq", unless: ["RABBITMQ_MNESIA_BASE", "RABBITMQ_MNESIA_DIR"] },
};
