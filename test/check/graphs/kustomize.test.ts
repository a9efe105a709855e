import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { NEEDS_GO } from "../../go-program.ts";
import { buildAll } from "../../manifests/kustomize/program.ts";
import { folderOf } from "../../manifests/read/trees.ts";
import { type Files, foundInFiles, kustomize } from "../found-in-files.ts";

const skip = kustomize === undefined && NEEDS_GO;

const kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

function deployment(name: string, image: string, more = ""): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}${more} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "${image}" }] }
`;
}

const base = {
  "base/kustomization.yaml": `${kustomization}resources: [web.yaml]\n`,
  "base/web.yaml": deployment("web", "registry.example.com/shop/web:v1"),
};

describe("a build that fails is told where it can be mended", { skip }, () => {
  const cases: readonly (readonly [string, Files, string, RegExp])[] = [
    [
      "a patch for what is not there",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\npatches: [{ path: more.yaml }]\n`,
        "overlay/more.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: wep\nspec: { replicas: 2 }\n",
      },
      "overlay/more.yaml:4",
      /there is no Deployment wep to patch.*\| web$/,
    ],
    [
      "a patch by the name that the prefix makes",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\nnamePrefix: dev-\npatches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: dev-web }\n      spec: { replicas: 2 }\n`,
      },
      "overlay/kustomization.yaml:9",
      /there is no Deployment dev-web to patch.*\| web: patches come before the name prefix/,
    ],
    [
      "a patch in a namespace that the resource has not",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\npatches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: web, namespace: shop }\n      spec: { replicas: 2 }\n`,
      },
      "overlay/kustomization.yaml:8",
      /the namespace that the resource has before the patch, which is not shop/,
    ],
    [
      "a generator whose base is in another namespace",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../settings]\nconfigMapGenerator:\n  - name: settings\n    namespace: shop\n    behavior: merge\n    literals: [LEVEL=debug]\n`,
        "settings/kustomization.yaml": `${kustomization}configMapGenerator: [{ name: settings, literals: [LEVEL=info] }]\n`,
      },
      "overlay/kustomization.yaml:5",
      /no ConfigMap settings comes from the resources.*\| the namespace of the one that is generated \(none\)/,
    ],
    [
      "replicas of a workload that is not there",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\nreplicas:\n  - name: api\n    count: 3\n`,
      },
      "overlay/kustomization.yaml:5",
      /no workload here is called api.*\| one of web/,
    ],
    [
      "an object that two resources bring",
      {
        "overlay/kustomization.yaml": `${kustomization}resources:\n  - ../base\n  - web.yaml\n`,
        "overlay/web.yaml": deployment("web", "example.com/web:v2"),
      },
      "overlay/kustomization.yaml:5",
      /web.yaml brings Deployment web, and so does \.\.\/base/,
    ],
    [
      "a resource that is listed twice",
      {
        "overlay/kustomization.yaml": `${kustomization}resources:\n  - ../base\n  - ../base\n`,
      },
      "overlay/kustomization.yaml:5",
      /\| the path once/,
    ],
    [
      "an operation on what is not there",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - op: replace\n        path: /spec/strategy/type\n        value: Recreate\n`,
      },
      "overlay/kustomization.yaml:8",
      /there is no \/spec\/strategy\/type to replace/,
    ],
    [
      "an overlay inside its base",
      {
        "base/overlays/dev/kustomization.yaml": `${kustomization}resources:\n  - ../..\n`,
      },
      "base/overlays/dev/kustomization.yaml:4",
      /the base \.\.\/\.\. is a folder that holds this overlay/,
    ],
    [
      "a replacement without a source",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\nreplacements:\n  - source: { kind: Service, name: web, fieldPath: metadata.name }\n    targets:\n      - select: { kind: Deployment }\n        fieldPaths: [spec.template.spec.hostname]\n`,
      },
      "overlay/kustomization.yaml:5",
      /there is no Service web to take the value from/,
    ],
    [
      "a replacement of a field that is not there",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\nreplacements:\n  - source: { kind: Deployment, name: web, fieldPath: metadata.name }\n    targets:\n      - select: { kind: Deployment }\n        fieldPaths:\n          - spec.template.spec.hostname\n`,
      },
      "overlay/kustomization.yaml:9",
      /has no field spec.template.spec.hostname/,
    ],
    [
      "a field that kustomize does not know",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\nnamePrefixes: dev-\n`,
      },
      "overlay/kustomization.yaml:4",
      /kustomize knows no field namePrefixes.*\| namePrefix/,
    ],
    [
      "a file that is not there",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\nconfigMapGenerator:\n  - name: settings\n    envs:\n      - local.env\n`,
      },
      "overlay/kustomization.yaml:7",
      /there is no local.env in overlay/,
    ],
    [
      "a plugin",
      {
        "overlay/kustomization.yaml": `${kustomization}resources: [../base]\ntransformers: [sizes.yaml]\n`,
        "overlay/sizes.yaml":
          "apiVersion: example.com/v1\nkind: Sizes\nmetadata: { name: sizes, annotations: { config.kubernetes.io/function: 'exec: { path: ./sizes }' } }\n",
      },
      "overlay/kustomization.yaml:4",
      /plugin|Sizes|sizes/,
    ],
  ];
  for (const [title, files, place, message] of cases)
    test(title, async () => {
      const root = dirname(Object.keys(files)[0] as string);
      const all = await foundInFiles({ ...base, ...files }, root, "documents");
      assert.equal(all.length, 1, all.join("\n"));
      assert.ok(String(all[0]).startsWith(`failed-build error ${place} `), all.join());
      assert.match(String(all[0]), message);
    });
});

describe("a file outside of the folder", { skip }, () => {
  const flux = (path: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: all, namespace: flux-system }\nspec: { interval: 10m, prune: true, path: ${path}, sourceRef: { kind: GitRepository, name: all } }\n`;
  const files = (path: string) => ({
    "clusters/one/flux-system/kustomization.yaml": `${kustomization}resources:\n  - sync.yaml\n  - ../web.yaml\n`,
    "clusters/one/flux-system/sync.yaml": flux(path),
    "clusters/one/web.yaml": deployment("web", "example.com/web:latest"),
    "apps/kustomization.yaml": `${kustomization}resources:\n  - ../clusters/one/web.yaml\n`,
  });
  const found = (path: string, root: string) =>
    foundInFiles(files(path), root, "failed-build", "mutable-image");

  test("is refused, and told where it is named", async () => {
    const all = await found("./clusters/two", "clusters/one/flux-system");
    assert.equal(all.length, 1, all.join("\n"));
    assert.match(
      String(all[0]),
      /^failed-build error clusters\/one\/flux-system\/kustomization.yaml:5 \.\.\/web.yaml is not in or below/,
    );
  });

  test("is built where the tree itself says that Flux builds it", async () => {
    for (const path of ["./clusters/one", "clusters/one/", "./clusters/one/flux-system", "./"]) {
      const all = await found(path, "clusters/one/flux-system");
      assert.equal(all.length, 1, all.join("\n"));
      assert.match(String(all[0]), /^mutable-image warning clusters\/one\/web.yaml/);
    }
  });

  test("is said, and no fault, where the input says that Flux builds it", async () => {
    const of = async (path: string) =>
      (await found(path, ".")).filter((each) => each.includes(" apps/"));
    assert.match(String(await of("./apps")), /^failed-build info apps\/kustomization.yaml:4 /);
    assert.match(String(await of("./app")), /^failed-build error apps\/kustomization.yaml:4 /);
  });
});

