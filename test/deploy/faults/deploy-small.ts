/**
 * `node test/deploy/faults/deploy-small.ts FOLDER NAMESPACE VERSION LEASE`: deploys the small platform
 * to the cluster of `KUBECONFIG`, as a process of its own that can be killed; its lock lasts LEASE
 * milliseconds without it.
 */
import { deployed, desiredOfSmall } from "./slipway.ts";
import type { Version } from "./small.ts";

const [folder = "", namespace = "", version, lease] = process.argv.slice(2);
const small = { folder, namespace, version: version as Version };
const ended = await deployed(`${process.env.KUBECONFIG}`, desiredOfSmall(small), {
  lease: { duration: Number(lease) },
});
process.stderr.write(ended.stderr);
process.exit(ended.code);
