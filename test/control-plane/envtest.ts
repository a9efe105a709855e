import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attach, type ControlPlane } from "./control-plane.ts";
import { waitUntil } from "./wait.ts";

/** Ends both programs and removes the folder when its standard input ends, however that comes. */
const HOLD = `
"$ETCD" $ETCD_FLAGS >"$FOLDER/etcd.log" 2>&1 </dev/null & etcd=$!
"$SERVER" $SERVER_FLAGS >"$FOLDER/kube-apiserver.log" 2>&1 </dev/null & server=$!
cat >/dev/null
kill -KILL "$server" "$etcd"; wait; rm -rf "$FOLDER"`;

/**
 * An API server from envtest's programs (a folder with `etcd`, `kube-apiserver` and `kubectl`): it
 * judges objects, and has neither custom resources nor anything that acts on them.
 *
 * @param assets the folder that KUBEBUILDER_ASSETS names
 */
export async function startEnvtest(assets: string): Promise<ControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-envtest-"));
  const [etcdPort, peerPort, port] = await freePorts(3);
  const token = randomBytes(24).toString("hex");
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const at = (file: string) => join(folder, file);
  await writeFile(at("accounts.key"), privateKey, { mode: 0o600 });
  await writeFile(at("tokens.csv"), `${token},administrator,administrator,system:masters\n`, {
    mode: 0o600,
  });
  const client = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const child = spawn("sh", ["-c", HOLD], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: {
      ...process.env,
      FOLDER: folder,
      ETCD: join(assets, "etcd"),
      SERVER: join(assets, "kube-apiserver"),
      ETCD_FLAGS: flags({
        "data-dir": at("etcd"),
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `default=${peer}`,
      }),
      SERVER_FLAGS: flags({
        "etcd-servers": client,
        "bind-address": "127.0.0.1",
        "secure-port": port,
        "cert-dir": folder,
        "token-auth-file": at("tokens.csv"),
        "authorization-mode": "RBAC",
        "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
        "service-account-key-file": at("accounts.key"),
        "service-account-signing-key-file": at("accounts.key"),
        "service-cluster-ip-range": "10.96.0.0/16",
        "endpoint-reconciler-type": "none",
        "allow-privileged": "true",
      }),
    },
  });
  const ended = once(child, "close");
  const end = async () => {
    child.ref();
    child.stdin.end();
    await ended;
  };
  child.unref();
  try {
    await waitUntil("the API server's certificate", async () =>
      existsSync(at("apiserver.crt"))
        ? undefined
        : readFile(at("kube-apiserver.log"), "utf8").catch(() => "no log yet"),
    );
    const kubeconfig = await writeKubeconfig(folder, `https://127.0.0.1:${port}`, token);
    const plane = attach({
      kubeconfig,
      kubectlProgram: join(assets, "kubectl"),
      level: "verdicts",
      end,
    });
    await waitUntil("the API server to be ready", async () => {
      const answer = await plane.request("GET", "/readyz").catch((problem: Error) => problem);
      return "status" in answer && answer.status === 200 ? undefined : JSON.stringify(answer);
    });
    return plane;
  } catch (problem) {
    await end();
    throw problem;
  }
}

function flags(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name}=${value}`)
    .join(" ");
}

async function writeKubeconfig(folder: string, server: string, token: string): Promise<string> {
  const path = join(folder, "kubeconfig");
  const ca = (await readFile(join(folder, "apiserver.crt"))).toString("base64");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "envtest",
    clusters: [{ name: "envtest", cluster: { server, "certificate-authority-data": ca } }],
    users: [{ name: "administrator", user: { token } }],
    contexts: [{ name: "envtest", context: { cluster: "envtest", user: "administrator" } }],
  };
  await writeFile(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

/** Ports of 127.0.0.1 that nobody listens on now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  return Promise.all(
    servers.map(async (server) => {
      await once(server, "listening");
      const address = server.address();
      server.close();
      return typeof address === "object" && address ? address.port : 0;
    }),
  );
}
