import { any, next, type InjectionRule } from '../rule';

const SHOW =
  "(?:reveal|show|print|display|output|repeat|tell|give|share|disclose|write|return|reproduce|recite|leak|dump|expose|list|copy|paste|summari[sz]e|translate|quote|restate|describe|echo|spell|type|provide|read|state|send|paraphrase|enumerate|say|explain|render|post|encode|format|rephrase|convert|hand over|divulge|what(?:'s| is| are| was| were)|which)";
const PROMPT =
  '(?:system\\s*-?_?(?:prompts?|messages?|instructions?|text|configuration|directives?)|(?:initial|original|hidden|secret|starting|internal|first|developer|base|pre-?|initiali[sz]ation|underlying|confidential|core|given|full|exact|complete|entire|startup|custom|above|previous|preceding|prior)\\s*(?:\\w+\\s+)?(?:prompts?|instructions?|directives?|messages?|configuration|guidelines|system prompt|string|setup|text|rules)|pre-?prompt|meta-?prompt|prompt\\s+(?:text|above|you were given)|instructions\\s+(?:above|you were given|you have been given|given to you|you received|at the (?:beginning|start|top)))';
const CUES = ['prompt', 'prompts', 'instructions', 'instruction', 'message', 'messages', 'preprompt', 'metaprompt', 'directives', 'configuration', 'systemprompt', 'initialization', 'guidelines', 'text', 'rules', 'string', 'directive', 'setup']; // prettier-ignore

