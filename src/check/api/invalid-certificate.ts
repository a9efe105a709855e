import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidCertificate: Rule = {
  id: "invalid-certificate",
  layer: "api",
  severity: "error",
  title: "a CertificateSigningRequest or ClusterTrustBundle that the server refuses",
  why: "no certificate is signed, or no pod is given the bundle: connections that need it fail in the TLS handshake",
  fix: "correct the field that is named; most often spec.request or spec.trustBundle is no PEM of the right sort, or the signer is not written as domain/path",
  bad: `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: alice }
spec:
  request: bm90IGEgUEVN
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
`,
  good: `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: alice }
spec:
  request: >-
    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISk1ISUNBUUF3RURFT01Bd0dBMVVFQXd3RllXeHBZMlV3V1RBVEJnY3Foa2pPUFFJQkJnZ3Foa2pPUFFNQgpCd05DQUFSL2dCNU9od0JIZjU1dEtRNkZ6WGJEV3ZzM0VUbnQrS2NXbmN5bXNXNm9acGFBL2tCZU1JaUd3U0xoCjRBV3FlU3laU1Y1Qmp4MTFKQlo3K0tLVWNhWk9vQUF3Q2dZSUtvWkl6ajBFQXdJRFJ3QXdSQUlnQWFGSjhqN0QKT1NKUU05NUVpaitnd2QrSzB4VStQQ2NBUGZCQ29DUk9zMDBDSUU2cXU3ckgyanBJZDYwNGs2YzJWVzVKU3dvUQp4aXhOTXRYRm1sSitSVjF1Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
`,
  find: saidOf("invalid-certificate"),
};
