import { DEFAULT_ENDPOINTS, type Profile } from "../../server/src/protocol.ts";

type Endpoints = NonNullable<Profile["endpoints"]>;
type EndpointName = keyof typeof DEFAULT_ENDPOINTS;

/** What discovery says of one endpoint. */
export interface EndpointChange {
  name: EndpointName;
  /** Full URLs. */
  from: string;
  to: string;
  origin: string;
  /** As it is written to the settings: a path on the profile's own origin. */
  value: string;
}

/** What was found beside what the profile has now, changed or not. */
export function endpointChanges(profile: Profile, found: Endpoints): EndpointChange[] {
  const names = Object.keys(DEFAULT_ENDPOINTS) as EndpointName[];
  return names.flatMap((name) => {
    const to = found[name];
    if (to === undefined || !URL.canParse(to)) return [];
    const { href, origin, pathname, search } = new URL(to);
    const isOwn = URL.canParse(profile.url) && new URL(profile.url).origin === origin;
    return [{ name, from: urlNow(profile, name), to: href, origin, value: isOwn ? pathname + search : href }];
  });
}

function urlNow({ url, endpoints }: Profile, name: EndpointName): string {
  const configured = endpoints?.[name];
  if (!URL.canParse(url)) return configured ?? DEFAULT_ENDPOINTS[name];
  if (configured !== undefined) return URL.canParse(configured, url) ? new URL(configured, url).href : configured;
  // The default ones stand under the path of the base URL.
  const base = new URL(url);
  return new URL(base.pathname.replace(/\/+$/, "") + DEFAULT_ENDPOINTS[name], base.origin).href;
}
