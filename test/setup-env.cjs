/** Construct tests look at templates, which are the same whatever the code of a function is: no bundle is needed. */
process.env.LLM_API_PLACEHOLDER_ASSETS ??= '1';
// CDK's own validator takes ten seconds to start in each file: test/compliance/cloudformation-validate.test.ts asks it of every stack, once.
process.env.CDK_VALIDATION ??= 'false';
