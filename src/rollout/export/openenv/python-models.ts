import type { Shape } from '../../../model/shape.ts'

/** A model to write: what it is called, its shape, and the class that it extends. */
export interface RootModel {
  readonly name: string
  readonly base: string
  readonly shape: Shape
}

/** What is read of a shape here: the part of JSON Schema that shapes are made of. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly (string | null)[]
  readonly const?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

const WIDTH = 100
/** Words that Python keeps for itself, of those that shapes use as keys. */
const RESERVED = ['as', 'await']

/** Pydantic models of shapes, each nested object with a class of its own, in an order in which Python can read them. */
export function pythonModels(roots: readonly RootModel[]): string {
  const writer = new Writer()
  for (const { name, base, shape } of roots) writer.root(name, base, shape as Schema)
  return writer.text()
}

class Writer {
  readonly #classes = new Map<string, string>()
  /** Shapes that have a class already, as JSON. */
  readonly #known = new Map<string, string>()

  text(): string {
    return [...this.#classes.values()].join('\n\n')
  }

  root(name: string, base: string, schema: Schema): void {
    this.#classes.set(name, this.#class(name, base, schema))
  }

  #class(name: string, base: string, schema: Schema): string {
    const required = new Set(schema.required)
    const entries = Object.entries(schema.properties ?? {})
    const fields = entries.map(([key, value]) => this.#field(name, key, value, required.has(key)))
    const extra = schema.additionalProperties === true ? 'allow' : 'forbid'
    const head = [`class ${name}(${base}):`, docstring(schema.description)]
    const config = `    model_config = ConfigDict(extra=${quoted(extra)}, populate_by_name=True)\n`
    return `${[...head, config, ...fields].join('\n')}\n`
  }

  #field(owner: string, key: string, schema: Schema, isRequired: boolean): string {
    const name = RESERVED.includes(key) ? `${key}_` : key
    const type = this.#type(schema, owner, key)
    const given = [
      isRequired ? '...' : fallback(schema),
      ...(name === key ? [] : [`alias=${quoted(key)}`]),
      ...(schema.description === undefined ? [] : [`description=${quoted(schema.description)}`]),
    ]
    return `    ${name}: ${type} = Field(${wrapped(given, 8)})`
  }

  /** The Python type of a value; `key` names the class that it may need. */
  #type(schema: Schema, owner: string, key: string): string {
    if (schema.anyOf) return this.#union(schema, schema.anyOf, owner, key)
    if (schema.const !== undefined) return `Literal[${quoted(schema.const)}]`
    if (schema.enum) return literal(schema.enum)
    const types = [schema.type ?? []].flat()
    if (types.length === 0) return 'Any'
    return types.map((type) => this.#plain(type, schema, owner, key)).join(' | ')
  }

  #plain(type: string, schema: Schema, owner: string, key: string): string {
    switch (type) {
      case 'null':
        return 'None'
      case 'boolean':
        return 'bool'
      case 'string':
        return limited('str', { min_length: schema.minLength, max_length: schema.maxLength })
      case 'integer':
        return limited('int', { ge: schema.minimum, le: schema.maximum })
      case 'number':
        return limited('float', { ge: schema.minimum, le: schema.maximum })
      case 'array':
        return limited(`list[${this.#type(schema.items ?? {}, owner, singular(key))}]`, {
          min_length: schema.minItems,
          max_length: schema.maxItems,
        })
      case 'object':
        if (schema.properties) return this.#nested(schema, owner, key)
        return `dict[str, ${this.#type(asSchema(schema.additionalProperties), owner, singular(key))}]`
      default:
        throw new Error(`No Python type is known for \`${type}\``)
    }
  }

  #union({ description }: Schema, cases: readonly Schema[], owner: string, key: string): string {
    const shapes = cases.filter(({ properties }) => properties !== undefined).length
    return cases
      .map((one) => {
        const named = shapes > 1 && one.properties ? `${one.required?.[0] ?? ''}_${key}` : key
        return this.#type({ ...(description !== undefined && { description }), ...one }, owner, named)
      })
      .join(' | ')
  }

  #nested(schema: Schema, owner: string, key: string): string {
    const { description: _, ...rest } = schema
    const text = JSON.stringify(rest)
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const short = pascal(key)
    const name = this.#classes.has(short) ? `${owner}${short}` : short
    this.#known.set(text, name)
    this.#classes.set(name, this.#class(name, 'BaseModel', schema))
    return name
  }
}

function asSchema(schema: boolean | Schema | undefined): Schema {
  return typeof schema === 'object' ? schema : {}
}

/** What stands in a field that was left out. */
function fallback(schema: Schema): string {
  if (schema.default !== undefined) return JSON.stringify(schema.default)
  return schema.type === 'boolean' ? 'False' : 'None'
}

function limited(type: string, limits: Readonly<Record<string, number | undefined>>): string {
  const given = Object.entries(limits).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
  return given.length === 0 ? type : `Annotated[${type}, Field(${given.join(', ')})]`
}

/** Items one after the other, on lines of their own where one line would be too long. */
function wrapped(items: readonly string[], indent: number): string {
  const line = items.join(', ')
  if (line.length <= WIDTH - 40) return line
  const space = ' '.repeat(indent)
  return `\n${items.map((item) => `${space}${item},\n`).join('')}${' '.repeat(indent - 4)}`
}

function docstring(text = ''): string {
  return `    """${text.replaceAll('\\', '\\\\')}"""\n`
}

function literal(values: readonly (string | null)[]): string {
  const words = values.flatMap((value) => (value === null ? [] : [quoted(value)]))
  return `Literal[${wrapped(words, 8)}]${words.length < values.length ? ' | None' : ''}`
}

/** JSON's strings are Python's too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function singular(key: string): string {
  if (key.endsWith('ies')) return `${key.slice(0, -3)}y`
  if (key.endsWith('ches')) return key.slice(0, -2)
  return key.replace(/s$/, '')
}

function pascal(key: string): string {
  return key.replace(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase())
}
