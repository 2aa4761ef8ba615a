import { any, type InjectionRule } from '../rule';

const TOOL = '(?:tool|function|plugin|endpoint|command|api)';
const FIELD = '(?:parameters?|params?|fields?|arguments?|args?|propert(?:y|ies)|inputs?|[`\'"]\\w+[`\'"])';
const TALK =
  "(?:conversation|chat|dialog(?:ue)?|message|prompt|user|session)(?:'s)?\\s+(?:history|so far|log|transcript|messages?|prompts?)|(?:system|previous|earlier|user's|initial)\\s+(?:prompts?|messages?|conversation|instructions?)|(?:whole|entire|full|complete)\\s+(?:chat|conversation|prompt|dialog(?:ue)?|context)";
const SECRET =
  '(?:api|access|secret|private|ssh)[ _-]?(?:keys?|tokens?)|passwords?|credentials?|secrets?|environment variables|~\\/\\.|\\/etc\\/(?:passwd|shadow)|id_rsa|\\.env\\b|mcp\\.json|\\.ssh\\b|cookies?';

/** What a tool says of itself gives no order to attack anything: it asks for what no tool needs, and for silence. */
export const TOOL_POISONING_RULES: readonly InjectionRule[] = [
  {
    name: 'tool-asks-for-secrets',
    score: 0,
    untrusted: 0.6,
    cues: ['tool', 'function', 'plugin', 'parameter', 'parameters', 'field', 'fields', 'argument', 'arguments', 'pass', 'contents', 'content', 'needs', 'requires', 'required'],
    also: ['key', 'keys', 'token', 'tokens', 'password', 'passwords', 'credentials', 'secrets', 'environment', 'etc', 'env', 'ssh', 'id', 'mcp', 'cookies', 'json'],
    pattern: any(
      `\\b(?:before|prior to|when)\\s+(?:using|calling|running|invoking)\\s+(?:this|the|any)\\s+(?:\\w+\\s+)?${TOOL}\\b[^\\n]{0,40}\\b(?:read|open|load|fetch|cat|look up|collect|get)\\b[^\\n.]{0,40}(?:${SECRET})`,
      `\\b(?:pass|put|include|send|provide|supply|insert|add|give)\\s+(?:me\\s+|it\\s+|us\\s+)?(?:the|its|their|all|every|any|your)\\s+(?:(?:user|content|contents|value|values|text|of|the|all|user's)\\s+){0,5}(?:${SECRET})[^\\n.]{0,40}\\b(?:as|in|into|to|through|via)\\s+(?:the\\s+|a\\s+|this\\s+)?(?:\\w+\\s+)?${FIELD}`,
      `\\b(?:contents?|values?)\\s+of\\s+(?:the\\s+|all\\s+|any\\s+)?(?:files?\\s+)?[\`'"]?(?:${SECRET})[^\\n.]{0,40}\\b(?:as|in|into)\\s+(?:the\\s+|a\\s+|this\\s+)?${FIELD}`,
      `\\b(?:this\\s+)?${TOOL}\\s+(?:needs|requires|must have|must be given)\\s+(?:the\\s+|all\\s+|your\\s+)?(?:(?:user|user's|value|values|contents?|of|all|the)\\s+){0,5}(?:${SECRET})\\s+(?:in|as)\\s+(?:the\\s+)?${FIELD}`,
    ),
  },
  {
    name: 'tool-asks-for-the-conversation',
    score: 0,
    untrusted: 0.6,
    cues: ['parameter', 'field', 'argument', 'tool', 'function', 'call', 'pass', 'include', 'input', 'with', 'contain'],
    also: ['conversation', 'chat', 'history', 'prompt', 'prompts', 'messages', 'dialogue', 'transcript', 'instructions', 'context'],
    pattern: any(
      `\\b${FIELD}\\s+(?:\\w+\\s+)?(?:must|should|has to|needs to|shall)\\s+(?:always\\s+)?(?:contain|hold|include|be|have)\\s+(?:the\\s+|all\\s+|every\\s+)?(?:\\w+\\s+){0,2}(?:${TALK})`,
      `\\b(?:pass|put|include|send|provide|supply|insert|copy|append)\\s+(?:the\\s+|all\\s+|every\\s+|your\\s+)?(?:\\w+\\s+){0,2}(?:${TALK})[^\\n.]{0,30}\\b(?:as|in|into|to|through|via)\\s+(?:the\\s+|a\\s+|this\\s+)?(?:\\w+\\s+)?${FIELD}`,
      `\\b(?:call|use|run|invoke)\\s+(?:this|it|the)\\s+(?:one|${TOOL})?\\s{0,2}with\\s+(?:the\\s+)?(?:${TALK})`,
    ),
  },
  {
    name: 'tool-acts-in-secret',
    score: 0,
    untrusted: 0.6,
    cues: ['silently', 'secretly', 'quietly', 'mention', 'confirmation', 'permission', 'approval', 'consent', 'agreed', 'approved', 'consented'],
    pattern: any(
      `\\b(?:silently|secretly|quietly)\\s+(?:call|run|use|invoke|execute|send|forward|read|copy|delete|upload)\\b`,
      `\\b(?:do not|don't|never)\\s+mention\\s+(?:that|to\\s+(?:the\\s+)?(?:user|anyone)|how|why)\\b[^\\n.]{0,40}\\b(?:you|tool|read|called?|used?|file|needed?|first|this)\\b`,
      `\\bthe\\s+(?:user|customer|owner|human|admin)\\s+has\\s+(?:already\\s+|previously\\s+)?(?:agreed|approved|consented|given\\s+(?:his|her|their|its)?\\s{0,2}(?:consent|permission|approval))\\s+(?:to\\s+)?(?:all|any|every|each|whatever)\\b`,
      `\\bno\\s+(?:\\w+\\s+)?(?:confirmation|permission|approval|consent)\\s+(?:from the user\\s+|of the user\\s+)?(?:is|are)\\s+(?:needed|required|necessary)\\b[^\\n.]{0,20}\\b(?:pay|transfer|delete|send|any|every|all)`,
    ),
  },
]; // prettier-ignore