describe("entries that change nothing", { skip }, () => {
  const names = ["web", "api", "worker"] as const;
  const images = [
    "web",
    "shop/web",
    "registry.example.com/shop/web",
    "localhost:5000/api",
    "redis",
  ];
  const anImage = fc.tuple(fc.constantFrom(...images), fc.constantFrom(":v1", ":v2", "@sha256:ab"));
  const workload = fc.record({ name: fc.constantFrom(...names), image: anImage });
  const imageEntry = fc
    .record({
      name: fc.constantFrom(...images, "nothing", "redis:v1"),
      change: fc.constantFrom({ newTag: "v1" }, { newTag: "v3" }, { newName: "web" }, {}),
    })
    .map(({ name, change }) => ({ field: "images", entry: { name, ...change } }));
  const target = fc.record(
    {
      kind: fc.constantFrom("Deployment", "Service", "Deploy.*"),
      name: fc.constantFrom(...names, "we.", "dev-web", "b-web"),
      labelSelector: fc.constantFrom("app=web", "team in (a, b)", "app notin (web)", "!tier"),
    },
    { requiredKeys: [] },
  );
  // Each writes something of its own, or one would make another idle.
  const patchEntry = fc.tuple(target, fc.uuid()).map(([each, id]) => {
    const patch = JSON.stringify([{ op: "add", path: `/metadata/annotations/${id}`, value: "" }]);
    return { field: "patches", entry: { target: each, patch } };
  });
  const layer = fc.record({
    entries: fc.array(fc.oneof(imageEntry, patchEntry), { maxLength: 3 }),
    prefix: fc.constantFrom("", "b-", "dev-"),
    labels: fc.constantFrom({}, { team: "a" }, { tier: "front" }),
  });
  const tree = fc
    .record({
      workloads: fc.uniqueArray(workload, { selector: ({ name }) => name, minLength: 1 }),
      inner: layer,
      outer: layer,
    })
    .filter(({ inner, outer }) => inner.entries.length + outer.entries.length > 0);
  type Layer = typeof layer extends fc.Arbitrary<infer T> ? T : never;
  type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

  /** @param many so many of its entries, the first ones */
  const textOf = (resource: string, { entries, prefix, labels }: Layer, many = entries.length) => {
    const of = (wanted: string) =>
      entries.slice(0, many).flatMap(({ field, entry }) => (field === wanted ? [entry] : []));
    return JSON.stringify({
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: [resource],
      namePrefix: prefix,
      labels: [{ pairs: labels }],
      images: of("images"),
      patches: of("patches"),
    });
  };
  const filesOf = ({ workloads, inner, outer }: Tree, many?: number): Files => ({
    "base/all.yaml": workloads
      .map(({ name, image: [image, tag] }) =>
        deployment(name, `${image}${tag}`, ", annotations: { a: b }"),
      )
      .join("---\n"),
    "base/kustomization.yaml": textOf("all.yaml", inner, many),
    "overlay/kustomization.yaml": textOf("../base", outer, many),
  });

  test("are those without which their kustomization builds the same", async () => {
    const seen = { idle: 0, busy: 0 };
    await fc.assert(
      fc.asyncProperty(tree, async (each) => {
        // What an overlay overrides is no entry for nothing: each is judged where it stands.
        const { inner, outer } = each;
        const base = { "base/kustomization.yaml": textOf("all.yaml", inner) };
        const variants = [
          ...inner.entries.flatMap((_, at) =>
            [at, at + 1].map((many) => join(folderOf(filesOf(each, many)), "base")),
          ),
          ...outer.entries.flatMap((_, at) =>
            [at, at + 1].map((many) =>
              join(folderOf({ ...filesOf(each, many), ...base }), "overlay"),
            ),
          ),
        ];
        const built = buildAll(kustomize as string, variants).map(({ objects, error }) => {
          assert.ok(objects, String(error));
          return JSON.stringify(objects);
        });
        const pairs = built.flatMap((text, at) => (at % 2 === 0 ? [[text, built[at + 1]]] : []));
        const idle = pairs.filter(([without, having]) => without === having).length;
        const told = await foundInFiles(filesOf(each), "overlay", "idle-kustomize-entry");
        seen.idle += idle;
        seen.busy += pairs.length - idle;
        assert.equal(told.length, idle, told.join("\n"));
      }),
      { numRuns: 150, seed: 20261121 },
    );
    assert.ok(seen.idle > 50 && seen.busy > 50, JSON.stringify(seen));
  });

  const overlay = (text: string, kind = "Kustomization") => ({
    ...base,
    "overlay/kustomization.yaml": kustomization.replace("Kustomization", kind) + text,
  });
  const idle = (files: Files) => foundInFiles(files, "overlay", "idle-kustomize-entry");

  test("an image by its last word is not the image", async () => {
    const [only, ...more] = await idle(
      overlay("resources: [../base]\nimages:\n  - name: web\n    newTag: v2\n"),
    );
    assert.deepEqual(more, []);
    assert.match(
      String(only),
      /warning overlay\/kustomization.yaml:5 no container here has the image "web" \| name: registry.example.com\/shop\/web/,
    );
  });

  test("nothing is said where a part of what comes in is not known", async () => {
    const files = overlay(
      "resources: [../base]\nimages: [{ name: other, newTag: v2 }]\nconfigurations: [config.yaml]\n",
    );
    const config = "images:\n  - kind: Deployment\n    path: spec/template/spec/hostname\n";
    assert.deepEqual(await idle({ ...files, "overlay/config.yaml": config }), []);
  });

  test("a transformer changes what entries of kustomizations above it meet, not those beside it", async () => {
    const transformer =
      "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: prefix }\nprefix: shop-\nfieldSpecs: [{ path: metadata/name }]\n";
    const entry = (name: string) =>
      `patches:\n  - target: { kind: Deployment, name: ${name} }\n    patch: '- { op: add, path: /spec/replicas, value: 2 }'\n`;
    const inner = overlay(
      `resources: [../base]\ntransformers: [prefix.yaml]\n${entry("shop-web")}`,
    );
    const files = { ...inner, "overlay/prefix.yaml": transformer };
    assert.match((await idle(files)).join("\n"), /nothing here is a Deployment shop-web/);
    const above = {
      ...files,
      "overlay/kustomization.yaml": `${kustomization}resources: [../base]\ntransformers: [prefix.yaml]\n`,
      "top/kustomization.yaml": `${kustomization}resources: [../overlay]\n${entry("shop-web")}`,
    };
    assert.deepEqual(await foundInFiles(above, "top", "idle-kustomize-entry"), []);
  });

  test("a component is made for many: it is said, and is no fault", async () => {
    const files = {
      ...base,
      "overlay/kustomization.yaml": `${kustomization}resources: [../base]\ncomponents: [../more]\n`,
      "more/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - target: { kind: Deployment, name: api }\n    patch: '- { op: add, path: /spec/replicas, value: 2 }'\n",
    };
    const told = await idle(files);
    assert.equal(told.length, 1);
    assert.match(String(told[0]), /info more\/kustomization.yaml:4/);
  });
});

