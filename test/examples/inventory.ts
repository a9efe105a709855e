import type { System } from "./systems.ts";

/** What must be there once an environment is up, so that no check passes for lack of objects. */
export interface Inventory {
  /** Ready replicas of each Deployment and StatefulSet. */
  readonly replicas: Readonly<Record<string, number>>;
  readonly services: number;
  readonly balancers?: number;
  readonly autoscalers?: number;
  readonly budgets?: number;
  readonly claims?: number;
  readonly ingresses: number;
  readonly certificates?: number;
  readonly externalSecrets?: number;
  readonly crons?: number;
  readonly admissions?: number;
}

const thebot = {
  services: 9,
  balancers: 2,
  claims: 7,
  ingresses: 2,
  certificates: 1,
  crons: 1,
  admissions: 1,
};
const thebotScaled = { ...thebot, autoscalers: 3, budgets: 3, externalSecrets: 4 };
const stores = { postgres: 1, redis: 1 };
const wbot = { services: 3, ingresses: 1 };
const basebook = { services: 3, autoscalers: 3, ingresses: 1, certificates: 1 };

/** Each environment of each system, counted by hand. */
export const inventories: Readonly<Record<System, Readonly<Record<string, Inventory>>>> = {
  thebot: {
    dev: {
      ...thebot,
      replicas: { backend: 1, frontend: 1, "celery-worker": 1, "celery-beat": 1, ...stores },
    },
    staging: {
      ...thebotScaled,
      replicas: { backend: 2, frontend: 2, "celery-worker": 2, "celery-beat": 1, ...stores },
    },
    production: {
      ...thebotScaled,
      replicas: { backend: 3, frontend: 3, "celery-worker": 3, "celery-beat": 1, ...stores },
    },
  },
  wbot: {
    dev: { ...wbot, replicas: { "wbot-ai": 1, "wbot-web": 1, redis: 1 } },
    staging: {
      ...wbot,
      replicas: { "wbot-ai": 2, "wbot-web": 2, redis: 1 },
      autoscalers: 1,
      budgets: 2,
      certificates: 1,
    },
    production: {
      ...wbot,
      replicas: { "wbot-ai": 2, "wbot-web": 2, redis: 1 },
      autoscalers: 1,
      budgets: 2,
      certificates: 1,
      claims: 1,
      externalSecrets: 1,
    },
  },
  piyasa: {
    // As `kubectl get pods` shows it in the documents.
    dev: {
      replicas: {
        "dev-api": 1,
        "dev-frontend": 1,
        "dev-postgres": 1,
        "dev-redis": 1,
        "dev-worker": 2,
      },
      services: 5,
      budgets: 1,
      claims: 2,
      ingresses: 1,
    },
    prod: {
      replicas: { api: 3, frontend: 3, worker: 6, ...stores },
      services: 5,
      autoscalers: 3,
      budgets: 3,
      claims: 3,
      ingresses: 1,
      certificates: 1,
      crons: 1,
    },
  },
  basebook: {
    staging: { ...basebook, replicas: { backend: 2, router: 1, frontend: 1 }, budgets: 1 },
    production: {
      ...basebook,
      replicas: { backend: 3, router: 2, frontend: 2 },
      budgets: 3,
      externalSecrets: 1,
    },
  },
};
