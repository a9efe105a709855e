import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";

const range = (limit: string, name = "sizes") => `apiVersion: v1
kind: LimitRange
metadata: { name: ${name}, namespace: shop }
spec: { limits: [{ ${limit} }] }
`;

const pod = (resources: string, more = "") => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: "example.com/web:v1", resources: { ${resources} } }${more}] }
`;

const claim = (size: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: shop }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: ${size} } } }
`;

describe("limit-range-refuses", () => {
  const find = async (...documents: readonly string[]) =>
    (await foundBy("limit-range-refuses", ...documents)).map(
      ({ path, message }) => `${path}: ${message}`,
    );

  it("finds what is above, below, too far apart, or not said", async () => {
    for (const [limit, resources, text] of [
      [
        "type: Container, max: { memory: 1Gi }",
        "limits: { memory: 2Gi }",
        /limits\[memory\]: container web has limits.memory 2Gi, and LimitRange sizes takes no more than 1Gi/,
      ],
      [
        "type: Container, min: { cpu: 200m }",
        "requests: { cpu: 100m }",
        /requests\[cpu\]: .* no less than 200m/,
      ],
      [
        "type: Container, maxLimitRequestRatio: { cpu: 2 }",
        "requests: { cpu: 100m }, limits: { cpu: 300m }",
        /a limit of at most 2 times the request/,
      ],
      [
        "type: Container, maxLimitRequestRatio: { cpu: 2 }",
        "requests: { memory: 1Gi }",
        /has no requests.cpu/,
      ],
      ["type: Pod, max: { cpu: '1' }", "requests: { cpu: 100m }", /the pod has no limits.cpu/],
      ["type: Pod, max: { cpu: '1' }", "limits: { cpu: '2' }", /the pod has limits.cpu 2/],
    ] as const)
      assert.match((await find(range(limit), pod(resources)))[0] ?? "", text, limit);
  });

  it("knows that a request above the default limit is refused", async () => {
    const found = await find(
      range("type: Container, default: { memory: 256Mi }"),
      pod("requests: { memory: 1Gi }"),
    );
    assert.match(
      found[0] ?? "",
      /requests.memory 1Gi and no limit, and the default of LimitRange sizes, 256Mi, is less/,
    );
  });

  it("looks at claims, those of StatefulSets too", async () => {
    const sizes = range(
      "type: PersistentVolumeClaim, min: { storage: 1Gi }, max: { storage: 10Gi }",
    );
    assert.match(
      (await find(sizes, claim("20Gi")))[0] ?? "",
      /the claim has requests.storage 20Gi/,
    );
    assert.match((await find(sizes, claim("500Mi")))[0] ?? "", /no less than 1Gi/);
    assert.deepEqual(await find(sizes, claim("10Gi")), []);
    const set = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: "example.com/db:v1" }] } }
  volumeClaimTemplates:
    - { metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } } }
`;
    assert.match(
      (await find(sizes, set))[0] ?? "",
      /^spec.volumeClaimTemplates\[0\].spec.resources.requests\[storage\]/,
    );
  });

  it("leaves alone: what it fills in, what is just right, other namespaces, examples without a namespace", async () => {
    // With a maximum alone, the default is the maximum.
    assert.deepEqual(await find(range("type: Container, max: { memory: 1Gi }"), pod("")), []);
    assert.deepEqual(
      await find(
        range("type: Container, max: { memory: 1Gi }, min: { memory: 1Gi }"),
        pod("limits: { memory: 1024Mi }"),
      ),
      [],
    );
    assert.deepEqual(
      await find(
        range("type: Container, maxLimitRequestRatio: { cpu: 3 }"),
        pod("requests: { cpu: 100m }, limits: { cpu: 300m }"),
      ),
      [],
    );
    const small = range("type: Container, max: { memory: 1Mi }");
    assert.deepEqual(
      await find(small.replace("shop", "other"), pod("limits: { memory: 1Gi }")),
      [],
    );
    const nameless = (text: string) => text.replace(", namespace: shop", "");
    const large = nameless(pod("limits: { memory: 1Gi }"));
    assert.equal((await find(nameless(small), large)).length, 1);
    assert.deepEqual(await find(nameless(small), nameless(range("type: Pod", "more")), large), []);
  });

  it("tells an object once", async () => {
    const more = `, { name: proxy, image: "example.com/proxy:v1", resources: { limits: { memory: 4Gi } } }`;
    const found = await find(
      range("type: Container, max: { memory: 1Gi }"),
      pod("limits: { memory: 2Gi }", more),
    );
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /\(and 1 more\)$/);
  });
});
