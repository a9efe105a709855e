/** Who may open connections to whom, on which TCP ports of the one who answers, and what for. */
export interface Row {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly number[];
  readonly udp?: readonly number[];
  readonly why: string;
}

/** The pods of one environment, by component; the last two are nobody's in particular. */
export const programs = ["backend", "celery-worker", "celery-beat", "backend-migrate"];
export const components = [...programs, "frontend", "postgres", "redis", "postgres-backup"];
export const inside = [...components, "acme-solver", "stranger"];

/** Pods of other namespaces, in which nothing is closed. */
export const elsewhere = [
  "ingress-controller",
  "prometheus",
  "grafana",
  "kube-dns",
  "stranger-elsewhere",
  "false-prometheus",
];

/** Addresses that belong to no pod. */
export const addresses = {
  internet: "8.8.4.4",
  "internet-v6": "2600:1901::1",
  vpn: "10.8.0.7",
  "next-to-the-vpn": "10.8.1.7",
  "private-network": "192.168.7.7",
  node: "10.0.3.4",
  "cloud-metadata": "169.254.169.254",
} as const;

const internet = ["internet", "internet-v6"];
const anyAddress = Object.keys(addresses);

/**
 * thebot's network, the same in each environment: everything that is allowed. Whatever is not in
 * here is closed, also between environments.
 */
export const table: readonly Row[] = [
  {
    from: inside,
    to: ["kube-dns"],
    ports: [53],
    udp: [53],
    why: "names are looked up",
  },
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
  {
    from: ["ingress-controller"],
    to: ["acme-solver"],
    ports: [8089],
    why: "Let's Encrypt asks whether a host is ours",
  },
  {
    from: [...anyAddress, ...elsewhere],
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
  {
    from: ["backend"],
    to: [...anyAddress, ...elsewhere],
    ports: [443, 6443],
    why: "the Kubernetes API, whose address differs from cluster to cluster and is not configured",
  },
  { from: ["prometheus"], to: ["backend"], ports: [8000], why: "metrics of the backend" },
  { from: ["prometheus"], to: ["postgres"], ports: [9187], why: "metrics of the database" },
  { from: ["prometheus"], to: ["redis"], ports: [9121], why: "metrics of the cache" },
];
