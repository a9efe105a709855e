import type { System } from "./systems.ts";

/** What was settled otherwise and no check can find, with the reason why not. */
export const others: readonly (readonly [System, value: string, reason: string])[] = [
  [
    "thebot",
    "workers 2 to 10, and 3 replicas of each service",
    "two numbers of one thing: either works",
  ],
  [
    "thebot",
    "backend at most 10 in the base, 15 in production",
    "two numbers of one thing: either works",
  ],
  [
    "thebot",
    "Gatekeeper's template for requests and limits",
    "works where Gatekeeper is installed",
  ],
  [
    "thebot",
    "secrets in plain text in the base",
    "the server takes a Secret with values; that it lies in Git is not in the object. Values that are still to be filled in are told (wbot)",
  ],
  [
    "thebot",
    "the passwords of database and Redis in django-secrets too",
    "one fact in two places works as long as both are the same",
  ],
  [
    "thebot",
    "tls-certificate among the secrets",
    "a certificate made by hand works until it ends; the two requests for one Secret are told",
  ],
  [
    "thebot",
    "celery-beat without probes",
    "no Service leads to it; not every program needs a probe",
  ],
  [
    "thebot",
    "readiness probe of celery-beat",
    "nobody sends it requests, and the probe harms nobody",
  ],
  [
    "thebot",
    "a volumeClaimTemplate postgres-data beside the claim postgres-pvc",
    "a claim that nothing mounts costs a disk and breaks nothing; who else mounts it is not in the input",
  ],
  ["thebot", "backup-pvc that nothing writes to", "what a program writes is not in its manifest"],
  [
    "thebot",
    "standard-fast in the base, fast-ssd in production",
    "two classes of one volume: either works",
  ],
  ["thebot", "TLS at nginx and at the Ingress", "TLS may end twice"],
  ["thebot", "the headless Service celery-worker with ports", "the documents name no port"],
  ["thebot", "anti-affinity of the database with itself", "with one pod it has no effect"],
  [
    "thebot",
    "alerts without their namespace",
    "Prometheus takes them; how an Alertmanager elsewhere routes is not in the input",
  ],
  [
    "thebot",
    "alert routes for some severities",
    "a severity without a route goes to the first receiver, which may be meant",
  ],
  [
    "thebot",
    "prometheus-config without kube-state-metrics",
    "which metrics a job exports is in no manifest",
  ],
  ["thebot", "/dev/shm of 64 MiB", "what the queries need is not in the input"],
  ["thebot", "CORS for the apex alone", "who calls from where is not in the input"],
  ["thebot", "autoscaling of the frontend on memory", "it works, and says little of nginx's load"],
  ["thebot", "PostgreSQL with replication", "the documents name one primary and no replica"],
  ["thebot", "92 resources in 12 files", "a count of files"],
  ["wbot", "totals of 2.4 and 9 CPU, 2.3Gi and 8.5Gi", "a sum in a document, not in an object"],
  [
    "wbot",
    "the whole secret for every program",
    "a program may need every key; which it reads is not in the manifest",
  ],
  [
    "wbot",
    "no network policies",
    "a cluster without any is a choice; a namespace without one beside others that have some is told",
  ],
  ["wbot", "Redis on an emptyDir", "a cache may be lost"],
  ["wbot", "Redis in one replica", "a cache may be lost"],
  [
    "wbot",
    "budgets, spread and zones as recommendations",
    "notes of `practice`: missing-budget, missing-spread, single-replica",
  ],
  ["wbot", "no number for the rate limit", "there is nothing to put back"],
  [
    "piyasa",
    "autoscalers of API and dashboard from 2, 3+ in production",
    "two numbers of one thing: either works",
  ],
  [
    "piyasa",
    "one .env for both environments",
    "the values come from the operator's machine and are in no object; plain values that two environments share are told",
  ],
  [
    "piyasa",
    "the ServiceMonitor selects by app: piyasa-api",
    "it works until there is a second Service of the API",
  ],
  [
    "piyasa",
    "db-backup runs scripts/backup_database.py",
    "what a script does is not in the manifest",
  ],
  [
    "piyasa",
    "a failed backup is restarted in its pod",
    "it works, and the failed one's log is lost",
  ],
  ["piyasa", "Redis claims redis-data-N", "a name"],
  [
    "piyasa",
    "security context for a single pod",
    "the other pods are refused by the namespace's level, which wbot shows",
  ],
  [
    "piyasa",
    "port 5173",
    "a port like any other; that Vite's development server listens there is not in the manifest",
  ],
  [
    "piyasa",
    "deleting the Certificate to renew, Jobs by field selector",
    "commands of a procedure",
  ],
  [
    "basebook",
    "the remote key prod/basebook/database-url",
    "what is in the store is not in the input",
  ],
  ["basebook", "secrets by kubectl edit, replicas by kubectl scale", "commands of a procedure"],
  [
    "basebook",
    "blue and green by patching the Service's selector",
    "right as long as the green pods run; the next deploy undoes it",
  ],
  [
    "basebook",
    "Kubernetes 1.24",
    "`--kube-version` and the platform take 1.31 to 1.36 and refuse it",
  ],
];
