/** What one `aws_dynamodb_table` says, in the shape of the CreateTable request. */
export interface TableConfiguration {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  readonly attributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly keySchema: readonly KeySchemaElement[];
  readonly globalSecondaryIndexes: readonly {
    readonly IndexName: string;
    readonly KeySchema: readonly KeySchemaElement[];
    readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  }[];
  /** Attribute with the epoch second at which an item expires. */
  readonly timeToLiveAttribute: string | undefined;
}

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}
