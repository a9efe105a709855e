import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { SecretStore } from "../../src/platform/secret-store.ts";
import { backEndText } from "../../src/reference/configuration/secrets.ts";
import { secretSteps } from "../../src/reference/runbook/secrets.ts";
import { everything } from "./everything.ts";
import { described, page } from "./pages.ts";
import { blocksOf } from "./runbook/blocks.ts";

const shop = await described(everything());
const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
after(() => rmSync(folder, { recursive: true }));

/** A kubectl that keeps what it is given: the keys of each Secret in a folder of its name. */
const kubectl = `#!/bin/bash
[ "$1" = -n ] && shift 2
[ "$1 $2" = "create secret" ] || exit 0
name=$4
mkdir -p "$KEPT/$name"
for word; do
  case $word in
    --from-env-file=*) while IFS= read -r line; do printf %s "\${line#*=}" > "$KEPT/$name/\${line%%=*}"; done < "\${word#*=}" ;;
    --from-file=*=*) path=\${word#--from-file=}; cp "\${path#*=}" "$KEPT/$name/\${path%%=*}" ;;
    --from-file=*) cp "\${word#*=}"/* "$KEPT/$name/" ;;
    --docker-password=*) printf %s "\${word#*=}" > "$KEPT/$name/password" ;;
  esac
done
`;

/** Follows the scripts that create the secrets of one environment, and says what arrived. */
function follow(environment: string, files: Readonly<Record<string, string>>) {
  const work = join(folder, environment);
  mkdirSync(join(work, "bin"), { recursive: true });
  writeFileSync(join(work, "bin/kubectl"), kubectl, { mode: 0o755 });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(work, name), text);
  const blocks = blocksOf(page(shop, `runbook-${environment}.md`));
  for (const { title, script } of blocks) {
    if (title !== "Create the secrets") continue;
    const PATH = `${join(work, "bin")}:${process.env.PATH}`;
    const env = {
      ...process.env,
      PATH,
      KEPT: join(work, "kept"),
      REGISTRY_USER: "me",
      REGISTRY_PASSWORD: "word",
    };
    const ran = spawnSync("bash", ["-e", "-c", script], { cwd: work, encoding: "utf8", env });
    assert.equal(ran.status, 0, `${script}\n${ran.stderr}`);
  }
  const secret = (name: string) => {
    const at = join(work, "kept", name);
    const keys = readdirSync(at).map((key) => [key, readFileSync(join(at, key), "utf8")] as const);
    return Object.fromEntries(keys);
  };
  const kept = join(work, "kept");
  return { secret, made: existsSync(kept) ? readdirSync(kept) : [], left: readdirSync(work) };
}

describe("the commands that create secrets", () => {
  it("are there for what exists before, and for nothing that the deployment makes or sends", () => {
    const { secret, made } = follow("plain", { "tls.crt": "", "tls.key": "" });
    assert.deepEqual(made, ["registry", "tls"]);
    assert.equal(secret("registry").password, "word");
    const plain = page(shop, "runbook-plain.md");
    assert.match(
      plain,
      /\*\*keys\*\*: `API_KEY`, `FERNET`, `PRIVATE`, `PUBLIC` and `GIVEN`, made up by the first deployment; what is there already stays\. `MAYBE` may be added by hand/,
    );
  });

  it("are none where an env file is sent: it is told which lines it needs", () => {
    const { made } = follow("operator", {});
    assert.deepEqual(made, ["op-tls"]);
    const text = page(shop, "runbook-operator.md");
    assert.match(
      text,
      /\*\*op-keys\*\*: in `\.env\.operator`, which is never committed, lines for `GIVEN`; if wanted lines for `MAYBE`; if wanted lines for `API_KEY`, `FERNET`, `PRIVATE` and `PUBLIC`, which are made up once without\. The deployment sends them/,
    );
  });

  it("leave an env file for values by hand, and take it away again", () => {
    const { secret, left } = follow("outside", { known_hosts: "host key\n" });
    assert.deepEqual(secret("login"), { USER: "", PASSWORD: "" });
    assert.ok(!left.includes("login.env"), left.join());
  });
});

describe("every back end of secrets", () => {
  const stores: Readonly<Record<SecretStore["from"], SecretStore>> = {
    existing: { from: "existing" },
    generated: { from: "generated" },
    externalSecrets: { from: "externalSecrets", store: "vault", path: "shop" },
    dotenv: { from: "dotenv", file: ".env.here" },
    sealedSecrets: { from: "sealedSecrets", certificate: "sealing.pem" },
    sops: { from: "sops", age: ["age1xyz"] },
  };
  const [environment] = shop.environments;
  const [some] = environment?.resolved.secrets ?? [];
  assert.ok(environment && some);

  it("has words of its own in the reference, and steps in the runbook", () => {
    const texts = Object.values(stores).map((from) => {
      const secret = { ...some, from, file: "secrets/plain/login.yaml" };
      const steps = JSON.stringify(secretSteps(environment, secret));
      assert.match(steps, /USER/, from.from);
      return `${backEndText(secret)} ${steps}`;
    });
    assert.equal(new Set(texts).size, Object.keys(stores).length);
  });

  it("one that is unknown is not passed over", () => {
    const secret = { ...some, from: { from: "carrier-pigeon" } as never };
    assert.throws(() => backEndText(secret), /carrier-pigeon/);
    assert.throws(() => secretSteps(environment, secret), /carrier-pigeon/);
  });
});
