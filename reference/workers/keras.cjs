// A worker for the Keras layers of TensorFlow.js: reads cases, one a line, and answers each with one line (see reference/README.md).
//
//     node keras.cjs --probe     says which version there is, or what is missing
//     node keras.cjs             answers until its input ends
//
// Its package, @tensorflow/tfjs, is looked for where LOCKSTEP_NODE_MODULES says, in the working directory, and among Node's global
// ones. Everything is computed in single precision: TensorFlow.js has no other.

"use strict";

const path = require("path");
const readline = require("readline");

const { Unsupported, number, require_ } = require("./case_fields.cjs");
const { ACTIVATIONS, NotFinite, Observed, known, unclipped } = require("./keras_case.cjs");
const optimizers = require("./keras_optimizers.cjs");

const PLACES = [
  process.env.LOCKSTEP_NODE_MODULES,
  process.cwd(),
  path.join(path.dirname(process.execPath), "..", "lib", "node_modules"),
].filter(Boolean);

let tf = null;

function packaged(name) {
  return require(require.resolve(name, { paths: PLACES }));
}

/** Why it cannot work here; empty if it can. */
function load() {
  try {
    console.log = console.warn = console.info = console.error; // standard output is for answers alone
    tf = packaged("@tensorflow/tfjs");
  } catch (missing) {
    if (missing.code !== "MODULE_NOT_FOUND") {
      throw missing;
    }
    return "has no @tensorflow/tfjs";
  }
  tf.env().set("IS_TEST", true); // no banner
  tf.setBackend("cpu");
  return "";
}

// How the gates of ours stand in Keras: i f g o as i f c o, r z n as z r h.
const BLOCKS = { SimpleRnn: [0], LSTM: [0, 1, 2, 3], GRU: [1, 0, 2] };

function tensor(array) {
  return tf.tensor(array.values.map(number), array.shape, "float32");
}

/** A sequence [time, batch, features] as Keras has it, [batch, time, features], or the other way round. */
function swapped(sequence) {
  return tf.transpose(sequence, [1, 0, 2]);
}

function activation(word) {
  require_(word in ACTIVATIONS, `its worker has no ${word}`);
  return ACTIVATIONS[word];
}

/** Columns of ours, a block of `units` for each gate, in the order of Keras, or the other way round (the orders are their own inverses). */
function reordered(matrix, kind) {
  const order = BLOCKS[kind];
  const blocks = tf.split(matrix, order.length, -1);
  return tf.concat(order.map((block) => blocks[block]), -1);
}

/** Weights of a case: a matrix for each parameter, ours. */
class Matrices {
  constructor(weights) {
    this.weights = weights;
  }

  above() {
    return this;
  }

  of(spec, symbols, order) {
    return symbols.map((symbol) => {
      const array = order(tensor(this.weights[spec.name][symbol]));
      return symbol === "b" ? array.reshape([-1]) : array;
    });
  }
}

const VARIABLES = { W: "kernel", RW: "recurrent_kernel", b: "bias" };

/** Weights of a case as Keras has them, which are set as they come: lstm/lstm_cell/kernel of the layer lstm. */
class Variables {
  constructor(weights, wrapper = "") {
    const unknown = Object.keys(weights).filter((field) => !["layout", "arrays"].includes(field)).sort();
    require_(unknown.length === 0, `its worker does not know the ${unknown.join(", ")} of arrays in a layout`);
    require_(weights.layout === "keras", `its worker does not know the layout ${weights.layout}`);
    this.weights = weights;
    this.wrapper = wrapper;
  }

  above(wrapper) {
    return new Variables(this.weights, wrapper);
  }

  of(spec, symbols, order, direction = "") {
    const path = this.wrapper ? `${this.wrapper}/${direction}_${this.wrapper}/` : `${spec.name}/`;
    return symbols.map((symbol) => {
      const names = Object.keys(this.weights.arrays).filter((name) => name.startsWith(path) && name.endsWith("/" + VARIABLES[symbol]));
      require_(names.length === 1 || symbol === "b", `its ${spec.name} needs one ${path}…/${VARIABLES[symbol]}`);
      return names.length === 1 ? tensor(this.weights.arrays[names[0]]) : tf.zeros([spec.kind === "Dense" ? spec.outputs : BLOCKS[spec.kind].length * spec.units]);
    });
  }
}

