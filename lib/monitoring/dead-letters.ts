import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import type { Profile } from '../profile';

/**
 * Properties for `DeadLetters`.
 */
export interface DeadLettersProps {
  /**
   * How much to protect.
   */
  readonly profile: Profile;

  /**
   * Encrypts the queue.
   */
  readonly key: kms.IKey;
}

/**
 * Defines where failed asynchronous calls of synchronous functions end up.
 *
 * API Gateway and Cognito wait for an answer, so nothing of the product ever lands here: what does was sent by someone
 * who went around them, and is evidence.
 */
export class DeadLetters extends Construct {
  /**
   * The queue. Any message in it is an alarm.
   */
  public readonly queue: sqs.Queue;

  public constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id);
    this.queue = new DeadLetterQueue(this, 'Resource', props);
  }
}
