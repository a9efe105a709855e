/**
 * Whether a fault of pulling an image is one that no later try will find mended: it does not exist, or
 * these credentials may not pull it. The words are those of containerd, CRI-O and the registries.
 */
export function pullFault(message: string): "missing" | "forbidden" | "other" {
  if (/pull access denied|may require authorization|insufficient_scope/i.test(message))
    return "forbidden";
  if (
    /\b401\b|\b403\b|unauthorized|forbidden|authentication required|access to the resource is denied|denied:/i.test(
      message,
    )
  ) {
    return "forbidden";
  }
  // "no such host" and timeouts say nothing of the image.
  if (/no such host|timeout|timed out|connection refused|too ?many ?requests/i.test(message))
    return "other";
  return /not found|manifest unknown|name unknown|does not exist|no match for platform/i.test(
    message,
  )
    ? "missing"
    : "other";
}

/** The last cause in what the runtime says, without the ways it went. */
export function pullCause(message: string): string {
  const cause = /(?:ErrImagePull: )?(?:rpc error: code = \w+ desc = )?(.*)$/s.exec(
    message
      .replace(/^Back-off pulling image "[^"]*":? ?/, "")
      .replace(/^Failed to pull image "[^"]*":? ?/, ""),
  );
  return cause?.[1]?.replace(/^failed to pull and unpack image "[^"]*": /, "") || message;
}