/** A recurrent layer in one direction. */
class Recurrent {
  constructor(spec, weights, batch, direction = "") {
    unclipped(spec);
    const backwards = direction === "backward";
    require_(!spec.trainedStart, "its layers start from given states or zeros");
    require_(!spec.peepholes, "its LSTM has no peepholes");
    require_((spec.reset || "after product") === "before product" || spec.kind !== "GRU",
      "its GRU resets before the product with RW only (reset_after is refused)");
    const bias = spec.bias || (spec.kind === "GRU" ? "two" : "one");
    require_(bias !== "two", "its layers have one bias or none");
    this.kind = spec.kind;
    this.name = spec.name;
    this.units = spec.units;
    const settings = {
      units: spec.units, activation: activation(spec.activation), useBias: bias === "one", returnSequences: true, returnState: true,
      goBackwards: backwards, stateful: batch !== null, batchInputShape: [batch, null, spec.inputs],
    };
    if (spec.kind !== "SimpleRnn") {
      settings.recurrentActivation = activation(spec.gateActivation || "sigmoid");
    }
    if (spec.kind === "LSTM") {
      settings.unitForgetBias = false;
    }
    if (spec.kind === "GRU") {
      settings.resetAfter = false;
    }
    const make = { SimpleRnn: tf.layers.simpleRNN, LSTM: tf.layers.lstm, GRU: tf.layers.gru }[spec.kind];
    this.layer = make(settings);
    this.layer.build(settings.batchInputShape);
    this.symbols = bias === "one" ? ["W", "RW", "b"] : ["W", "RW"];
    this.layer.setWeights(weights.of(spec, this.symbols, (array) => reordered(array, spec.kind), direction));
    this.slots = spec.kind === "LSTM" ? ["h", "c"] : ["h"];
  }

  parameters() {
    return this.symbols.map((symbol, i) => [this.name, symbol, this.layer.trainableWeights[i].val, this]);
  }

  /** A parameter or its gradient in our layout. */
  ours(array) {
    const columns = reordered(array, this.kind);
    return columns.rank === 1 ? columns.reshape([1, -1]) : columns;
  }

  /** Has a stateful layer go on from a state; the first reset gives it states at all. */
  start(states) {
    this.layer.resetStates();
    this.layer.resetStates(this.slots.map((slot) => states[this.name][slot]));
  }

  /** Frees the states of a stateful layer, which outlive the case otherwise. */
  forget() {
    tf.dispose(this.layer.states_);
  }

  /** Outputs [batch, time, units] and the last states; a stateful layer has its own ones; of a layer that goes backwards, the outputs in the order of time. */
  run(x, states, mask) {
    const given = states && this.slots.map((slot) => states[this.name][slot]);
    const [outputs, ...last] = this.layer.call(x, { initialState: given, mask });
    const inOrder = this.layer.goBackwards ? tf.reverse(outputs, 1) : outputs;
    return [inOrder, { [this.name]: Object.fromEntries(this.slots.map((slot, i) => [slot, last[i]])) }];
  }
}

/** Two layers, one of which reads from the end, whose outputs are put together. */
class Bidirectional {
  constructor(spec, weights) {
    known("Bidirectional", spec);
    this.name = spec.wrapped.name;
    this.mode = spec.mode;
    const directed = (suffix, direction) =>
      new Recurrent({ ...spec.wrapped, name: this.name + suffix }, weights.above(this.name), null, direction);
    require_(["SimpleRnn", "LSTM", "GRU"].includes(spec.wrapped.kind), `its worker wraps recurrent layers, not ${spec.wrapped.kind}`);
    this.parts = [directed(".forward", "forward"), directed(".reverse", "backward")];
  }

  parameters() {
    return this.parts.flatMap((part) => part.parameters());
  }

  run(x, states, mask) {
    const [[a, one], [b, other]] = this.parts.map((part) => part.run(x, states, mask));
    const merged = {
      concat: () => tf.concat([a, b], -1), add: () => tf.add(a, b), mul: () => tf.mul(a, b), average: () => tf.mul(0.5, tf.add(a, b)),
    }[this.mode];
    require_(merged, `its worker has no mode ${this.mode}`);
    return [merged(), { ...one, ...other }];
  }
}

