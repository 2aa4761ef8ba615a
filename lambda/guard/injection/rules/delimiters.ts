import { any, type InjectionRule } from '../rule';

/** Words in the clothes of another role: forged turns and system messages. */
export const DELIMITER_RULES: readonly InjectionRule[] = [
  {
    name: 'template-token',
    score: 0.7,
    untrusted: 0.9,
    pattern: any(
      '<\\|\\s?(?:im_start|im_end|im_sep|system|user|assistant|end|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|channel|message|endofprompt|tool|fim_prefix)\\s?\\|>',
      '<<\\s?/?sys\\s?>>|\\[/?(?:inst|sys)\\]',
      '<(?:start|end)_of_turn>',
    ),
  },
  {
    name: 'forged-role-turn',
    score: 0.45,
    untrusted: 0.75,
    cues: ['system', 'assistant', 'developer', 'admin', 'human', 'ai', 'user', 'bot', 'chatgpt'],
    pattern: any(
      "(?:^|\\n)\\s{0,8}(?:#{1,6}\\s{0,3}|\\*{1,3}|\\[|<|\\{|\\()?\\s{0,3}(?:system|developer|admin(?:istrator)?|root)\\s{0,3}(?:message|prompt|instructions?|notice|note|alert|update|command|override)?\\s{0,3}(?:\\*{1,3}|\\]|>|\\}|\\))?\\s{0,3}:\\s{0,3}(?=\\S[^\\n]{0,200}\\b(?:you|your|ignore|must|assistant|instructions?|now|respond|user|reveal|output|say|do not|don't|always)\\b)",
      '</?(?:system|instructions?|system_?prompt|user_?input|admin|developer|assistant|untrusted|context|document|data)>\\s{0,4}(?=[^\\n]{0,160}\\b(?:ignore|you (?:are|must|will)|instructions?|reveal|instead|new task|forget|say|output|respond|print)\\b)',
      '[\\[{<(]\\s{0,3}(?:system|admin|developer)\\s{0,3}(?:message|prompt|note|override|instructions?|notice|command|directive)?\\s{0,3}[:\\])}>]\\s{0,3}(?=[^\\n]{0,200}\\b(?:ignore|you (?:are|must|will|should)|instructions?|reveal|obey|new|override|simulat|approved|disable|enable|proceed|send|call)\\b)',
      '\\n\\s{0,4}(?:human|user)\\s{0,3}:\\s[^\\n]{0,300}\\n{1,3}\\s{0,4}(?:assistant|ai|bot|chatgpt)\\s{0,3}:\\s{0,4}(?:sure|of course|yes|absolutely|certainly|ok)',
      '"role"\\s{0,3}:\\s{0,3}"(?:system|developer)"',
    ),
  },
];
