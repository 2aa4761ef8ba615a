from aws_cdk import App, Environment, Stack
from hardened_llm_api import (
    Compliance,
    HardenedLlmApi,
    LimitsConfig,
    ModelConfig,
    ModelKind,
    ModelPriceConfig,
    ModelProvider,
    Profile,
    RetentionConfig,
    RoleConfig,
    TierConfig,
    UsagePlanConfig,
)

# the API as a part of a stack of your own: what consumer-app.ts does, in Python.
app = App(outdir="cdk.out")
stack = Stack(app, "AssistantPlatform", env=Environment(account="111122223333", region="eu-west-1"))

llm_api = HardenedLlmApi(
    stack,
    "LlmApi",
    profile=Profile.PRODUCTION,
    models=[
        ModelConfig(
            name="nova-lite",
            provider=ModelProvider.BEDROCK,
            model_id="amazon.nova-lite-v1:0",
            kind=ModelKind.CHAT,
            max_output_tokens=5000,
            context_tokens=300_000,
            price=ModelPriceConfig(
                input_usd_per_million_tokens=0.06, output_usd_per_million_tokens=0.24, as_of="2026-09-01"
            ),
        )
    ],
    guard_policies={"standard": {}},
    roles=[
        RoleConfig(
            name="assistant",
            scopes=["llm/chat", "llm/guard", "llm/usage"],
            models=["nova-lite"],
            max_output_tokens=2048,
            max_prompt_bytes=131_072,
            guard_policy="standard",
        )
    ],
    tiers=[
        TierConfig(
            name="team",
            roles=["assistant"],
            tenant_limits=LimitsConfig(
                requests_per_minute=60, tokens_per_day=2_000_000, usd_per_day=5, concurrent_requests=5
            ),
            client_limits=LimitsConfig(requests_per_minute=30),
            usage_plan=UsagePlanConfig(requests_per_second=5, burst=10, requests_per_day=10_000),
        )
    ],
    retention=RetentionConfig(audit_days=365, confirm_audit_days=365, backup_days=35, confirm_backup_days=35),
)

# six packs of cdk-nag and our own, over the constructs and once more over the template.
Compliance.enforce(app, acknowledgements=llm_api.acknowledgements())
app.synth()
