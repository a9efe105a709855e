import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidDefinition: Rule = {
  id: "invalid-definition",
  layer: "api",
  severity: "error",
  title: "a CustomResourceDefinition that the server refuses",
  why: "its kind is not served: every custom resource of it is refused, and operators that watch it may not even start",
  fix: "correct the field that is named; most often a version has no structural schema (each property with a type), the name is not plural.group, or not exactly one version is stored",
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
