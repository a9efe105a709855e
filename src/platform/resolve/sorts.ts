import { admissionCheck, clusterAccessCheck } from "../cluster.ts";
import type { Sort } from "../component.ts";
import { configCheck } from "../config.ts";
import { externalCheck } from "../external.ts";
import { certificateCheck, ingressCheck, issuerCheck } from "../ingress.ts";
import {
  alertsCheck,
  dashboardCheck,
  notificationsCheck,
  recordingsCheck,
  scrapeConfigCheck,
} from "../monitoring.ts";
import { aDuration, aSchedule, aTimeZone } from "../options/values.ts";
import {
  type CronOptions,
  jobShape,
  schedulerShape,
  webShape,
  workerShape,
} from "../options/workload.ts";
import { podMetricsCheck } from "../pod-metrics.ts";
import { postgresCheck } from "../postgres.ts";
import { priorityCheck } from "../priority.ts";
import { redisCheck } from "../redis.ts";
import { secretCheck } from "../secret.ts";
import { settingCheck } from "../setting.ts";
import { type Check, literal, objectOf, optional } from "../shape.ts";
import { siteCheck } from "../site.ts";
import { storageClassCheck, volumeCheck } from "../volume.ts";

const cronCheck = objectOf<CronOptions>({
  ...jobShape,
  schedule: aSchedule,
  timeZone: optional(aTimeZone),
  concurrency: optional(literal("Allow", "Forbid", "Replace")),
  startWithin: optional(aDuration),
});

/** How the options of each sort of component are checked. */
export const checks: Readonly<Record<Sort, Check>> = {
  web: objectOf(webShape),
  worker: objectOf(workerShape),
  scheduler: objectOf(schedulerShape),
  job: objectOf(jobShape),
  cron: cronCheck,
  site: siteCheck,
  postgres: postgresCheck,
  redis: redisCheck,
  external: externalCheck,
  config: configCheck,
  secret: secretCheck,
  volume: volumeCheck,
  storageClass: storageClassCheck,
  ingress: ingressCheck,
  issuer: issuerCheck,
  certificate: certificateCheck,
  alerts: alertsCheck,
  recordings: recordingsCheck,
  notifications: notificationsCheck,
  dashboard: dashboardCheck,
  scrapeConfig: scrapeConfigCheck,
  podMetrics: podMetricsCheck,
  clusterAccess: clusterAccessCheck,
  admission: admissionCheck,
  priority: priorityCheck,
  setting: settingCheck,
};
