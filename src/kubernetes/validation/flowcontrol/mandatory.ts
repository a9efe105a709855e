import type {
  FlowSchemaSpec,
  PolicyRulesWithSubjects,
  PriorityLevelConfigurationSpec,
} from "../../types/flowcontrol.ts";

/** Every request of some groups. */
function allOf(...groups: string[]): PolicyRulesWithSubjects {
  return {
    subjects: groups.map((name) => ({ kind: "Group", group: { name } })),
    resourceRules: [
      { verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true },
    ],
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  };
}

/**
 * What cannot be changed, by name.
 *
 * @see k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go MandatoryFlowSchemas
 */
export const mandatoryFlowSchemas: ReadonlyMap<string, FlowSchemaSpec> = new Map([
  [
    "exempt",
    {
      matchingPrecedence: 1,
      priorityLevelConfiguration: { name: "exempt" },
      rules: [allOf("system:masters")],
    },
  ],
  [
    "catch-all",
    {
      matchingPrecedence: 10_000,
      priorityLevelConfiguration: { name: "catch-all" },
      distinguisherMethod: { type: "ByUser" },
      rules: [allOf("system:unauthenticated", "system:authenticated")],
    },
  ],
]);

/**
 * The same for priority levels; of `exempt` the part of that name may be changed.
 *
 * @see k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go MandatoryPriorityLevelConfigurations
 */
export const mandatoryPriorityLevels: ReadonlyMap<string, PriorityLevelConfigurationSpec> = new Map(
  [
    ["exempt", { type: "Exempt" }],
    [
      "catch-all",
      {
        type: "Limited",
        limited: {
          nominalConcurrencyShares: 5,
          lendablePercent: 0,
          limitResponse: { type: "Reject" },
        },
      },
    ],
  ],
);
