import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { systems } from "../../examples/systems.ts";
import { everything } from "../everything.ts";
import { type Described, described, describedExample, page } from "../pages.ts";
import { blocksOf, commandsOf } from "./blocks.ts";
import { strangers } from "./names.ts";

const all: readonly (readonly [string, Described])[] = [
  ...(await Promise.all(
    systems.map(async (name) => [name, await describedExample(name)] as const),
  )),
  ["everything", await described(everything())],
];

const commandsFor = (given: Described, environment: string) =>
  commandsOf(blocksOf(page(given, `runbook-${environment}.md`)));

describe("the names in the runbooks", () => {
  for (const [name, given] of all) {
    for (const environment of given.environments) {
      it(`${name} ${environment.name}: objects, containers, labels, files and ports are there`, () => {
        const commands = commandsFor(given, environment.name);
        assert.ok(commands.length > 100, `${commands.length} commands`);
        assert.deepEqual(strangers(environment, commands), []);
      });
    }
  }

  it("a name that nothing has is noticed", async () => {
    const given = await describedExample("thebot");
    const environment = given.environments.find(({ name }) => name === "production")!;
    const commands = commandsFor(given, "production");
    const mistakes: readonly (readonly [string, string, RegExp])[] = [
      ["deployment/backend", "deployment/backnd", /no deployment backnd/],
      ["statefulset/postgres", "deployment/postgres", /no deployment postgres/],
      ["describe hpa backend-hpa", "describe hpa backend", /no hpa backend:/],
      ["--container collectstatic", "--container collect", /no container collect:/],
      ["slipway restart backend ", "slipway restart backnd ", /no component backnd/],
      ["-e production", "-e prod", /no environment prod/],
      ["=celery-beat", "=celerybeat", /no pods/],
      ["production/backend.yaml", "production/api.yaml", /no file api\.yaml/],
      ["service/frontend 3000:3000", "service/frontend 3000:80", /no port 80 at frontend/],
      ["patch pvc redis-pvc", "patch pvc redis-data", /no pvc redis-data/],
      ["cronjob/postgres-backup", "cronjob/db-backup", /no cronjob db-backup/],
      ["get services postgres-lb", "get services db-lb", /no service db-lb/],
    ];
    for (const [right, wrong, says] of mistakes) {
      const changed = commands.map((line) => line.replaceAll(right, wrong));
      assert.notDeepEqual(changed, commands, right);
      assert.match(strangers(environment, changed).join("\n"), says);
    }
  });
});
