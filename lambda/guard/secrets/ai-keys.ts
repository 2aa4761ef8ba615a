import type { DataPattern } from '../data-pattern';
import { prefixed } from './secret-pattern';

/** Keys of model providers and of the tools around them: the credentials that prompts hold most often. */
export const AI_KEYS: readonly DataPattern[] = [
  prefixed('anthropic-key', ['sk-ant-'], 'sk-ant-[a-z0-9]{3,12}-[\\w-]{40,120}'),
  prefixed('openrouter-key', ['sk-or-'], 'sk-or-v1-[a-f0-9]{64}'),
  prefixed('openai-key', ['sk-'], 'sk-(?:proj|svcacct|admin|None)-[\\w-]{20,200}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{32,64}'),
  prefixed('huggingface-token', ['hf_', 'api_org_'], '(?:hf|api_org)_[A-Za-z0-9]{34,40}'),
  prefixed('replicate-token', ['r8_'], 'r8_[A-Za-z0-9]{37}'),
  prefixed('groq-key', ['gsk_'], 'gsk_[A-Za-z0-9]{52}'),
  prefixed('xai-key', ['xai-'], 'xai-[A-Za-z0-9]{70,90}'),
  prefixed('perplexity-key', ['pplx-'], 'pplx-[A-Za-z0-9]{48,56}'),
  prefixed('nvidia-key', ['nvapi-'], 'nvapi-[\\w-]{60,70}'),
  prefixed('langsmith-key', ['lsv2_'], 'lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}'),
  prefixed('pinecone-key', ['pcsk_'], 'pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{60,65}'),
  prefixed('tavily-key', ['tvly-'], 'tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}'),
  prefixed('jina-key', ['jina_'], 'jina_[\\w-]{60,70}'),
  prefixed('fireworks-key', ['fw_'], 'fw_[A-Za-z0-9]{22,26}'),
  prefixed('voyage-key', ['pa-'], 'pa-[\\w-]{40,46}'),
  prefixed('elevenlabs-key', ['sk_'], 'sk_[a-f0-9]{48}'),
  prefixed('cerebras-key', ['csk-'], 'csk-[a-z0-9]{48}'),
  prefixed('wandb-key', ['wandb_v1_'], 'wandb_v1_[\\w-]{40,90}'),
]; // prettier-ignore
