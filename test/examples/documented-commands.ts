import type { System } from "./systems.ts";

/** A line of a system's documents, and what kubectl must print for it. */
export interface Command {
  /** As documented, with a name in place of `<pod>`, and without what waits for a person's Ctrl-C. */
  readonly line: string;
  readonly prints: RegExp;
}

const ghcr = "ghcr.io/uzaktantakip000-create/piyasa_chat_bot";

/**
 * The commands of the documents' procedures that need no program behind them, run as they are written:
 * the names, labels and containers that people know must be there. What reads logs or runs a command
 * inside a pod needs a kubelet; there the pods it names are asked for.
 */
export const documentedCommands: Readonly<Record<System, readonly Command[]>> = {
  thebot: [
    run("rollout status deployment/backend -n thebot", /successfully rolled out/),
    run("rollout status deployment/frontend -n thebot", /successfully rolled out/),
  ],
  wbot: [
    run("get pods -n wbot -l app.kubernetes.io/name=wbot-ai --no-headers", /^(wbot-ai-.*\n){2,}$/),
    run("set image deployment/wbot-ai wbot-ai=ghcr.io/wbot/wbot-ai:5f3c -n wbot", /image updated/),
    run("rollout status deployment/wbot-ai -n wbot", /successfully rolled out/),
    run("scale deployment wbot-ai --replicas=10 -n wbot", /scaled/),
  ],
  piyasa: [
    run("get svc -n piyasa-chatbot-dev dev-api-service dev-frontend-service", /8000.*\n.*5173/),
    run("get ingress -n piyasa-chatbot-dev", /dev-piyasa-ingress/),
    run(`set image deployment/api api=${ghcr}/api:v2.0.1 -n piyasa-chatbot`, /image updated/),
    run(
      `set image statefulset/worker worker=${ghcr}/api:v2.0.1 -n piyasa-chatbot`,
      /image updated/,
    ),
    run("rollout status deployment/api -n piyasa-chatbot", /successfully rolled out/),
    run(
      "rollout status statefulset/worker -n piyasa-chatbot",
      /roll out complete|rolling update complete/,
    ),
    run("describe pod -l app=piyasa-api -n piyasa-chatbot", /Image: .*\/api:v2\.0\.1/),
    run("rollout history deployment/api -n piyasa-chatbot", /\n2 /),
    run("rollout undo deployment/api -n piyasa-chatbot", /rolled back/),
    run("rollout status deployment/api -n piyasa-chatbot", /successfully rolled out/),
    run("scale deployment/api --replicas=5 -n piyasa-chatbot", /scaled/),
    run("scale statefulset/worker --replicas=8 -n piyasa-chatbot", /scaled/),
    run("scale deployment/frontend --replicas=4 -n piyasa-chatbot", /scaled/),
    run("get hpa -n piyasa-chatbot", /api-hpa.*frontend-hpa.*worker-hpa/s),
    run("describe hpa api-hpa -n piyasa-chatbot", /Deployment\/api/),
    run("rollout restart deployment/api -n piyasa-chatbot", /restarted/),
    run("rollout restart statefulset/worker -n piyasa-chatbot", /restarted/),
    run("rollout restart deployment/postgres -n piyasa-chatbot", /restarted/),
    run("rollout status deployment/postgres -n piyasa-chatbot", /successfully rolled out/),
    run("top pods -n piyasa-chatbot", /worker-0/),
    run("get vpa api-vpa -n piyasa-chatbot", /api-vpa/),
    run("get servicemonitor piyasa-api-metrics -n piyasa-chatbot", /piyasa-api-metrics/),
    run("get cronjob db-backup -n piyasa-chatbot", /0 2 \* \* \*/),
    run("get certificate piyasa-tls-cert -n piyasa-chatbot", /True/),
    run("get pod -n piyasa-chatbot -l app=postgres --no-headers", /^postgres-/),
    run("get svc db-service -n piyasa-chatbot", /5432/),
    run("get configmap piyasa-config -n piyasa-chatbot -o yaml", /TOTAL_WORKERS: "6"/),
    run("get secret piyasa-secrets -n piyasa-chatbot", /Opaque/),
    run("describe ingress piyasa-ingress -n piyasa-chatbot", /api\.piyasa-chatbot\.example\.com/),
    run("get networkpolicy api-network-policy -n piyasa-chatbot", /app=piyasa-api/),
    run("get sa piyasa-api-sa -n piyasa-chatbot", /piyasa-api-sa/),
    run("get role,rolebinding -n piyasa-chatbot", /piyasa-api-role.*piyasa-api-rolebinding/s),
  ],
  basebook: [
    run("get pods -n basebook-staging", /backend-.*frontend-.*router-/s),
    run("get svc -n basebook", /backend-service.*frontend-service.*router-service/s),
    run("get ingress -n basebook", /basebook-ingress/),
    run("scale deployment backend --replicas=5 -n basebook", /scaled/),
    run("scale deployment router --replicas=4 -n basebook", /scaled/),
    run("scale deployment frontend --replicas=6 -n basebook", /scaled/),
    run("describe hpa backend-hpa -n basebook", /http_requests_per_second/),
    run("get hpa -n basebook -o yaml", /averageValue/),
    run("describe pdb backend-pdb -n basebook", /Min available: +2/),
    run("get servicemonitor -n basebook", /backend.*router/s),
    run("get pods -l component=backend -n basebook --no-headers", /^(backend-.*\n){3,}$/),
    run("get deployment backend -n basebook -o jsonpath={..containers[0].name}", /^backend$/),
    run("describe networkpolicy backend-network-policy -n basebook", /component=backend/),
    run("describe sa basebook-backend -n basebook", /basebook-backend/),
    run(
      "set image deployment/backend backend=ghcr.io/basebook/backend:v1.2.4 -n basebook",
      /updated/,
    ),
    run("rollout status deployment/backend -n basebook", /successfully rolled out/),
    run("rollout history deployment/backend -n basebook", /\n2 /),
    run("rollout undo deployment/backend --to-revision=1 -n basebook", /rolled back/),
    run("rollout restart deployment/backend -n basebook", /restarted/),
    run("rollout status deployment/backend -n basebook", /successfully rolled out/),
    run("describe ingress basebook-ingress -n basebook", /backend-service:ws/),
    run("get secret basebook-secrets -n basebook", /Opaque/),
    run("get service backend-service -n basebook", /4000\/TCP/),
    run("get events -n basebook --sort-by=.lastTimestamp", /deployment\/backend/),
    run("top pods -n basebook", /router-/),
  ],
};

function run(line: string, prints: RegExp): Command {
  return { line, prints };
}
