/** Where a class of faults is asked for. */
export const lists = {
  stakes: "Table stakes: what some tool finds already",
  unseen: "What takes production down, and other tools do not see",
  asked: "What users ask for",
  quiet: "False alarms to avoid",
} as const;
export type List = keyof typeof lists;

/** One fault, or one false alarm, with the rules that it is about and the proof. */
export interface Class {
  readonly list: List;
  /** The part of the list that it belongs to, in a word or two. */
  readonly group: string;
  readonly name: string;
  /** Each of them finds something in the bad example, none of them in the near miss. */
  readonly rules: readonly string[];
  /** Documents with the fault; a line that ends in `# here` is where it has to be found. */
  readonly bad?: string | undefined;
  /** Documents that look like it, without the fault. */
  readonly near?: string | undefined;
  /** What the near miss is, in a few words. */
  readonly like: string;
  /** What is in the cluster before. */
  readonly before?: string | undefined;
  /** The minor of Kubernetes 1 of the bad example; the near miss is for the newest. */
  readonly minor?: number | undefined;
  /** Why no rule is for it, or not for all of it, and what is there instead. */
  readonly reason?: string | undefined;
}

type Proof = Pick<Class, "bad" | "near" | "like"> & Partial<Class>;

/** Makes the classes of one part of a list; what is left out is the first rule's own example. */
export function group(list: List, name: string) {
  return (title: string, rules: readonly string[] | string, proof: Proof): Class => ({
    list,
    group: name,
    name: title,
    rules: typeof rules === "string" ? [rules] : rules,
    ...proof,
  });
}
