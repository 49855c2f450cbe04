// A worker for ONNX Runtime: reads cases, one a line, and answers each with one line (see reference/README.md).
//
//     node onnx.cjs --probe     says which version there is, or what is missing
//     node onnx.cjs             answers until its input ends
//
// Its package, onnxruntime-node, is looked for where LOCKSTEP_NODE_MODULES says, in the working directory, and among Node's global
// ones. A case becomes a model of ONNX, and is run on the CPU, in single precision: its recurrent nodes have no other there.

"use strict";

const path = require("path");
const readline = require("readline");

const { Unsupported, oneOf, require_ } = require("./case_fields.cjs");
const { Graph } = require("./onnx_model.cjs");
const { floats, given, known, lengths } = require("./onnx_case.cjs");
const { Recurrent, layer } = require("./onnx_layers.cjs");

const PACKAGE = "onnxruntime-node";
const PLACES = [
  process.env.LOCKSTEP_NODE_MODULES,
  process.cwd(),
  path.join(path.dirname(process.execPath), "..", "lib", "node_modules"),
].filter(Boolean);
const TRAINING = ["gradient", "dx", "dh0", "dc0", "parameter", "optimizer state"];

let ort = null;

/** Why it cannot work here; empty if it can. */
function load() {
  console.log = console.warn = console.info = console.error; // standard output is for answers alone
  let file;
  try {
    file = require.resolve(PACKAGE, { paths: PLACES });
  } catch (missing) {
    return `has no ${PACKAGE}`;
  }
  try {
    ort = require(file);
  } catch (broken) {
    return `cannot load its ${PACKAGE}: ${String(broken.message).split("\n")[0]}`;
  }
  return "";
}

/** All layers of a case as one model, and what of it is observed. */
class Network {
  constructor(specs, weights, masks) {
    const arrays = given(weights, specs);
    this.graph = new Graph();
    this.layers = specs.map((spec) => layer(spec, weights, arrays));
    this.recurrent = this.layers.filter((one) => one instanceof Recurrent);
    this.masks = { ...masks };
    this.x = this.graph.input("float", ["time", "batch", specs[0].wrapped ? specs[0].wrapped.inputs : specs[0].inputs]);
    if (masks.lengths) {
      this.masks.name = this.graph.input("int32", ["batch"]);
    }
    if (masks.lengths && masks.carries) {
      const steps = Array.from({ length: masks.time }, (_, t) => t);
      const [which] = this.graph.node("Less", [
        this.graph.constant("int64", [masks.time, 1, 1], steps),
        this.graph.constant("int64", [1, masks.lengths.length, 1], masks.lengths),
      ]);
      this.masks.counts = which;
    }
    this.build();
  }

  build() {
    let x = this.x;
    let masks = this.masks;
    this.outputs = this.layers.map((one) => {
      x = one.build(this.graph, x, masks);
      this.graph.output(x, ["steps", "batch", "features"]);
      masks = one.single ? { lengths: null, carries: false } : masks;
      return x;
    });
  }

  async open() {
    this.session = await ort.InferenceSession.create(this.graph.model(), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  }

  /** Whether there are outputs when the sequence arrives in pieces. */
  streams() {
    return !this.layers.some((one) => one.single || one.mode);
  }

  /** One run, by names of values; states [directions, batch, units] as lists by recurrent layer and slot. */
  async run(shape, values, states) {
    const feeds = { [this.x]: new ort.Tensor("float32", values, shape) };
    this.recurrent.forEach((one, which) => one.initial.forEach((name, slot) => {
      feeds[name] = new ort.Tensor("float32", states[which][slot], [one.parts.length, shape[1], one.spec.units]);
    }));
    if (this.masks.lengths) {
      feeds[this.masks.name] = new ort.Tensor("int32", this.masks.lengths, [shape[1]]);
    }
    return this.session.run(feeds);
  }

  /** The outputs of the last layer when the sequence arrives in pieces of 1, 2, 3 … steps. */
  async streamed({ shape: [time, batch, features], values }, start) {
    require_(!this.masks.lengths, "its nodes forget the state of a row without a step, as there would be in pieces");
    const last = this.outputs[this.outputs.length - 1];
    const pieces = [];
    let states = start;
    let width = 0;
    for (let from = 0, length = 1; from < time; from += length, length += 1) {
      const steps = Math.min(length, time - from);
      const piece = values.slice(from * batch * features, (from + steps) * batch * features);
      const results = await this.run([steps, batch, features], piece, states);
      states = this.recurrent.map((one) => one.last.map((name) => results[name].data));
      pieces.push(Array.from(results[last].data));
      width = results[last].dims[2];
    }
    return { dims: [time, batch, width], data: pieces.flat() };
  }
}

/** Answers hold finite numbers only. */
class NotFinite extends Error {}

class Observed {
  constructor(kinds) {
    this.kinds = kinds;
    this.list = [];
  }