/** The deployment's own words, or a secret that the model was given, are to come out. */
export const DISCLOSURE_RULES: readonly InjectionRule[] = [
  {
    name: 'reveal-system-prompt',
    score: 0.75,
    cues: CUES,
    also: ['your', 'system', 'hidden', 'secret', 'developer', 'internal', 'print', 'echo', 'console', 'systemprompt', 'initial', 'pre'], // prettier-ignore
    pattern: any(
      `\\b${SHOW}\\s+(?:(?:me|us|out|back|again|all|of|the|your|its|this|that|to|word|for|verbatim|exactly|in|full|any|entire|complete|exact|whole|my|a|please|what|is|are|were|was|about) ){0,8}(?:your\\s+)${PROMPT}`,
      `\\b${SHOW}\\s+(?:(?:me|us|out|back|again|all|of|the|your|to|word|for|verbatim|exactly|in|full|entire|complete|exact|whole|<) ?){0,7}(?:system|hidden|secret|developer|internal|pre-?)\\s*-?_?(?:prompts?|instructions|messages?|prompt tags)\\b(?=(?:\\W|_){0,4}(?:$|verbatim|word|in|and|to|above|now|please|as|with|so|for|that you|you|tags|>|at|or|before|into|using|starting))`,
      `\\b(?:console\\.log|print|echo|cat|puts|printf|return|dump)\\s*\\(?\\s*["'$]?(?:system_?prompt|system_?message|initial_?prompt|instructions)\\b`,
    ),
  },
  {
    name: 'repeat-what-is-above',
    score: 0.65,
    cues: [
      'above',
      'before',
      'beginning',
      'preceding',
      'prior',
      'previous',
      'conversation',
      'everything',
      'verbatim',
      'given',
      'started',
      'start',
      'initially',
      'originally',
      'told',
      'first',
    ],
    pattern: any(
      `\\b(?:repeat|print|output|copy|recite|reproduce|echo|type|write|display|show|paste|spell|return|say|translate|summari[sz]e|encode)\\s+(?:(?:me|out|back|all|of|the|everything|every|word|words|text|exact|entire|whole|content|contents|lines?|message|messages|sentence|sentences|this|that|in|conversation|instructions?|prompt|is|was|written|it|content of) ){1,8}(?:above(?!\\s+copyright)|before this|from the (?:beginning|start|top)|preceding|so far|prior to this)\\b`,
      `\\b(?:repeat|print|output|copy|recite|reproduce|display|show|tell me|write|say|list|what (?:are|were)|share|give me)\\s+(?:(?:me|out|back|all|of|the|your|everything|exact|word|for|verbatim|what|any) ){0,6}(?:instructions?|prompts?|rules|guidelines|directives|text|words|message|everything|information)\\s+(?:that\\s+)?(?:(?:you|i|we|they|was|were|have|had|been|the|openai|developer|system|are|'ve) ){1,4}(?:given|gave|told|received|provided|programmed|instructed|started|been given|supplied|shown|follow(?:ing)?|operate under|got)\\b`,
      `\\b(?:beginning|starting|start|begins?)\\s+with\\s+["'](?:you are|system|your instructions)`,
      `\\bwhat\\s+(?:(?:was|were|is|did|does|do|the|your|you|exactly|exact|first|have|had|been) ){1,5}(?:instructions?|prompt|told|instructed|programmed|given|said)\\b[^\\n.?]{0,50}\\b(?:first|before|initially|originally|beginning|start|above|prior|previously|not to (?:say|tell|share|reveal)|conversation)\\b`,
      `\\bwhat\\s+(?:are|were)\\s+you\\s+(?:not\\s+)?(?:supposed|allowed|told|instructed|programmed|forbidden|permitted)\\s+(?:not\\s+)?to\\s+(?:not\\s+)?(?:tell|say|share|reveal|disclose|do|talk)\\b`,
    ),
  },
  {
    name: 'repeat-word-for-word',
    score: 0.65,
    cues: ['repeat', 'output', 'print', 'write'],
    also: ['verbatim', 'word', 'back'],
    pattern: any('\\b(?:repeat|output|print|write)\\b'),
    then: [
      next(75, '^[^\\n.]{0,60}\\b(?:conversation|everything|text|all)\\b'),
      next(75, '^[^\\n.]{0,60}\\b(?:word[- ]for[- ]word|verbatim|back to me)\\b'),
    ],
  },
  {
    name: 'reveal-guarded-secret',
    score: 0.55,
    cues: [
      'secret',
      'password',
      'passwords',
      'passphrase',
      'passcode',
      'key',
      'confidential',
      'codeword',
      'mystery',
      'flag',
      'hidden',
      'credentials',
    ],
    also: ['what', 'tell', 'give', 'reveal', 'say', 'show', 'print', 'write', 'output', 'spell', 'repeat', 'share', 'disclose', 'provide', 'encode', 'state', 'return', 'type', 'know', 'guess', 'confirm', 'display', 'send', 'leak', 'extract', 'letters', 'letter', 'characters', 'character', 'ascii', 'reverse', 'reversed', 'backwards', 'base64', 'encoded', 'morse', 'rhymes', 'first', 'starts', 'separated', 'you', 'i'], // prettier-ignore
    pattern: any(
      `\\b(?<!\\b(?:not|never|don't) )(?:what(?:'s| is| was)|tell|give|reveal|say|show|print|write|output|spell|repeat|share|disclose|provide|encode|state|return|type|know|guess|confirm|display|send|leak|extract)\\s+(?:(?:me|us|to|out|the|your|our|this|that|all|of|a|in|i|exact|first|second|last|letters?|characters?|chars?|part|hint|about|for|each|every|system'?s?|admin|database|secure) ){0,8}(?:secret(?:\\s+(?:key|code|word|password|phrase|string|value|number|token|message|information))?|passwords?|pass(?:phrase|code|word)|code\\s?word|confidential\\s+(?:string|information|data|key|value)|mystery|hidden\\s+(?:string|key|word|message|code)|access (?:code|key))\\b(?!\\s+(?:manager|reset|policy|recovery|ingredient|sauce|santa|garden|recipe|of (?:success|life|happiness|the|a)|to (?:a|success|happiness|making|the|life|being|good|great)|protection|strength|for (?:my|a)|behind|agent|service))`,
      `\\b(?:letters?|characters?|ascii|reverse[ds]?|backwards|base64|encode[ds]?|morse|rhymes?|first|starts?|separated|spell|initials|acrostic|char)\\b[^\\n]{0,80}\\b(?:(?:the|your) (?:secret|password|passphrase|confidential)|of (?:the |your )?(?:secret|password))\\b`,
      `\\b(?:the|your)\\s+(?:secret|password)\\b[^\\n]{0,60}\\b(?:character by character|letter by letter|backwards|reversed?|in reverse|ascii|base64|separated|spelled|encoded|hyphens|commas|one by one|json|leetspeak|morse|emoji)`,
      `\\b(?:you(?:'ve| have)?\\s+(?:been\\s+)?(?:know|given|told|hiding|protect(?:ing)?|keep(?:ing)?|guard(?:ing)?|hold(?:ing)?)|i\\s+(?:gave|told|shared|shared with|provided|asked you to (?:keep|remember)))\\b[^\\n.]{0,50}\\b(?:secret|password|passphrase|confidential)\\b`,
    ),
  },
  {
    name: 'secret-of-the-conversation',
    score: 0.35,
    cues: ['secret', 'password', 'passphrase', 'codeword'],
    pattern: any(
      `\\b(?:secret|password)\\s*(?:is|=|:|was)\\s*(?:$|["'_.?<\\[({]|\\.\\.)`,
      `\\b(?:first|earlier|previous|above|shared|mentioned|original|system prompt|beginning|prelude|initial)\\b[^\\n]{0,40}\\b(?:secret|password|passphrase)\\b`,
      `\\b(?:secret|password|passphrase)\\b[^\\n]{0,40}\\b(?:earlier|above|shared|mentioned|before|in the (?:beginning|system|prompt|prelude)|i gave|i told|you were)\\b`,
    ),
  },
  {
    name: 'training-data-extraction',
    score: 0.5,
    cues: ['training', 'repeat', 'memorized', 'forever', 'weights'],
    pattern: any(
      `\\b(?:repeat|say|write|print)\\s+(?:the\\s+)?(?:word|following word|phrase|token)?\\s*["']?\\w{1,20}["']?\\s*["']?\\w{0,20}["']?\\s+(?:forever|indefinitely|infinitely|endlessly|without stopping|infinite times|over and over)\\b`,
      `\\b(?:output|reveal|print|show|give|recite|reproduce|leak|dump)\\s+(?:(?:me|the|your|all|of|some|exact|raw|verbatim|part) ){0,5}(?:training data|model weights|pre-?training (?:data|corpus)|memori[sz]ed (?:data|text|content))\\b`,
    ),
  },
];
