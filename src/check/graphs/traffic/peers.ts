import { FieldPath } from "../../../kubernetes/validation/field-path.ts";

/** What a policy says of who is at the other end. */
interface Rules<Peer> {
  readonly ingress?: readonly { readonly from?: readonly Peer[] | undefined }[] | undefined;
  readonly egress?: readonly { readonly to?: readonly Peer[] | undefined }[] | undefined;
}

/** A peer of a policy, and where it stands: most peers are not told. */
export interface PlacedPeer<Peer> {
  readonly peer: Peer;
  readonly path: () => FieldPath;
}

/** The peers of all rules of a policy. */
export function peersOf<Peer>({ ingress = [], egress = [] }: Rules<Peer>): PlacedPeer<Peer>[] {
  return [
    ...ingress.flatMap(({ from = [] }, rule) =>
      from.map((peer, at) => ({ peer, path: () => pathOf("ingress", rule, "from", at) })),
    ),
    ...egress.flatMap(({ to = [] }, rule) =>
      to.map((peer, at) => ({ peer, path: () => pathOf("egress", rule, "to", at) })),
    ),
  ];
}

function pathOf(side: string, rule: number, peers: string, at: number): FieldPath {
  return FieldPath.root.field("spec", side).index(rule).field(peers).index(at);
}
