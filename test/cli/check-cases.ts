/** Two objects in which nothing is wrong. */
export const isFine = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

/** A Deployment with an unknown field, a port out of range, and a mount without its volume. */
export const problems = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replica: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          ports: [{ containerPort: 80800 }]
          volumeMounts: [{ name: data, mountPath: /data }]
`;

/**
 * Arguments for tests of the command itself: without `--only` they look at two layers, so that a rule
 * of another one which finds something in their cases does not change what they expect.
 */
export function ofServer(...args: readonly string[]): string[] {
  const chooses = args.includes("--only") || args.includes("--explain") || args.includes("--help");
  return ["check", ...args, ...(chooses ? [] : ["--only", "documents,api"])];
}
