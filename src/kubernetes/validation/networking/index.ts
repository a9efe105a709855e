import type {
  Ingress,
  IngressClass,
  IPAddress,
  NetworkPolicy,
  ServiceCIDR,
} from "../../types/networking.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateIngress, validateIngressClasses, warnIngress } from "./ingress.ts";
import { validateIngressClass, validateIngressClassUpdate } from "./ingress-class.ts";
import { validateIPAddress, validateIPAddressUpdate } from "./ip-address.ts";
import { validateNetworkPolicy, warnNetworkPolicy } from "./network-policy.ts";
import { validateServiceCIDR, validateServiceCIDRUpdate } from "./service-cidr.ts";

export const rules: GroupRules = {
  IPAddress: rulesFor<Decoded<IPAddress>>({
    topic: "invalid-service",
    validate: validateIPAddress,
    validateUpdate: validateIPAddressUpdate,
  }),
  Ingress: rulesFor<Decoded<Ingress>>({
    topic: "invalid-ingress",
    validate: validateIngress,
    validateCreate: validateIngressClasses,
    warn: warnIngress,
  }),
  IngressClass: rulesFor<Decoded<IngressClass>>({
    topic: "invalid-ingress",
    validate: validateIngressClass,
    validateUpdate: validateIngressClassUpdate,
  }),
  NetworkPolicy: rulesFor<Decoded<NetworkPolicy>>({
    topic: "invalid-network-policy",
    validate: validateNetworkPolicy,
    warn: warnNetworkPolicy,
  }),
  ServiceCIDR: rulesFor<Decoded<ServiceCIDR>>({
    topic: "invalid-service",
    validate: validateServiceCIDR,
    validateUpdate: validateServiceCIDRUpdate,
  }),
};