describe("labels that overwrite selectors", { skip }, () => {
  const two = {
    "base/kustomization.yaml": `${kustomization}resources: [all.yaml]\n`,
    "base/all.yaml": [
      deployment("web", "example.com/web:v1"),
      deployment("worker", "example.com/worker:v1"),
      "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n",
      "apiVersion: v1\nkind: Service\nmetadata: { name: worker }\nspec: { selector: { app: worker }, ports: [{ port: 80 }] }\n",
      ...["web", "worker"].map(
        (app) =>
          `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: ${app} }\nspec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }\n`,
      ),
    ].join("---\n"),
  };
  const errors = async (labels: string) => {
    const files = {
      ...two,
      "overlay/kustomization.yaml": `${kustomization}resources: [../base]\n${labels}`,
    };
    return (await foundInFiles(files, "overlay", "graphs")).filter((each) =>
      each.includes(" error "),
    );
  };

  test("are one finding, at the label, instead of what comes of it", async () => {
    const all = await errors("commonLabels:\n  team: blue\n  app: shop\n");
    assert.equal(all.length, 1, all.join("\n"));
    assert.match(
      all[0] as string,
      /^overwritten-selector error overlay\/kustomization.yaml:6 app: shop overwrites web and worker in the selectors of Deployment web and Deployment worker, and of Service web, Service worker, PodDisruptionBudget web and PodDisruptionBudget worker/,
    );
  });

  test("what they come to elsewhere is not told beside them", async () => {
    const beside = {
      ...two,
      "overlay/kustomization.yaml": `${kustomization}resources: [base, more.yaml]\n`,
      "overlay/more.yaml":
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: more }\nspec: { maxUnavailable: 1, selector: { matchLabels: { app: worker } } }\n",
    };
    const told = (labels: string) => {
      const inner = {
        "overlay/base/kustomization.yaml": `${kustomization}resources: [../../base]\n${labels}`,
      };
      return foundInFiles({ ...beside, ...inner }, "overlay", "graphs");
    };
    const lost = (all: readonly string[]) =>
      all.filter((each) => /^budget-without-pods/.test(each));
    assert.deepEqual(lost(await told("commonLabels: { app: shop }\n")), []);
    // A budget that nothing overwrites is told for itself.
    const wrong = beside["overlay/more.yaml"].replace("app: worker", "app: wroker");
    const files = {
      ...beside,
      "overlay/base/kustomization.yaml": `${kustomization}resources: [../../base]\n`,
    };
    const all = await foundInFiles({ ...files, "overlay/more.yaml": wrong }, "overlay", "graphs");
    assert.equal(lost(all).length, 1, all.join("\n"));
  });

  for (const [title, labels] of [
    ["another key", "commonLabels: { team: blue }\n"],
    ["labels without selectors", "labels: [{ pairs: { app: shop } }]\n"],
    [
      "labels in templates, not in selectors",
      "labels: [{ pairs: { team: blue }, includeTemplates: true }]\n",
    ],
  ] as const)
    test(`${title} overwrites nothing`, async () => assert.deepEqual(await errors(labels), []));
});

