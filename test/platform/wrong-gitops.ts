import type { Row } from "./wrong-inputs.ts";

const inPlatform = (part: string) =>
  `const shop = web("shop", { ...plain });\nexport default platform("shop", { components: { shop }, environments: { production: place }, ${part} });`;
const repo = '"https://git.example/shop.git"';
const argo = (part: string) => inPlatform(`/*!*/gitops: slipway.argocd({ ${part} })`);
const flux = (part: string) => inPlatform(`/*!*/gitops: slipway.flux({ ${part} })`);

export const gitopsRows: readonly Row[] = [
  [
    "a repository that is no address",
    argo('repo: "shop", path: "deploy"'),
    'platform shop: gitops.repo "shop" is no address such as "https://git.example/shop/deploy.git"',
  ],
  [
    "a login in the address of a repository",
    argo('repo: "https://me:secret@git.example/shop.git", path: "deploy"'),
    "platform shop: gitops.repo holds a login, which would be committed: give the tool a Secret",
  ],
  [
    "an address that Flux does not know",
    flux('repo: "git@git.example:shop.git", path: "deploy"'),
    'platform shop: gitops.repo "git@git.example:shop.git" is no address such as "https://git.example/shop/deploy.git" or "ssh://git@git.example/shop/deploy"',
  ],
  [
    "a folder outside the repository",
    argo(`repo: ${repo}, path: "../deploy"`),
    'platform shop: gitops.path "../deploy" is no folder of a repository',
  ],
  [
    "an option of the other tool",
    argo(`repo: ${repo}, path: "deploy", branch: "main"`),
    "platform shop: gitops.branch is not an option",
  ],
  [
    "a server of an environment that is not there",
    argo(`repo: ${repo}, path: "deploy", servers: { prod: "https://10.0.0.1:6443" }`),
    'gitops: servers names "prod", which is no environment',
    "there is: production",
  ],
  [
    "GitOps by nobody",
    inPlatform('/*!*/gitops: { by: "hand" }'),
    /gitops must be argocd\(\{ repo, path \}\), or flux\(\{ repo, path \}\)/,
  ],
];
