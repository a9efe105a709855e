import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidDefinition: Rule = {
  id: "invalid-definition",
  layer: "api",
  severity: "error",
  title: "a CustomResourceDefinition that the server refuses",
  why: "none of its custom resources can be created",
  fix: "`kubectl explain customresourcedefinition.spec` tells what each field takes",
  bad: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: baskets.shop.example.com }
spec:
  group: shop.example.com
  scope: Namespaced
  names: { plural: baskets, singular: basket, kind: Basket, listKind: BasketList }
  versions:
    - { name: v1, served: true, storage: true }
`,
  good: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: baskets.shop.example.com }
spec:
  group: shop.example.com
  scope: Namespaced
  names: { plural: baskets, singular: basket, kind: Basket, listKind: BasketList }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object } } } }
`,
  find: saidOf("invalid-definition"),
};
