/** The one stage of the API, and so the last part of the base URL that OpenAI's SDKs expect. */
export const STAGE_NAME = 'v1';
