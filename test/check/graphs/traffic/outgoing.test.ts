import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";
import { app, denyEgress, dns, ingress, of, onto, policy } from "./pieces.ts";

const out = (rule: string, name = "web") =>
  policy(name, onto(name), `policyTypes: [Egress], egress: [${rule}]`);

describe("dns-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("dns-blocked", ...documents);
  const web = app("web", 1, { env: { API_URL: "https://api.stripe.com" } });

  it("is told once for a namespace, at the policy that has nothing to say", async () => {
    const silent = policy("dns", "{}", "policyTypes: [Egress], egress: []");
    const worker = app("worker", 1, { env: { API_URL: "https://api.stripe.com" } });
    const rule = out("{ ports: [{ port: 443 }] }");
    const found = await find(web, worker, denyEgress, silent, rule);
    assert.deepEqual(
      found.map(({ object, path }) => [object?.name, path]),
      [["dns", "spec.egress"]],
    );
    assert.match(found[0]?.message ?? "", /^Deployment web and Deployment worker cannot ask/);
  });

  it("is at a rule that means other pods, or the wrong protocol", async () => {
    const own = out(
      "{ to: [{ podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ protocol: UDP, port: 53 }] }",
    );
    assert.equal((await find(web, own))[0]?.path, "spec.egress[0].to");
    const tcp = out("{ to: [{ namespaceSelector: {} }], ports: [{ port: 53 }] }");
    const [found] = await find(web, tcp);
    assert.equal(found?.path, "spec.egress[0].ports");
    assert.match(found?.message ?? "", /allows TCP alone/);
  });

  it("lets pass whatever may mean the DNS of the cluster", async () => {
    for (const rule of [
      "{ ports: [{ protocol: UDP, port: 53 }] }",
      "{ to: [{ namespaceSelector: { matchLabels: { name: kube-system } } }] }",
      "{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: openshift-dns } } }], ports: [{ protocol: UDP, port: 5353 }] }",
      "{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ protocol: UDP, port: 53 }] }",
      "{ to: [{ ipBlock: { cidr: 10.96.0.10/32 } }], ports: [{ protocol: UDP, port: 53 }] }",
      "{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }",
    ])
      assert.deepEqual(await find(web, denyEgress, out(rule)), [], rule);
    assert.deepEqual(await find(web, denyEgress, dns), []);
  });

  it("leaves alone pods that ask nobody, or somebody else", async () => {
    assert.deepEqual(await find(app("web"), denyEgress), []);
    assert.deepEqual(
      await find(
        app("web"),
        out("{ to: [{ ipBlock: { cidr: 10.1.0.0/16 } }] , ports: [{ port: 5432 }] }"),
      ),
      [],
    );
    const node = app("web", 1, {
      env: { API_URL: "https://a.stripe.com" },
      pod: "dnsPolicy: Default",
    });
    assert.deepEqual(await find(node, denyEgress), []);
    const host = app("web", 1, {
      env: { API_URL: "https://a.stripe.com" },
      pod: "hostNetwork: true",
    });
    assert.deepEqual(await find(host, denyEgress), []);
  });
});

describe("dns-over-tcp-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("dns-over-tcp-blocked", ...documents);

  it("tells a rule once, not pods that have no DNS at all", async () => {
    const udp = policy(
      "dns",
      "{}",
      "policyTypes: [Egress], egress: [{ ports: [{ protocol: UDP, port: 53 }] }]",
    );
    assert.equal((await find(app("a"), app("b"), udp)).length, 1);
    assert.deepEqual(await find(app("a"), app("b"), dns), []);
    assert.deepEqual(await find(app("a"), denyEgress), []);
    const open = out("{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }", "a");
    assert.deepEqual(await find(app("a"), udp, open), []);
  });
});

