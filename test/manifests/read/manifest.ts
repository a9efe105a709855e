/** A stream with a little of everything that manifests are written with. */
export const manifest = `# The shop.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web, "tier": 'front' }
  annotations:
    note: "a \\"quoted\\" text"
    other: 'it''s'
spec:
  replicas: 3 # three
  template:
    spec:
      containers:
      - name: web
        image: shop/web:1.2
        args: ["--port", "80", -v]
        command:
          - sh
          - -c
          - |
            set -e

            exec web
        env:
          - name: EMPTY
            value: ""
          - name: MODE
            value: "0644"
      volumes: []
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  rules: |-
    a: b
      c: d
  folded: >
    one
    two
  url: http://web:80/?a=b#c
  empty:
---
apiVersion: v1
kind: List
items:
  - &base
    apiVersion: v1
    kind: Service
    metadata: { name: a }
    spec:
      ports:
        - port: 80
  - <<: *base
    metadata: { name: b }
`;
