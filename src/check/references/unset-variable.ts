import type { Rule } from "../rule.ts";
import { unsetVariables } from "./variables.ts";

export const unsetVariable: Rule = {
  id: "unset-variable",
  layer: "references",
  severity: "warning",
  title: "$(NAME) of a variable that is not set, or only further down",
  why: "the program gets the dollar sign, the brackets and the name in place of a value",
  fix: "set the variable before it is used, or write $$(NAME) where the text is meant",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - { name: DATABASE_URL, value: "postgres://web@$(DATABASE_HOST)/web" }
        - { name: DATABASE_HOST, value: db }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      args: [--log-level=$(LOG_LEVEL), --escaped=$$(WORD)]
      envFrom: [{ configMapRef: { name: web } }]
      env:
        - { name: DATABASE_HOST, value: db }
        - { name: DATABASE_URL, value: "postgres://web@$(DATABASE_HOST)/web" }
`,
  find: unsetVariables,
};