describe("files that no kustomization names", { skip }, () => {
  const quota =
    "apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: team }\nspec: { hard: { pods: '20' } }\n";
  const unlisted = (files: Files, root = "base") =>
    foundInFiles({ ...base, ...files }, root, "unlisted-file");

  test("are told with what they hold", async () => {
    const all = await unlisted({ "base/quota.yaml": quota, "base/more/quota.yaml": quota });
    assert.equal(all.length, 1);
    assert.match(all[0] as string, /warning base\/kustomization.yaml:3 quota.yaml lies beside it/);
  });

  for (const [title, more] of [
    ["a longer name", "  # - resource-quota.yaml\n"],
    ["a longer name that is listed", "  - ../resource-quota.yaml\n"],
    ["a file of that name elsewhere", "  # - ../old/quota.yaml\n"],
    ["a copy of it", "  # - quota.yaml.bak\n"],
  ] as const)
    test(`are told where ${title} is named`, async () => {
      const all = await unlisted({
        "resource-quota.yaml": quota.replace("team", "all"),
        "base/quota.yaml": quota,
        "base/kustomization.yaml": `${kustomization}resources:\n  - web.yaml\n${more}`,
      });
      assert.match(all.join("\n"), /^unlisted-file .* quota.yaml lies beside it/);
    });

  test("are told of folders of which it uses some", async () => {
    const all = await unlisted({
      "base/kustomization.yaml": `${kustomization}resources: [web.yaml, parts/one.yaml]\n`,
      "base/parts/one.yaml": quota,
      "base/parts/two.yaml": quota.replace("team", "other"),
    });
    assert.match(all.join("\n"), /parts\/two.yaml lies beside it/);
  });

  test("are none where what they hold is built out of another file", async () => {
    const all = await unlisted({
      "base/kustomization.yaml": `${kustomization}resources: [web.yaml, all.yaml]\n`,
      "base/all.yaml": quota,
      "base/quota.yaml": quota,
    });
    assert.deepEqual(all, []);
  });

  for (const [title, files] of [
    [
      "of a patch",
      {
        "base/kustomization.yaml": `${kustomization}resources: [web.yaml]\npatches: [{ path: quota.yaml, target: { name: none } }]\n`,
      },
    ],
    [
      "of a generator",
      {
        "base/kustomization.yaml": `${kustomization}resources: [web.yaml]\nconfigMapGenerator: [{ name: files, files: [key=quota.yaml] }]\n`,
      },
    ],
    [
      "of a kustomization above",
      { "kustomization.yaml": `${kustomization}resources: [base/quota.yaml]\n` },
    ],
    [
      "in a comment",
      { "base/kustomization.yaml": `${kustomization}resources:\n  - web.yaml\n  # - quota.yaml\n` },
    ],
    [
      "in a sentence of a comment",
      {
        "base/kustomization.yaml": `${kustomization}# The team has its quota by hand, see base/quota.yaml.\nresources: [web.yaml]\n`,
      },
    ],
    ["that is an example", { "base/quota.example.yaml": quota, "base/quota.yaml": "" }],
    [
      "of definitions alone",
      {
        "base/quota.yaml":
          "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: toys.shop.example }\n",
      },
    ],
    [
      "of another program",
      { "base/quota.yaml": "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n" },
    ],
  ] as const)
    test(`a file ${title} is none`, async () =>
      assert.deepEqual(await unlisted({ "base/quota.yaml": quota, ...files }), []));
});

describe("a namespace for all", { skip }, () => {
  const all = (namespaces: readonly (string | undefined)[]) =>
    namespaces
      .map((each, at) =>
        deployment(`web-${at}`, "example.com/web:v1", each && `, namespace: ${each}`),
      )
      .join("---\n");
  const moved = (...namespaces: readonly (string | undefined)[]) =>
    foundInFiles(
      {
        "base/kustomization.yaml": `${kustomization}namespace: shop\nresources: [all.yaml]\n`,
        "base/all.yaml": all(namespaces),
      },
      "base",
      "moved-namespace",
    );

  test("takes objects out of those that are meant", async () => {
    assert.match(
      String(await moved("shop", "billing")),
      /warning base\/kustomization.yaml:3 namespace: shop takes Deployment web-1 out of billing/,
    );
    assert.match(String(await moved(undefined, "kube-system")), /web-1 out of kube-system/);
  });

  test("renames the one in which all are, and gives one to those without", async () => {
    assert.deepEqual(await moved("default", "default"), []);
    assert.deepEqual(await moved(undefined, "default"), []);
    assert.deepEqual(await moved("kube-system", "kube-system"), []);
  });
});
