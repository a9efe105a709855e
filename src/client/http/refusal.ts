import { isFields } from "../../kubernetes/fields.ts";
import { ApiError, type Cause } from "../errors.ts";
import type { Answer } from "./call.ts";

/** What the server says of a refusal, whoever words it: Kubernetes by a `Status`, a proxy by anything. */
export function refusalOf({ status, headers, body }: Answer, what: string): ApiError {
  const said = statusIn(body);
  const details = isFields(said?.details) ? said.details : {};
  const message = textIn(said?.message) ?? plain(body);
  return new ApiError({
    status,
    reason: textIn(said?.reason) ?? "",
    message: worded(status, message, what),
    causes: causesIn(details.causes),
    retryAfter: secondsIn(headers["retry-after"]?.[0]) ?? secondsIn(details.retryAfterSeconds),
  });
}

/** A `Status` that a watch sent instead of an event. */
export function refusalIn(status: unknown, what: string): ApiError {
  const code = isFields(status) && typeof status.code === "number" ? status.code : 500;
  return refusalOf({ status: code, headers: {}, body: JSON.stringify(status) }, what);
}

/** Whether it is Kubernetes that answers, by a `Status`: a program behind its proxy has its own words. */
export function isStatus({ body }: Answer): boolean {
  return statusIn(body) !== undefined;
}

function statusIn(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isFields(value) && value.kind === "Status" ? value : undefined;
  } catch {
    return undefined;
  }
}

function worded(status: number, message: string, what: string): string {
  const said = withoutBody(message);
  const lead = `the server refused to ${what} (${status})`;
  if (said === "" || said === "Unauthorized" || said === "Unknown" || said === "Forbidden")
    return lead;
  return isSentence(said) ? said : `${lead}: ${said}`;
}

/** Kubernetes' own messages name the object; those of proxies and of failing servers do not. */
function isSentence(message: string): boolean {
  return message.length > 25 && /["/]/.test(message);
}

/** Decoders of the server quote what they could not read, which may be a secret. */
function withoutBody(message: string): string {
  return message.replace(/,? ?error found in #\d+ byte of \.\.\.[\s\S]*/, "");
}

/** The text of a page that is no `Status`: its first line, without markup. */
function plain(body: string): string {
  const text = body
    .slice(0, 4096)
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, " ");
  return text.replace(/\s+/g, " ").trim().slice(0, 200);
}

function causesIn(causes: unknown): Cause[] {
  if (!Array.isArray(causes)) return [];
  return causes.filter(isFields).map((cause) => ({
    reason: textIn(cause.reason) ?? "",
    message: withoutBody(textIn(cause.message) ?? ""),
    field: textIn(cause.field) ?? "",
  }));
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function secondsIn(value: unknown): number | undefined {
  const seconds = typeof value === "string" ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0
    ? seconds
    : undefined;
}
