import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Container } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import type { System } from "../examples/systems.ts";
import { needs } from "./installed.ts";
import { run } from "./process.ts";
import { ofKind, places, podOf } from "./rendered.ts";

/** A shell of its own does not set it, but every container runtime does. */
const runtime = "HOSTNAME=pod";

/** Scripts that must be among those that are found, so that nothing passes for lack of them. */
const expected: Readonly<Record<System, readonly string[]>> = {
  thebot: ["postgres-backup/backup.sh", "redis, livenessProbe", "celery-beat"],
  wbot: ["redis, livenessProbe", "redis, readinessProbe"],
  piyasa: ["redis, readinessProbe"],
  basebook: [],
};

/** Every shell script that the objects hold, by where it stands. */
function scriptsOf(given: Example): Map<string, string> {
  const files = ofKind<{ metadata: { name: string }; data?: Record<string, string> }>(
    given,
    "ConfigMap",
  ).flatMap(({ metadata, data = {} }) =>
    Object.entries(data)
      .filter(([key, text]) => key.endsWith(".sh") || text.startsWith("#!"))
      .map(([key, text]): [string, string] => [`${metadata.name}/${key}`, text]),
  );
  const commands = given.objects.flatMap((object) => {
    const pod = podOf(object);
    return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].flatMap((container) =>
      commandsOf(container)
        .filter(([, [program, option]]) => program === "sh" && option === "-c")
        .map(([what, command]): [string, string] => [
          `${object.kind} ${object.metadata.name}: ${container.name}, ${what}`,
          `#!/bin/sh\n${runtime}\n${command[2]}\n`,
        ]),
    );
  });
  return new Map([...files, ...commands]);
}

function commandsOf(container: Container): [string, readonly string[]][] {
  const { command = [], args = [], lifecycle } = container;
  const probes = ["startupProbe", "livenessProbe", "readinessProbe"] as const;
  return [
    ["command", [...command, ...args]],
    ["preStop", lifecycle?.preStop?.exec?.command ?? []],
    ["postStart", lifecycle?.postStart?.exec?.command ?? []],
    ...probes.map((probe): [string, readonly string[]] => [
      probe,
      container[probe]?.exec?.command ?? [],
    ]),
  ];
}

const shellcheck = (script: string) =>
  run("shellcheck", ["--shell=sh", "--severity=style", "-"], { stdin: script });

suite("every script of the rendered objects, read by shellcheck", needs("shellcheck"), () => {
  for (const given of places) {
    test(`${given.system} ${given.environment}`, async () => {
      const scripts = scriptsOf(given);
      for (const [where, script] of scripts) {
        const { code, stdout } = await shellcheck(script);
        assert.equal(code, 0, `${where}\n${stdout}`);
      }
      const found = [...scripts.keys()].join("\n");
      for (const name of expected[given.system])
        assert.ok(found.includes(name), `${name} among\n${found}`);
    });
  }

  for (const [fault, script] of [
    ["an unquoted variable", "#!/bin/sh\nrm -r $folder\n"],
    ["a word of another shell", "#!/bin/sh\nset -o pipefail\n"],
    ["a loop that does not end", "#!/bin/sh\nwhile true; do echo x\n"],
  ] as const) {
    test(`a fault is seen: ${fault}`, async () => {
      assert.notEqual((await shellcheck(script)).code, 0);
    });
  }
});
