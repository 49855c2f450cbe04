/**
 * How fast a training step is: ours against other frameworks, each in a process of its own, in turns within one run, after the
 * numbers of all have been held against each other.
 *
 * <p>A step is the forward pass, the backward pass with the gradients of W, RW, b and x, and the Sgd update of one recurrent
 * layer under the sum of squares of all its outputs' distances to targets. A contestant is a child process that reads requests,
 * one JSON object a line, and answers each with one line ({@link dev.lockstep.experiment.bench.StepWorker}).
 */
package dev.lockstep.experiment.bench;
