import type { Profile } from "../../../common/protocol/profile.ts";
import { DEFAULT_ENDPOINTS, endpointUrl } from "../../../common/endpoints.ts";
import { parsedUrl } from "../../../common/urls.ts";

type Endpoints = NonNullable<Profile["endpoints"]>;
type EndpointName = keyof typeof DEFAULT_ENDPOINTS;

/** One endpoint in a server's metadata. */
export interface EndpointChange {
  name: EndpointName;
  /** Full URLs. */
  from: string;
  to: string;
  origin: string;
  /** For the settings: a path if it is on the profile's own origin. */
  value: string;
}

/** The found endpoints and the current ones, changed or not. */
export function endpointChanges(profile: Profile, found: Endpoints): EndpointChange[] {
  const names = Object.keys(DEFAULT_ENDPOINTS) as EndpointName[];
  return names.flatMap((name) => {
    const to = parsedUrl(found[name] ?? "");
    if (to === undefined) return [];
    const { href, origin, pathname, search } = to;
    const isOwn = parsedUrl(profile.url)?.origin === origin;
    return [{ name, from: endpointUrl(profile, name), to: href, origin, value: isOwn ? pathname + search : href }];
  });
}
