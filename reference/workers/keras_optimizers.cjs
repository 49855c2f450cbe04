// The optimizers of TensorFlow.js by ours.

"use strict";

/**
 * By the kind of ours, a function of its specification: an optimizer, and where it keeps our slots.
 *
 * @param tf TensorFlow.js
 * @param require_ refuses a case unless a condition holds, with what follows "because"
 * @param number reads a number of a case
 */
module.exports = (tf, require_, number) => ({
  Sgd: (spec) => [tf.train.sgd(number(spec.rate)), {}],
  Adam: (spec) => {
    require_(spec.form === "algorithm 1", "its Adam adds ε to √v̂");
    return [tf.train.adam(number(spec.rate), number(spec.beta1), number(spec.beta2), number(spec.epsilon)),
      { m: "accumulatedFirstMoment", v: "accumulatedSecondMoment" }];
  },
  AdaMax: (spec) => {
    require_(spec.form === "beside greatest", "its AdaMax adds ε to the greatest gradient in the quotient");
    return [tf.train.adamax(number(spec.rate), number(spec.beta1), number(spec.beta2), number(spec.epsilon)),
      { m: "accumulatedFirstMoment", u: "accumulatedWeightedInfNorm" }];
  },
  RmsProp: (spec) => {
    require_(spec.placement === "inside root", "its RMSprop adds ε inside the root");
    require_(spec.start === "zero", "its RMSprop starts from s = 0");
    return [tf.train.rmsprop(number(spec.rate), number(spec.decay), 0, number(spec.epsilon)), { s: "accumulatedMeanSquares" }];
  },
  AdaGrad: (spec) => {
    require_(spec.placement === "inside root", "its AdaGrad adds ε inside the root");
    require_(spec.start === "zero", "its worker has AdaGrad start from s = 0");
    const own = tf.backend().epsilon();
    require_(Math.fround(number(spec.epsilon)) === Math.fround(own), `its AdaGrad has ε = ${own} only`);
    return [tf.train.adagrad(number(spec.rate), 0), { s: "accumulatedGrads" }];
  },
  AdaDelta: (spec) => [tf.train.adadelta(number(spec.rate === undefined ? 1 : spec.rate), number(spec.decay), number(spec.epsilon)),
    { s: "accumulatedGrads", d: "accumulatedUpdates" }],
  Nesterov: (spec) => {
    require_(spec.form === "reformulated", "its momentum keeps the look-ahead point as θ");
    return [tf.train.momentum(number(spec.rate), number(spec.momentum), true), {}];
  },
});
