import { type CelValue, dynamicValue } from "../cel/index.ts";
import { KNOWN_TO_CLUSTER } from "../cel/library/authorizer.ts";
import { CelError, type MapValue, type Result } from "../cel/value.ts";
import type { Attempt } from "./objects.ts";

/**
 * The variable `request` of a create. Who asks is known to the cluster only.
 *
 * @see k8s.io/apiserver/pkg/admission/plugin/cel/condition.go CreateAdmissionRequest
 */
export function requestValue({ object, resource, name, namespace }: Attempt): CelValue {
  const { group, version, plural } = resource;
  const kind = { group, version, kind: object.kind };
  const asked = { group, version, resource: plural };
  return new Request(
    dynamicValue({
      uid: "",
      kind,
      resource: asked,
      requestKind: kind,
      requestResource: asked,
      name,
      ...(namespace === "" ? {} : { namespace }),
      operation: "CREATE",
      userInfo: {},
      object: null,
      oldObject: null,
      dryRun: false,
      options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1" },
    }) as MapValue,
  );
}

class Request implements MapValue {
  readonly isMap = true;
  readonly structured = false;
  private readonly known: MapValue;

  constructor(known: MapValue) {
    this.known = known;
  }

  get size(): number {
    return this.known.size;
  }

  keys(): CelValue[] {
    return this.known.keys();
  }

  find(key: CelValue): Result | undefined {
    return key === "userInfo" ? new CelError(`who asks ${KNOWN_TO_CLUSTER}`) : this.known.find(key);
  }
}
