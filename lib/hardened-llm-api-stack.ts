import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HardenedLlmApi, type HardenedLlmApiProps } from './hardened-llm-api';
import { Profile } from './profile';

/**
 * Properties for `HardenedLlmApiStack`.
 */
export interface HardenedLlmApiStackProps extends StackProps {
  /**
   * What is deployed.
   */
  readonly config: HardenedLlmApiProps;
}

/**
 * Defines a stack with one hardened LLM API and nothing else.
 */
export class HardenedLlmApiStack extends Stack {
  /**
   * The API.
   */
  public readonly llmApi: HardenedLlmApi;

  public constructor(scope: Construct, id: string, props: HardenedLlmApiStackProps) {
    super(scope, id, {
      // a stack that is deleted by mistake takes the API with it.
      terminationProtection: props.config.profile !== Profile.TRIAL,
      ...props,
    });
    this.llmApi = new HardenedLlmApi(this, 'LlmApi', props.config);
    this.llmApi.writeOutputs();
  }
}
