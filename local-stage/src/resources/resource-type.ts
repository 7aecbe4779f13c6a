import type { Value } from '../terraform/values.ts';
import type { ArgumentSchema, ArgumentsOf } from './arguments.ts';
import type { Identifiers } from './identifiers.ts';

/** What a resource type's file declares: the arguments it knows, and the attributes that AWS would compute. */
export interface ResourceType<S extends ArgumentSchema = ArgumentSchema, A extends Attributes = Attributes> {
  /** `aws_sqs_queue`, `data.aws_region` */
  readonly type: string;
  readonly arguments: S;
  /**
   * The attributes that references see besides the arguments; one of the same name takes the
   * argument's place.
   *
   * @throws {EvaluationError} for arguments that the stage cannot honour together.
   */
  readonly attributes: (args: ArgumentsOf<S>, context: ResourceContext) => A;
}

export type Attributes = Readonly<Record<string, Value>>;

/** A resource as configured, with what AWS would have computed. */
export interface Resource<S extends ArgumentSchema = ArgumentSchema, A extends Attributes = Attributes> {
  readonly address: string;
  readonly args: ArgumentsOf<S>;
  readonly attributes: A;
}

/** What the attributes of a resource are computed from, besides its arguments. */
export interface ResourceContext {
  readonly address: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  readonly identifiers: Identifiers;
  readonly urls: StageUrls;
  /** Resources that were evaluated before this one: those it refers to. */
  readonly resources: Resources;
}

/** Where on localhost the stage answers. */
export interface StageUrls {
  /** URL of an API, without a trailing slash, by the address of its resource. */
  readonly api: (address: string) => string;
  /** URL of the AWS endpoint, without a trailing slash. */
  readonly awsEndpoint: string;
}

/** The resources evaluated so far. */
export interface Resources {
  all<S extends ArgumentSchema, A extends Attributes>(type: ResourceType<S, A>): readonly Resource<S, A>[];
}

/** Declares a resource type; infers the types of its arguments and attributes. */
export const resourceType = <const S extends ArgumentSchema, A extends Attributes>(
  type: ResourceType<S, A>,
): ResourceType<S, A> => type;
