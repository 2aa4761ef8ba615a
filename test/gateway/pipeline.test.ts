import { chat, event, eventsOf, harness, say } from './fakes';

test('a request goes through the stages in order', async () => {
  const { seen, send } = harness();
  const answer = await send(event(chat()));
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({
    object: 'chat.completion',
    model: 'small',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello world' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });
  expect(seen.steps).toEqual(['directory', 'reserve', 'guard', 'open', 'model', 'settle', 'close', 'sent']);
});

test('a stream opens with the first event and ends after the record is closed', async () => {
  const { seen, send } = harness();
  const answer = await send(event(chat({ stream: true, stream_options: { include_usage: true } })));
  expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(seen.steps).toEqual(['directory', 'reserve', 'guard', 'open', 'model', 'opened', 'settle', 'close', 'ended']);
  const events = eventsOf(answer.body);
  expect(events.at(-1)).toBe('[DONE]');
  expect(events.at(-2)).toMatchObject({ choices: [], usage: { total_tokens: 15 } });
});

test('no audit record, no model call', async () => {
  const { seen, send } = harness({
    audit: {
      open: async () => {
        throw new Error('down');
      },
      refuse: async () => undefined,
    },
  });
  const answer = await send(event(chat()));
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.body).error.code).toBe('audit_unavailable');
  expect(seen.steps).not.toContain('model');
  expect(seen.settlements).toEqual([expect.objectContaining({ tokens: 0, microUsd: 0 })]);
});

test('the client hears the deployment before itself', async () => {
  const { seen, send } = harness({ script: () => say('ok') });
  await send(
    event(
      chat({
        messages: [
          { role: 'user', content: 'one' },
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'two' },
        ],
      }),
    ),
  );
  const [request] = seen.requests;
  expect(request?.system[0]).toMatch(/^<operator-[0-9a-f]+>\nYou are the assistant of Example Corp\.\n<\/operator-/);
  expect(request?.system.at(-1)).toBe('Be brief.');
  expect(request?.messages.map(({ text }) => text)).toEqual(['one', 'two']);
});
