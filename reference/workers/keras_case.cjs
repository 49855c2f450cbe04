// What the worker for TensorFlow.js reads out of a case: which activations and what of objectives and training it knows, and what is observed.

"use strict";

const { knowing, require_ } = require("./case_fields.cjs");

const known = knowing({
  objective: ["kind", "loss", "targets", "outputs", "finalStates"],
  loss: ["function", "reduction", "clipping"],
  training: ["optimizer", "clip", "start", "minibatches", "order"],
  minibatch: ["input", "targets", "masks"],
});
const ACTIVATIONS = {
  identity: "linear", tanh: "tanh", sigmoid: "sigmoid", relu: "relu", softmax: "softmax", "hard sigmoid": "hardSigmoid",
  softplus: "softplus", softsign: "softsign", elu: "elu", selu: "selu",
};

class NotFinite extends Error {}

/** Refuses a recurrent layer with fields that Keras's have nothing for. */
function unclipped(spec) {
  require_(!("preActivationClip" in spec), `its ${spec.kind} clips no pre-activations`);
  known(spec.kind, spec);
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

module.exports = { ACTIVATIONS, NotFinite, Observed, known, unclipped };
