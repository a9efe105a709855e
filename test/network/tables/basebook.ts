import { lookups, type Network, solver } from "../table.ts";

const components = ["backend", "router", "frontend"];

/** "Backend: can access Router, PostgreSQL, Redis. Router: only accessible from Backend. Frontend: isolated." */
export const basebook: Network = {
  pods: { staging: components, production: components },
  rows: [
    lookups(components),
    {
      from: ["ingress-controller"],
      to: ["frontend"],
      ports: [3000],
      why: "pages arrive through the ingress controller",
    },
    {
      from: ["ingress-controller"],
      to: ["backend"],
      ports: [4000, 4001],
      why: "the API and its WebSockets arrive through the ingress controller",
    },
    solver,
    { from: ["backend"], to: ["router"], ports: [8080], why: "routes are asked of the router" },
    {
      from: ["backend"],
      to: ["data-network"],
      ports: [5432, 6379],
      why: "PostgreSQL and Redis are managed, in the private network of the cloud",
    },
    { from: ["prometheus"], to: ["backend"], ports: [9090], why: "metrics of the backend" },
    { from: ["prometheus"], to: ["router"], ports: [9091], why: "metrics of the router" },
  ],
  covered: {},
  faults: [
    {
      what: "a front end that talks to the backend",
      policy: "frontend-network-policy",
      from: '"policyTypes":["Ingress","Egress"]',
      to: '"policyTypes":["Ingress","Egress"],"egress":[{}]',
      seen: "frontend > internet tcp/443 is open",
    },
    {
      what: "a router that the ingress controller reaches",
      policy: "router-network-policy",
      from: '"kubernetes.io/metadata.name":"monitoring"',
      to: '"kubernetes.io/metadata.name":"ingress-nginx"',
      seen: "prometheus > router tcp/9091 is closed",
    },
    {
      what: "a net too wide",
      policy: "backend-network-policy",
      from: "10.20.0.0/16",
      to: "10.0.0.0/8",
      seen: "backend > next-to-the-data-network tcp/5432 is open",
    },
  ],
};
