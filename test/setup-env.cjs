/** Construct tests look at templates, which are the same whatever the code of a function is: no bundle is needed. */
process.env.LLM_API_PLACEHOLDER_ASSETS ??= '1';
