import type { WebRequest } from './web-request';

/** One rule of a managed group, approximated: what AWS documents of it, not its hidden pattern. */
export interface ManagedRule {
  readonly name: string;
  /** The label after `awswaf:managed:aws:<group>:`. */
  readonly label: string;
  readonly matches: (request: WebRequest) => boolean;
}

interface ManagedGroup {
  readonly namespace: string;
  readonly rules: readonly ManagedRule[];
}

/** AWS's own rules look at the first 8 KB of the body where they name no larger size. */
const BODY_BYTES = 8_192;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const body = ({ body: bytes }: WebRequest): string => bytes.toString('latin1', 0, BODY_BYTES);
const query = (request: WebRequest): string => decoded(request.query);
const uri = (request: WebRequest): string => decoded(request.path);
const cookie = (request: WebRequest): string => decoded(request.headers.cookie ?? '');
const header = (request: WebRequest): string => Object.values(request.headers).join('\n');

type Field = (request: WebRequest) => string;

/** One rule a field, named as AWS names them: `<Rule>_<FIELD>`. */
function overFields(name: string, pattern: RegExp, fields: Readonly<Record<string, Field>>): ManagedRule[] {
  return Object.entries(fields).map(([suffix, field]) => ({
    name: `${name}_${suffix}`,
    label: `${name}_${suffix.charAt(0)}${suffix.slice(1).toLowerCase()}`,
    matches: (request) => pattern.test(field(request)),
  }));
}

function single(name: string, label: string, matches: ManagedRule['matches']): ManagedRule {
  return { name, label, matches };
}

const XSS = /<script\b|javascript:|\bon(?:error|load|click|mouseover)\s*=|<iframe\b|<svg\b[^>]{0,200}\bon/i;
const LFI = /(?:\.\.[/\\]){2}|\/etc\/(?:passwd|shadow)\b/i;
const RFI = /(?:https?|ftp):\/\/(?:\d{1,3}\.){3}\d{1,3}/i;
const METADATA = /169\.254\.169\.254|fd00:ec2::254/i;
const RESTRICTED = /\.(?:log|ini|bak|backup|sql|env|conf)$/i;
const SQL = /\bunion\s+(?:all\s+)?select\b|'\s*or\s+'?\d+'?\s*=\s*'?\d|\bdrop\s+table\b|;\s*--/i;
const LOG4J = /\$\{\s*(?:jndi|lower|upper|env|\$\{)[^}]{0,80}(?::|\})/i;
const JAVA = /\bac\s?ed\s?00\s?05\b|rO0AB|java\.(?:lang\.Runtime|util\.PriorityQueue)/;
const EXPLOIT = /\/(?:\.git|\.env|wp-admin|phpmyadmin|actuator\/gateway|cgi-bin)\b/i;
const REACT = /"\$\d?@?\w*".{0,200}(?:_response|_formData|constructor:constructor)/s;
const BAD_BOT = /\b(?:nessus|nikto|sqlmap|masscan|zgrab|nuclei|dirbuster)\b/i;
const LINUX = /\/(?:etc\/(?:passwd|shadow|hosts)|proc\/(?:self|version)|var\/log)\b/i;

const GROUPS: Readonly<Record<string, ManagedGroup>> = {
  AWSManagedRulesCommonRuleSet: {
    namespace: 'core-rule-set',
    rules: [
      single('NoUserAgent_HEADER', 'NoUserAgent_Header', ({ headers }) => !headers['user-agent']),
      single('UserAgent_BadBots_HEADER', 'BadBots_Header', ({ headers }) => BAD_BOT.test(headers['user-agent'] ?? '')),
      single('SizeRestrictions_QUERYSTRING', 'SizeRestrictions_QueryString', (r) => r.query.length > 2_048),
      single(
        'SizeRestrictions_Cookie_HEADER',
        'SizeRestrictions_Cookie_Header',
        ({ headers }) => (headers.cookie ?? '').length > 10_240,
      ),
      single('SizeRestrictions_BODY', 'SizeRestrictions_Body', (r) => r.body.length > BODY_BYTES),
      single('SizeRestrictions_URIPATH', 'SizeRestrictions_URIPath', (r) => r.path.length > 1_024),
      ...overFields('EC2MetaDataSSRF', METADATA, { BODY: body, COOKIE: cookie, URIPATH: uri, QUERYARGUMENTS: query }),
      ...overFields('GenericLFI', LFI, { QUERYARGUMENTS: query, URIPATH: uri, BODY: body }),
      ...overFields('RestrictedExtensions', RESTRICTED, { URIPATH: uri, QUERYARGUMENTS: query }),
      ...overFields('GenericRFI', RFI, { QUERYARGUMENTS: query, BODY: body, URIPATH: uri }),
      ...overFields('CrossSiteScripting', XSS, { COOKIE: cookie, QUERYARGUMENTS: query, BODY: body, URIPATH: uri }),
    ],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    namespace: 'known-bad-inputs',
    rules: [
      ...overFields('JavaDeserializationRCE', JAVA, { HEADER: header, BODY: body, URIPATH: uri, QUERYSTRING: query }),
      single('Host_localhost_HEADER', 'Host_Localhost_Header', ({ headers }) => /localhost/i.test(headers.host ?? '')),
      single('PROPFIND_METHOD', 'Propfind_Method', ({ method }) => method === 'PROPFIND'),
      single('ExploitablePaths_URIPATH', 'ExploitablePaths_URIPath', (r) => EXPLOIT.test(uri(r))),
      ...overFields('Log4JRCE', LOG4J, { HEADER: header, QUERYSTRING: query, BODY: body, URIPATH: uri }),
      single('ReactJSRCE_BODY', 'ReactJSRCE_Body', (r) => REACT.test(body(r))),
    ],
  },
  AWSManagedRulesSQLiRuleSet: {
    namespace: 'sql-database',
    rules: overFields('SQLi', SQL, { QUERYARGUMENTS: query, BODY: body, COOKIE: cookie, URIPATH: uri }),
  },
  AWSManagedRulesLinuxRuleSet: {
    namespace: 'linux-os',
    rules: overFields('LFI', LINUX, { URIPATH: uri, QUERYSTRING: query, HEADER: header }),
  },
  AWSManagedRulesUnixRuleSet: { namespace: 'posix-os', rules: [] },
  AWSManagedRulesAdminProtectionRuleSet: {
    namespace: 'admin-protection',
    rules: [single('AdminProtection_URIPATH', 'AdminProtection_URIPath', (r) => /\/admin\b/i.test(uri(r)))],
  },
  // lists of addresses that only AWS has: nothing on this machine is on them.
  AWSManagedRulesAmazonIpReputationList: { namespace: 'amazon-ip-list', rules: [] },
  AWSManagedRulesAnonymousIpList: { namespace: 'anonymous-ip-list', rules: [] },
  AWSManagedRulesBotControlRuleSet: { namespace: 'bot-control', rules: [] },
  AWSManagedRulesAntiDDoSRuleSet: { namespace: 'anti-ddos', rules: [] },
};

/** A managed group by name; one that the edge has no approximation for stops the start. */
export function managedGroup(vendor: string, name: string, where: string): ManagedGroup {
  const group = vendor === 'AWS' ? GROUPS[name] : undefined;
  if (!group)
    throw new Error(`${where}: expected a managed rule group that the edge approximates, got ${vendor}/${name}`);
  return group;
}

/** The groups that the edge approximates, for the documentation and the ledger. */
export const APPROXIMATED_GROUPS: readonly string[] = Object.keys(GROUPS);
