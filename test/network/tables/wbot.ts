import { internet, lookups, type Network, solver } from "../table.ts";

const components = ["wbot-ai", "wbot-web", "redis"];

export const wbot: Network = {
  pods: { dev: components, staging: components, production: components },
  rows: [
    lookups(components),
    {
      from: ["ingress-controller"],
      to: ["wbot-ai"],
      ports: [8000],
      why: "/api and /health arrive through the ingress controller",
    },
    {
      from: ["ingress-controller"],
      to: ["wbot-web"],
      ports: [3000],
      why: "every other path arrives through the ingress controller",
    },
    { ...solver, in: ["staging", "production"] },
    {
      from: ["wbot-web"],
      to: ["wbot-ai"],
      ports: [8000],
      why: "the web front end depends on the AI backend",
    },
    { from: ["wbot-ai"], to: ["redis"], ports: [6379], why: "the cache of embeddings" },
    {
      from: ["wbot-ai"],
      to: internet,
      ports: [443, 5432],
      why: "Supabase and its database, Anthropic, OpenAI, Google, LangSmith",
    },
    { from: ["wbot-web"], to: internet, ports: [443], why: "Supabase" },
  ],
  covered: {},
  faults: [
    {
      what: "a cache that the front end may ask",
      policy: "wbot-allow-wbot-ai-redis",
      from: '"app.kubernetes.io/name":"wbot-ai"',
      to: '"app.kubernetes.io/name":"wbot-web"',
      seen: "wbot-ai > redis tcp/6379 is closed",
    },
    {
      what: "the cloud's metadata left open",
      policy: "wbot-allow-wbot-ai-external",
      from: '"169.254.0.0/16",',
      to: "",
      seen: "wbot-ai > cloud-metadata tcp/443 is open",
    },
  ],
};
