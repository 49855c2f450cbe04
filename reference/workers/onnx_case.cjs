// What the worker for ONNX Runtime reads out of a case: arrays, masks and weights.

"use strict";

const { knowing, number, oneOf, require_ } = require("./case_fields.cjs");

const known = knowing({
  SimpleRnn: ["preActivationClip"],
  LSTM: ["preActivationClip"],
  GRU: ["preActivationClip"],
  execution: ["precision", "format"],
  state: ["h", "c"],
  array: ["shape", "values"],
  "set of weights in a layout": ["layout", "arrays", "names"],
});

/** An array of a case, rounded to single precision. */
function floats(array) {
  known("array", array);
  return { shape: array.shape, values: Float32Array.from(array.values, number) };
}

/** Which steps of a case count: how many of each row, null if all do. */
function lengths(masks) {
  known("masks", masks);
  const carries = oneOf("rule", masks.rule || "reset", "reset", "carry") === "carry";
  if (!masks.features) {
    return { lengths: null, carries };
  }
  const { shape: [time, batch], values } = floats(masks.features);
  const counted = Array.from({ length: batch }, (_, row) => {
    let length = 0;
    while (length < time && values[length * batch + row] !== 0) {
      length += 1;
    }
    return length;
  });
  const first = values.every((counts, i) => (counts !== 0) === (Math.floor(i / batch) < counted[i % batch]));
  require_(first, "its sequence_lens leave out steps at the end of a row only");
  require_(counted.every((length) => length > 0), "its nodes forget the initial state of a row without a step");
  return { lengths: counted.every((length) => length === time) ? null : counted, carries };
}

/** The arrays W, R, B and P of every layer as ONNX has them, where the case has them so; null where it has matrices of ours. */
function given(weights, network) {
  if (typeof weights.layout !== "string") {
    return null;
  }
  known("set of weights in a layout", weights);
  oneOf("layout", weights.layout, "onnx");
  const groups = new Map();
  Object.entries(weights.arrays).forEach(([name, array]) => {
    const parts = /^((?:.*[./_:])?)([WRBPC])$/.exec(name);
    require_(parts, `its worker cannot read the name ${name}`);
    const group = parts[1].replace(/[./_:]$/, "");
    groups.set(group, { ...groups.get(group), [parts[2]]: floats(array) });
  });
  const names = weights.names || {};
  const others = [...groups.keys()].filter((group) => !Object.values(names).includes(group));
  const owners = network.filter((spec) => !["Activation", "LastStep"].includes(spec.kind)).map((spec) => (spec.wrapped || spec).name);
  const named = owners.filter((name) => !(name in names) && others.includes(name));
  named.forEach((name) => others.splice(others.indexOf(name), 1));
  const arrays = Object.fromEntries(owners.map((name) => {
    const group = groups.get(name in names ? names[name] : named.includes(name) ? name : others.shift());
    require_(group, `its worker finds no arrays of ${name}`);
    return [name, group];
  }));
  require_(others.length === 0, `its worker finds no layer of ${others.join(", ")}`);
  return arrays;
}

module.exports = { floats, given, known, lengths };
