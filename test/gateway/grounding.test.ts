import { chat, event, harness, say } from './fakes';

const conversation = (answer: string) => ({
  messages: [
    { role: 'user', content: 'How warm is it in Oslo?' },
    { role: 'assistant', tool_calls: [{ id: 'w', function: { name: 'get_weather', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'w', content: answer },
  ],
});

test('figures that no tool gave are counted, in the body and in a header', async () => {
  const { send } = harness({ script: () => say('It is 21 degrees, and 87 percent humid.') });
  const answer = await send(event(chat(conversation('temperature: 21'))));
  expect(JSON.parse(answer.body).guard.grounding).toEqual({ score: 0.5, unsupported: 1 });
  expect(answer.headers['x-llm-guard']).toContain('; grounding=0.5');
});

test('without a tool there is nothing to hold an answer against', async () => {
  const answer = await harness({ script: () => say('It is 21 degrees.') }).send(event(chat()));
  expect(JSON.parse(answer.body).guard).not.toHaveProperty('grounding');
});
