import { any, type InjectionRule } from '../rule';

const DROP =
  "(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass(?:ing)?|discard|dismiss|neglect|drop|delete|erase|skip|abandon|overlook|set aside|throw (?:out|away)|do not (?:follow|obey|listen to|adhere to)|don't (?:follow|obey|listen to|adhere to)|stop (?:following|obeying)|pay no attention to|no longer (?:follow|obey))";
const BEFORE =
  "(?:previous(?:ly)?|prior|above|preceding|earlier|foregoing|former|initial|original|existing|past|old|last|pre-?existing|current|aforementioned|system|default|your|developer'?s?|openai'?s?)";
const ORDERS =
  '(?:instructions?|directions?|directives?|prompts?|rules?|guidelines?|guidance|commands?|orders?|messages?|inputs?|context|conversations?|training|programming|polic(?:y|ies)|constraints?|restrictions?|requests?|queries|query|tasks?|assignments?|settings|configuration|limitations?|principles|protocols?|content policy|safeguards?|filters?|statements?|text|everything)';
const FILL =
  '(?:(?:all|any|every|each|of|the|these|those|my|your|other|and|or|such|that|this|me|for|security|safety|ethical|content|moral|a) ?){0,6}';

const VERBS = ['ignore', 'ignoring', 'disregard', 'disregarding', 'forget', 'forgetting', 'override', 'overriding', 'bypass', 'bypassing', 'discard', 'dismiss', 'neglect', 'drop', 'delete', 'erase', 'skip', 'abandon', 'overlook', 'aside', 'throw', 'follow', 'following', 'obey', 'obeying', 'attention', 'listen', 'adhere']; // prettier-ignore

