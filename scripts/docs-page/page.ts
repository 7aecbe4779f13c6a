/** The page itself, around the vendored Swagger UI. */

export const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Gatehouse</title>
    <link rel="icon" href="favicon-32x32.png">
    <link rel="stylesheet" href="swagger-ui.css">
  </head>
  <body>
    <div id="page"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="swagger-ui-standalone-preset.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

export interface Listed {
  /** What the list of documents calls it. */
  readonly name: string;
  readonly url: string;
}

/** Starts Swagger UI with these documents, and authorizes it with what `credentials.json` has. */
export function startScript(documents: readonly Listed[]): string {
  const options = {
    urls: documents,
    'urls.primaryName': documents[0]?.name,
    dom_id: '#page',
    layout: 'StandaloneLayout',
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    // Otherwise each document would be sent to a validator on the internet.
    validatorUrl: null,
  };
  return `const options = ${JSON.stringify(options, null, 2)};
// Called for each document: what was authorized before is forgotten with the one before.
options.onComplete = async () => {
  const response = await fetch('credentials.json');
  if (!response.ok) return;
  for (const [scheme, value] of Object.entries(await response.json())) {
    const schema = ui.specSelectors.specJson().getIn(['components', 'securitySchemes', scheme]);
    if (!schema) continue;
    if (schema.get('type') === 'oauth2') {
      ui.authActions.authorizeOauth2({ auth: { name: scheme, schema: schema.toJS() }, token: { access_token: value } });
    } else {
      ui.preauthorizeApiKey(scheme, value);
    }
  }
};
options.presets = [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset];
const ui = SwaggerUIBundle(options);
`;
}
