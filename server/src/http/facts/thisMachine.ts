import { isLocalHost } from "../../../../common/urls.ts";

/** This machine's unspecified addresses, its names in hosts files, and those that containers give it. */
const OWN_NAMES = new Set([
  "0.0.0.0",
  "[::]",
  "localhost.localdomain",
  "localhost4",
  "localhost6",
  "ip6-localhost",
  "ip6-loopback",
  "host.docker.internal",
  "gateway.docker.internal",
  "kubernetes.docker.internal",
  "host.containers.internal",
  "host.lima.internal",
  "host.minikube.internal",
  "host.orb.internal",
  "host.rancher-desktop.internal",
]);

/**
 * Do the tools that send requests stay on this machine with a host? Includes names under `localhost`, which they resolve
 * locally. Our own calls are stricter: they carry a stored credential.
 * @param hostname of a `URL`
 */
export function isThisMachine(hostname: string): boolean {
  return isLocalHost(hostname) || OWN_NAMES.has(hostname.replace(/\.$/, ""));
}