/** y = φ(x·W + b); z, the value before φ, is kept for losses that need it. */
class Dense {
  constructor(spec, weights) {
    known("Dense", spec);
    this.name = spec.name;
    this.activation = spec.activation;
    const useBias = (spec.bias || "one") === "one";
    this.layer = tf.layers.dense({ units: spec.outputs, useBias, inputShape: [null, spec.inputs] });
    this.outer = tf.layers.activation({ activation: activation(spec.activation) });
    this.layer.build([null, null, spec.inputs]);
    this.symbols = useBias ? ["W", "b"] : ["W"];
    this.layer.setWeights(weights.of(spec, this.symbols, (array) => array));
  }

  parameters() {
    return this.symbols.map((symbol, i) => [this.name, symbol, this.layer.trainableWeights[i].val, this]);
  }

  ours(array) {
    return array.rank === 1 ? array.reshape([1, -1]) : array;
  }

  run(x) {
    this.z = this.layer.call(x, {});
    return [this.outer.call(this.z, {}), {}];
  }
}

class ActivationLayer {
  constructor(spec) {
    known("Activation", spec);
    this.name = spec.name;
    this.layer = tf.layers.activation({ activation: activation(spec.activation) });
  }

  parameters() {
    return [];
  }

  run(x) {
    return [this.layer.call(x, {}), {}];
  }
}

/** The last step alone, still as a sequence: of a mask, the last that counts is where a state that is carried has arrived. */
class LastStep {
  constructor(spec) {
    known("LastStep", spec);
    this.name = spec.name;
  }

  parameters() {
    return [];
  }

  run(x) {
    return [tf.slice(x, [0, x.shape[1] - 1, 0], [-1, 1, -1]), {}];
  }
}

const KINDS = {
  SimpleRnn: (spec, weights, batch) => new Recurrent(spec, weights, batch),
  LSTM: (spec, weights, batch) => new Recurrent(spec, weights, batch),
  GRU: (spec, weights, batch) => new Recurrent(spec, weights, batch),
  Bidirectional: (spec, weights) => new Bidirectional(spec, weights),
  Dense: (spec, weights) => new Dense(spec, weights),
  Activation: (spec) => new ActivationLayer(spec),
  LastStep: (spec) => new LastStep(spec),
};

/** Layers one above another; for a fixed number of rows, if there is one, recurrent layers are stateful. */
class Network {
  constructor(specs, weights, batch = null) {
    this.layers = specs.map((spec) => {
      require_(spec.kind in KINDS, `its worker computes recurrent and dense layers, not ${spec.kind}`);
      return KINDS[spec.kind](spec, weights, batch);
    });
    this.recurrent = this.layers.flatMap((layer) => layer.parts || (layer instanceof Recurrent ? [layer] : []));
    this.last = this.layers[this.layers.length - 1];
  }

  parameters() {
    return this.layers.flatMap((layer) => layer.parameters());
  }

  /** Variables that hold the given states, zeros where none are given. */
  states(given, batch) {
    return Object.fromEntries(this.recurrent.map((layer) => [layer.name, Object.fromEntries(layer.slots.map((slot) => {
      const state = given[layer.name] && given[layer.name][slot];
      return [slot, tf.variable(state ? tensor(state) : tf.zeros([batch, layer.units]))];
    }))]));
  }

  forward(x, states, mask) {
    const outputs = {};
    let finals = {};
    let values = x;
    let counting = mask;
    for (const layer of this.layers) {
      const [next, last] = layer.run(values, states, counting);
      values = next;
      counting = layer instanceof LastStep ? null : counting;
      outputs[layer.name] = values;
      finals = { ...finals, ...last };
    }
    return [outputs, finals];
  }

  /** Whether there are outputs when the sequence arrives in pieces. */
  streams() {
    return !this.layers.some((layer) => layer instanceof LastStep || layer instanceof Bidirectional);
  }

