import {
  anyAddress,
  elsewhere,
  internet,
  kubernetesApi,
  lookups,
  type Network,
  solver,
} from "../table.ts";

const programs = ["backend", "celery-worker", "celery-beat", "backend-migrate"];
const components = [...programs, "frontend", "postgres", "redis", "postgres-backup"];

/** The same in each environment. */
export const thebot: Network = {
  pods: { dev: components, staging: components, production: components },
  rows: [
    lookups(components),
    {
      from: ["ingress-controller"],
      to: ["frontend"],
      ports: [3000],
      why: "the-bot.ru and www arrive through the ingress controller",
    },
    {
      from: ["ingress-controller", "frontend"],
      to: ["backend"],
      ports: [8000],
      why: "api, ws and admin arrive through the ingress controller; nginx hands /api/ and /ws/ on",
    },
    solver,
    {
      from: [...anyAddress, ...elsewhere.filter((name) => name !== "ingress-controller")],
      to: ["frontend"],
      ports: [3000],
      why: "frontend-lb is public; behind some clouds its clients arrive with the address of a node",
    },
    {
      from: ["vpn"],
      to: ["postgres"],
      ports: [5432],
      why: "postgres-lb, for administrators in the VPN only",
    },
    {
      from: [...programs, "postgres-backup"],
      to: ["postgres"],
      ports: [5432],
      why: "the database and its nightly dump",
    },
    {
      from: programs,
      to: ["redis"],
      ports: [6379],
      why: "cache, Celery's broker and its results",
    },
    {
      from: programs,
      to: internet,
      ports: [443, 587],
      why: "YooKassa and Telegram over HTTPS, mail over SMTP",
    },
    kubernetesApi("backend"),
    { from: ["prometheus"], to: ["backend"], ports: [8000], why: "metrics of the backend" },
    { from: ["prometheus"], to: ["postgres"], ports: [9187], why: "metrics of the database" },
    { from: ["prometheus"], to: ["redis"], ports: [9121], why: "metrics of the cache" },
  ],
  covered: {
    "thebot-allow-frontend-ingress: ingress rule 1":
      "the ingress controller is one of all addresses that frontend-lb is open to",
    "thebot-allow-backend-external: egress rule 0, ports 0":
      "YooKassa on 443 is one of all addresses where the Kubernetes API may be",
  },
  faults: [
    {
      what: "a label that no pod has",
      policy: "thebot-allow-frontend-backend",
      from: '"app.kubernetes.io/name":"backend"',
      to: '"app.kubernetes.io/name":"api"',
      seen: "frontend > backend tcp/8000 is closed",
    },
    {
      what: "a peer that is a whole namespace",
      policy: "thebot-allow-backend-monitoring",
      from: '"app.kubernetes.io/name":"prometheus"',
      to: "",
      seen: "grafana > backend tcp/8000 is open",
    },
    {
      what: "arrivals that are not closed",
      policy: "thebot-deny-all",
      from: '"Ingress","Egress"',
      to: '"Egress"',
      seen: "grafana > stranger tcp/4444 is open",
    },
    {
      what: "another port",
      policy: "thebot-allow-redis-monitoring",
      from: "9121",
      to: "9122",
      seen: "prometheus > redis tcp/9121 is closed",
    },
    {
      what: "a peer without its namespace",
      policy: "thebot-allow-backend-monitoring",
      from: '"kubernetes.io/metadata.name":"monitoring"',
      to: "",
      seen: "false-prometheus > backend tcp/8000 is open",
    },
    {
      what: "a net too wide",
      policy: "thebot-allow-postgres-ingress",
      from: "10.8.0.0/24",
      to: "10.8.0.0/16",
      seen: "next-to-the-vpn > postgres tcp/5432 is open",
    },
    {
      what: "the private nets left open",
      policy: "thebot-allow-celery-worker-external",
      from: '"192.168.0.0/16"',
      to: '"192.168.0.0/24"',
      seen: "celery-worker > private-network tcp/443 is open",
    },
    {
      what: "names that cannot be looked up over UDP",
      policy: "thebot-allow-dns",
      from: '"UDP"',
      to: '"TCP"',
      seen: "backend > kube-dns udp/53 is closed",
    },
  ],
};
