"""Every call with the SDK of OpenAI for Python; reads its input from stdin and writes outcomes as JSON."""

import json
import sys

import openai

CLIENT = "openai for Python"
data = json.load(sys.stdin)
outcomes = []
tool = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def sdk(token, **more):
    return openai.OpenAI(base_url=data["baseUrl"], api_key=token, max_retries=0, **more)


def ask(content):
    return {"model": data["model"], "messages": [{"role": "user", "content": content}]}


def expect(call, run):
    try:
        ok, got = run()
    except Exception as error:
        ok, got = False, f"{type(error).__name__}: {error}"
    outcomes.append({"client": CLIENT, "call": call, "ok": bool(ok), "got": str(got)})


client = sdk(data["token"])


def chat():
    answer = client.chat.completions.create(**ask("What is the capital of France?"))
    text = answer.choices[0].message.content
    return "Paris" in text and answer.usage.total_tokens > 0, text


def stream():
    text, total = "", 0
    options = {"include_usage": True}
    for chunk in client.chat.completions.create(**ask("[[n=8]]"), stream=True, stream_options=options):
        text += chunk.choices[0].delta.content or "" if chunk.choices else ""
        total = chunk.usage.total_tokens if chunk.usage else total
    return "tok7" in text and total > 0, f"{text} ({total} tokens)"


def tools():
    prompt = 'What is the weather in Oslo? [[tool={"city":"Oslo"}]]'
    choice = client.chat.completions.create(**ask(prompt), tools=[tool]).choices[0]
    got = choice.message.tool_calls[0].function.arguments
    return choice.finish_reason == "tool_calls" and json.loads(got)["city"] == "Oslo", got


def models():
    ids = [model.id for model in client.models.list()]
    return data["model"] in ids, ids


for call in (chat, stream, tools, models):
    expect(call.__name__, call)

refusals = {
    "no token": lambda: client,
    "wrong token": lambda: sdk("a.b.c"),
    "blocked content": lambda: client,
    "too large": lambda: client,
    "over the limit": lambda: sdk(data["limitedToken"]),
}
headers = {"no token": {"Authorization": openai.Omit()}}
prompts = {"blocked content": data["attack"], "too large": data["tooLarge"]}

for expected in data["errors"]:

    def refused(expected=expected):
        try:
            call = expected["call"]
            refusals[call]().chat.completions.create(**ask(prompts.get(call, "hi")), extra_headers=headers.get(call))
        except openai.APIStatusError as error:
            name, request_id = type(error).__name__, error.request_id
            retry_after = error.response.headers.get("retry-after")
            got = f"{name} {error.status_code} {error.code} request {request_id} retry-after {retry_after}"
            # the plain class of a status without one of its own is named APIStatusError here.
            wanted = {"APIError": "APIStatusError"}.get(expected["errorClass"], expected["errorClass"])
            same = (name, error.status_code, error.code) == (wanted, expected["status"], expected["code"])
            named = bool(request_id) or not expected["requestId"]
            return same and named and (error.status_code != 429 or int(retry_after or 0) > 0), got
        return False, "an answer"

    expect(expected["call"], refused)

print(json.dumps({"version": openai.__version__, "outcomes": outcomes}))
