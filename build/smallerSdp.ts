import { parseSync, Visitor, type ESTree } from 'vite';

/** Attribute that sdp-transform gives to lines that it does not know. They are written as they were read. */
const unknownLines = 'invalid';

/**
 * Returns the names of all properties that the code reads.
 *
 * @param path of the code, which tells its language
 */
export function readProperties(path: string, code: string): Set<string> {
  const names = new Set<string>();
  new Visitor({
    MemberExpression: ({ property, computed }) => {
      if (!computed && property.type === 'Identifier') names.add(property.name);
    },
    ObjectPattern({ properties }) {
      for (const property of properties) {
        if (property.type === 'Property' && property.key.type === 'Identifier') names.add(property.key.name);
      }
    },
  }).visit(parseSync(path, code).program);
  return names;
}

/**
 * Returns the grammar of sdp-transform without the attributes (`a=…`) that nothing reads. The parser then keeps such a
 * line as it is, and it is written after the other attributes of its section. sdp-transform changes the order of attributes
 * anyway, to that of its grammar.
 *
 * @param read names of the properties that are read of the parsed SDP
 * @throws if the grammar has another form
 */
export function withoutAttributes(code: string, read: ReadonlySet<string>): string {
  let result = code;
  let hasUnknownLines = false;
  new Visitor({
    Property({ key, value }) {
      if (key.type !== 'Identifier' || key.name !== 'a' || value.type !== 'ArrayExpression') return;
      for (const [index, attribute] of value.elements.entries()) {
        const name = nameOf(attribute);
        const next = value.elements[index + 1];
        if (name === unknownLines) hasUnknownLines = next === undefined;
        else if (attribute && next && !read.has(name)) {
          const { start } = attribute;
          const blank = code.slice(start, next.start).replaceAll(/[^\n]/g, ' ');
          result = result.slice(0, start) + blank + result.slice(next.start);
        }
      }
    },
  }).visit(parseSync('grammar.js', code).program);
  if (hasUnknownLines) return result;
  throw new Error('The grammar of sdp-transform has another form. Adapt build/smallerSdp.ts.');
}

/** Returns the parser of sdp-transform with only its function `parse`, which needs none of the others. */
export function onlyParse(code: string): string {
  let result = code;
  let hasParse = false;
  for (const statement of parseSync('parser.js', code).program.body) {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
      continue;
    const { start, end } = statement;
    const name = /^exports\.(\w+)/.exec(code.slice(start, end))?.[1];
    if (name === 'parse') hasParse = true;
    else if (name !== undefined) {
      result = result.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, ' ') + result.slice(end);
    }
  }
  if (hasParse) return result;
  throw new Error('The parser of sdp-transform has another form. Adapt build/smallerSdp.ts.');
}

function nameOf(attribute: ESTree.ArrayExpression['elements'][number] | undefined): string {
  if (attribute?.type !== 'ObjectExpression') return '';
  for (const property of attribute.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
    const { key, value } = property;
    if ((key.name === 'name' || key.name === 'push') && value.type === 'Literal') return String(value.value);
  }
  return '';
}
