import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { NagPack } from 'cdk-nag';
import { reportFindings, type Finding } from './template-findings';

/** A pack whose report is kept, so that what it has said about the constructs need not be asked twice. */
export class RecordedPack implements IPolicyValidationPlugin {
  public readonly name: string;
  private report?: PolicyValidationPluginReport;

  public constructor(private readonly pack: NagPack) {
    this.name = pack.name;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.report = this.pack.validate(context);
    return this.report;
  }

  /** Findings about the constructs, acknowledged ones too. */
  public findings(): Finding[] {
    if (this.report === undefined) throw new Error(`the pack ${this.name} has not judged anything yet`);
    return reportFindings(this.name, this.report);
  }
}