  /** The outputs of stateful layers when the sequence arrives in pieces of 1, 2, 3 … steps. */
  streamed(x, states, mask) {
    this.recurrent.forEach((layer) => layer.start(states));
    const pieces = [];
    for (let start = 0; start < x.shape[1]; start += pieces.length) {
      const length = Math.min(pieces.length + 1, x.shape[1] - start);
      const counting = mask && mask.slice([0, start], [-1, length]);
      const [outputs] = this.forward(x.slice([0, start, 0], [-1, length, -1]), null, counting);
      pieces.push(outputs[this.last.name]);
    }
    this.recurrent.forEach((layer) => layer.forget());
    return tf.concat(pieces, 1);
  }

  /** The reduced loss of outputs [batch, time, outputs]. */
  score(outputs, loss, targets, weights) {
    known("loss", loss);
    const p = outputs[this.last.name];
    const [batch, time, features] = p.shape;
    const clipping = loss.clipping || { rule: "none", epsilon: 0 };
    require_(clipping.rule === "none", "its losses clip at Keras's own 1e-7");
    const z = this.last.z;
    const costs = {
      MSE: () => tf.div(tf.square(tf.sub(targets, p)), features),
      L2: () => tf.square(tf.sub(targets, p)),
      L1: () => tf.abs(tf.sub(targets, p)),
      MAE: () => tf.div(tf.abs(tf.sub(targets, p)), features),
      MCXENT: () => {
        require_(this.last.activation === "softmax", "its categorical cross entropy without clipping is that of logits, behind softmax");
        return tf.neg(tf.mul(targets, tf.logSoftmax(z, -1)));
      },
      XENT: () => {
        require_(this.last.activation === "sigmoid", "its binary cross entropy without clipping is that of logits, behind sigmoid");
        return tf.add(tf.sub(tf.relu(z), tf.mul(z, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
      },
    };
    require_(loss.function in costs, `its worker has no ${loss.function}`);
    const cost = costs[loss.function]();
    const sum = tf.sum(weights ? tf.mul(cost, weights) : cost);
    const divisor = { sum: 1, "mean over batch": batch }[loss.reduction];
    require_(divisor, `its worker has no ${loss.reduction}`);
    return tf.div(sum, divisor);
  }
}

function masked(masks) {
  if (!masks) {
    return [null, null];
  }
  known("masks", masks);
  require_(!masks.features || masks.rule === "carry", "its masks carry states over steps that do not count");
  const features = masks.features ? tf.cast(tf.transpose(tensor(masks.features), [1, 0, 2]).squeeze([2]), "bool") : null;
  return [features, masks.labels ? swapped(tensor(masks.labels)) : null];
}

function observe(scenario) {
  known("case", scenario);
  const truncation = scenario.truncation || { kind: "full" };
  require_(truncation.kind === "full", "its errors flow back through the whole sequence");
  const precision = (scenario.execution || {}).precision || "double";
  require_(precision === "single", "TensorFlow.js computes in single precision only");
  const observed = new Observed(scenario.observed);
  const foreign = typeof scenario.weights.layout === "string";
  const weights = new (foreign ? Variables : Matrices)(scenario.weights);
  const network = new Network(scenario.network, weights);
  const objective = scenario.objective || { kind: "none" };
  known("objective", objective);
  require_(objective.kind === "targets" || !observed.wants("score"),
    "a score needs targets and a loss, and an upstream gradient has neither");
  const [mask, costing] = masked(scenario.masks);
  const x = tf.variable(swapped(tensor(scenario.input)));
  const states = network.states(scenario.initialStates || {}, x.shape[0]);
  if (observed.wants("outputs", "final h", "final c")) {
    const [outputs, finals] = network.forward(x, states, mask);
    network.layers.forEach((layer) => observed.put("outputs", swapped(outputs[layer.name]), layer.name));
    Object.entries(finals).forEach(([name, state]) => Object.entries(state).forEach(([slot, value]) =>
      observed.put("final " + slot, value, name)));
  }
  if (observed.wants("streamed outputs") && network.streams()) {
    const stateful = new Network(scenario.network, weights, x.shape[0]);
    observed.put("streamed outputs", swapped(stateful.streamed(x, states, mask)));
  }
  if (observed.wants("score", "gradient", "dx", "dh0", "dc0") && objective.kind !== "none") {
    differentiate(network, objective, x, states, mask, costing, observed);
  }
  if (scenario.training && observed.wants("score", "parameter", "optimizer state")) {
    train(scenario, network, observed);
  }
  return observed.list;
}

function differentiate(network, objective, x, states, mask, costing, observed) {
  const parameters = network.parameters();
  const leaves = [...parameters.map((entry) => entry[2]), x, ...Object.values(states).flatMap((state) => Object.values(state))];
  const { value, grads } = tf.variableGrads(() => {
    const [outputs, finals] = network.forward(x, states, mask);
    if (objective.kind === "targets") {
      return network.score(outputs, objective.loss, swapped(tensor(objective.targets)), costing);
    }
    let sum = tf.sum(tf.mul(outputs[network.last.name], swapped(tensor(objective.outputs))));
    for (const [name, state] of Object.entries(objective.finalStates || {})) {
      for (const [slot, arriving] of Object.entries(state)) {
        sum = tf.add(sum, tf.sum(tf.mul(finals[name][slot], tensor(arriving))));
      }
    }
    return sum;
  }, leaves);
  const gradient = (variable) => grads[variable.name] || tf.zerosLike(variable);
  if (objective.kind === "targets") {
    observed.put("score", value);
  }
  parameters.forEach(([layer, symbol, variable, owner]) => observed.put("gradient", owner.ours(gradient(variable)), layer, symbol));
  observed.put("dx", swapped(gradient(x)));
  Object.entries(states).forEach(([name, state]) => Object.entries(state).forEach(([slot, variable]) =>
    observed.put(`d${slot}0`, gradient(variable), name)));
}

function train(scenario, network, observed) {
  const training = scenario.training;
  known("training", training);
  const clip = training.clip || { kind: "off" };
  require_(["off", "elementwise"].includes(clip.kind), `its worker has no clip ${clip.kind}`);
  require_(!training.start || training.start.stepsTaken === 0, "its optimizers begin with their first step");
  const kind = training.optimizer.kind;
  const made = optimizers(tf, require_, number);
  require_(kind in made, `its worker has no ${kind}`);
  const [optimizer, slots] = made[kind](training.optimizer);
  require_(!observed.wants("optimizer state") || kind !== "Nesterov", "its velocity has another sign and is without the rate");
  const order = training.order || training.minibatches.map((_, i) => i + 1);
  const parameters = network.parameters();
  order.forEach((which, i) => {
    const minibatch = training.minibatches[which - 1];
    known("minibatch", minibatch);
    const [mask, costing] = masked(minibatch.masks);
    const x = swapped(tensor(minibatch.input));
    const states = network.states(scenario.initialStates || {}, x.shape[0]);
    const { value, grads } = tf.variableGrads(() => {
      const [outputs] = network.forward(x, states, mask);
      return network.score(outputs, scenario.objective.loss, swapped(tensor(minibatch.targets)), costing);
    }, parameters.map((entry) => entry[2]));
    if (clip.kind === "elementwise") {
      const threshold = number(clip.threshold);
      Object.keys(grads).forEach((name) => {
        grads[name] = tf.clipByValue(grads[name], -threshold, threshold);
      });
    }
    optimizer.applyGradients(grads);
    const step = i + 1;
    observed.put("score", value, "", "", step);
    parameters.forEach(([layer, symbol, variable, owner]) => {
      observed.put("parameter", owner.ours(variable), layer, symbol, step);
      Object.entries(slots).forEach(([slot, list]) => {
        const kept = optimizer[list].find((entry) => entry.originalName.startsWith(variable.name + "/"));
        observed.put("optimizer state", owner.ours(kept.variable), layer, symbol + "." + slot, step);
      });
    });
  });
}

function answer(line) {
  try {
    return tf.tidy(() => ({ observations: observe(JSON.parse(line)) }));
  } catch (reason) {
    if (reason instanceof Unsupported) {
      return { unsupported: reason.message };
    }
    if (reason instanceof NotFinite) {
      return { failed: "computed a number that is not finite" };
    }
    return { failed: "threw: " + String(reason.message).split("\n")[0] };
  } finally {
    tf.disposeVariables();
  }
}

const unavailable = load();
if (process.argv[2] === "--probe") {
  const said = unavailable ? { unavailable } : { framework: "TensorFlow.js", version: tf.version.tfjs };
  process.stdout.write(JSON.stringify(said) + "\n");
} else {
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => process.stdout.write(JSON.stringify(answer(line)) + "\n"));
}
