// What the worker for TensorFlow.js reads out of a case: numbers, and which fields and activations it knows.

"use strict";

// Whatever else a case says is not known here, and would change the numbers.
const KNOWN = {
  case: ["format", "name", "network", "weights", "input", "masks", "initialStates", "objective", "truncation", "training",
    "execution", "observed", "observations", "provenance"],
  SimpleRnn: ["kind", "name", "inputs", "units", "activation", "bias", "trainedStart"],
  LSTM: ["kind", "name", "inputs", "units", "activation", "gateActivation", "bias", "peepholes"],
  GRU: ["kind", "name", "inputs", "units", "activation", "gateActivation", "reset", "bias"],
  Dense: ["kind", "name", "inputs", "outputs", "activation", "bias"],
  Activation: ["kind", "name", "inputs", "activation"],
  LastStep: ["kind", "name", "inputs"],
  Bidirectional: ["kind", "wrapped", "mode", "form"],
  masks: ["features", "rule", "labels"],
  objective: ["kind", "loss", "targets", "outputs", "finalStates"],
  loss: ["function", "reduction", "clipping"],
  training: ["optimizer", "clip", "start", "minibatches", "order"],
  minibatch: ["input", "targets", "masks"],
};
const ACTIVATIONS = {
  identity: "linear", tanh: "tanh", sigmoid: "sigmoid", relu: "relu", softmax: "softmax", "hard sigmoid": "hardSigmoid",
  softplus: "softplus", softsign: "softsign", elu: "elu", selu: "selu",
};

class Unsupported extends Error {}

class NotFinite extends Error {}

function require_(condition, because) {
  if (!condition) {
    throw new Unsupported(because);
  }
}

function known(what, fields) {
  const unknown = Object.keys(fields).filter((field) => !KNOWN[what].includes(field)).sort();
  require_(unknown.length === 0, `its worker does not know the ${unknown.join(", ")} of a ${what}`);
}

/** A number of a case: a decimal or text such as "0x1.8p+1". */
function number(value) {
  if (typeof value === "number") {
    return value;
  }
  const parts = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i.exec(value);
  require_(parts, `its worker cannot read the number ${value}`);
  const digits = parts[2] + parts[3];
  const exact = Number(BigInt("0x" + digits));
  const exponent = Number(parts[4]) - 4 * parts[3].length;
  return (parts[1] === "-" ? -exact : exact) * 2 ** exponent;
}

/** What a case asks for, and nothing else. */
class Observed {
  constructor(kinds) {
    this.kinds = kinds;
    this.list = [];
  }

  wants(...kinds) {
    return kinds.some((kind) => this.kinds.includes(kind));
  }

  put(kind, value, layer = "", part = "", step = 0) {
    if (!this.wants(kind)) {
      return;
    }
    if (!value.dataSync().every(Number.isFinite)) {
      throw new NotFinite();
    }
    const observation = { kind, shape: value.shape, values: Array.from(value.dataSync()) };
    Object.entries({ layer, part, step }).forEach(([key, name]) => {
      if (name) {
        observation[key] = name;
      }
    });
    this.list.push(observation);
  }
}

module.exports = { ACTIVATIONS, NotFinite, Observed, Unsupported, known, number, require_ };
