import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { argocd, flux, job, platform, postgres, sops, volume, web } from "../../src/index.ts";
import type { KubernetesObject } from "../../src/kubernetes/types/index.ts";
import type { ArgoCdOptions, FluxOptions, Gitops } from "../../src/platform/gitops.ts";
import { type Resolved, resolve } from "../../src/platform/resolve/index.ts";
import { renderGitops } from "../../src/render/gitops.ts";
import { type Shared, sharedControlPlane } from "../control-plane/shared.ts";
import { verdicts } from "../control-plane/verdicts.ts";
import { app, data, login, place, resources, shop } from "../platform/shop.ts";
import { isYaml, type Loose, objects } from "./objects.ts";

const repo = "https://git.example/shop/deploy.git";
const where = { repo, path: "deploy" };

function resolved(gitops: Gitops, environment: object = {}): Resolved {
  const made = platform("shop", {
    components: { shop, login },
    gitops,
    environments: { production: { ...place, ...environment } },
  });
  return resolve(made, "production");
}
const documents = (gitops: Gitops, environment?: object) =>
  renderGitops(resolved(gitops, environment));

describe("GitOps", () => {
  test("an Application for Argo CD", () => {
    const [application, ...more] = documents(argocd(where));
    assert.deepEqual(more, []);
    isYaml(
      application,
      `
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: { name: shop-production, namespace: argocd }
      spec:
        project: default
        source: { repoURL: "${repo}", path: deploy/overlays/production, targetRevision: HEAD }
        destination: { server: "https://kubernetes.default.svc", namespace: shop }
        syncPolicy:
          automated: { prune: true, selfHeal: true }
          syncOptions: ["ServerSideApply=true"]
      `,
    );
  });

  test("a GitRepository and a Kustomization for Flux", () => {
    const [repository, kustomization, ...more] = documents(flux(where));
    assert.deepEqual(more, []);
    isYaml(
      repository,
      `
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: { name: shop-production, namespace: flux-system }
      spec: { interval: 5m, url: "${repo}", ref: { branch: main } }
      `,
    );
    isYaml(
      kustomization,
      `
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: shop-production, namespace: flux-system }
      spec:
        interval: 5m
        path: ./deploy/overlays/production
        prune: true
        wait: true
        sourceRef: { kind: GitRepository, name: shop-production }
      `,
    );
  });

  test("Flux gets the key where secrets are encrypted by sops", () => {
    const secrets = sops({
      age: ["age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"],
    });
    const decryption = (options: Partial<FluxOptions>) =>
      (documents(flux({ ...where, ...options }), { secrets })[1] as Loose).spec.decryption;
    isYaml(decryption({}), "{ provider: sops, secretRef: { name: sops-age } }");
    isYaml(decryption({ ageKey: "keys" }), "{ provider: sops, secretRef: { name: keys } }");
  });

  test("every option reaches what is written", () => {
    type Every<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };
    const argo: Every<ArgoCdOptions> = {
      repo: "git@git.example:shop/deploy.git",
      path: ".",
      revision: "v1",
      project: "shop",
      namespace: "gitops",
      servers: { production: "https://10.0.0.1:6443" },
      sync: "manual",
    };
    const fluxed: Omit<Every<FluxOptions>, "ageKey"> = {
      repo: "ssh://git@git.example/shop/deploy",
      path: "./deploy/shop/",
      branch: "release",
      interval: "1h",
      namespace: "gitops",
      login: "git-login",
    };
    const show = (gitops: Gitops) => JSON.stringify(documents(gitops));
    for (const [option, value] of Object.entries(argo))
      assert.notEqual(show(argocd({ ...where, [option]: value })), show(argocd(where)), option);
    for (const [option, value] of Object.entries(fluxed))
      assert.notEqual(show(flux({ ...where, [option]: value })), show(flux(where)), option);
    const path = (given: string) => (documents(flux({ repo, path: given }))[1] as Loose).spec.path;
    assert.equal(path("."), "./overlays/production");
    assert.equal(path("./deploy/shop/"), "./deploy/shop/overlays/production");
  });

  const parts = {
    it: web("it", { image: app, port: 80, resources, scale: 1, migrate: ["up"] }),
    once: job("once", { image: app, resources }),
    kept: postgres("kept", {
      version: "15",
      user: login.key("USER"),
      password: login.key("PASSWORD"),
      storage: volume("kept", { size: "1Gi" }),
      resources,
      cloudNativePg: { instances: 1 },
    }),
    data,
  };

  test("what would be lost or run again is fitted to the tool, and nothing else changes", () => {
    const plain = objects(parts);
    const [once] = plain.names("Job").filter((name) => name.startsWith("once-"));
    for (const [gitops, ofJob, ofData] of [
      [
        argocd(where),
        {
          "argocd.argoproj.io/hook": "Sync",
          "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
        },
        { "argocd.argoproj.io/sync-options": "Prune=false" },
      ],
      [
        flux(where),
        { "kustomize.toolkit.fluxcd.io/force": "enabled" },
        { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
      ],
    ] as const) {
      const fitted = objects(parts, {}, { gitops });
      assert.deepEqual(fitted.names("Job"), plain.names("Job"));
      for (const name of plain.names("Job"))
        assert.deepEqual(fitted.get("Job", name).metadata.annotations, ofJob);
      assert.deepEqual(fitted.get("PersistentVolumeClaim", "data").metadata.annotations, ofData);
      assert.deepEqual(fitted.get("Cluster", "kept").metadata.annotations, ofData);
      const isFitted = ({ kind }: KubernetesObject) =>
        ["Job", "PersistentVolumeClaim", "Cluster"].includes(kind);
      const rest = (all: readonly KubernetesObject[]) => all.filter((object) => !isFitted(object));
      assert.deepEqual(rest(fitted.all), rest(plain.all));
    }
    const lasts = (gitops: Gitops) =>
      objects(parts, {}, { gitops }).get("Job", once as string).spec.ttlSecondsAfterFinished;
    const { ttlSecondsAfterFinished } = plain.get("Job", once as string).spec;
    assert.equal(lasts(argocd(where)), ttlSecondsAfterFinished);
    assert.ok(ttlSecondsAfterFinished > 0);
    assert.equal(lasts(flux(where)), undefined, "Flux would run it again");
  });
});

describe("the tools' own definitions", () => {
  let shared: Shared;
  before(async () => {
    shared = await sharedControlPlane();
  });

  test("accept what is written, and refuse what is not theirs", async (t) => {
    const plane = shared.plane ?? shared.verdictsOnly;
    if (plane === undefined) return t.skip(shared.missing ?? "");
    const secrets = sops({
      age: ["age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"],
    });
    const all = [
      ...documents(argocd({ ...where, sync: "manual" })),
      ...documents(argocd(where)),
      ...documents(flux({ ...where, login: "git" }), { secrets }),
    ];
    for (const [index, verdict] of (await verdicts(plane, all as never)).entries())
      assert.deepEqual(verdict, { accepted: true, status: 200 }, `${all[index]?.kind}`);
    const broken = structuredClone(documents(flux(where))) as Loose[];
    broken[1].spec.sourceRef.kind = "Repository";
    const [, wrong] = await verdicts(plane, broken);
    assert.equal(wrong?.accepted, false);
  });
});
