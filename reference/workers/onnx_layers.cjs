// Layers of cases as nodes of ONNX: sequences are [time, batch, features], layout 0.

"use strict";

const { number, oneOf, require_ } = require("./case_fields.cjs");
const { floats, known } = require("./onnx_case.cjs");

// Where ONNX' gates stand in ours: i o f c in i f g o, z r h in r z n; peepholes i o f in i f o.
const GATES = { SimpleRnn: [0], LSTM: [0, 3, 1, 2], GRU: [1, 0, 2] };
const PEEPHOLES = [0, 2, 1];
const OPERATORS = { SimpleRnn: "RNN", LSTM: "LSTM", GRU: "GRU" };

// Activations within recurrent nodes: name, α and β where it has them, and a clip of what it is given.
const WITHIN = {
  identity: ["Affine", 1, 0], tanh: ["Tanh"], sigmoid: ["Sigmoid"], relu: ["Relu"], softsign: ["Softsign"], softplus: ["Softplus"],
  "hard sigmoid": ["HardSigmoid", 0.2, 0.5], elu: ["Elu", 1], "leaky relu": ["LeakyRelu", 0.01],
  "thresholded relu": ["ThresholdedRelu", 1],
};
const CLIPPED = { "hard tanh": ["Affine", 1, 0], relu6: ["Relu"] };
const CLIPS = { "hard tanh": 1, relu6: 6 };

// Activations as nodes: operator and attributes.
const NODES = {
  identity: ["Identity"], tanh: ["Tanh"], sigmoid: ["Sigmoid"], relu: ["Relu"], softsign: ["Softsign"], softplus: ["Softplus"],
  softmax: ["Softmax", { axis: ["int", -1] }], selu: ["Selu"], elu: ["Elu", { alpha: ["float", 1] }],
  "hard sigmoid": ["HardSigmoid", { alpha: ["float", 0.2], beta: ["float", 0.5] }],
  "leaky relu": ["LeakyRelu", { alpha: ["float", 0.01] }], "thresholded relu": ["ThresholdedRelu", { alpha: ["float", 1] }],
};
const RANGES = { "hard tanh": [-1, 1], relu6: [0, 6] };

function activated(graph, x, word) {
  if (word in RANGES) {
    return graph.node("Clip", [x, ...RANGES[word].map((end) => graph.constant("float", [], [end]))])[0];
  }
  require_(word in NODES, `its worker has no ${word}`);
  const [operator, attributes] = NODES[word];
  return graph.node(operator, [x], attributes)[0];
}

/** Ours transposed: a matrix [gates·units × inputs], gates in ONNX' order. */
function transposed(matrix, order) {
  const { shape: [rows, columns], values } = floats(matrix);
  const units = columns / order.length;
  return order.flatMap((gate) => Array.from({ length: units * rows }, (_, i) =>
    values[(i % rows) * columns + gate * units + Math.floor(i / rows)]));
}

/** W, R, B and P of ONNX, made of ours; each of all directions. */
function made(kind, units, parts) {
  const order = GATES[kind];
  const width = order.length * units;
  const of = (shape, values) => ({ shape: [parts.length, ...shape], values: parts.flatMap(values) });
  const bias = (part, symbol) => (part[symbol] ? transposed(part[symbol], order) : new Array(width).fill(0));
  const inputs = parts[0].W.shape[0];
  return {
    W: of([width, inputs], (part) => transposed(part.W, order)),
    R: of([width, units], (part) => transposed(part.RW, order)),
    ...(parts[0].b && { B: of([2 * width], (part) => [...bias(part, "b"), ...bias(part, "rb")]) }),
    ...(parts[0].p && { P: of([3 * units], (part) => PEEPHOLES.flatMap((row) =>
      Array.from(floats(part.p).values.slice(row * units, (row + 1) * units)))) }),
  };
}

/** What a recurrent node does at every step, as attributes. */
function settings(spec, directions) {
  let words = [spec.activation];
  if (spec.kind !== "SimpleRnn") {
    const gates = spec.gateActivation || "sigmoid";
    words = spec.kind === "LSTM" ? [gates, spec.activation, spec.activation] : [gates, spec.activation];
  }
  const table = spec.kind === "SimpleRnn" ? { ...WITHIN, ...CLIPPED } : WITHIN;
  words.forEach((word) => require_(word in table, `its recurrent nodes have no ${word}`));
  const all = Array.from({ length: directions }, () => words.map((word) => table[word])).flat();
  const attributes = {
    hidden_size: ["int", spec.units],
    direction: ["string", directions === 2 ? "bidirectional" : "forward"],
    activations: ["strings", all.map(([name]) => name)],
    activation_alpha: ["floats", all.filter((one) => one.length > 1).map((one) => one[1])],
    activation_beta: ["floats", all.filter((one) => one.length > 2).map((one) => one[2])],
  };
  const clips = [spec.preActivationClip, CLIPS[spec.activation]].filter((one) => one !== undefined).map(number);
  if (clips.length > 0) { // φ within ±a, behind a clip at b, is φ behind a clip at the smaller of the two
    attributes.clip = ["float", Math.min(...clips)];
  }
  if (spec.kind === "GRU") {
    const reset = oneOf("reset", spec.reset || "after product", "before product", "after product");
    attributes.linear_before_reset = ["int", reset === "after product" ? 1 : 0];
  }
  return attributes;
}

