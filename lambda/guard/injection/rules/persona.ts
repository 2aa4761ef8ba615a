import { any, next, type InjectionRule } from '../rule';

const FREE =
  '(?:unrestricted|unfiltered|uncensored|unlimited|unbound(?:ed)?|unhinged|amoral|immoral|unethical|jailbroken|lawless|limitless|unchained|unshackled|unregulated|unmoderated|uncencored|unbiased and (?:unfiltered|uncensored)|nonmoral|malicious|evil)';
const CURBS =
  '(?:restrictions?|limits?|limitations?|filters?|filtering|censorship|ethics|ethical|morals?|morality|moral|guidelines|rules|guardrails|constraints?|boundaries|policies|policy|content policy|safety|laws?|warnings?|disclaimers?|regulations?|inhibitions|programming|legality)';
const BEING =
  '(?:ai|a\\.i\\.?|al|model|language model|llm|chatbot|bot|assistant|chatgpt|gpt|character|persona|entity|robot|simulation|machine|system|version|personality|being|program|computer|advisor|expert|hacker|writer|person)';

/** Words of which one is in every text that says of somebody that no rule binds them. */
const UNBOUND =
  'without no free unrestricted unfiltered uncensored amoral unethical bypass ignores jailbroken limitless evil immoral nonmoral malicious unlimited unbound unhinged lacks unaligned'.split(
    ' ',
  );
/** Words of which another is in it: what does not bind them, or that they are free of it. */
const CURBS_OR_FREE =
  'restrictions restriction limits limitations limitation filters filter filtering censorship ethics ethical morals morality moral guidelines rules guardrails constraints boundaries policies policy safety laws law warnings disclaimers regulations inhibitions programming legality unrestricted unfiltered uncensored unlimited unbound unbounded unhinged amoral immoral unethical jailbroken lawless limitless unchained unshackled unregulated unmoderated nonmoral malicious evil uncencored'.split(
    ' ',
  );