describe("egress-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("egress-blocked", ...documents);
  const mailer = app("web", 1, { env: { SMTP_HOST: "smtp.mailgun.org", SMTP_PORT: "587" } });

  it("finds a port on which nothing lets out", async () => {
    const [found, ...more] = await find(mailer, dns, out("{ ports: [{ port: 443 }] }"));
    assert.deepEqual(more, []);
    assert.match(found?.message ?? "", /out to smtp\.mailgun\.org on TCP 587, needed by SMTP_HOST/);
    const pods = out("{ to: [{ namespaceSelector: {} }], ports: [{ port: 587 }] }");
    assert.equal((await find(mailer, pods)).length, 1, "selectors mean no address outside");
  });

  it("lets pass blocks of addresses", async () => {
    const block = out("{ to: [{ ipBlock: { cidr: 34.0.0.0/8 } }], ports: [{ port: 587 }] }");
    assert.deepEqual(await find(mailer, denyEgress, block), []);
    assert.deepEqual(await find(mailer, out("{ ports: [{ port: 587 }] }")), []);
  });

  it("leaves alone URLs that people see, own domains, proxies and placeholders", async () => {
    for (const env of [
      { PUBLIC_URL: "https://shop.stripe.com" },
      { SITE_URL: "https://shop.stripe.com" },
      { NEXT_PUBLIC_API_URL: "https://api.stripe.com" },
      { API_URL: "https://api.example.com" },
      { API_URL: "https://api.corp.internal" },
      { API_URL: "https://api.stripe.com", HTTPS_PROXY: "http://proxy:3128" },
    ])
      assert.deepEqual(await find(app("web", 1, { env }), denyEgress), [], JSON.stringify(env));
    const own = app("web", 1, { env: { API_URL: "https://api.our-shop.com" } });
    const rules = "rules: [{ host: www.our-shop.com }]";
    assert.deepEqual(await find(own, of("web"), ingress("web", rules), denyEgress), []);
    const called = app("web", 1, { env: { PAYMENT_API_URL: "https://api.stripe.com" } });
    assert.equal((await find(called, denyEgress)).length, 1);
  });
});

describe("api-server-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("api-server-blocked", ...documents);
  const pod = "serviceAccountName: web";
  const binding = (role: string, kind = "ClusterRole") => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${role} }
subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
`;

  it("finds pods with rights that no rule lets out to it", async () => {
    const web = app("web", 1, { pod });
    assert.equal((await find(web, binding("edit"), denyEgress)).length, 1);
    const own = out("{ to: [{ podSelector: {} }], ports: [{ port: 443 }] }");
    assert.equal((await find(web, binding("edit"), own)).length, 1);
  });

  it("tells once whom a policy keeps from it", async () => {
    const one = app("web", 1, { pod });
    const other = app("worker", 1, { pod });
    const inside = "egress: [{ to: [{ podSelector: {} }], ports: [{ port: 6443 }] }]";
    const own = policy("inside", "{}", `policyTypes: [Egress], ${inside}`);
    const [found, ...more] = await find(one, other, binding("edit"), own);
    assert.deepEqual(more, []);
    assert.match(
      found?.message ?? "",
      /not let Deployment web and Deployment worker out to the API server, to which RoleBinding web gives them rights$/,
    );
  });

  it("leaves it to another rule where two workloads have one selector", async () => {
    const one = app("web", 1, { pod });
    const other = one.replace("name: web", "name: twin");
    assert.deepEqual(await find(one, other, binding("edit"), denyEgress), []);
    assert.equal((await foundBy("fighting-workloads", one, other)).length, 1);
  });

  it("leaves alone pods without rights or without a token, and rules that may mean it", async () => {
    const web = app("web", 1, { pod });
    assert.deepEqual(await find(web, denyEgress), []);
    assert.deepEqual(await find(app("web"), binding("edit"), denyEgress), []);
    const mute = app("web", 1, { pod: `${pod}, automountServiceAccountToken: false` });
    assert.deepEqual(await find(mute, binding("edit"), denyEgress), []);
    const use = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: scc, namespace: shop }
rules: [{ apiGroups: [security.openshift.io], resources: [securitycontextconstraints], verbs: [use] }]
`;
    assert.deepEqual(await find(web, use, binding("scc", "Role"), denyEgress), []);
    for (const rule of [
      "{ ports: [{ port: 6443 }] }",
      "{ to: [{ ipBlock: { cidr: 10.0.0.1/32 } }], ports: [{ port: 443 }] }",
      "{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: default } } }], ports: [{ port: 443 }] }",
    ])
      assert.deepEqual(await find(web, binding("edit"), denyEgress, out(rule)), [], rule);
  });
});