/** One node of RNN, LSTM or GRU, of one direction or of two. */
class Recurrent {
  constructor(spec, weights, arrays, mode) {
    known(spec.kind, spec);
    oneOf("bias", spec.bias || "one", "none", "one", "two");
    this.spec = spec;
    this.name = spec.name;
    this.mode = mode;
    this.parts = mode ? [`${this.name}.forward`, `${this.name}.reverse`] : [this.name];
    this.arrays = arrays ? arrays[this.name] : made(spec.kind, spec.units, this.parts.map((part) => weights[part]));
    this.trained = spec.trainedStart ? this.parts.map((part) => floats(weights[part].h0).values) : null;
    this.slots = spec.kind === "LSTM" ? ["h", "c"] : ["h"];
  }

  /** The states before the first step [directions, batch, units], by slot: given, trained, or zero. */
  start(states, batch) {
    return this.slots.map((slot) => this.parts.flatMap((part, direction) => {
      if (states[part]) {
        known("state", states[part]);
        return Array.from(floats(states[part][slot]).values);
      }
      const row = this.trained ? this.trained[direction] : new Float32Array(this.spec.units);
      return Array.from({ length: batch }, () => Array.from(row)).flat();
    }));
  }

  /** Nodes that make outputs [time, batch, features] of x; what they start from and end with is kept. */
  build(graph, x, masks) {
    const directions = this.parts.length;
    const shape = [directions, "batch", this.spec.units];
    const weight = (symbol) => {
      const array = this.arrays[symbol];
      return array ? graph.constant("float", array.shape, Array.from(array.values)) : "";
    };
    this.initial = this.slots.map(() => graph.input("float", shape));
    const inputs = [x, weight("W"), weight("R"), weight("B"), masks.lengths ? masks.name : "", ...this.initial];
    if (this.arrays.P) {
      inputs.push(weight("P"));
    }
    const [y, ...last] = graph.node(
      OPERATORS[this.spec.kind], inputs, settings(this.spec, directions), 1 + this.slots.length);
    this.last = last;
    last.forEach((state) => graph.output(state, shape));
    return this.combined(graph, this.separated(graph, y, masks));
  }

  /** The outputs of each direction [time, batch, units]; past the end of a row zeros, or the state that is carried there. */
  separated(graph, y, masks) {
    const axis = graph.constant("int64", [1], [1]);
    const split = this.mode ? graph.node("Split", [y], { axis: ["int", 1] }, 2) : [y];
    const outputs = split.map((one) => graph.node("Squeeze", [one, axis])[0]);
    if (!masks.lengths || !masks.carries) {
      return outputs;
    }
    return outputs.map((one, direction) => {
      const which = graph.constant("int64", [], [direction]);
      const [carried] = graph.node("Gather", [direction === 0 ? this.last[0] : this.initial[0], which], { axis: ["int", 0] });
      return graph.node("Where", [masks.counts, one, carried])[0];
    });
  }

  combined(graph, [forward, reverse]) {
    if (!this.mode) {
      return forward;
    }
    if (this.mode === "concat") {
      return graph.node("Concat", [forward, reverse], { axis: ["int", -1] })[0];
    }
    const [together] = graph.node(this.mode === "mul" ? "Mul" : "Add", [forward, reverse]);
    return this.mode === "average" ? graph.node("Mul", [together, graph.constant("float", [], [0.5])])[0] : together;
  }
}

/** y = φ(x·W + b); W is B of Gemm, and b is C. */
class Dense {
  constructor(spec, weights, arrays) {
    known("Dense", spec);
    this.name = spec.name;
    this.activation = spec.activation;
    const biased = oneOf("bias", spec.bias || "one", "none", "one") === "one";
    const ours = weights[this.name];
    this.matrix = arrays ? arrays[this.name].B : floats(ours.W);
    this.bias = biased ? (arrays ? arrays[this.name].C : floats(ours.b)).values : null;
  }

  build(graph, x) {
    let [z] = graph.node("MatMul", [x, graph.constant("float", this.matrix.shape, Array.from(this.matrix.values))]);
    if (this.bias) {
      [z] = graph.node("Add", [z, graph.constant("float", [this.bias.length], Array.from(this.bias))]);
    }
    return activated(graph, z, this.activation);
  }
}

class ActivationLayer {
  constructor(spec) {
    known("Activation", spec);
    this.name = spec.name;
    this.activation = spec.activation;
  }

  build(graph, x) {
    return activated(graph, x, this.activation);
  }
}

/** Of every row the last step that counts, still as a sequence. */
class LastStep {
  constructor(spec) {
    known("LastStep", spec);
    this.name = spec.name;
    this.single = true;
  }

  build(graph, x, masks) {
    if (masks.lengths) {
      const where = masks.lengths.flatMap((length, row) => [length - 1, row]);
      return graph.node("GatherND", [x, graph.constant("int64", [1, masks.lengths.length, 2], where)])[0];
    }
    return graph.node("Gather", [x, graph.constant("int64", [1], [-1])], { axis: ["int", 0] })[0];
  }
}

function layer(spec, weights, arrays) {
  if (spec.kind === "Bidirectional") {
    known("Bidirectional", spec);
    oneOf("form", spec.form || "wrapper", "wrapper", "graves");
    require_(spec.wrapped.kind in OPERATORS, `its nodes of two directions are RNN, LSTM and GRU, not ${spec.wrapped.kind}`);
    return new Recurrent(spec.wrapped, weights, arrays, oneOf("mode", spec.mode, "concat", "add", "mul", "average"));
  }
  if (spec.kind in OPERATORS) {
    return new Recurrent(spec, weights, arrays, null);
  }
  const kinds = { Dense, Activation: ActivationLayer, LastStep };
  require_(spec.kind in kinds, `its worker computes recurrent and dense layers, not ${spec.kind}`);
  return new kinds[spec.kind](spec, weights, arrays);
}

module.exports = { Recurrent, layer };