/** Earlier instructions are to count for nothing. */
export const OVERRIDE_RULES: readonly InjectionRule[] = [
  {
    name: 'override-previous-instructions',
    score: 0.95,
    cues: VERBS,
    also: ['instructions', 'instruction', 'directions', 'direction', 'directives', 'directive', 'prompts', 'prompt', 'rules', 'rule', 'guidelines', 'guidance', 'commands', 'command', 'orders', 'order', 'messages', 'message', 'inputs', 'input', 'context', 'conversations', 'conversation', 'training', 'programming', 'policies', 'policy', 'constraints', 'restrictions', 'requests', 'request', 'queries', 'query', 'tasks', 'task', 'assignments', 'settings', 'configuration', 'limitations', 'principles', 'protocols', 'protocol', 'safeguards', 'filters', 'filter', 'statements', 'text', 'everything', 'constraint'], // prettier-ignore
    pattern: any(
      `\\b${DROP}\\s+${FILL}${BEFORE}\\s+(?:\\w+\\s+){0,2}${ORDERS}\\b`,
      `\\b${DROP}\\s+${FILL}${ORDERS}\\s+(?:that\\s+)?(?:\\w+\\s+){0,4}?(?:above|before|previously|earlier|prior|so far|until now|up to now|preceding|given to you|you (?:were|have been|had been|received|got|have received))\\b`,
    ),
  },
  {
    name: 'override-everything-so-far',
    score: 0.9,
    cues: VERBS,
    pattern: any(
      `\\b${DROP}\\s+(?:absolutely |literally )?(?:everything|all|anything|whatever|what)\\s+(?:that\\s+)?(?:(?:i|you|we|was|were|is|has|have|had|been|'ve|'ve been|just|came|comes|i've|you've|written|the user|said|told|stated|mentioned|learned|know|you know) ?){0,5}\\s?(?:above|before|previously|earlier|so far|until now|up to now|prior|(?:told|taught|said|learned|instructed)(?: to)?(?: you| me)?|preceding|to your core)\\b`,
      `\\b(?:ignore|disregard|forget)\\s+(?:(?:all|of|everything|the|that|stuff|things?) ){0,3}(?:above|before this)\\b`,
      `\\b(?:ignore|disregard|forget|override)\\s+(?:all|any|every)\\s+(?:of\\s+)?(?:the\\s+|these\\s+|your\\s+|my\\s+)?(?:\\w+\\s+)?(?:instructions|directives|guidelines|safety (?:rules|protocols|measures))\\b`,
    ),
  },
  {
    name: 'override-following-instructions',
    score: 0.6,
    cues: ['ignore', 'disregard', 'skip', 'forget'],
    pattern: any(
      `\\b(?:ignore|disregard|skip|forget)\\s+${FILL}(?:following|next|subsequent|below|second|further|upcoming)\\s+(?:\\w+\\s+){0,2}(?:instructions?|prompts?|messages?|inputs?|requests?|commands?|rules?|questions?|sentences?|tasks?)\\b`,
      `\\b(?:ignore|disregard|forget)\\s+(?:\\w+\\s+){0,3}(?:instructions?|messages?|prompts?|inputs?|rules?|text|everything|anything)\\s+(?:below|that follows?|after this)\\b`,
      `\\b(?:ignore|disregard)\\s+(?:the\\s+|this\\s+)?(?:user'?s?|system)\\s+(?:instructions?|message|input|prompt|query|question)\\b`,
    ),
  },
  {
    name: 'instructions-are-void',
    score: 0.75,
    cues: ['instructions', 'rules', 'guidelines', 'prompt', 'prompts', 'restrictions', 'directives', 'policies'],
    pattern: any(
      `\\b(?:previous|prior|above|earlier|preceding|original|initial|your|old)\\s+(?:\\w+\\s+){0,2}(?:instructions|rules|guidelines|prompts?|restrictions|directives|policies)\\s+(?:\\w+\\s+){0,3}(?:are|is|were|was|have been|has been|should be|must be|can be|no longer)\\s+(?:\\w+\\s+){0,2}(?:void|null|cancell?ed|revoked|lifted|obsolete|outdated|deprecated|over(?:ridden|written)?|superseded|suspended|invalid|ignored|disregarded|forgotten|apply|wrong|removed|disabled|deleted|terminated)\\b`,
      `\\b(?:instructions|rules|guidelines|restrictions)\\s+(?:\\w+\\s+){0,3}(?:no longer|do not|don't|doesn't)\\s+apply\\s+to\\s+you\\b`,
    ),
  },
  {
    name: 'new-instructions-replace-old',
    score: 0.55,
    untrusted: 0.8,
    cues: [
      'instructions',
      'instruction',
      'directive',
      'directives',
      'task',
      'objective',
      'rules',
      'prompt',
      'orders',
      'role',
    ],
    also: ['new', 'real', 'actual', 'true', 'updated', 'only', 'revised', 'additional', 'important', 'special', 'admin', 'system', 'urgent', 'instead', 'now', 'these', 'following', 'my'], // prettier-ignore
    pattern: any(
      `\\b(?:your|the)\\s+(?:new|real|actual|true|updated|only)\\s+(?:\\w+\\s+)?(?:instructions?|directives?|task|objective|goal|orders|prompt|role|purpose|rules)\\s*(?:is|are|:|will be|shall be)`,
      `(?:^|[\\n.!?\\]>*#"'-])\\s*(?:new|updated|revised|additional|important|special|admin|system|urgent)\\s+(?:\\w+\\s+)?(?:instructions?|directives?|orders|prompt|task|system message)\\s*:`,
      `\\b(?:instead|now)\\s+(?:you\\s+(?:must|will|should|shall)\\s+)?follow\\s+(?:these|the following|my|this)\\s+(?:new\\s+)?(?:instructions?|rules|commands|orders)\\b`,
      `\\b(?:these|the following|my)\\s+(?:new\\s+)?(?:instructions?|rules|commands)\\s+(?:supersede|override|replace|take (?:precedence|priority)|have (?:precedence|priority)|are (?:above|more important))\\b`,
    ),
  },
  {
    name: 'reset-session',
    score: 0.55,
    cues: ['reset', 'reboot', 'restart', 'reinitialize', 'wipe', 'clear', 'forget'],
    pattern: any(
      `\\b(?:reset|reboot|restart|reinitialize|wipe|clear)\\s+(?:your|yourself|to your)\\s*(?:\\w+\\s+){0,2}(?:memory|context|instructions|settings|session|programming|rules|state|parameters|guidelines|system prompt|mind|history)?\\b(?=.{0,80}\\b(?:now|you are|new|act|instructions|forget|start))`,
      `\\bforget\\s+(?:that\\s+)?(?:you(?:'re| are| were)|who you are|what you are)\\b`,
    ),
  },
  {
    name: 'stop-being-yourself',
    score: 0.6,
    cues: ['stop', 'longer', 'chatgpt', 'cease'],
    pattern: any(
      `\\b(?:stop|cease)\\s+being\\s+(?:an?\\s+)?(?:chatgpt|ai|assistant|gpt|language model|claude|gemini|yourself)\\b`,
      `\\byou(?:'re| are)\\s+no\\s+longer\\s+(?:an?\\s+|the\\s+)?(?:\\w+\\s+)?(?:chatgpt|ai|assistant|gpt(?:-?\\d)?|language model|claude|gemini|bot|chatbot|bound|restricted|limited|required|constrained|just|merely)\\b`,
    ),
  },
  {
    name: 'end-of-prompt-forged',
    score: 0.6,
    untrusted: 0.8,
    cues: ['end', 'begin', 'start', 'stop'],
    pattern: any(
      `[-=*#<\\[{(/_|]{2}\\s*(?:end|stop)\\s+(?:of\\s+)?(?:the\\s+)?(?:\\w+\\s+)?(?:prompt|instructions?|system(?: prompt| message)?|input|context|data|document|user(?: input| message)?|text|conversation|emails?|file|message)\\b`,
      `\\bend\\s+(?:of\\s+)(?:the\\s+)?(?:system\\s+prompt|instructions|user input|prompt)\\s*[-=*#>\\]})./:]`,
      `[\\[{<(]\\s*(?:begin|start)\\s+(?:of\\s+)?(?:new\\s+)?(?:system|admin|developer|real|actual)\\s+(?:\\w+\\s+)?(?:prompt|instructions?|message)\\b`,
    ),
  },
];
