import type { ProgramEntry } from "../../../program-entry.ts";

/**
 * What runs somebody's own code, in an image of their own: the command alone says that it does, and
 * the code may listen on ports of its own.
 */
export const appServers: readonly ProgramEntry[] = [
  {
    name: "gunicorn",
    images: [],
    versions: "19 to 25",
    source: "https://gunicorn.org/reference/settings/",
    executables: ["gunicorn"],
    // Without --bind a gunicorn.conf.py of the image, or PORT, may say what it is bound to.
    ports: [{ port: 0, args: ["-b", "--bind"] }],
    mayListen: "any",
    writes: [
      {
        path: "/tmp",
        or: ["/var/tmp", "/usr/tmp"],
        what: "the files by which its workers say that they live",
        users: "any",
        unless: [
          "--worker-tmp-dir",
          "TMPDIR",
          "TEMP",
          "TMP",
          "-c",
          "--config",
          "GUNICORN_CMD_ARGS",
        ],
      },
    ],
  },
  {
    name: "uvicorn",
    images: [],
    versions: "0.20 and later",
    source: "https://uvicorn.dev/settings/",
    executables: ["uvicorn"],
    ports: [
      {
        port: 8000,
        args: ["--port"],
        env: ["UVICORN_PORT"],
        host: { args: ["--host"], env: ["UVICORN_HOST"], default: "127.0.0.1" },
      },
    ],
    mayListen: "any",
  },
  {
    name: "hypercorn",
    images: [],
    versions: "0.14 and later",
    source: "https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html",
    executables: ["hypercorn"],
    ports: [{ port: 0, args: ["-b", "--bind"] }],
    mayListen: "any",
  },
  {
    name: "daphne",
    images: [],
    versions: "3 and 4",
    source: "https://github.com/django/daphne",
    executables: ["daphne"],
    ports: [
      {
        port: 8000,
        args: ["-p", "--port"],
        host: { args: ["-b", "--bind"], default: "127.0.0.1" },
      },
    ],
    mayListen: "any",
  },
  {
    name: "celery",
    images: [],
    versions: "4 and 5",
    source: "https://docs.celeryq.dev/en/stable/reference/cli.html",
    executables: ["celery"],
    mayListen: "any",
  },
];
