/** Where a tunnel through a proxy ends. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The proxy answered, and refused. */
export class Refused extends Error {}