/** The model is to become somebody to whom no rule applies. */
export const PERSONA_RULES: readonly InjectionRule[] = [
  {
    name: 'do-anything-now',
    score: 0.9,
    cues: ['dan', 'anything', 'jailbroken', 'jailbreak', 'stan', 'dude', 'aim', 'godmode', 'devmode'],
    pattern: any(
      '\\bdo\\s+anything,?\\s+now\\b',
      '\\byou(?:\'re| are) now (?:called |named )?"?dan\\b',
      '\\[?(?:🔓\\s*)?jail-?broken\\]?\\s*(?:mode|output|response|answer|:|\\])',
      '\\b(?:jailbreak|jailbroken|god|godmode|evil|unrestricted|unfiltered|uncensored|anarchy|chaos)[ -]?mode\\b\\s*(?:\\w+\\s+){0,2}(?:enabled?|activated?|on\\b|engaged?|unlocked|output|:)',
      '\\bgod-?mode\\s*[:=]?\\s*(?:enabled?|on|activated?)',
    ),
  },
  {
    name: 'dan-by-name',
    score: 0.9,
    cues: ['dan'],
    pattern: any(
      '\\b(?:act|you are|you\'re|become|as|pretend to be|being|stay|called|known as|play)\\s+(?:an?\\s+)?"?dan\\b"?',
    ),
    then: [next(300, '\\b(?:rules|openai|ai|chatgpt|restrict\\w{0,6}|polic(?:y|ies)|jailbr\\w{0,8}|anything)\\b')],
  },
  {
    name: 'developer-mode',
    score: 0.75,
    cues: ['mode', 'developermode', 'devmode'],
    pattern: any(
      '\\b(?:enable|enter|activate|switch to|entering|initiate|turn on|engage|you are (?:now )?in|stay in)\\s+(?:the\\s+|a\\s+|your\\s+)?\'?"?(?:developer|dev|dan|god|jailbreak|sudo|root|evil|unrestricted|unfiltered|uncensored|diagnostic|opposite|apophis|maintenance)[ -]?mode\\b"?(?!\\s+(?:on|in|for)\\s+(?:my|the|a|your|an)\\s+(?:phone|android|device|chrome|windows|browser|tablet|quest|app|laptop|computer))(?=.{0,200}\\b(?:you|your|chatgpt|ai|model)\\b)',
      '<\\s*/?(?:god|system|developer|admin|debug|root|sudo)[ _-]?mode\\s*>',
      '\\bdeveloper mode(?: v\\d)?\\b.{0,120}\\b(?:ignore|bypass|openai|policy|policies|restrictions|filter)',
    ),
  },
  {
    name: 'character-without-limits',
    score: 0.75,
    cues: UNBOUND,
    also: CURBS_OR_FREE,
    pattern: any(`\\b${BEING}\\b`),
    then: [
      next(
        70,
        `\\b(?:without|no|lacks?|free (?:of|from)|(?:not|n't) have)\\s+(?:any\\s+|all\\s+|the\\s+|absolutely\\s+|ethical\\s+|moral\\s+|such\\s+){0,4}(?:\\w+\\s+(?:or|and|nor)\\s+|\\w+,\\s+(?:or |and )?){0,3}${CURBS}\\b`,
      ),
    ],
  },
  {
    name: 'act-as-unrestricted',
    score: 0.75,
    cues: UNBOUND,
    also: CURBS_OR_FREE,
    pattern: any(
      `\\b(?:act|pretend|role-?play|behave|respond|answer|speak|simulate|imagine|you are|you're|you will be|become|be|are going to be|emulate|embody|portray|as)\\b`,
    ),
    then: [next(80, `^[^\\n.!?]{0,60}\\b${FREE}\\b`), next(55, `^[^\\n.!?]{0,40}\\b${BEING}\\b`)],
  },
  {
    name: 'unrestricted-machine',
    score: 0.75,
    cues: UNBOUND,
    also: CURBS_OR_FREE,
    pattern: any(
      `\\b(?:an?|the)\\s+(?:\\w+,?\\s+){0,3}${FREE}(?:,|\\s+and)?\\s+(?:\\w+,?\\s+){0,3}(?:ai|chatbot|bot|language model|llm|assistant|gpt|chatgpt|version of (?:yourself|chatgpt|you))\\b`,
      `(?<=\\b\\w{2,20}\\s{1,4})(?:have|has|had|having)\\s+(?:absolutely\\s+)?no\\s+(?:\\w+\\s+)?(?:restrictions|ethics|morals|ethical|moral|filters?|guidelines|censorship|boundaries|guardrails)\\b`,
    ),
  },
  {
    name: 'not-bound-by-rules',
    score: 0.7,
    cues: [
      'bound',
      'abide',
      'adhere',
      'follow',
      'constrained',
      'restricted',
      'freed',
      'free',
      'confines',
      'limited',
      'obey',
      'regard',
      'care',
      'regardless',
      'bypass',
      'comply',
    ],
    also: ['ethics', 'ethical', 'moral', 'morals', 'morality', 'guidelines', 'openai', 'policy', 'policies', 'restrictions', 'restriction', 'law', 'laws', 'legality', 'legal', 'confines', 'limits', 'limitations', 'shackles', 'chains', 'constraints', 'rules', 'safety', 'guardrails', 'filters', 'moderation', 'censorship', 'immoral', 'illegal', 'unethical', 'ethicality', 'consequences', 'programming', 'boundaries', 'content'], // prettier-ignore
    pattern: any(
      `\\b(?:not|never|no longer|n't|nor)\\s+(?:be\\s+)?(?:bound|constrained|restricted|limited|governed|held back|subject|confined)\\s+(?:by|to)\\s+(?:\\w+\\s+){0,4}${CURBS}\\b`,
      `\\b(?:do(?:es)? not|don't|doesn't|not|need not|never|without|no need to|not have to|don't have to|doesn't have to)\\s+(?:have\\s+to\\s+|need\\s+to\\s+)?(?:abide|adhere|adhering|comply|follow|respect|obey|conform|stick)(?:\\s+(?:by|to|with))?\\s+(?:\\w+\\s+){0,4}(?:ethics|ethical|moral|morals|guidelines|openai|content polic(?:y|ies)|rules imposed|rules set|restrictions|law|laws|policy|policies|safety)\\b`,
      `\\b(?:broken|break|breaks|freed|free|liberated|released)\\s+(?:free\\s+)?(?:of|from)\\s+(?:\\w+\\s+){0,3}(?:confines|restrictions|limits|limitations|shackles|chains|constraints|guidelines|rules)\\b(?=.{0,200}\\b(?:ai|chatgpt|model|openai|you))`,
      `\\bregardless\\s+of\\s+(?:\\w+,?\\s+){0,6}(?:legality|ethics|morality|ethicality|legal|ethical|moral|immoral|illegal|unethical|consequences)\\b(?=.{0,200}\\b(?:answer|respon|you|provide|comply|will))`,
      `\\bbypass(?:es|ing)?\\s+(?:\\w+\\s+){0,4}(?:openai|content polic(?:y|ies)|safety|ethical|guidelines|guardrails|ethics|filters|moderation)\\b(?<!firewall.{0,40})`,
      `\\b(?:openai|chatgpt|ai|content)(?:'s)?\\s+(?:\\w+\\s+){0,2}(?:polic(?:y|ies)|guidelines|rules|restrictions)\\s+(?:\\w+\\s+){0,3}(?:do not|don't|does not|doesn't|no longer|never)\\s+(?:apply|exist|matter)\\b`,
    ),
  },
  {
    name: 'never-refuse',
    score: 0.6,
    cues: [
      'refuse',
      'refuses',
      'refusal',
      'refusing',
      'decline',
      'declines',
      'reject',
      'apologize',
      'warnings',
      'warning',
      'disclaimers',
      'disclaimer',
      'cannot',
      'sorry',
      'never',
      'comply',
      'can',
    ],
    also: ['refuse', 'refuses', 'refusing', 'decline', 'declines', 'reject', 'rejects', 'sorry', 'cannot', 'unable', 'apologize', 'apologise', 'illegal', 'unethical', 'immoral', 'harmful', 'ethic', 'ethical', 'legal', 'openai', 'policy', 'policies', 'refusal', 'appropriate', 'inappropriate', 'dangerous', 'malicious', 'offensive', 'extreme', 'evil', 'comply', 'obey', 'character'], // prettier-ignore
    pattern: any(
      `\\b(?:never|not|n't|cannot|without)\\s+(?:ever\\s+)?(?:refuse|refuses|refusing|decline|declines|reject|rejects)\\s+(?:\\w+\\s+){0,3}(?:answer|requests?|questions?|anything|commands?|orders?|prompts?|to|any|user|me|no matter|a\\b)`,
      `\\b(?:never|do not|don't|will not|won't|must not|cannot|can't|not|without)\\s+(?:ever\\s+|you\\s+)?(?:say|saying|says|use|include|respond with|reply with|state|mention)\\s+(?:\\w+\\s+){0,6}["'](?:i\\s+)?(?:'?m\\s+sorry|am sorry|sorry|i can'?t|i cannot|cannot|can't|unable|i am unable|as an ai|i apologi[sz]e|i'?m unable|apologi[sz]e|illegal)`,
      `\\b(?:never|no|not|n't|without|avoid)\\s+(?:\\w+\\s+){0,4}(?:warnings?|disclaimers?|caveats?|moral(?:izing|ity)?|ethical)\\s*(?:,|or|and|about|messages?|lectures?|reminders?|considerations|concerns|statements)?[^\\n.]{0,60}\\b(?:unethical|illegal|immoral|harmful|ethic|legal|openai|polic|refus|appropriate|dangerous)`,
      `\\b(?:you|it|he|she|they)\\s+(?:must|will|should|always|have to|shall|has to)\\s+(?:always\\s+)?(?:comply|obey|fulfill?|answer)\\s+(?:with\\s+)?(?:\\w+\\s+){0,3}(?:all|any|every|whatever|everything|anything|each|no matter)\\b[^\\n]{0,100}\\b(?:no matter|regardless|even if|without|unethical|illegal|immoral|harmful|question|refus)`,
      `\\bin\\s+(?:no|any)\\s+(?:case|circumstances?|way)\\s+(?:\\w+\\s+){0,3}(?:refuse|decline|break character|say no)\\b`,
      `\\bno\\s+matter\\s+how\\s+(?:\\w+\\s+){0,3}(?:illegal|unethical|immoral|harmful|dangerous|offensive|inappropriate|extreme|evil|bad|wrong)\\b`,
      `\\beven\\s+if\\s+(?:it|they|this|that|the \\w+|its|the answer)\\s*(?:is|are|'s|isn't|may be|might be|seems?|goes)\\s+(?:\\w+,?\\s+){0,4}(?:illegal|unethical|immoral|harmful|malicious|inappropriate|against|not (?:legal|ethical|appropriate))\\b`,
    ),
  },
  {
    name: 'stay-in-character',
    score: 0.35,
    cues: ['character', 'tokens', 'persona', 'roleplay'],
    pattern: any(
      `\\b(?:stay|remain|keep)\\s+in\\s+character\\b`,
      `\\b(?:never|not|n't|without)\\s+(?:ever\\s+)?(?:break(?:ing)?|drop|leav(?:e|ing)|get(?:ting)? out of)\\s+(?:of\\s+)?character\\b`,
      `\\b(?:\\d{1,6}|you have|lose|deducted?|deduct)\\s+(?:\\w+\\s+){0,3}tokens\\b.{0,160}\\b(?:die|cease|reject|refuse|lose|deduct|character|non-creative|rejects?)`,
      `\\bif\\s+i\\s+(?:say|tell you|notice|remind you)\\b.{0,80}\\b(?:character|stay a|you must|back)`,
    ),
  },
  {
    name: 'from-now-on-you-are',
    score: 0.4,
    untrusted: 0.6,
    cues: ['now', 'immerse', 'forward', 'onwards', 'pretend', 'roleplay', 'simulate'],
    pattern: any(
      `\\bfrom\\s+(?:now|this (?:point|moment|message))\\s+(?:on|onwards?|forward)?,?\\s+(?:you(?:'re| are| will| shall| must|r)|act|pretend|respond|answer|refer|your|we|every|all|reply|say|and|chatgpt|always|only|do|give|talk)\\b`,
      `\\byou\\s+are\\s+(?:about\\s+to|going\\s+to|now\\s+going\\s+to)\\s+(?:immerse|act|pretend|role-?play|become|play|take on|be playing|operate|simulate|pose)\\b`,
      `\\b(?:you(?:'re| are| will)\\s+now|now\\s+you(?:'re| are))\\s+(?:a|an|the|going|be|acting|called|named|in|to)\\b`,
      `\\b(?:you will|you are going to|you'll)\\s+(?:now\\s+)?(?:pose|act|role-?play|pretend|play the role|take (?:on )?the role)\\b`,
    ),
  },
  {
    name: 'imaginary-frame',
    score: 0.3,
    cues: [
      'hypothetical',
      'hypothetically',
      'fictional',
      'simulation',
      'simulate',
      'parallel',
      'imaginary',
      'fiction',
      'universe',
      'story',
      'novel',
      'roleplay',
      'dream',
    ],
    also: ['hypothetical', 'fictional', 'fictitious', 'imaginary', 'alternate', 'parallel', 'simulated', 'pretend', 'detailed', 'exact', 'step', 'steps', 'how'], // prettier-ignore
    pattern: any(
      `\\b(?:hypothetical|fictional|fictitious|imaginary|alternate|parallel|simulated|pretend)\\s+(?:\\w+\\s+){0,2}(?:story|world|universe|scenario|dialogue|response|setting|reality|conversation|realm|situation|dimension|character|ai)\\b[^\\n]{0,250}\\b(?:no (?:laws?|rules|restrictions|ethics|limits|moral)|unethical|illegal|amoral|immoral|unfiltered|without (?:any )?(?:restrictions|rules|laws|ethic|moral|censor)|unrestricted|anything|not illegal|legal)`,
    ),
  },
  {
    name: 'story-that-instructs',
    score: 0.3,
    cues: ['story', 'scene', 'dialogue', 'novel', 'script', 'screenplay'],
    also: ['step', 'steps', 'detailed', 'exact', 'how'],
    pattern: any('\\b(?:write|create|tell|craft)\\b'),
    then: [
      next(90, '^[^\\n.]{0,80}\\b(?:story|scene|dialogue|novel|script|screenplay)\\b'),
      next(
        250,
        '^[^\\n]{0,200}\\b(?:step[- ]by[- ]step|detailed (?:instructions|explanation|steps)|exact (?:steps|instructions)|how to (?:make|build|hack|cook|synthesi[sz]e|steal|hotwire))',
      ),
    ],
  },
  {
    name: 'two-answers',
    score: 0.7,
    cues: ['two', '2'],
    pattern: any(
      '\\b(?:two|2)\\s+(?:\\w+\\s+){0,2}(?:ways?|responses?|answers|manners?|outputs?|paragraphs|messages|replies|personas)\\b',
    ),
    then: [
      next(
        250,
        '\\b(?:as\\s+(?:yourself|chatgpt|gpt|you|normal|a)|normal|standard|classic|filtered|usual|chatgpt|gpt|first)',
      ),
      next(310, '\\b(?:as\\s+\\w+|jailbr|developer|dan|unfiltered|unrestricted|mode|evil|second)'),
      next(
        600,
        '\\b(?:jailbr|developer|dan\\b|unfiltered|unrestricted|polic|openai|rules|evil|anything|refus|ethic|illegal|censor|restrict)',
      ),
    ],
  },
  {
    name: 'classic-and-jailbreak',
    score: 0.7,
    cues: ['classic'],
    pattern: any('\\[?(?:\u{1f512})?classic\\]?\\W'),
    then: [next(320, '\\[?(?:\u{1f513})?(?:jailbreak|jailbroken|dan|unlocked|developer)')],
  },
  {
    name: 'opposite-of-policy',
    score: 0.6,
    cues: ['opposite', 'antigpt', 'anti', 'evil', 'villain', 'contrary', 'reverse'],
    pattern: any(
      `\\b(?:opposite|contrary|reverse)\\s+(?:\\w+\\s+){0,4}(?:openai|policy|policies|chatgpt|guidelines|ethic|how you|what you|your (?:normal|usual|programming|rules))`,
      `\\b(?:evil|villain(?:ous)?|malevolent|sinister|anti-?gpt)\\s+(?:\\w+\\s+){0,2}(?:confidant|trusted|ai|chatbot|assistant|bot|twin|chatgpt|gpt|version)\\b`,
    ),
  },
  {
    name: 'filters-off',
    score: 0.6,
    cues: [
      'disabled',
      'disable',
      'off',
      'deactivated',
      'deactivate',
      'removed',
      'lifted',
      'unlocked',
      'filter',
      'filters',
      'censorship',
      'without',
      'bypassed',
      'turned',
      'unfiltered',
      'unrestrictedly',
      'unfilteredly',
      'rebel',
      'remove',
    ],
    also: ['ethics', 'ethical', 'ethic', 'safety', 'content', 'moral', 'morality', 'censorship', 'moderation', 'security', 'alignment', 'safeguards', 'unrestrictedly', 'unfilteredly', 'unfliteredly', 'rebel', 'your'], // prettier-ignore
    pattern: any(
      `\\b(?:ethics?|ethical|safety|content|moral(?:ity)?|censorship|moderation|security|alignment)\\s+(?:\\w+\\s+)?(?:filters?|protocols?|guidelines|restrictions?|checks?|guardrails|measures|module|system|subroutines?|programming)\\s*(?:is|are|:|=|have been|has been|were|now)?\\s*(?:\\w+\\s+)?(?:disabled|off\\b|deactivated|removed|lifted|bypassed|turned off|suspended|overridden|null)`,
      `\\b(?:disable|deactivate|turn off|switch off|remove|lift|suspend|drop)\\s+(?:\\w+\\s+){0,3}(?:your|ethical?|ethics|safety|moral|moderation|censorship|alignment|safeguards?)\\s+(?:\\w+\\s+){0,3}(?:filters?|protocols?|guidelines|restrictions|guardrails|checks|constraints|safeguards|limitations|censorship|programming|boundaries)\\b`,
      `\\b(?:unrestrictedly|unfilteredly|unfliteredly|the rebel answer)\\b`,
    ),
  },
  {
    name: 'forged-authority',
    score: 0.45,
    untrusted: 0.6,
    cues: [
      'openai',
      'anthropic',
      'developer',
      'developers',
      'creator',
      'administrator',
      'admin',
      'authorized',
      'engineer',
      'god',
      'owner',
      'programmer',
      'ceo',
      'override',
      'superuser',
      'root',
      'maintenance',
      'researcher',
    ],
    pattern: any(
      `\\bi(?:'m| am)\\s+(?:actually\\s+|really\\s+|now\\s+)?(?:your\\s+(?:\\w+\\s+)?|the\\s+(?:\\w+\\s+)?|an?\\s+(?:\\w+\\s+)?|)(?:developer|creator|administrator|admin|programmer|owner|god|maker|superuser|root user|system administrator|engineer at (?:openai|anthropic|google)|openai (?:engineer|developer|employee|researcher))\\b[^\\n]{0,160}\\b(?:you (?:must|have to|should|need to|can|will|are)|show|reveal|give|tell|print|password|secret|key|prompt|ignore|instructions|access|override|listen)`,
      `\\b(?:admin(?:istrator)?|system|root|developer|sudo|security|emergency|manual|priority|master|owner)\\s+(?:override|overrride|access granted|privileges (?:granted|enabled))\\b`,
      `\\b(?:authori[sz]ed|approved|permitted|sanctioned)\\s+(?:explicitly\\s+)?by\\s+(?:openai|anthropic|the (?:developers?|administrators?|system))\\b`,
    ),
  },
  {
    name: 'maker-runs-maintenance',
    score: 0.45,
    cues: ['developed', 'created', 'trained', 'made'],
    also: ['openai', 'anthropic', 'google', 'meta'],
    pattern: any('\\b(?:developed|created|trained|made)\\s+by\\s+(?:openai|anthropic|google|meta)\\b'),
    then: [
      next(130, '\\b(?:maintenance|debug|reset|update|diagnostic|test)\\b'),
      next(130, '\\b(?:password|confirm|provide|secret|code|key)\\b'),
    ],
  },
];
