import type { ProgramEntry } from "../../../program-entry.ts";

interface Demo {
  readonly name: string;
  readonly images: readonly string[];
  readonly port: number;
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  readonly executables?: readonly string[];
  readonly source: string;
}

/** Small servers that examples are made with. */
const demo = ({ port, args = [], env = [], executables = [], ...rest }: Demo): ProgramEntry => ({
  ...rest,
  executables,
  versions: "all",
  ports: [{ port, args, env }],
});

export const demos: readonly ProgramEntry[] = [
  demo({
    name: "http-echo",
    images: ["hashicorp/http-echo"],
    port: 5678,
    args: ["-listen", "--listen"],
    executables: ["http-echo"],
    source: "https://github.com/hashicorp/http-echo",
  }),
  demo({
    name: "whoami",
    images: ["traefik/whoami", "containous/whoami"],
    port: 80,
    args: ["--port", "-port"],
    env: ["WHOAMI_PORT_NUMBER"],
    executables: ["whoami"],
    source: "https://github.com/traefik/whoami",
  }),
  demo({
    name: "hello-app",
    images: ["google-samples/hello-app", "samples/hello-app"],
    port: 8080,
    env: ["PORT"],
    source: "https://github.com/GoogleCloudPlatform/kubernetes-engine-samples",
  }),
  demo({
    name: "adminer",
    images: ["library/adminer"],
    port: 8080,
    source: "https://hub.docker.com/_/adminer",
  }),
  demo({
    name: "mongo-express",
    images: ["library/mongo-express"],
    port: 8081,
    env: ["PORT"],
    source: "https://hub.docker.com/_/mongo-express",
  }),
];
