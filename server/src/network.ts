/**
 * HTTP with limits: one deadline for a whole call, no redirects, answers of 1 MiB at most; through the proxy and with
 * the certificates from the settings. This is the public part of `network/`.
 */
export { htmlTitle, isHtml, isWebPage, oneLine } from "./network/page.ts";
export { createNetwork, type NetworkClock, type SettableNetwork } from "./network/network.ts";
export type { Proxy, ProxyChoice } from "./network/proxy.ts";
export { retryAfter } from "./network/retryAfter.ts";
export type { Route, TlsFacts } from "./network/route.ts";
export { type Cause, meaningOf } from "./network/errno.ts";
export { classify, errorCode, NetworkError } from "./network/failure.ts";
export type {
  Answered,
  CallTrace,
  CertificateFacts,
  HttpAnswer,
  HttpRequest,
  Network,
  NetworkFailure,
  NetworkSettings,
} from "./network/types.ts";
