export type { AnyObject, KubernetesObject } from "./kubernetes/types/index.ts";
export { admission, clusterAccess } from "./platform/cluster.ts";
export { config } from "./platform/config.ts";
export { domain, environmentName, namespace, pod } from "./platform/context.ts";
export { defineConfig, type SlipwayConfig } from "./platform/define-config.ts";
export { type Environment, environment } from "./platform/environment.ts";
export { external } from "./platform/external.ts";
export { file } from "./platform/file.ts";
export { fernet, keyPair, random } from "./platform/generate.ts";
export { argocd, flux } from "./platform/gitops.ts";
export { host, hosts } from "./platform/host.ts";
export { image } from "./platform/image.ts";
export { certificate, ingress, issuer } from "./platform/ingress.ts";
export {
  alerts,
  dashboard,
  notifications,
  recordings,
  scrapeConfig,
} from "./platform/monitoring.ts";
export { allow } from "./platform/options/container.ts";
export type { WebOptions, WorkerOptions } from "./platform/options/workload.ts";
export type { Part } from "./platform/part.ts";
export { patch } from "./platform/patch.ts";
export { type Platform, platform } from "./platform/platform.ts";
export { podMetrics } from "./platform/pod-metrics.ts";
export { postgres } from "./platform/postgres.ts";
export { priority } from "./platform/priority.ts";
export { cron, job, scheduler, web, worker } from "./platform/programs.ts";
export { redis } from "./platform/redis.ts";
export { registryLogin, secret } from "./platform/secret.ts";
export {
  dotenv,
  existing,
  externalSecrets,
  generated,
  sealedSecrets,
  sops,
} from "./platform/secret-store.ts";
export { setting } from "./platform/setting.ts";
export { site } from "./platform/site.ts";
export { text } from "./platform/text.ts";
export { scratch, storageClass, volume } from "./platform/volume.ts";
export type { ProgramEntry } from "./program-entry.ts";
