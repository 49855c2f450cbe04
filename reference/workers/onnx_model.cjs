// Models of ONNX as bytes: the few messages of onnx.proto3 that a graph of floats needs, as protocol buffers.

"use strict";

const OPERATORS = 14; // of the default domain: the oldest whose recurrent nodes have a layout
const INTERMEDIATE_REPRESENTATION = 7; // the one that came with them
const TYPES = { float: 1, int32: 6, int64: 7 };
// Bytes of a number, and how it is put among others.
const NUMBERS = {
  float: [4, (bytes, number, at) => bytes.writeFloatLE(number, at)],
  int32: [4, (bytes, number, at) => bytes.writeInt32LE(number, at)],
  int64: [8, (bytes, number, at) => bytes.writeBigInt64LE(BigInt(number), at)],
};
const ATTRIBUTES = { float: 1, int: 2, string: 3, floats: 6, strings: 8 };

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest ? low | 128 : low);
  } while (rest);
  return Buffer.from(bytes);
}

/** A field that holds a whole number. */
function whole(field, value) {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/** A field that holds text, bytes or a message. */
function chunk(field, content) {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

/** A field that holds a float. */
function float(field, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), bytes]);
}

function message(...fields) {
  return Buffer.concat(fields.flat());
}

/** AttributeProto: name 1, type 20, and the value in a field of its type. */
function attribute(name, type, value) {
  const field = {
    float: () => [float(2, value)],
    int: () => [whole(3, value)],
    string: () => [chunk(4, value)],
    floats: () => value.map((one) => float(7, one)),
    strings: () => value.map((one) => chunk(9, one)),
  }[type];
  return message(chunk(1, name), field(), whole(20, ATTRIBUTES[type]));
}

/** ValueInfoProto of a tensor: a name or a number for each axis. */
function value(name, type, axes) {
  const shape = axes.map((axis) => chunk(1, typeof axis === "number" ? whole(1, axis) : chunk(2, axis)));
  const tensor = message(whole(1, TYPES[type]), chunk(2, message(shape)));
  return message(chunk(1, name), chunk(2, chunk(1, tensor)));
}

/** TensorProto with its numbers as they lie in memory, the lowest byte first. */
function initializer(name, type, shape, values) {
  const [size, put] = NUMBERS[type];
  const bytes = Buffer.alloc(size * values.length);
  values.forEach((number, i) => put(bytes, number, size * i));
  return message(shape.map((axis) => whole(1, axis)), whole(2, TYPES[type]), chunk(8, name), chunk(9, bytes));
}

/** A graph while it is put together; values go by names that it gives them. */
class Graph {
  constructor() {
    this.nodes = [];
    this.inputs = [];
    this.outputs = [];
    this.initializers = [];
    this.named = 0;
  }

  fresh() {
    this.named += 1;
    return `v${this.named}`;
  }

  /** A value that is given with every run; its name. */
  input(type, axes) {
    const name = this.fresh();
    this.inputs.push(value(name, type, axes));
    return name;
  }

  /** A value that is part of the model; its name. */
  constant(type, shape, values) {
    const name = this.fresh();
    this.initializers.push(initializer(name, type, shape, values));
    return name;
  }

  /** A value that is read after a run. */
  output(name, axes) {
    this.outputs.push(value(name, "float", axes));
  }

  /**
   * A node, and the names of its results.
   *
   * @param inputs names, "" where an optional one is left out
   * @param attributes by name, pairs of type and value
   */
  node(operator, inputs, attributes = {}, results = 1) {
    const names = Array.from({ length: results }, () => this.fresh());
    this.nodes.push(message(
      inputs.map((name) => chunk(1, name)),
      names.map((name) => chunk(2, name)),
      chunk(4, operator),
      Object.entries(attributes).map(([name, [type, given]]) => chunk(5, attribute(name, type, given))),
    ));
    return names;
  }

  /** ModelProto. */
  model() {
    const graph = message(
      this.nodes.map((node) => chunk(1, node)),
      chunk(2, "case"),
      this.initializers.map((tensor) => chunk(5, tensor)),
      this.inputs.map((input) => chunk(11, input)),
      this.outputs.map((output) => chunk(12, output)),
    );
    return message(whole(1, INTERMEDIATE_REPRESENTATION), chunk(7, graph), chunk(8, message(chunk(1, ""), whole(2, OPERATORS))));
  }
}

module.exports = { Graph };