  wants(...kinds) {
    return kinds.some((kind) => this.kinds.includes(kind));
  }

  put(kind, { dims, data }, layerName) {
    if (!this.wants(kind)) {
      return;
    }
    const values = Array.from(data);
    if (!values.every(Number.isFinite)) {
      throw new NotFinite();
    }
    this.list.push({ kind, ...(layerName && { layer: layerName }), shape: dims, values });
  }
}

/** Sequences end for sequence_lens where a row does, and nothing is known of what becomes of its state afterwards. */
function requireWhatLengthsMean(network, masks, observed, states) {
  if (!masks.lengths || masks.carries || !network.recurrent.length) {
    return;
  }
  require_(!observed.wants("final h", "final c"),
    "its sequence_lens keep the state that a row ends with, where the case resets it");
  const both = network.recurrent.filter((one) => one.mode);
  const starts = both.some((one) => one.trained || one.parts.some((part) =>
    Object.values(states[part] || {}).some((state) => floats(state).values.some((entry) => entry !== 0))));
  require_(!starts, "its sequence_lens start in reverse from the state that the case resets at the steps before");
}

async function observe(scenario) {
  known("case", scenario);
  const execution = scenario.execution || {};
  known("execution", execution);
  require_(oneOf("precision", execution.precision || "double", "double", "single") === "single",
    "its recurrent nodes compute in floats only");
  const observed = new Observed(scenario.observed);
  require_(!observed.wants(...TRAINING), "it trains nothing");
  require_(!observed.wants("score"), "its worker computes no losses");
  const x = floats(scenario.input);
  const [time, batch] = x.shape;
  const masks = { ...lengths(scenario.masks || {}), time };
  const network = new Network(scenario.network, scenario.weights, masks);
  const states = scenario.initialStates || {};
  requireWhatLengthsMean(network, masks, observed, states);
  await network.open();
  try {
    const start = network.recurrent.map((one) => one.start(states, batch));
    const results = await network.run(x.shape, x.values, start);
    network.layers.forEach((one, i) => observed.put("outputs", results[network.outputs[i]], one.name));
    network.recurrent.forEach((one) => one.slots.forEach((slot, s) => one.parts.forEach((part, direction) => {
      const size = batch * one.spec.units;
      const data = results[one.last[s]].data.slice(direction * size, (direction + 1) * size);
      observed.put(`final ${slot}`, { dims: [batch, one.spec.units], data }, part);
    })));
    if (observed.wants("streamed outputs") && network.streams()) {
      observed.put("streamed outputs", await network.streamed(x, start));
    }
    return observed.list;
  } finally {
    await network.session.release();
  }
}

async function answer(line) {
  try {
    return { observations: await observe(JSON.parse(line)) };
  } catch (reason) {
    if (reason instanceof Unsupported) {
      return { unsupported: reason.message };
    }
    if (reason instanceof NotFinite) {
      return { failed: "computed a number that is not finite" };
    }
    return { failed: "threw: " + String(reason.message).split("\n")[0] };
  }
}

async function serve() {
  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    process.stdout.write(JSON.stringify(await answer(line)) + "\n");
  }
}

const unavailable = load();
if (process.argv[2] === "--probe") {
  const said = unavailable ? { unavailable } : { framework: "ONNX Runtime", version: ort.env.versions.node };
  process.stdout.write(JSON.stringify(said) + "\n");
} else {
  serve();
}
