// What the workers on Node.js read cases by: which fields they know, words, numbers, and how they refuse the others.

"use strict";

// Whatever else a case says is not known here, and would change the numbers.
const FIELDS = {
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
};

/** A case, or a part of it, that cannot be computed; the message follows "because". */
class Unsupported extends Error {}

function require_(condition, because) {
  if (!condition) {
    throw new Unsupported(because);
  }
}

/** Refuses unknown fields: of what both workers read, and of what only this one does. */
function knowing(more) {
  return (what, fields) => {
    const all = [...(FIELDS[what] || []), ...(more[what] || [])];
    const unknown = Object.keys(fields).filter((field) => !all.includes(field)).sort();
    require_(unknown.length === 0, `its worker does not know the ${unknown.join(", ")} of a ${what}`);
  };
}

function oneOf(what, found, ...words) {
  require_(words.includes(found), `its worker does not know the ${what} ${found}`);
  return found;
}

/** A number of a case: a decimal or text such as "0x1.8p+1". */
function number(value) {
  if (typeof value === "number") {
    return value;
  }
  const parts = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i.exec(value);
  require_(parts, `its worker cannot read the number ${value}`);
  const exact = Number(BigInt("0x" + parts[2] + parts[3]));
  const exponent = Number(parts[4]) - 4 * parts[3].length;
  return (parts[1] === "-" ? -exact : exact) * 2 ** exponent;
}

module.exports = { Unsupported, knowing, number, oneOf, require_ };
